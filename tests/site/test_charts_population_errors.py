"""The charts of chapters 3 and 11: the population at any tau, the error of three poolings at any sigma and tau."""

import json

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import GroupedData, figures, fit, partial_pool
from mlmcore.datasets import load_radon

POPULATION, ERRORS = ("03-prior", "fig-population"), ("11-why-it-wins", "fig-errors")
MOVES = ("Home", 0.01, 0.25, 0.5, 0.75, 0.9, "ArrowRight", "End")
EXACT = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(scope="module")
def model():
    return fit(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))


def column(rows, field):
    return np.array([row[field] for row in rows])


def chosen_tau(model, s):
    return model.tau * s / (1 - s) if s < 1 else np.inf


def test_population_and_errors_made_twice_are_the_same_and_a_last_bit_does_not_show():
    def made(tau=0.3, sigma=0.8):
        population = figures.population_slider([1.1, 1.4, 2.2], 1.5, tau=tau)
        return json.dumps([population.spec, figures.error_slider([1, 5, 40], sigma=sigma, tau=tau).spec])

    assert made() == made() == made(np.nextafter(0.3, 1), np.nextafter(0.8, 1))


@pytest.mark.browser
def test_a_larger_tau_spreads_the_same_counties_and_lowers_the_curve(chart, model):
    shown = chart(*POPULATION)
    low, high = shown.domain("x")
    drawn = (column(shown.rows("groups"), "alpha") - model.mu) / model.tau
    assert len(drawn) == 85  # at the start all are in the picture
    heights = []
    for to in MOVES:
        tau = chosen_tau(model, shown.move("s", to))
        alpha = column(shown.rows("groups"), "alpha")
        expected = model.mu + tau * drawn
        np.testing.assert_allclose(alpha, expected[(low <= expected) & (expected <= high)], **EXACT)
        if 0 < tau < np.inf:
            curve = shown.drawn("curve")
            at = column(curve, "alpha")
            np.testing.assert_allclose(at, np.linspace(low, high, 401), **EXACT)
            np.testing.assert_allclose(column(curve, "density"), norm.pdf(at, model.mu, tau), **EXACT)
            heights.append(max(column(curve, "density")))
            (middle,) = shown.rows("middle")
            ends = np.clip(norm.interval(0.95, model.mu, tau), low, high)
            np.testing.assert_allclose([middle["alpha"], middle["end"]], ends, **EXACT)
            in_words = "95 % of the counties, between {:.2f} and {:.2f}".format(*norm.interval(0.95, model.mu, tau))
            assert shown.place.get_by_role("status").text_content().endswith(in_words.replace("-", "−"))
    assert np.all(np.diff(heights) < 0)


@pytest.mark.browser
def test_at_zero_and_at_infinity_the_population_says_all_or_nothing(chart, model):
    shown = chart(*POPULATION)
    for key, words, tau in (("Home", "all counties alike", "0"), ("End", "any intercept as likely as any other", "∞")):
        shown.move("s", key)
        assert shown.rows("curve") == []
        assert shown.rows("words")[0]["words"] == [f"τ = {tau}", words]
        assert shown.input("s").get_attribute("aria-valuetext") == tau
    shown.move("s", "Home")
    np.testing.assert_allclose(column(shown.rows("groups"), "alpha"), model.mu, **EXACT)


@pytest.mark.browser
def test_the_errors_are_those_of_the_three_poolings_at_every_sigma_and_tau(chart, model):
    shown = chart(*ERRORS)
    for times in (0.5, 1, 1.5):
        sigma = model.sigma * shown.move("times_sigma", times)
        for to in MOVES:
            tau = chosen_tau(model, shown.move("s", to))
            rows = {name: shown.rows(name) for name in ("no", "complete", "partial")}
            n = column(rows["no"], "n")
            np.testing.assert_allclose(n, np.geomspace(1, 116, 61), **EXACT)
            np.testing.assert_allclose(column(rows["no"], "error"), sigma / np.sqrt(n), **EXACT)
            partial = [partial_pool(0, 1, 0, sigma=sigma / np.sqrt(size), tau=tau).sd for size in n]
            np.testing.assert_allclose(column(rows["partial"], "error"), partial, **EXACT)
            if tau < np.inf:
                np.testing.assert_allclose(column(rows["complete"], "error"), tau, **EXACT)
                best = np.minimum(column(rows["no"], "error"), tau)
                assert np.all(column(rows["partial"], "error") <= best + 1e-12)
            else:
                assert rows["complete"] == []


@pytest.mark.browser
def test_a_larger_sigma_or_a_smaller_tau_takes_the_crossing_to_more_houses(chart, model):
    shown = chart(*ERRORS)
    for name, moves, sign in (("times_sigma", (0.5, 0.8, 1, 1.2, 1.5), 1), ("s", (0.3, 0.4, 0.5, 0.6), -1)):
        shown.press("reset")
        places = []
        for to in moves:
            shown.move(name, to)
            (at,) = shown.drawn("crossing")
            tau, sigma = shown.value("tau"), shown.value("sigma")
            np.testing.assert_allclose([at["drawn_x"], sigma / np.sqrt(at["n"])], [sigma**2 / tau**2, tau], **EXACT)
            places.append(at["n"])
        assert np.all(np.diff(places) * sign > 0)
    said = shown.place.get_by_role("status")
    for to, words in (
        (0.5, "own data are better than the mean, from 6 houses on, partial pooling is better than both"),
        ("Home", "the mean is better than own data, at every size, partial pooling is complete pooling"),
        ("End", "own data are better than the mean, at every size, partial pooling is no pooling"),
    ):
        shown.move("s", to)
        assert said.text_content() == words
