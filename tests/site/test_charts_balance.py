"""The balance: its densities, weights and point of rest are the package's at every setting of its five sliders."""

import json
from itertools import pairwise, product

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import GroupedData, figures, fit, partial_pool, summarize
from mlmcore.datasets import load_radon

PLACE = ("05-weighted-average", "fig-balance")
SIZES = [*range(16), 20, 30, 50, 80, 116]
START = {"way": 1, "mu_way": 0, "size": 2, "times_sigma": 1, "s": 0.5}
ENDS = {"way": (-1, 1), "mu_way": (-1, 1), "size": (0, 20), "times_sigma": (0.8, 1.3), "s": (0, 1)}
BETWEEN = [
    {},
    {"way": 0},
    {"way": 0.04},  # the blocks side by side
    {"way": -0.04, "size": 1},
    {"size": 0, "way": 0.04},
    {"way": 0.5, "mu_way": 0.5},
    {"size": 7, "times_sigma": 0.95, "s": 0.57},
    {"way": -0.58, "mu_way": 0.3, "size": 1, "times_sigma": 1.1, "s": 0.42},
    {"s": 0.01},
    {"s": 0.99},
]
CORNERS = [dict(zip(ENDS, corner, strict=True)) for corner in product(*ENDS.values())]
ONE_BY_ONE = [{slider: end} for slider, ends in ENDS.items() for end in ends]
VALUES = ("gamma", "n", "sigma", "tau", "mean", "sd", "weight", "mu")
LAYERS = ("prior", "data", "posterior", "rest", "blocks")
EXACT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(scope="module")
def county():
    summary = summarize(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    model = fit(summary)
    return summary.gamma(model.beta)[list(summary.labels).index("Lac qui Parle")], model


@pytest.fixture
def answered(chart):
    """Return a function that opens the chart and asks for the answer."""

    def answered(**options):
        shown = chart(*PLACE, **options)
        shown.press("show the answer")
        return shown

    return answered


@pytest.fixture(scope="module")
def moved(open_chart):
    """Return what the chart holds at every corner and between, each with its setting, and the ends of its scales."""
    with open_chart(*PLACE) as shown:
        shown.press("show the answer")
        found = []
        for setting in BETWEEN + CORNERS:
            turn(shown, setting)
            values = shown.values(*VALUES)
            rows = {layer: shown.drawn(layer) for layer in LAYERS}
            found.append((setting, values, rows, (shown.domain("x"), shown.domain("y"))))
    return found


def turn(shown, setting):
    at = START | setting
    assert [float(value) for value in shown.turn(at)] == list(at.values())


def expected(county, setting):
    """Return gamma, n, mu, the scales and the package's answer at a setting."""
    own, model = county
    way, mu_way, size, times_sigma, s = (START | setting).values()
    gamma, mu = (model.mu + share * (own - model.mu) for share in (way, mu_way))
    n, sigma, tau = SIZES[size], times_sigma * model.sigma, model.tau * s / (1 - s) if s < 1 else np.inf
    return gamma, n, mu, sigma, tau, partial_pool(gamma, n, mu, sigma=sigma, tau=tau)


def columns(rows, *fields):
    return np.array([[row[field] for field in fields] for row in rows]).T


def balance(gamma=2.9, n=2, mu=1.5, *, sigma=0.8, tau=0.3):
    return figures.balance(gamma, n, mu, sigma=sigma, tau=tau, name="a")


def test_the_balance_made_twice_is_the_same_and_a_last_bit_does_not_show():
    first = json.dumps(balance().spec)
    assert first == json.dumps(balance().spec)
    assert first == json.dumps(balance(np.nextafter(2.9, 3), np.int64(2), sigma=np.nextafter(0.8, 1)).spec)


def test_the_balance_starts_at_the_group_and_the_fitted_scales_and_reaches_no_houses():
    inputs = {p["name"]: p for p in balance(n=3).spec["params"] if "bind" in p and p["name"] != "mark"}
    assert {name: p["value"] for name, p in inputs.items()} == START | {"size": 3}
    assert {name: (p["bind"]["min"], p["bind"]["max"]) for name, p in inputs.items()} == ENDS | {"size": (0, 15)}
    for p in inputs.values():  # from either end the start is a whole number of steps away
        steps = (p["value"] - p["bind"]["min"]) / p["bind"]["step"]
        assert steps == pytest.approx(round(steps), abs=1e-9)


@pytest.mark.browser
def test_weight_mean_and_sd_are_the_packages_at_every_corner_and_between(moved, county):
    for setting, values, *_ in moved:
        gamma, n, mu, sigma, tau, (mean, sd, weight) = expected(county, setting)
        found = [values[name] for name in VALUES]
        np.testing.assert_allclose(found, [gamma, n, sigma, tau, mean, sd, weight, mu], **EXACT)
        if n == 0:  # the limit, exactly
            assert (values["weight"], values["mean"]) == (0, values["mu"])


@pytest.mark.browser
def test_the_curves_are_the_normal_densities_of_prior_data_and_posterior(moved, county):
    for setting, _, rows, ((low, high), (_, top)) in moved:
        gamma, n, mu, sigma, tau, (mean, sd, _) = expected(county, setting)
        curves = {"prior": (mu, tau), "posterior": (mean, sd)}
        if n:
            curves["data"] = (gamma, sigma / np.sqrt(n))
        else:
            assert rows["data"] == []
        for layer, (centre, spread) in curves.items():
            alpha, density, drawn_x, drawn_y = columns(rows[layer], "alpha", "density", "drawn_x", "drawn_y")
            np.testing.assert_allclose((drawn_x, drawn_y), (alpha, density), **EXACT)
            if not 0 < spread < np.inf:
                continue  # of the limits the next test
            np.testing.assert_allclose(alpha, np.linspace(centre - 4 * spread, centre + 4 * spread, 161), **EXACT)
            np.testing.assert_allclose(density, norm.pdf(np.linspace(-4, 4, 161)) / spread, **EXACT)
            assert np.trapezoid(density, alpha) == pytest.approx(1, abs=1e-4)  # but for the tails beyond four sd
            if 0.7 * model_tau(county) < tau < np.inf and layer != "data":
                assert density.max() < top  # the peak is in the picture, and two sd on either side
            if tau < 2 * model_tau(county) or layer == "data":
                assert low < centre - 2 * spread and centre + 2 * spread < high


def model_tau(county):
    return county[1].tau


@pytest.mark.browser
def test_at_tau_0_the_prior_is_a_spike_and_at_infinity_it_is_flat(moved, county):
    seen = set()
    for setting, _, rows, ((low, high), (_, top)) in moved:
        _, _, mu, _, tau, (mean, sd, _) = expected(county, setting)
        for layer, centre, spread in (("prior", mu, tau), ("posterior", mean, sd)):
            alpha, density = columns(rows[layer], "alpha", "density")
            if spread == 0:
                np.testing.assert_allclose(alpha, centre, **EXACT)
                assert (density.min(), density.max()) == (0, top)  # over the whole height, and nowhere else
            elif spread == np.inf:
                assert alpha.min() < low and high < alpha.max() and np.all(density == 0)
            seen.add((layer, spread if spread in (0, np.inf) else 1))
    assert len(seen) == 6


@pytest.mark.browser
def test_the_beam_rests_on_the_mean_and_the_moments_of_its_two_blocks_are_even(moved, county):
    for setting, _, rows, _ in moved:
        gamma, n, mu, *_, (mean, _, weight) = expected(county, setting)
        np.testing.assert_allclose(columns(rows["rest"], "drawn_x"), [[mean]], **EXACT)
        blocks = columns(rows["blocks"], "low", "high", "head", "foot", "drawn_x", "drawn_y")
        low, high, head, foot, drawn_x, drawn_y = blocks
        heights, middles = head - foot, (low + high) / 2
        share = np.array([1 - weight, weight] if n else [1.0])
        np.testing.assert_allclose(heights / heights.sum(), share, **EXACT)
        np.testing.assert_allclose(heights @ (middles - mean), 0, **EXACT)  # the law of the lever
        np.testing.assert_allclose((drawn_x, drawn_y), (low, head), **EXACT)
        if n:
            prior, data = sorted(zip(low, high, strict=True))
            assert prior[1] <= data[0] + 1e-12  # neither block hides the other
            if abs(gamma - mu) > high[0] - low[0]:
                np.testing.assert_allclose(middles, [mu, gamma], **EXACT)


@pytest.mark.browser
def test_own_intercept_moves_the_posterior_and_leaves_weights_and_widths(answered, county):
    shown = answered()
    seen = []
    for way in (-1, 0, 1):
        turn(shown, {"way": way})
        seen.append(shown.values("mean", "weight", "data_sd", "tau", "sd").values())
    means, *rest = zip(*seen, strict=True)
    assert means[0] < means[1] < means[2]
    assert all(len(set(values)) == 1 for values in rest)


@pytest.mark.browser
def test_houses_taken_away_a_wider_sigma_or_a_narrower_tau_bring_the_rest_to_the_overall_mean(answered):
    shown = answered()
    for slider, step in (("size", -1), ("times_sigma", 0.05), ("s", -0.01)):
        key, away = ("ArrowRight", "Home") if step > 0 else ("ArrowLeft", "End")
        turn(shown, {})
        shown.move(slider, away)
        at, now, places = None, shown.value(slider), []
        while now != at:
            places.append(shown.drawn("rest")[0]["drawn_x"])
            at, now = now, shown.move(slider, key)
        assert len(places) > 10 and np.all(np.diff(places) < 0)  # the overall mean lies on the left


@pytest.mark.browser
def test_every_slider_is_said_in_words_and_the_result_is_spoken(answered):
    shown = answered()
    status = shown.place.get_by_role("status").last
    words = {
        "way": {-1: "−0.02", 0: "1.46, as μ", 1: "2.95"},
        "mu_way": {-1: "−0.02", 1: "2.95", 0: "1.46, fitted"},
        "size": {0: "0 houses", 1: "1 house", 15: "15 houses", 20: "116 houses", 2: "2 houses"},
        "times_sigma": {0.8: "0.60", 1: "0.76, fitted", 1.3: "0.98"},
        "s": {0: "0", 1: "∞", 0.5: "0.328, fitted"},
    }
    for slider, at in words.items():
        for value, said in at.items():
            turn(shown, {slider: value})
            assert shown.input(slider).get_attribute("aria-valuetext") == said
            assert said in shown.place.locator(".chart-value").all_inner_texts()
    names = [shown.input(slider).get_attribute("aria-label") for slider in START]
    assert names == ["γ, own intercept", "μ, overall mean", "n, houses", "σ, within counties", "τ, from 0 to ∞"]
    turn(shown, {})
    said = "prior, 1.46 ± 0.33, weight 0.73; data, 2.95 ± 0.53, weight 0.27; posterior 1.87 ± 0.28"
    assert status.text_content() == said
    shown.move("size", "Home")
    said = "prior, 1.46 ± 0.33, weight 1.00; data, none, weight 0.00; posterior 1.46 ± 0.33"
    assert status.text_content() == said


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_label_of_the_balance_overlaps_another_between_the_ends(width, answered):
    shown = answered(viewport={"width": width, "height": 900})
    for setting in BETWEEN + ONE_BY_ONE:  # at the corners test_charts_readable.py looks
        turn(shown, setting)
        found = shown.overlapping_labels()
        assert found["count"] >= 10 and not found["pairs"] and not found["outside"]
    ticks = [tick.bounding_box() for tick in shown.place.locator(".chart-ticks > span:visible").all()]
    ticks.sort(key=lambda box: (box["y"], box["x"]))
    assert all(b["y"] > a["y"] or b["x"] >= a["x"] + a["width"] for a, b in pairwise(ticks))


@pytest.mark.browser
def test_a_keyboard_reaches_and_turns_the_five_sliders_in_their_order(answered):
    shown = answered()
    shown.page.keyboard.press("Shift+Tab")  # the first slider has the focus since the answer
    reached = {}
    for _ in range(shown.page.locator("a:visible").count() + 20):
        shown.page.keyboard.press("Tab")
        name = shown.place.evaluate("(place) => place.contains(document.activeElement) && document.activeElement.name")
        if name and name not in reached:
            assert shown.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            assert shown.input(name).bounding_box()["height"] >= 24
            shown.page.keyboard.press("Home")
            reached[name] = shown.value(name)
            shown.page.keyboard.press("End")
            assert shown.value(name) == ENDS[name][1]
    assert reached == {name: ends[0] for name, ends in ENDS.items()}
    assert list(reached) == list(ENDS)


@pytest.mark.browser
def test_a_button_puts_another_county_into_the_balance_and_the_title_names_it(answered):
    summary = summarize(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    model = fit(summary)
    shown = answered()
    for label, title in (
        ("St. Louis", "St. Louis, 116 houses"),
        ("no houses", "0 houses"),
        ("reset", "Lac qui Parle, 2"),
    ):
        shown.press(label)
        assert shown.place.locator("svg .role-title-text").first.text_content().startswith(title)
        if label == "St. Louis":
            j = list(summary.labels).index(label)
            np.testing.assert_allclose(shown.value("mean"), model.alpha[j], **EXACT)
            np.testing.assert_allclose(shown.value("weight"), model.weight[j], **EXACT)
    assert shown.value("weight") == pytest.approx(0.27, abs=0.005)


@pytest.mark.browser
def test_the_guess_of_the_rest_is_taken_before_the_posterior_is_drawn_and_stays_beside_it(chart):
    shown = chart(*PLACE)
    assert not any(shown.input(name).is_visible() for name in START)
    for guess in (1.7, 2.5):
        shown.move("mark", guess)
        assert shown.drawn("guessed")[0]["drawn_x"] == pytest.approx(guess, rel=1e-9)
        assert shown.rows("posterior") == shown.rows("rest") == shown.rows("blocks") == []
        said = shown.place.get_by_role("status").last.text_content()
        assert said == "prior, 1.46 ± 0.33; data, 2.95 ± 0.53"
    found = shown.overlapping_labels()
    assert not found["pairs"] and not found["outside"]
    shown.press("show the answer")
    assert shown.place.locator(".chart-question").inner_text() == "Your guess: 2.50. It rests at 1.87."
    assert shown.place.locator(".chart-formula b").first.inner_text() == "1.87"
    assert not shown.input("mark").is_visible() and all(shown.input(name).is_visible() for name in START)
    assert shown.page.evaluate("document.activeElement.name") == "way"
    (rest,), (guess,) = shown.drawn("rest"), shown.drawn("guessed")
    assert rest["drawn_x"] < guess["drawn_x"] == pytest.approx(2.5, rel=1e-9)  # side by side
    shown.move("size", 5)
    assert shown.rows("guessed") == []  # it was about two houses
    shown.press("reset")
    assert len(shown.rows("guessed")) == 1
