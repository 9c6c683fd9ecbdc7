"""What every chart's controls do: they fit the screen, go back to their start, and spell the average as it is drawn."""

import pytest
from chart_on_page import stored_charts

from mlmcore.figures.charts.display import MIME

WIDE = {"viewport": {"width": 1280, "height": 650}}


def charts():
    for page, figure, stored in stored_charts():
        told = stored[MIME]["usermeta"]
        stay = [entry for entry in told["inputs"] if "only" not in entry]
        yield pytest.param(page, figure, told | {"inputs": stay}, id=figure)


# A chart's tests follow each other, so that its page is opened once.
each_chart = pytest.mark.parametrize(("page", "figure", "told"), list(charts()), scope="module")


@pytest.fixture
def shown(chart, page, figure, told):
    """Return the chart at its start on a wide screen, its answer shown if it asked for a guess."""
    opened = chart(page, figure, **WIDE)
    if "guess" in told:
        opened.answered()
    return opened


def values(shown, told):
    return shown.values(*(entry["name"] for entry in told["inputs"]))


def differs(shown, name):
    """Turn an input away from where it is, by its keys."""
    before = shown.value(name)
    for key in ("End", "Home"):
        shown.input(name).press(key)
        shown.settle()
        if shown.value(name) != before:
            return


@pytest.mark.browser
@each_chart
def test_a_chart_with_its_controls_fits_a_low_screen(told, shown):
    assert shown.place.bounding_box()["height"] < 600


@pytest.mark.browser
@each_chart
def test_the_average_under_a_chart_is_that_of_its_numbers(told, shown):
    numbers = shown.place.locator(".chart-formula b")
    if "formula" not in told:
        assert numbers.count() == 0
        return
    seen = set()
    for entry in [None, *told["inputs"]]:
        for key in ("Home", "End") if entry and "says" in entry else (None,):
            if key:
                shown.move(entry["name"], key)
            elif entry:
                differs(shown, entry["name"])
            estimate, weight, own, rest, mu = (text.replace("−", "-") for text in numbers.all_text_contents())
            seen.add((estimate, weight))
            assert float(weight) + float(rest) == pytest.approx(1, abs=0.0011)
            own, mu = float(mu if own == "none" else own), float(mu)
            average = float(weight) * own + float(rest) * mu
            assert float(estimate) == pytest.approx(average, abs=0.0105 + 0.0006 * (abs(own) + abs(mu)))
            (row,) = shown.rows(told["formula"]["layer"])
            assert row["terms"][0].replace("−", "-") == estimate
    assert len(seen) > 1


@pytest.mark.browser
@each_chart
def test_a_button_shows_its_setting_and_reset_the_start(told, shown):
    start = values(shown, told)
    for entry in told["inputs"]:
        differs(shown, entry["name"])
        assert shown.value(entry["name"]) != start[entry["name"]]
    for preset in [*told["presets"], {"label": "reset", "set": {}}]:
        shown.place.get_by_role("button", name=preset["label"], exact=True).click()
        shown.settle()
        assert values(shown, told) == start | preset["set"]


@pytest.mark.browser
@each_chart
def test_what_can_be_dragged_follows_and_turns_its_input(told, shown):
    for drag in told["drags"]:
        shown.press("reset")
        mark = shown.mark(drag["layer"], drag.get("where", {}))
        before, (x, y) = shown.value(drag["input"]), mark
        low, high = (float(shown.input(drag["input"]).get_attribute(end)) for end in ("min", "max"))
        side = 1 if before < (low + high) / 2 else -1
        shown.page.mouse.move(x, y)
        shown.page.mouse.down()
        shown.page.mouse.move(x + 20 * side, y)
        shown.page.mouse.move(x + 40 * side, y)
        shown.page.mouse.up()
        shown.settle()
        assert (shown.value(drag["input"]) - before) * side > 0
        now, _ = shown.mark(drag["layer"], drag.get("where", {}))
        step = float(shown.input(drag["input"]).get_attribute("step"))
        assert now - x == pytest.approx(40 * side, abs=2 + step * 700 / (high - low))
        shown.page.mouse.move(x, y)  # let go: it stays
        shown.settle()
        assert shown.mark(drag["layer"], drag.get("where", {}))[0] == pytest.approx(now)
