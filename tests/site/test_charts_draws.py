"""The chart of draws in chapter 6: what it keeps, and what the formula says, are the package's."""

import numpy as np
import pytest
from scipy.stats import norm

from meanings import BOOK
from mlmcore import GroupedData, figures, fit, partial_pool
from mlmcore.datasets import load_radon
from mlmcore.figures.charts.display import MIME

PAGE, FIGURE = "06-drawn-estimated", "fig-slice"
SETTINGS = [(n, observed) for n in (1, 2, 3, 10, 40, 116) for observed in (0, 0.4, 0.86, 1.46, 1.9, 2.5, 2.95, 3)]
IN_THE_AIR = "(place) => { const fallen = place.vegaView.signal('fallen'); return 0 < fallen && fallen < 1; }"
FEWEST = 30  # kept draws for which the chart gives a mean, a standard deviation and a histogram


@pytest.fixture(scope="module")
def model():
    return fit(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))


@pytest.fixture(scope="module")
def draws():
    """Return the intercepts that the page's chart stores, and the errors in standard errors."""
    outputs = BOOK.page(PAGE).outputs
    (stored,) = [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]
    return columns(stored)


def columns(spec):
    head, *rows = spec["data"]["values"].split("\n")
    assert head == "alpha,error"
    return np.array([row.split(",") for row in rows], float).T


def keep(draws, model, n, observed):
    """Return which draws are kept, the own intercepts of all, and what the formula says."""
    alpha, error = draws
    standard_error = model.sigma / np.sqrt(n)
    gamma = alpha + standard_error * error
    pooled = partial_pool(observed, n, model.mu, sigma=model.sigma, tau=model.tau)
    return np.abs(gamma - observed) < standard_error / 4, gamma, pooled


def test_the_draws_are_stored_to_three_decimals():
    rng = np.random.default_rng(6)
    alpha = rng.normal(1.5, 0.3, 50)
    gamma = rng.normal(alpha, 0.8 / 2)
    scales = {"sigma": 0.8, "tau": 0.3, "limits": (0, 3), "sizes": (1, 9)}
    chart = figures.draw_and_keep(alpha, gamma, 2.2, 4, 1.5, **scales, name="a")
    np.testing.assert_allclose(columns(chart.spec), [alpha, (gamma - alpha) / 0.4], rtol=0, atol=0.0005001)


def test_the_kept_draws_differ_from_the_formula_by_no_more_than_chance_explains(draws, model):
    many = 0
    for n, observed in SETTINGS:
        kept, _, pooled = keep(draws, model, n, observed)
        if kept.sum() >= FEWEST:
            error = pooled.sd / np.sqrt(kept.sum())
            found = draws[0][kept]
            z = [(found.mean() - pooled.mean) / error, (found.std() - pooled.sd) / error * np.sqrt(2)]
            assert np.abs(z).max() < 4
            many += 1
    assert many > 30


def test_the_kept_draws_follow_the_observed_intercept_part_of_the_way(draws, model):
    for n in (1, 2, 10):
        low, high = (draws[0][keep(draws, model, n, observed)[0]].mean() for observed in (0.86, 2.06))
        assert 0.1 < (high - low) / 1.2 < 0.9


def test_the_window_does_little_harm(model):
    """By the exact moments of the uniform-like slice: a hundredth of the sd, where the observed one is 3 sd out."""
    for n in (1, 2, 10, 116):
        standard_error = model.sigma / np.sqrt(n)
        spread = np.hypot(model.tau, standard_error)
        pooled = partial_pool(0, n, 0, sigma=model.sigma, tau=model.tau)
        at = np.linspace(-1, 1, 2001) * standard_error / 4
        for out in (0, 1, 3):
            weight = norm.pdf(out * spread + at, 0, spread)
            shift = np.average(at, weights=weight)
            variance = pooled.sd**2 + pooled.weight**2 * np.average((at - shift) ** 2, weights=weight)
            assert np.abs(pooled.weight * shift) < 0.04 * pooled.sd
            assert np.sqrt(variance) < 1.011 * pooled.sd


@pytest.mark.browser
def test_what_is_kept_and_what_the_formula_says_are_the_packages(chart, draws, model):
    shown = chart(PAGE, FIGURE).answered()  # its layers bear the number of their panel, which Altair appends
    settings = [(n, o) for n in ("PageUp", "Home", 1, "End") for o in ("ArrowLeft", 2.95, 0.86, "Home", "End")]
    numbers = set()
    for to_size, to_observed in settings:
        shown.move("size", to_size)
        n, observed = shown.value("n"), shown.move("observed", to_observed)
        kept, gamma, pooled = keep(draws, model, n, observed)
        alpha = draws[0][kept]
        same = {"rtol": 1e-9, "atol": 1e-9}

        dots = shown.drawn("kept_0", "plane_y")  # the lately kept last
        expected = sorted(zip(alpha, gamma[kept], strict=True))
        for fields in (("alpha", "gamma"), ("drawn_x", "drawn_y")):
            np.testing.assert_allclose(sorted([dot[f] for f in fields] for dot in dots), expected, **same)

        for field, value in (("centre", pooled.mean), ("sd", pooled.sd)):
            np.testing.assert_allclose(shown.value(field), value, **same)
        points = shown.drawn("curve_1", "densities_y")
        at = pooled.mean + pooled.sd * np.linspace(-4, 4, 81)
        for field, values in (
            ("x", at),
            ("drawn_x", at),
            ("density", density(at, pooled)),
            ("drawn_y", density(at, pooled)),
        ):
            np.testing.assert_allclose([point[field] for point in points], values, **same)
        _, top = shown.domain("densities_y")
        np.testing.assert_allclose(top, 0.6 / pooled.sd, **same)  # the curve's peak, 0.4 / sd, is always as high

        bars = shown.drawn("bars_of_kept_1", "densities_y")
        if kept.sum() < FEWEST:
            assert bars == []
        else:
            check_histogram(bars, alpha, pooled.mean, 0.4 * pooled.sd, top=top)
        check_histogram(shown.drawn("bars_of_all_1", "densities_y"), draws[0], model.mu, model.tau / 5, top=top)

        (row,) = shown.drawn("numbers", "densities_y")
        assert row["number"] == kept.sum()
        if kept.sum() >= FEWEST:
            np.testing.assert_allclose([row["mean"], row["spread"]], [alpha.mean(), alpha.std()], **same)
        assert row["lines"] == in_words(alpha, len(gamma), pooled)
        assert shown.place.get_by_role("status").last.text_content() == ", ".join(row["lines"])
        numbers.add(min(row["number"], FEWEST))
    assert {0, FEWEST} < numbers  # none, too few and enough: all were met


def density(at, pooled):
    return norm.pdf(at, pooled.mean, pooled.sd)


def check_histogram(bars, alpha, start, width, *, top):
    bars = sorted(bars, key=lambda bar: bar["bin"])
    expected = np.floor((alpha - start) / width)
    bins, counts = np.unique(expected, return_counts=True)
    heights = counts / len(alpha) / width
    assert [bar["bin"] for bar in bars] == bins.tolist()
    assert [bar["count"] for bar in bars] == counts.tolist()
    for field, values in (
        ("x", start + width * bins),
        ("drawn_x", start + width * bins),
        ("end", start + width * (bins + 1)),
        ("density", heights),
        ("drawn_y", np.minimum(heights, top)),  # a bar that is taller than the panel ends there
    ):
        np.testing.assert_allclose([bar[field] for bar in bars], values, rtol=1e-9, atol=1e-9)


def in_words(alpha, drawn, pooled):
    kept = f"{f'{len(alpha):,}' if len(alpha) else 'none'} of {drawn:,} kept"
    if len(alpha) < FEWEST:
        kept += ": it is rare to show such an intercept" if drawn == 10_000 else ": too few yet for a histogram"
    else:
        kept += f": mean {alpha.mean():.3f} ± {pooled.sd / np.sqrt(len(alpha)):.3f}, sd {alpha.std():.3f}"
    return [kept, f"formula: mean {pooled.mean:.3f}, sd {pooled.sd:.3f}"]


@pytest.mark.browser
def test_the_sliders_start_at_lac_qui_parle_and_say_their_values(chart):
    shown = chart(PAGE, FIGURE).answered()
    assert (shown.value("observed"), shown.value("n")) == (2.95, 2)
    assert [shown.value("sizes")[k] for k in (0, -1)] == [1, 116]
    steps = np.diff(np.log(shown.value("sizes")))
    assert steps[2:].max() < 0.35  # evenly in the logarithm, but for the first whole numbers
    for name, label, words in (
        ("observed", "observed own intercept", "2.95, Lac qui Parle"),
        ("size", "houses measured", "2"),
    ):
        assert shown.input(name).get_attribute("aria-label") == label
        assert shown.input(name).get_attribute("aria-valuetext") == words
    shown.move("observed", "ArrowLeft")
    assert shown.input("observed").get_attribute("aria-valuetext") == "2.94"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_label_overlaps_another_at_any_end(width, chart):
    shown = chart(PAGE, FIGURE, viewport={"width": width, "height": 900}).answered()
    shown.press("draw one")
    for size in ("Home", "End"):
        shown.move("size", size)
        for observed in ("Home", 0.2, 0.4, 0.6, 0.86, 1.2, 1.46, 1.47, 1.8, 2.2, 2.4, 2.6, 2.8, "End"):
            shown.move("observed", observed)
            found = shown.overlapping_labels()
            assert found["count"] > 15 and not found["pairs"] and not found["outside"]


@pytest.mark.browser
def test_a_keyboard_reaches_and_turns_both_sliders_in_their_order(chart):
    shown = chart(PAGE, FIGURE).answered()
    shown.input("observed").press("Shift+Tab")  # to what stands before the chart
    reached = []
    for _ in range(shown.page.locator("a:visible").count() + 20):
        shown.page.keyboard.press("Tab")
        name = shown.page.evaluate("document.activeElement.closest('.chart') && document.activeElement.name")
        if name and name not in reached:
            reached.append(name)
            shown.page.keyboard.press("ArrowLeft")
            assert shown.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            assert shown.input(name).bounding_box()["height"] >= 24
    assert reached == ["observed", "size"]
    assert (shown.value("observed"), shown.value("n")) == (2.94, 1)


@pytest.mark.browser
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_draws_come_one_by_one_and_a_hundred_at_a_time_and_reset_brings_all_back(chart, draws, model, motion):
    shown = chart(PAGE, FIGURE, reduced_motion=motion).answered()
    shown.move("observed", 1.9)
    status = shown.place.get_by_role("status").last
    total = 0
    for label, more in (("draw one", 1), ("draw one", 1), ("draw 100", 100), ("draw one", 1)):
        shown.press(label)
        total += more
        shown.page.wait_for_function("([place, n]) => place.vegaView.signal('drawn') === n", arg=[handle(shown), total])
        shown.settle()
        kept, gamma, pooled = keep(draws[:, :total], model, 2, 1.9)
        (row,) = shown.rows("numbers")
        assert row["number"] == kept.sum()
        assert row["lines"] == in_words(draws[0, :total][kept], total, pooled)
        (last,) = shown.rows("falling")
        fate = "kept" if kept[-1] else "thrown away"
        assert (last["alpha"], last["fate"]) == (draws[0, total - 1], fate)
        said = f"last: {last['alpha']:.2f}, its 2 houses showed {gamma[-1]:.2f}, {fate}"
        assert shown.rows("last")[0]["words"] == said
        assert status.text_content() == ", ".join(row["lines"]) + "; " + said
    shown.press("reset")
    assert shown.value("drawn") == draws.shape[1]
    assert shown.rows("falling") == []


@pytest.mark.browser
def test_a_dot_falls_before_it_is_measured_unless_less_motion_is_wanted(chart):
    seen = {}
    for motion in ("no-preference", "reduce"):
        shown = chart(PAGE, FIGURE, reduced_motion=motion).answered()
        shown.place.evaluate(
            """(place) => {
              place.seen = new Set();
              place.vegaView.addSignalListener("fallen", (_, value) => place.seen.add(value));
            }"""
        )
        shown.press("draw one")
        shown.page.wait_for_function("place => place.vegaView.signal('drawn') === 1", arg=handle(shown))
        seen[motion] = shown.place.evaluate("(place) => [...place.seen]")
    assert len(seen["no-preference"]) > 5 and max(seen["no-preference"]) == 1
    assert set(seen["reduce"]) <= {1}


@pytest.mark.browser
def test_playing_draws_on_until_it_is_paused_or_all_are_drawn(chart):
    shown = chart(PAGE, FIGURE, reduced_motion="no-preference").answered()
    shown.press("play")
    shown.page.wait_for_function("place => place.vegaView.signal('drawn') === 3", arg=handle(shown))
    shown.press("pause")
    paused = shown.value("drawn")
    shown.page.wait_for_timeout(200)  # longer than from one draw to the next
    assert shown.value("drawn") == paused < 10
    shown.page.emulate_media(reduced_motion="reduce")
    shown.press("play")
    shown.page.wait_for_function("place => place.vegaView.signal('drawn') === 10000", arg=handle(shown))
    assert shown.place.get_by_role("button", name="play", exact=True).is_visible()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("presses", "drawn"),
    [
        (("draw one", "reset"), 10_000),
        (("draw one", "draw 100"), 101),
        (("draw one", "draw one"), 2),
        (("play", "reset"), 10_000),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_press_while_a_dot_falls_lets_it_land_and_is_not_undone(chart, presses, drawn):
    shown = chart(PAGE, FIGURE, reduced_motion="no-preference").answered()
    first, second = presses
    shown.press(first)
    shown.page.wait_for_function(IN_THE_AIR, arg=handle(shown))
    shown.press(second)
    shown.page.wait_for_timeout(400)  # longer than a fall
    assert shown.value("drawn") == drawn
    assert shown.value("falling") == (0 if presses[-1] == "reset" else drawn)
    assert f" of {drawn:,} kept" in shown.place.get_by_role("status").last.text_content()


def handle(shown):
    return shown.place.element_handle()


@pytest.mark.browser
def test_the_guess_of_the_kept_mean_is_taken_before_any_is_kept_and_stays_until_one_draws(chart, draws, model):
    shown = chart(PAGE, FIGURE)
    assert not any(shown.input(name).is_visible() for name in ("observed", "size"))
    for guess in (1.7, 2.6):
        shown.move("mark", guess)
        assert shown.drawn("guessed", "densities_y")[0]["drawn_x"] == pytest.approx(guess, rel=1e-9)
        hidden = ("kept_0", "bars_of_kept_1", "curve_1", "numbers")
        assert not any(shown.rows(layer) for layer in hidden)
    shown.press("show the answer")
    kept, _, _ = keep(draws, model, 2, 2.95)
    mean = draws[0][kept].mean()
    assert shown.place.locator(".chart-question").inner_text() == f"Your guess: 2.60. It is {mean:.2f}."
    assert len(shown.rows("kept_0")) == kept.sum()
    assert len(shown.rows("guessed")) == 1  # both side by side
    for other in (lambda: shown.move("size", "End"), lambda: shown.press("draw one")):
        other()
        assert shown.rows("guessed") == []  # it was about something else
        shown.press("reset")
        assert len(shown.rows("guessed")) == 1
