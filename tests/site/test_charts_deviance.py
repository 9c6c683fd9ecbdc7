"""The chart of chapter 10: what it computes at each tau / sigma, by REML and by ML, is the package's."""

from dataclasses import replace

import numpy as np
import pytest

from mlmcore import GroupedData, figures, fit, partial_pool, posterior_mode, profiled_deviance, summarize
from mlmcore.datasets import load_radon

HERE = ("10-sigma-tau", "fig-along")
MOVES = ("Home", "ArrowRight", 0.05, 0.2, "PageUp", 0.42, 0.43, 0.44, 0.77, "End", "ArrowLeft")
ABOVE, BELOW = {"x": "above_x", "y": "above_y"}, {"x": "below_x", "y": "below_y"}

each_method = pytest.mark.parametrize("method", ["REML", "ML"])


@pytest.fixture(scope="module")
def radon():
    data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    summary = summarize(data)
    return data, summary, {"REML": fit(summary), "ML": fit(summary, reml=False)}


@pytest.fixture
def answered(chart):
    """Return a function that opens the chart and asks for the answer."""

    def answered(**options):
        shown = chart(*HERE, **options)
        shown.press("show the answer")
        shown.press("reset")
        return shown

    return answered


@pytest.fixture(scope="module")
def made(radon):
    _, summary, fits = radon
    return figures.deviance_slider(summary, reml=fits["REML"], ml=fits["ML"], name="Lac qui Parle").spec


def close(drawn, expected):
    np.testing.assert_allclose(drawn, expected, rtol=1e-9, atol=1e-9)


def column(rows, field):
    return [row[field] for row in rows]


def data_of(spec, name):
    layers = [layer for panel in spec["layer"] for layer in panel["layer"]]
    return next(layer["data"]["values"] for layer in layers if layer.get("data", {}).get("name") == name)


def test_made_again_and_from_data_that_differ_in_their_last_bits_it_is_the_same(radon, made):
    _, summary, fits = radon
    bit = 1 + np.finfo(float).eps
    nudged = replace(summary, offset=bit * summary.offset, within=bit * summary.within)
    for again in (summary, nudged):
        assert figures.deviance_slider(again, reml=fits["REML"], ml=fits["ML"], name="Lac qui Parle").spec == made


@each_method
def test_each_curve_is_the_packages_deviance_above_its_minimum(made, radon, method):
    _, summary, fits = radon
    model = fits[method]
    rows = data_of(made, f"curve_{method}")
    at = np.array(column(rows, "at"))
    expected = profiled_deviance(at, summary, reml=model.reml) + 2 * model.log_likelihood
    np.testing.assert_allclose(column(rows, "rise"), expected, rtol=0, atol=2e-6)  # six digits are stored
    assert (at[0], at[-1]) == (0, 1) and np.diff(at).max() < 0.011
    assert min(column(rows, "rise")) < 1e-6  # the lowest point is one of them


@pytest.mark.browser
@each_method
def test_at_every_ratio_the_estimates_and_the_deviance_are_the_packages(answered, radon, method):
    data, summary, fits = radon
    model = fits[method]
    best = model.tau / model.sigma
    shown = answered()
    shown.choose("method", method)
    for to in MOVES:
        s = shown.move("s", to)
        ratio = best if abs(s - best) < 0.005 else s
        theta = posterior_mode(summary, sigma=1, tau=ratio)
        gamma = summary.gamma(theta.beta)
        k = summary.n / (1 + summary.n * ratio**2)
        residual = data.y - data.x @ theta.beta - gamma[data.group]
        R = residual @ residual + k @ (gamma - theta.mu) ** 2
        sigma = np.sqrt(R / (len(data.y) - 2 * model.reml))
        pooled = partial_pool(gamma, summary.n, theta.mu, sigma=sigma, tau=ratio * sigma)
        deviance = profiled_deviance(ratio, summary, reml=model.reml)

        rows = shown.drawn("estimates_1", **BELOW)
        assert column(rows, "group") == list(summary.labels)
        close(column(rows, "weight"), pooled.weight)
        close(column(rows, "estimate"), pooled.mean)
        close(column(rows, "drawn_y"), pooled.mean)
        close(column(shown.drawn("own_1", **BELOW), "drawn_y"), gamma)
        (mean,) = shown.drawn("mean_1", **BELOW)
        close(mean["drawn_y"], theta.mu)
        (here,) = shown.drawn("here_0", **ABOVE)
        close([here[name] for name in ("mu", "beta", "sigma", "tau")], [theta.mu, theta.beta[0], sigma, ratio * sigma])
        close(here["deviance"], deviance)
        close([here["drawn_x"], here["drawn_y"]], [ratio, deviance + 2 * model.log_likelihood])


@pytest.mark.browser
@each_method
def test_the_lowest_point_is_the_fit(answered, radon, method):
    _, _, fits = radon
    model = fits[method]
    shown = answered()
    if method == "REML":
        assert shown.value("method") == "REML"  # it starts there
    else:
        shown.choose("method", method)
    (here,) = shown.drawn("here_0", **ABOVE)
    close([here[name] for name in ("mu", "sigma", "tau")], [model.mu, model.sigma, model.tau])
    close(here["drawn_y"], 0)
    close(column(shown.drawn("estimates_1", **BELOW), "estimate"), model.alpha)
    assert shown.input("s").get_attribute("aria-valuetext") == f"{model.tau / model.sigma:.3f}, the lowest point"


@pytest.mark.browser
def test_at_zero_every_estimate_is_complete_poolings_intercept_by_least_squares(answered, radon):
    data, *_ = radon
    shown = answered()
    assert shown.move("s", "Home") == 0
    intercept, slope = np.linalg.lstsq(np.column_stack((np.ones(len(data.y)), data.x)), data.y, rcond=None)[0]
    rows = shown.drawn("estimates_1", **BELOW)
    assert {row["weight"] for row in rows} == {0}
    close(column(rows, "estimate"), intercept)
    close(column(rows, "beta"), slope)


@pytest.mark.browser
def test_at_one_ratio_the_method_moves_no_estimate(answered):
    shown = answered()
    for s in (0, 0.2, 0.6, 1):
        shown.move("s", s)
        both = []
        for method in ("REML", "ML"):
            shown.choose("method", method)
            (here,) = shown.drawn("here_0", **ABOVE)
            both.append((column(shown.drawn("estimates_1", **BELOW), "estimate"), here["sigma"], here["deviance"]))
        (reml, *of_reml), (ml, *of_ml) = both
        close(reml, ml)
        assert of_reml[0] > of_ml[0] and of_reml[1] != of_ml[1]


@pytest.mark.browser
def test_the_chosen_methods_curve_is_the_strong_one_and_what_changed_is_said(answered):
    shown = answered()
    lines = shown.place.locator("svg .mark-line path")
    for method, strong, words in (
        ("ML", ["0.5", "1"], "overall mean 1.461, slope −0.693, best σ 0.755, so τ = 0.324"),
        ("REML", ["1", "0.5"], "overall mean 1.462, slope −0.693, best σ 0.756, so τ = 0.328"),
    ):
        shown.choose("method", method)
        assert lines.evaluate_all("lines => lines.map((line) => line.getAttribute('opacity') ?? '1')") == strong
        status = shown.place.get_by_role("status").last.text_content()
        assert status == f"{words}, deviance +0.0"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_label_overlaps_another_and_no_dot_leaves_its_panel_at_any_end(answered, width):
    shown = answered(viewport={"width": width, "height": 900})
    for method in ("REML", "ML"):
        shown.choose("method", method)
        for to in ("Home", 0.43, "End"):
            shown.move("s", to)
            found = shown.overlapping_labels()
            assert found["count"] > 15 and not found["pairs"] and not found["outside"]
            for layer, scales in (("here_0", ABOVE), ("own_1", BELOW), ("estimates_1", BELOW)):
                for axis, scale in scales.items():
                    low, high = shown.place.evaluate("(p, name) => p.vegaView.scale(name).domain()", scale)
                    at = column(shown.drawn(layer, **scales), f"drawn_{axis}")
                    assert low < min(at) and max(at) < high


@pytest.mark.browser
def test_a_keyboard_reaches_the_slider_then_the_method_and_turns_both(answered):
    shown = answered()
    shown.input("s").focus()
    shown.page.keyboard.press("ArrowRight")
    assert shown.value("s") == 0.44
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("document.activeElement.name") == "method"
    shown.page.keyboard.press("ArrowDown")
    assert shown.value("method") == "ML"
    for name, label in (("s", "ratio of the scales, τ/σ"), ("method", "method")):
        assert shown.input(name).get_attribute("aria-label") == label
        assert shown.input(name).bounding_box()["height"] >= 24


@pytest.mark.browser
def test_the_guess_of_the_lowest_point_is_taken_before_the_curves_are_drawn(chart, radon):
    _, _, fits = radon
    best = fits["REML"].tau / fits["REML"].sigma
    shown = chart(*HERE)
    assert shown.value("s") == 1  # not where the answer is
    assert shown.place.locator(".chart-ticks span:visible").all_inner_texts() == ["0", "1"]
    heights = []
    for guess in (round(best, 2), 0.3):
        shown.move("s", guess)
        assert shown.input("s").get_attribute("aria-valuetext") == (f"{best:.3f}" if guess > 0.3 else "0.300")
        status = shown.place.get_by_role("status").last.text_content()
        assert "best σ" in status and "deviance" not in status
        assert shown.rows("here_0") == []
        heights.append(shown.place.locator("svg .mark-line path").count())
        assert shown.drawn("guess_0", x="above_x", y="above_y")[0]["drawn_x"] == pytest.approx(guess, rel=1e-9)
    assert heights == [0, 0]
    shown.press("show the answer")
    words = shown.place.locator(".chart-question").inner_text()
    assert words == f"Your guess: 0.30. The deviance is lowest at {best:.3f}."
    assert shown.place.locator("svg .mark-line path").count() == 2
    shown.press("reset")
    close(shown.drawn("here_0", **ABOVE)[0]["drawn_x"], best)
    close(shown.drawn("guess_0", **ABOVE)[0]["drawn_x"], 0.3)  # both side by side
