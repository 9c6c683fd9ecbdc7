"""The charts: stored the same every time, and what they compute in the browser is the package's."""

import base64
import json
import re
import struct

import numpy as np
import pytest
from built_book import HTML
from chart_on_page import stored_charts

from mlmcore import GroupedData, figures, fit, partial_pool, summarize
from mlmcore.datasets import load_radon
from mlmcore.figures.charts.display import MIME

WHERE = [("index", "fig-pooling")]

each_place = pytest.mark.parametrize(("page", "figure"), WHERE)


@pytest.fixture(scope="module")
def radon():
    summary = summarize(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    model = fit(summary)
    return summary, model, summary.gamma(model.beta)


each_stored_chart = pytest.mark.parametrize("stored", [pytest.param(c, id=figure) for _, figure, c in stored_charts()])


def slider(gamma, n=(1, 5, 40), mu=1.5, *, sigma=0.8, tau=0.3, labels=("a", "b", "c"), name=("b",)):
    return figures.pooling_slider(gamma, n, mu, sigma=sigma, tau=tau, labels=labels, name=name)


def parameters(spec):
    return {parameter["name"]: parameter for parameter in spec["params"]}


def test_a_chart_made_twice_is_the_same():
    assert json.dumps(slider([1, 2, 3]).spec) == json.dumps(slider([1, 2, 3]).spec)


def test_a_last_bit_does_not_show():
    gamma = np.array([0.3, 1.7, 2.9])
    assert slider(gamma).spec == slider(np.nextafter(gamma, 10), tau=np.nextafter(0.3, 1)).spec


def test_the_slider_starts_at_the_fitted_tau_and_reaches_both_ends():
    s = parameters(slider([1, 2, 3]).spec)["s"]
    assert s["value"] / (1 - s["value"]) == 1  # tau = fitted s / (1 - s)
    assert (s["bind"]["min"], s["bind"]["max"]) == (0, 1)


@each_stored_chart
def test_a_stored_chart_says_of_each_input_what_the_page_needs(stored):
    spec = stored[MIME]
    known = parameters(spec)
    layers = {layer.get("name") for panel in spec["layer"] for layer in panel.get("layer", [panel])}
    told = spec["usermeta"]
    assert layers.issuperset([told["status"]] if isinstance(told["status"], str) else told["status"])
    ranges = {name for name, parameter in known.items() if parameter.get("bind", {}).get("input") == "range"}
    assert ranges <= {entry["name"] for entry in told["inputs"]}
    assert told["inputs"]
    for entry in told["inputs"]:
        if entry["name"] in ranges:
            assert entry["says"] in known
            assert {known[entry["name"]]["bind"][end] for end in ("min", "max")} <= {at for at, _ in entry["ticks"]}


@each_stored_chart
def test_a_stored_chart_names_no_address_and_no_numbered_view(stored):
    text = json.dumps(stored[MIME])
    assert "http" not in text and '"view_' not in text


def steps_of(spec):
    yield from spec.get("transform", [])
    for layer in spec.get("layer", []):
        yield from steps_of(layer)


@each_stored_chart
def test_no_step_of_a_chart_writes_over_what_it_reads(stored):
    """Vega writes into the rows that it has: at the next move such a step would start from its own result."""
    for step in steps_of(stored[MIME]):
        assert not re.search(rf"datum\.{step.get('as', 'nothing')}\b", str(step.get("calculate")))


@each_stored_chart
def test_a_stored_picture_is_as_wide_as_the_other_figures_and_light(stored):
    picture = base64.b64decode(stored["image/png"])
    width, _ = struct.unpack(">II", picture[16:24])
    assert width == 5.6 * 110
    assert len(picture) < 60_000


@pytest.mark.browser
@each_place
def test_the_sliders_estimates_are_the_packages(page, figure, chart, radon):
    summary, model, gamma = radon
    shown = chart(page, figure).answered()
    for to in (0.5, "ArrowRight", "PageUp", 0.01, 0.25, 0.37, 0.99, "Home", "ArrowRight", "End", "ArrowLeft"):
        s = shown.move("s", to)
        tau = model.tau * s / (1 - s) if s < 1 else np.inf
        expected = partial_pool(gamma, summary.n, model.mu, sigma=model.sigma, tau=tau)
        rows = shown.drawn("estimates")
        assert [row["group"] for row in rows] == list(summary.labels)
        for field, values in (
            ("weight", expected.weight),
            ("estimate", expected.mean),
            ("drawn_x", 1 - expected.weight),
            ("drawn_y", expected.mean),
        ):
            np.testing.assert_allclose([row[field] for row in rows], values, rtol=1e-9, atol=1e-9)
        if s in (0, 1):  # the limits, exactly
            assert {row["weight"] for row in rows} == {s}


@pytest.mark.browser
def test_the_guess_of_the_share_is_taken_before_the_estimates_are_drawn(chart, radon):
    _, model, _ = radon
    shown = chart("index", "fig-pooling")
    assert not any(shown.input(name).is_visible() for name in ("s", "chosen_group"))
    for guess in (0.2, 0.6):
        shown.move("mark", guess)
        assert shown.drawn("guessed")[0]["drawn_x"] == pytest.approx(guess, rel=1e-9)
        assert shown.rows("estimates") == shown.rows("numbers") == []
    shown.press("show the answer")
    share = 1 - model.weight[list(model.labels).index("Lac qui Parle")]
    said = shown.place.locator(".chart-question").inner_text()
    assert said == f"Your guess: 60 % of the way. It goes {100 * share:.0f} %."
    assert shown.value("chosen_group") == "Lac qui Parle"  # the pointer is over the chart, but has not pointed
    (estimate,) = (row for row in shown.drawn("estimates") if row["group"] == "Lac qui Parle")
    (mark,) = shown.drawn("guessed")  # both side by side
    np.testing.assert_allclose([estimate["drawn_x"], mark["drawn_x"]], [share, 0.6], rtol=1e-9)
    shown.move("s", "Home")
    assert shown.rows("guessed") == []  # it was about the fitted tau


@pytest.mark.browser
@each_place
def test_a_dot_is_larger_where_more_was_observed(page, figure, chart):
    rows = sorted(chart(page, figure).answered().drawn("estimates"), key=lambda row: row["n"])
    growth = np.diff([[row["n"], row["area"]] for row in rows], axis=0)
    assert np.all((growth[:, 0] > 0) == (growth[:, 1] > 0))


@pytest.mark.browser
def test_the_ends_and_the_fit_are_said_in_words(chart):
    shown = chart("index", "fig-pooling").answered()
    slider = shown.input("s")
    for to, words in ((0.5, "0.328, the fitted value"), ("Home", "0"), ("End", "∞")):
        shown.move("s", to)
        assert slider.get_attribute("aria-valuetext") == words
        assert shown.place.locator(".chart-value").first.inner_text() == words
    assert slider.get_attribute("aria-label") == "τ, from 0 to ∞"
    assert (
        shown.place.get_by_role("status").last.text_content() == "Lac qui Parle, 2 houses, weight 1.00, estimate 2.95"
    )


@pytest.mark.browser
def test_a_county_is_named_by_the_list_and_by_pointing(chart, radon):
    _, _, gamma = radon
    shown = chart("index", "fig-pooling").answered()
    shown.choose("chosen_group", "St. Louis")
    (numbers,) = shown.drawn("numbers")
    assert numbers["lines"] == ["St. Louis", "116 houses", "weight 0.96", "estimate 0.89"]
    shown.place.scroll_into_view_if_needed()
    frame = shown.place.locator("svg").bounding_box()
    lowest = shown.place.locator(".estimates_marks path").nth(int(gamma.argmin())).bounding_box()
    shown.page.mouse.move(frame["x"] + 2, frame["y"] + 2)
    shown.page.mouse.move(lowest["x"] + lowest["width"] / 2, lowest["y"] + lowest["height"] / 2)
    shown.page.wait_for_function(
        "place => place.vegaView.signal('chosen_group') === 'Lake'", arg=shown.place.element_handle()
    )
    assert shown.input("chosen_group").input_value() == "Lake"


@pytest.mark.browser
@each_place
def test_a_keyboard_reaches_and_turns_every_input_in_its_order(page, figure, chart):
    shown = chart(page, figure).answered()
    reached = []
    for _ in range(shown.page.locator("a:visible").count() + 20):
        shown.page.keyboard.press("Tab")
        name = shown.page.evaluate("document.activeElement.closest('.chart') && document.activeElement.name")
        if name and name not in reached:
            reached.append(name)
            shown.page.keyboard.press("ArrowRight" if name == "s" else "ArrowDown")
            assert shown.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            assert shown.input(name).bounding_box()["height"] >= 24
    assert reached == ["s", "chosen_group"]
    assert shown.value("s") == 0.51
    assert shown.value("chosen_group") == "Lake"  # next on the list


@pytest.fixture(scope="module")
def without_javascript(browser):
    """Return a page whose reader lets no script run."""
    page = browser.new_page(java_script_enabled=False)
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("page", sorted({page for page, _, _ in stored_charts()}))
def test_without_javascript_a_picture_stands_for_each_chart(page, without_javascript):
    without_javascript.goto((HTML / "chapters" / f"{page}.html").as_uri())
    charts, pictures = (without_javascript.locator(f"figure {name}") for name in (".chart", ".chart-picture > svg"))
    assert charts.count() == pictures.locator("visible=true").count() > 0 == charts.locator("visible=true").count()


@pytest.mark.browser
def test_a_chart_follows_the_theme_as_the_pictures_do(chart):
    shown = chart("04-posterior", "fig-two-pulls")
    looks = {}
    in_picture = shown.page.locator("#fig-slopes svg.wide [style*='fill:var(--posterior']").first
    in_chart = shown.place.locator("svg [fill*='--posterior']").first
    for theme in ("light", "dark"):
        shown.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        looks[theme] = in_chart.evaluate("mark => getComputedStyle(mark).fill")
        assert looks[theme] == in_picture.evaluate("mark => getComputedStyle(mark).fill")
    assert looks["light"] != looks["dark"]
