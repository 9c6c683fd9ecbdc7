"""The chart of chapter 13: what it computes at each tau is the package's, and the averages over tau stay."""

import numpy as np
import pytest

from mlmcore import GroupEstimates, figures, fit_bayes, partial_pool

HERE = ("13-only-estimates", "fig-every-tau")
SCALES = {"x": "below_x", "y": "below_y"}
MOVES = ("Home", "ArrowRight", 0.5, 3, 7.25, "PageUp", 30, "ArrowRight", 31.5, "End", "ArrowLeft")


@pytest.fixture(scope="module")
def schools():
    effect, error = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    groups = GroupEstimates(effect, error, labels=list("ABCDEFGH"))
    return groups, fit_bayes(groups)


def made(groups, posterior):
    return figures.tau_slider(groups, posterior, end=30, outcome="effect of coaching (points)").spec


def close(drawn, expected):
    np.testing.assert_allclose(drawn, expected, rtol=1e-9, atol=1e-9)


def column(rows, field):
    return [row[field] for row in rows]


def test_the_chart_is_the_same_whenever_it_is_made(schools):
    groups, posterior = schools
    assert made(groups, posterior) == made(groups, fit_bayes(groups))


@pytest.mark.browser
def test_at_every_tau_the_estimates_and_their_intervals_are_the_packages(chart, schools):
    groups, posterior = schools
    shown = chart(*HERE)
    for to in MOVES:
        place = shown.move("place", to)
        tau = place if place <= 30 else 30 * 3 / (33 - place) if place < 33 else np.inf
        precision = 1 / (tau**2 + groups.se**2) if tau < np.inf else np.ones(8)  # in the limit they are alike
        mu, mu_sd = np.average(groups.estimate, weights=precision), precision.sum() ** -0.5
        pooled = partial_pool(groups.estimate, 1, mu, sigma=groups.se, tau=tau)
        sd = np.hypot(pooled.sd, (1 - pooled.weight) * mu_sd)
        rows = shown.drawn("estimates_1", **SCALES)
        assert column(rows, "group") == list("ABCDEFGH")
        close(column(rows, "weight"), pooled.weight)
        close(column(rows, "drawn_x"), pooled.mean)
        close(column(rows, "sd"), sd)
        close(column(rows, "most"), pooled.mean + 1.959963984540054 * sd)
        close(column(shown.drawn("averages_1", **SCALES), "drawn_x"), posterior.alpha_mean)
        close(column(shown.drawn("own_1", **SCALES), "drawn_x"), groups.estimate)
        (here,) = shown.drawn("here_0", x="above_x", y="above_y")
        close([here["drawn_x"], here["drawn_y"]], [place, posterior.tau_density(tau) if tau < np.inf else 0])


@pytest.mark.browser
def test_at_zero_all_are_alike_and_that_is_said(chart):
    shown = chart(*HERE)
    assert shown.value("tau") == shown.value("place") == 0  # it starts there
    assert np.ptp(column(shown.drawn("estimates_1", **SCALES), "estimate")) < 1e-12
    assert shown.input("place").get_attribute("aria-valuetext") == "0.00, all alike"
    shown.move("place", 10)
    status = shown.place.get_by_role("status").text_content()
    assert "τ = 10.00" in status and "estimates from" in status


@pytest.mark.browser
def test_at_infinity_each_stands_alone_exactly_and_that_is_said(chart, schools):
    groups, _ = schools
    shown = chart(*HERE)
    shown.press("τ = ∞")
    rows = shown.drawn("estimates_1", **SCALES)
    assert {row["weight"] for row in rows} == {1}
    close(column(rows, "estimate"), groups.estimate)
    close(column(rows, "sd"), groups.se)
    assert shown.input("place").get_attribute("aria-valuetext") == "∞, each alone"
    assert shown.value("place") == float(shown.input("place").get_attribute("max"))
    assert "here τ = ∞, each alone" in shown.place.get_by_role("status").text_content()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_labels_lie_apart_and_marks_inside_at_both_ends_of_tau(chart, width):
    shown = chart(*HERE, viewport={"width": width, "height": 900})
    low, high = shown.domain("below_x")
    for to in ("Home", 10, 30, "End"):
        shown.move("place", to)
        found = shown.overlapping_labels()
        assert found["count"] > 15 and not found["pairs"] and not found["outside"]
        rows = shown.drawn("estimates_1", **SCALES)
        assert low < min(column(rows, "least")) and max(column(rows, "most")) < high
