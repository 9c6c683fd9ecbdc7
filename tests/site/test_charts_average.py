"""The chart of chapter 13: what it computes at each tau is the package's, and the averages over tau stay."""

from pathlib import Path

import numpy as np
import pytest

from mlmcore import GroupedData, GroupEstimates, figures, fit_bayes, partial_pool, summarize

HERE, BATCHES = ("13-only-estimates", "fig-every-tau"), ("12-how-sure", "fig-averaged")
REFERENCE = Path(__file__).parents[1] / "package" / "reference"
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
@pytest.mark.parametrize("place", [HERE, BATCHES])
def test_labels_lie_apart_and_marks_inside_at_both_ends_of_tau(chart, place, width):
    shown = chart(*place, viewport={"width": width, "height": 900})
    low, high = shown.domain("below_x")
    for to in ("Home", 3, "PageUp", "End"):
        shown.move("place", to)
        found = shown.overlapping_labels()
        assert found["count"] > 15 and not found["pairs"] and not found["outside"]
        rows = shown.drawn("estimates_1", **SCALES)
        assert low < min(column(rows, "least")) and max(column(rows, "most")) < high


@pytest.fixture(scope="module")
def batches():
    y = np.genfromtxt(REFERENCE / "dyestuff2.csv", delimiter=",", skip_header=1, usecols=0)
    summary = summarize(GroupedData.from_arrays(y, np.repeat(np.arange(1, 7), 5)))
    return summary, fit_bayes(summary)


@pytest.mark.browser
def test_with_observations_the_estimates_are_the_packages_at_every_tau_and_sigma(chart, batches):
    summary, posterior = batches
    own = summary.y_mean
    shown = chart(*BATCHES)
    assert shown.value("sigma") == pytest.approx(posterior.sigma_mean, rel=1e-9)  # it starts there
    low, high = shown.domain("below_x")
    sizes = set()
    for to_sigma in (None, "Home", "End"):
        sigma = shown.move("sigma", to_sigma) if to_sigma else shown.value("sigma")
        sizes.add(sigma)
        for to in ("Home", 0.5, 5, "ArrowRight", "End"):
            shown.move("place", to)
            tau = {"Home": 0, "End": np.inf}.get(to, shown.value("tau"))
            pooled = partial_pool(own, 5, own.mean(), sigma=sigma, tau=tau)
            mu_sd = np.sqrt((tau**2 + sigma**2 / 5) / 6) if tau < np.inf else 0
            rows = shown.drawn("estimates_1", **SCALES)
            close(column(rows, "weight"), pooled.weight)
            close(column(rows, "drawn_x"), pooled.mean)
            close(column(rows, "sd"), np.hypot(pooled.sd, (1 - pooled.weight) * mu_sd))
            assert low < min(column(rows, "least")) and max(column(rows, "most")) < high
            averages = shown.drawn("averages_1", **SCALES)
            close(column(averages, "drawn_x"), posterior.alpha_mean)
            close(column(averages, "high"), posterior.alpha_quantile(0.975))
    assert len(sizes) == 3
    close([min(sizes), max(sizes)], posterior.sigma_mean + 2 * posterior.sigma_sd * np.array([-1, 1]))


@pytest.mark.browser
def test_a_larger_sigma_makes_every_interval_longer(chart):
    shown = chart(*BATCHES)
    for tau in ("Home", 2, "End"):
        shown.move("place", tau)
        lengths = []
        for to in ("Home", "End"):
            shown.move("sigma", to)
            lengths.append(np.array(column(shown.rows("estimates_1"), "sd")))
        assert np.all(lengths[0] < lengths[1])
