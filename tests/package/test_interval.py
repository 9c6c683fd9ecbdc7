"""Chapter 10: the interval of the values of tau that the likelihood does not rule out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import chi2

from mlmcore import GroupedData, fit, profiled_deviance, simulate, summarize, tau_interval
from mlmcore.gls import generalised_least_squares

methods = pytest.mark.parametrize("reml", [True, False], ids=["REML", "ML"])


def deviance_at(tau, summary, reml):
    """Return the deviance at tau > 0 with the best sigma: the least over a grid of sigma, then about its best."""
    nu = summary.n.sum() - (1 + len(summary.x_names) if reml else 0)

    def at(log_sigma):
        lam = (tau / np.exp(log_sigma)) ** 2
        rss = generalised_least_squares(summary, lam).rss
        best = rss / nu
        return profiled_deviance(np.sqrt(lam), summary, reml=reml) + nu * (
            2 * log_sigma - np.log(best) + best * np.exp(-2 * log_sigma) - 1
        )

    within = np.log(fit(summary, reml=reml).sigma)
    grid = np.linspace(within - 5, within + 5, 4001)
    best = np.argmin(at(grid))
    return minimize_scalar(at, bounds=(grid[best - 1], grid[best + 1]), method="bounded", options={"xatol": 1e-9}).fun


def test_the_dyestuff_interval_is_lme4s(load):
    low, high = tau_interval(load("dyestuff")[0], reml=False)
    assert (f"{low:.2f}", f"{high:.2f}") == ("12.20", "84.06")


@methods
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("name", ["dyestuff", "dyestuff2", "sleepstudy", "radon_floor", "radon_floor_uranium"])
def test_at_each_end_the_best_deviance_is_at_its_bound(load, name, level, reml):
    summary = summarize(load(name)[0])
    bound = -2 * fit(summary, reml=reml).log_likelihood + chi2.ppf(level, 1)
    low, high = tau_interval(summary, level=level, reml=reml)
    ends = [high] if low == 0 else [low, high]
    for end in ends:
        np.testing.assert_allclose(deviance_at(end, summary, reml), bound, rtol=0, atol=1e-7)
    assert (low == 0) == (profiled_deviance(0.0, summary, reml=reml) <= bound)
    inside, outside = deviance_at(0.999 * high, summary, reml), deviance_at(1.001 * high, summary, reml)
    assert inside < bound < outside


@methods
@settings(deadline=None)
@given(draw=st.data(), level=st.sampled_from([0.1, 0.9, 1 - 1e-9]))
def test_the_interval_holds_the_estimate_and_grows_with_the_level(data_sets, draw, level, reml):
    summary = summarize(draw.draw(data_sets()))
    tau, (low, high) = fit(summary, reml=reml).tau, tau_interval(summary, level=level, reml=reml)
    assert 0 <= low <= tau <= high < np.inf
    narrow = tau_interval(summary, level=level / 2, reml=reml)
    assert low <= narrow[0] and narrow[1] < high


@methods
@pytest.mark.parametrize("unit", [1e-130, 1e-9, 1e9, 1e130])
def test_the_unit_of_y_is_the_unit_of_the_interval(load, unit, reml):
    data = load("dyestuff")[0]
    scaled = GroupedData.from_arrays(unit * data.y, data.group)
    expected = unit * np.array(tau_interval(data, reml=reml))
    np.testing.assert_allclose(tau_interval(scaled, reml=reml), expected, rtol=1e-8)


def test_of_two_valleys_in_reach_the_interval_spans_both(summary_of):
    summary = summary_of([10, 1, 1], [0, -2.2, 2.2])  # by ML one valley is at 0, the other inside
    other = tau_interval(summary, level=0.01, reml=False)[1]
    assert fit(summary, reml=False).at_boundary
    assert other < 1 < tau_interval(summary, level=0.5, reml=False)[1]
    beyond = summary_of([10, 1, 1], [0, -2.6, 2.6])  # here the inner one is the lower, and 0 is in reach
    assert not fit(beyond, reml=False).at_boundary
    assert tau_interval(beyond, level=0.5, reml=False)[0] > 1
    assert tau_interval(beyond, level=0.95, reml=False)[0] == 0


def test_with_many_groups_the_interval_is_narrow_and_found():
    summary = summarize(simulate(np.random.default_rng(1), np.tile([2, 5, 9], 5000), mu=0, sigma=1, tau=0.5))
    low, high = tau_interval(summary)
    found = fit(summary).tau
    assert low < found < high
    # the information of J groups about tau: a standard error of order tau / sqrt(J)
    assert high - low < 0.05 * found
    bound = -2 * fit(summary).log_likelihood + chi2.ppf(0.95, 1)
    np.testing.assert_allclose([deviance_at(t, summary, True) for t in (low, high)], bound, rtol=0, atol=1e-5)


def test_intervals_of_95_percent_hold_tau_about_that_often():
    rng = np.random.default_rng(8)
    n, tau, times = np.tile([2, 3, 6], 10), 0.5, 500
    intervals = [tau_interval(simulate(rng, n, mu=0, sigma=1, tau=tau)) for _ in range(times)]
    share = np.mean([low <= tau <= high for low, high in intervals])
    assert abs(share - 0.95) < 4 * np.sqrt(0.95 * 0.05 / times)
