"""The two pulls of chapter 4: height, derivative and arrows are the package's wherever the point is."""

import json

import numpy as np
import pytest

from mlmcore import (
    GroupedData,
    Theta,
    figures,
    fit,
    log_posterior,
    log_posterior_gradient,
    partial_pool,
    summarize,
)
from mlmcore.datasets import load_radon

PLACE = ("04-posterior", "fig-two-pulls")
MOVES = ("Home", 1.0, 1.46, 1.87, 2.2, "ArrowRight", 2.95, "End")
CLOSE = {"rel": 1e-9, "abs": 1e-8}  # the package's log-posterior is a sum over 919 houses


@pytest.fixture(scope="module")
def county():
    data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    summary = summarize(data)
    model = fit(summary)
    j = list(summary.labels).index("Lac qui Parle")
    return data, model, j, summary.gamma(model.beta)[j], summary.n[j]


@pytest.fixture
def shown(chart):
    opened = chart(*PLACE)
    opened.press("show the answer")
    return opened


def with_intercept(county, alpha):
    """Return the package's log-posterior and its derivative when the county's intercept is this."""
    data, model, j, *_ = county
    intercepts = model.alpha.copy()
    intercepts[j] = alpha
    theta = Theta(intercepts, model.beta, model.mu)
    scales = {"sigma": model.sigma, "tau": model.tau}
    return log_posterior(theta, data, **scales), log_posterior_gradient(theta, data, **scales).alpha[j]


def test_two_pulls_drawn_twice_are_the_same_and_a_last_bit_does_not_show():
    def made(gamma=2.9, tau=0.3):
        return json.dumps(figures.two_pulls(gamma, 2, 1.5, sigma=0.8, tau=tau).spec)

    assert made() == made() == made(np.nextafter(2.9, 3), np.nextafter(0.3, 1))


@pytest.mark.browser
def test_height_and_pulls_are_the_packages_wherever_the_point_is(shown, county):
    _, model, _, gamma, n = county
    peak = partial_pool(gamma, n, model.mu, sigma=model.sigma, tau=model.tau).mean
    highest, _ = with_intercept(county, peak)
    for to in MOVES:
        alpha = shown.move("alpha", to)
        height, derivative = with_intercept(county, alpha)
        (point,) = shown.drawn("point")
        np.testing.assert_allclose(
            [point["drawn_x"], point["drawn_y"]], [alpha, height - highest], rtol=1e-9, atol=1e-8
        )
        pulls = {row["part"]: row["pull"] for row in shown.rows("sentences")}
        assert pulls["data"] == pytest.approx(n / model.sigma**2 * (gamma - alpha), **CLOSE)
        assert pulls["prior"] == pytest.approx((model.mu - alpha) / model.tau**2, **CLOSE)
        assert pulls["posterior"] == pytest.approx(derivative, **CLOSE)
    curve = shown.drawn("curve")
    for row in (curve[0], curve[37], curve[-1]):
        assert row["drawn_y"] == pytest.approx(with_intercept(county, row["alpha"])[0] - highest, **CLOSE)


@pytest.mark.browser
def test_the_arrow_of_the_sum_ends_at_the_peak_wherever_the_point_is(shown, county):
    _, model, j, *_ = county
    for to in MOVES:
        alpha = shown.move("alpha", to)
        ends = {row["part"]: row["end"] for row in shown.rows("arrows")}
        assert ends["posterior"] == pytest.approx(model.alpha[j], **CLOSE)
        assert ends["data"] + ends["prior"] - alpha == pytest.approx(model.alpha[j], **CLOSE)


@pytest.mark.browser
def test_at_either_favourite_one_source_pulls_and_between_them_they_pull_against_each_other(shown, county):
    _, model, _, gamma, _ = county
    for label, parts in (
        ("at γⱼ", {"prior", "posterior"}),
        ("at μ", {"data", "posterior"}),
        ("where the pulls cancel", {"data", "prior"}),
    ):
        shown.press(label)
        assert {row["part"] for row in shown.rows("arrows")} == parts
    assert shown.rows("sentences")[2]["text"] == "together 0.00: in balance"
    for alpha in (1.0, 1.5, 2.0, 2.9, 3.2):
        shown.move("alpha", alpha)
        pulls = {row["part"]: row["pull"] for row in shown.rows("sentences")}
        assert (pulls["data"] * pulls["prior"] < 0) == (model.mu < alpha < gamma)


@pytest.mark.browser
def test_the_guess_is_taken_before_the_answer_is_drawn_and_both_are_said(chart, county):
    shown = chart(*PLACE)
    asked = shown.place.locator(".chart-question")
    assert asked.inner_text().startswith("Where between μ and γⱼ do the two pulls cancel?")
    heights = set()
    for guess in (1.6, 2.2):
        shown.move("alpha", guess)
        heights.add(shown.rows("point")[0]["rise"])
    assert len(heights) == 1  # the point does not tell
    assert shown.rows("arrows") == shown.rows("sentences") == shown.rows("curve") == []
    assert not shown.place.get_by_role("button", name="where the pulls cancel").is_visible()
    shown.press("show the answer")
    assert asked.get_attribute("role") == "status"
    assert asked.inner_text() == "Your guess: 2.20. They cancel at 1.87."
    assert len(shown.rows("arrows")) == 3
    assert shown.page.evaluate("document.activeElement.name") == "alpha"  # the keyboard is not thrown back to the top
    shown.page.reload()  # nothing is stored
    assert shown.place.locator(".chart-question button").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_label_of_the_two_pulls_overlaps_another_wherever_the_point_is(chart, width):
    for guess in (1.46, 1.87, 2.9):
        shown = chart(*PLACE, viewport={"width": width, "height": 900})
        shown.move("alpha", guess)
        shown.press("show the answer")
        for to in MOVES:
            shown.move("alpha", to)
            found = shown.overlapping_labels()
            assert found["count"] > 8 and not found["pairs"] and not found["outside"]
