"""The slides, opened from disk, as a speaker and the last row see them."""

from pathlib import Path

import pytest
import yaml
from chart_on_page import Chart

ENTRIES = yaml.safe_load((Path(__file__).parents[2] / "slides" / "slides.yml").read_text(encoding="utf-8"))
SCREEN = {"width": 1280, "height": 720}
# What stands on the slide that is shown, each with its box: nothing may be cut, leave the slide, or lie on another.
PARTS = """h2, .said p, .said div.math, svg.marks, svg.picture.narrow, .chart-question, .chart-formula, .chart form,
  .source, .slide-number, .controls button:not([disabled])"""
CROWDED = """(parts) => {
  const shown = document.querySelectorAll("section.present, .slide-number, .controls");
  const all = [...shown].flatMap((part) => [part, ...part.querySelectorAll("*")]).filter((part) => part.matches(parts));
  const boxes = all.filter((part) => part.checkVisibility()).map((part) => [part, part.getBoundingClientRect()]);
  const name = (part) => `${part.tagName}.${part.getAttribute("class") ?? ""} ${part.textContent.slice(0, 30)}`;
  const off = ({ left, top, right, bottom }) => left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
  const cut = (part) => !part.matches("form") && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0;
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return [
    boxes.length < 3 ? ["too few parts were found"] : [],
    boxes.filter(([part, box]) => off(box)).map(([part]) => `${name(part)} leaves the slide`),
    boxes.filter(([part]) => [part, ...part.querySelectorAll("mjx-container")].some(cut))
      .map(([part]) => `${name(part)} is cut`),
    boxes.flatMap(([a, box], k) => boxes.slice(k + 1).filter(([b, other]) => !apart(box, other))
      .map(([b]) => `${name(a)} lies on ${name(b)}`)),
  ].flat();
}"""
SMALLEST = """() => {
  const height = (text) => parseFloat(getComputedStyle(text).fontSize) *
    (text.ownerSVGElement ? Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b) : 1);
  const visible = [...document.querySelectorAll("section.present :is(h2, .said p, svg text)")].filter(
    (text) => text.checkVisibility() && text.textContent.trim());
  return Math.min(...visible.map(height));
}"""

pytestmark = pytest.mark.browser
each_slide = pytest.mark.parametrize(
    "number", [pytest.param(k, id=f"{k + 1}-{entry['from']}") for k, entry in enumerate(ENTRIES)]
)


@pytest.fixture(scope="module")
def page(visit, slides):
    """Return the slides, opened from disk."""
    with visit((slides / "index.html").as_uri(), viewport=SCREEN, color_scheme="light") as page:
        page.wait_for_function("Reveal.isReady()")
        page.add_style_tag(content=".controls * { transition: none !important }")  # the arrows glide to their places
        yield page


@pytest.fixture
def show(page):
    """Return a function that turns to a slide, all its steps shown, in a theme."""

    def show(number, theme="light"):
        page.evaluate(
            "([number, theme]) => { document.documentElement.dataset.theme = theme; Reveal.slide(number, 0, 9) }",
            [number, theme],
        )
        return page

    yield show
    show(0)


@each_slide
def test_nothing_on_a_slide_is_cut_or_lies_on_something_else(number, show):
    assert show(number).evaluate(CROWDED, PARTS) == []


@each_slide
def test_a_slide_is_read_from_the_last_row(number, show):
    page = show(number)
    assert page.evaluate(SMALLEST) >= 14
    assert page.locator("mjx-merror").count() == 0


def test_what_is_cut_or_covered_is_found(show):
    page = show(2)
    words = page.locator("section.present .said p").first
    words.evaluate("(p) => { p.style.width = '900px' }")
    found = page.evaluate(CROWDED, PARTS)
    words.evaluate("(p) => { p.style.width = '' }")
    assert found and all(" lies on " in line for line in found)


def test_axe_finds_no_barrier_on_any_slide(visit, slides, barriers):
    with visit(f"{(slides / 'index.html').as_uri()}?view=scroll", viewport=SCREEN, color_scheme="light") as page:
        page.wait_for_selector(".scroll-page")  # all slides at once
        assert page.locator("section h2").locator("visible=true").count() == len(ENTRIES)
        assert barriers(page) == ""
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert barriers(page, "color-contrast", "link-in-text-block") == ""


@each_slide
def test_each_chart_on_a_slide_is_alive_and_keeps_its_keys(number, show):
    page = show(number)
    for figure in page.locator("section.present figure:has(.chart)").all():
        chart = Chart(page, figure.get_attribute("id"))
        before, inputs = chart.place.locator("svg").inner_html(), chart.place.locator("form [name]")
        inputs.first.press("ArrowLeft" if inputs.first.get_attribute("type") == "range" else "ArrowDown")
        chart.settle()
        assert chart.place.locator("svg").inner_html() != before
        assert page.evaluate("Reveal.getIndices().h") == number
        for button in chart.place.get_by_role("button").all():
            if button.is_visible() and button.inner_text() != "play":
                button.click()
        chart.settle()
        assert chart.place.locator(".chart-question, .chart-guess").count() == 0  # the speaker asks
        assert page.evaluate(CROWDED, PARTS) == []
        for key in ("PageDown", "PageUp"):  # of a clicker
            inputs.first.focus()
            page.keyboard.press(key)
            assert page.evaluate("Reveal.getIndices().h") == number + (key == "PageDown")
        if inputs.first.get_attribute("type") == "range":
            inputs.first.click()
            page.keyboard.press("ArrowRight")
            assert page.evaluate("Reveal.getIndices().h") == number + 1


def test_steps_come_one_at_a_time(show):
    number = next(k for k, entry in enumerate(ENTRIES) if entry.get("steps"))
    page = show(number)
    page.evaluate("(number) => Reveal.slide(number, 0, -1)", number)
    steps, seen = page.locator("section.present .fragment"), page.locator("section.present .fragment.visible")
    assert steps.count() == len(ENTRIES[number]["show"].splitlines()) - 1
    for k in range(steps.count()):
        assert seen.count() == k
        page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == number


def test_the_speakers_window_shows_the_notes(show):
    page = show(3)
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes")
    notes.get_by_text(ENTRIES[3]["notes"].split(".")[0]).wait_for()
    opened.value.close()


def test_slides_from_disk_log_nothing_and_ask_no_host(page, slides):
    assert page.wrong == []
    assert all(request.url.startswith((slides.as_uri(), "data:")) for request in page.requests)
