"""Every chart can be read: on a wide screen, on a phone, in both themes, and wherever its inputs are moved."""

from itertools import product

import pytest
from chart_on_page import OVERLAPPING, stored_charts

from mlmcore.figures.charts.display import MIME, NARROW, WIDTH

SMALLEST = 11  # pixels on the screen, of any letters in a chart
WIDTHS = (1280, 360)
ENDS = ("Home", "End")
OPTIONS = """(place) => Object.fromEntries([...place.querySelector("form").elements].filter(({ name }) => name).map(
  ({ name, options = [] }) => [name, [...options].map(({ text }) => text)]))"""
LOOK = """(place) => {
  const svg = place.querySelector("svg"), pixel = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const marks = place.querySelectorAll('svg :is([fill], [stroke]):not(text[stroke*="--ground"])');
  return {
    labels: (OVERLAPPING)(place),
    letters: [...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize) * pixel),
    colours: [...marks].flatMap((mark) => [mark.getAttribute("fill"), mark.getAttribute("stroke")]).filter(Boolean),
    height: place.getBoundingClientRect().height,
  };
}""".replace("OVERLAPPING", OVERLAPPING)


def charts():
    for page, figure, stored in stored_charts():
        told = stored[MIME]["usermeta"]
        yield pytest.param(page, figure, told, id=figure)


each_chart = pytest.mark.parametrize(("page", "figure", "told"), list(charts()), scope="module")


def settings(shown, told):
    """Bring a chart to its guess at both ends, to its start, a step on, and to all combinations of its inputs' ends."""
    options = shown.ask(OPTIONS)
    lists = {name: (texts[-1], max(texts, key=len)) for name, texts in options.items() if texts}
    if "guess" in told:
        for to in ENDS:
            shown.turn({told["guess"]["input"]: to})
            yield "guess", to
        shown.press("show the answer")
        yield ("answer",)
    shown.press("reset")
    yield ("start",)
    inputs = [entry["name"] for entry in told["inputs"] if "only" not in entry]
    for name in inputs:
        shown.turn({name: lists.get(name, ["PageUp"])[-1]})
        yield (name,)
    for ends in product(*(lists.get(name, ENDS) for name in inputs)):
        shown.turn(dict(zip(inputs, ends, strict=True)))
        yield ends


@pytest.mark.browser
@each_chart
@pytest.mark.parametrize("width", WIDTHS)
def test_all_letters_are_large_enough_and_apart_and_in_the_picture_wherever_inputs_are(
    page, figure, told, width, chart
):
    shown = chart(page, figure, viewport={"width": width, "height": 650})
    heights = []
    for setting in settings(shown, told):
        look = shown.ask(LOOK)  # at once, as there are hundreds of settings
        labels = look["labels"]
        assert labels["count"] > 3 and not labels["pairs"] and not labels["outside"], setting
        assert min(look["letters"]) >= SMALLEST, setting
        used = set(look["colours"]) - {"none", "transparent"}
        assert used and all(colour.startswith("var(--") for colour in used), setting  # the theme's, light or dark
        if setting[0] != "guess":
            heights.append(look["height"])
    assert width < 600 or max(heights) - min(heights) < 1  # what moves is the chart, not the page below it


@pytest.mark.browser
def test_a_chart_is_laid_out_anew_when_a_phone_is_turned(chart):
    shown = chart("index", "fig-pooling", viewport={"width": 360, "height": 800})
    for width, drawn in ((360, NARROW), (800, WIDTH), (360, NARROW)):
        shown.page.set_viewport_size({"width": width, "height": 800})
        shown.page.wait_for_function(
            "([place, drawn]) => place.querySelector('svg').viewBox.baseVal.width === drawn",
            arg=[shown.place.element_handle(), drawn],
        )
