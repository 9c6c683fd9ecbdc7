"""The chart of chapter 9: what every county pulls at a value of the overall mean, and the sum, are the derivative's."""

import json

import numpy as np
import pytest

from mlmcore import GroupedData, figures, fit, summarize
from mlmcore.datasets import load_radon

PLACE = ("09-overall-mean", "fig-sum-of-pulls")
MOVES = ("Home", 1.2, 1.46, "ArrowRight", 1.6, "End")


@pytest.fixture(scope="module")
def radon():
    summary = summarize(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    model = fit(summary)
    return summary, model, summary.gamma(model.beta)


def test_the_sum_of_pulls_drawn_twice_is_the_same_and_a_last_bit_does_not_show():
    def made(tau=0.3):
        gamma, n = np.array([1.0, 2.0]), np.array([2, 9])
        options = {"sigma": 0.8, "tau": tau, "labels": ["a", "b"], "candidates": {"other": 1.4}}
        return json.dumps(figures.sum_of_pulls(gamma, n, 1.6, **options).spec)

    assert made() == made() == made(np.nextafter(0.3, 1))


def log_marginal(radon, mu):
    """Return the log-density of the own intercepts, whose derivative the sum is."""
    summary, model, gamma = radon
    variance = model.tau**2 + model.sigma**2 / summary.n
    return -0.5 * np.sum(np.log(2 * np.pi * variance) + (gamma - mu) ** 2 / variance)


@pytest.mark.browser
def test_each_county_pulls_towards_its_own_intercept_and_the_sum_is_the_derivative(chart, radon):
    summary, model, gamma = radon
    shown = chart(*PLACE)
    for to in MOVES:
        mu = shown.move("mu", to)
        rows = shown.drawn("pulls")
        assert [row["group"] for row in rows] == list(summary.labels)
        pulls = np.array([row["drawn_y"] for row in rows])
        np.testing.assert_allclose([row["drawn_x"] for row in rows], gamma, rtol=1e-9)
        np.testing.assert_allclose(
            pulls, (gamma - mu) / (model.tau**2 + model.sigma**2 / summary.n), rtol=1e-9, atol=1e-9
        )
        assert np.array_equal(pulls > 0, gamma > mu)
        (arrow,) = shown.rows("arrow")
        derivative = log_marginal(radon, mu + 1e-30j).imag / 1e-30  # complex step
        assert arrow["pull"] == pytest.approx(derivative, rel=1e-9)
        assert arrow["end"] == pytest.approx(model.mu, rel=1e-9)
        assert arrow["up"] + arrow["down"] == pytest.approx(arrow["pull"], rel=1e-9)
        low, high = shown.domain("y")
        assert low < pulls.min() and pulls.max() < high
    shown.press("where the sum is zero")
    assert shown.rows("arrow") == []
    said = shown.place.get_by_role("status").text_content()
    assert said.endswith("sum 0.0")
    assert shown.input("mu").get_attribute("aria-valuetext") == "1.46, the weighted mean"


@pytest.mark.browser
def test_at_the_mean_over_houses_the_sum_pulls_up(chart, radon):
    summary, _, gamma = radon
    shown = chart(*PLACE)
    shown.press("over houses")
    assert shown.value("mu") == pytest.approx(summary.n @ gamma / summary.n.sum(), rel=1e-9)
    assert shown.rows("arrow")[0]["pull"] > 0


@pytest.mark.browser
def test_a_dot_of_the_sum_is_larger_where_more_was_observed(chart):
    rows = sorted(chart(*PLACE).rows("pulls"), key=lambda row: row["n"])
    growth = np.diff([[row["n"], row["area"]] for row in rows], axis=0)
    assert np.all((growth[:, 0] > 0) == (growth[:, 1] > 0))
