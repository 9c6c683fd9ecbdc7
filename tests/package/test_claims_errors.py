"""What the chapters say in words about errors: of the average, of its parts, and of the estimated scales."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import chi2, norm, poisson

from mlmcore import GroupedData, fit, partial_pool, pooling_weight, profiled_deviance, summarize, tau_interval
from mlmcore.gls import generalised_least_squares

sizes = st.integers(1, 1000)
scales = st.floats(0.01, 100)
more = st.floats(1.01, 100)


@given(sizes, scales, scales, st.floats(0, 1))
def test_the_weighted_average_beats_both_simple_answers_and_every_other_weight(n, sigma, tau, other):
    def error(w):  # variance of the houses' mean, and of the population
        return w**2 * sigma**2 / n + (1 - w) ** 2 * tau**2

    w = pooling_weight(n, sigma=sigma, tau=tau)
    np.testing.assert_allclose(error(w), partial_pool(0.0, n, 0.0, sigma=sigma, tau=tau).sd ** 2, rtol=1e-12)
    assert error(w) <= error(other) * (1 + 1e-12)
    if 1e-6 < w < 1 - 1e-6:
        assert error(w) < min(error(0), error(1))


def test_where_one_simple_answer_is_hopeless_the_average_is_close_to_the_other():
    n, sigma, tau = np.array([1, 10**6]), np.array([100.0, 1.0]), np.array([0.1, 1.0])
    own, mean, both = sigma**2 / n, tau**2, partial_pool(0.0, n, 0.0, sigma=sigma, tau=tau).sd ** 2
    assert own[0] > 1e5 * mean[0] and 0.99 * mean[0] < both[0] < mean[0]
    assert mean[1] > 1e5 * own[1] and 0.99 * own[1] < both[1] < own[1]


@given(sizes, scales, scales, st.floats(0, 10), more)
def test_the_farther_out_a_group_truly_is_the_more_pooling_hurts_it(n, sigma, tau, far, factor):
    own, w = sigma**2 / n, pooling_weight(n, sigma=sigma, tau=tau)

    def error(distance):
        return w**2 * own + (1 - w) ** 2 * distance**2

    line = np.sqrt(2 * tau**2 + own)
    assert error(far) <= error(far * factor)
    if w < 0.999:  # 1 - w keeps its digits
        np.testing.assert_allclose(error(line), own, rtol=1e-9)
        assert error(line / factor) < own < error(line * factor)
        # and a tau that is too small brings the line nearer: then more groups lose
        harder = pooling_weight(n, sigma=sigma, tau=tau / factor)
        nearer = np.sqrt(own * (1 + harder) / (1 - harder))
        assert nearer < line


@given(sizes, scales, scales, st.floats(0, 5))
def test_the_interval_covers_groups_near_mu_too_often_and_extreme_ones_too_rarely(n, sigma, tau, distance):
    found = partial_pool(0.0, n, 0.0, sigma=sigma, tau=tau)
    w, reach = found.weight, norm.ppf(0.975)

    def coverage(d):  # the error is normal with bias -(1 - w) d and standard deviation w sigma / sqrt(n)
        error = norm(-(1 - w) * d, w * sigma / np.sqrt(n))
        return error.cdf(reach * found.sd) - error.cdf(-reach * found.sd)

    if 0.01 < w < 0.99:
        assert coverage(0) > 0.95 > coverage(100 * tau)
        assert coverage(distance * tau) >= coverage((distance + 0.1) * tau) - 1e-12


def james_stein_gain(true, v):
    """Expected total gain over no pooling: 1 / a noncentral chi-squared variable, as a mixture of central ones."""
    J, noncentrality = len(true), np.sum((true - true.mean()) ** 2) / v
    k = np.arange(int(noncentrality / 2 + 20 * np.sqrt(noncentrality / 2 + 20)))
    return (J - 3) ** 2 * v * np.sum(poisson.pmf(k, noncentrality / 2) / (J - 3 + 2 * k))


@pytest.mark.parametrize("J", [4, 5, 10, 40])
@pytest.mark.parametrize("spread", [0.0, 0.5, 2.0, 10.0])
def test_james_and_stein_gain_whatever_the_true_intercepts_and_less_the_farther_apart_they_are(J, spread):
    rng, v, runs = np.random.default_rng(J), 1.7, 20_000
    true = spread * rng.standard_t(2, J)
    y = rng.normal(true, v**0.5, (runs, J))
    d = y - y.mean(axis=1, keepdims=True)
    stein = y - (J - 3) * v / np.sum(d**2, axis=1, keepdims=True) * d
    gain = np.sum((y - true) ** 2 - (stein - true) ** 2, axis=1)
    expected = james_stein_gain(true, v)
    assert expected > 0
    if J > 5:  # with fewer the gain has no finite variance to judge by
        assert abs(gain.mean() - expected) < 4 * gain.std() / runs**0.5
    uneven = true + np.arange(J)
    assert james_stein_gain(1.5 * uneven, v) < james_stein_gain(uneven, v)


@pytest.mark.parametrize("spread", [0.0, 0.5, 2.0])
@pytest.mark.parametrize("m", [3, 20])
def test_james_and_stein_gain_with_an_independent_estimate_of_the_variance_too(m, spread):
    rng, J, v, runs = np.random.default_rng(m), 10, 1.7, 40_000
    true = spread * rng.normal(size=J)
    y = rng.normal(true, v**0.5, (runs, J))
    squares = v * rng.chisquare(m, (runs, 1))  # of m independent errors: v itself is not used
    d = y - y.mean(axis=1, keepdims=True)
    stein = y - (J - 3) / (m + 2) * squares / np.sum(d**2, axis=1, keepdims=True) * d
    gain = np.sum((y - true) ** 2 - (stein - true) ** 2, axis=1)
    expected = m / (m + 2) * james_stein_gain(true, v)
    assert expected > 0 and abs(gain.mean() - expected) < 4 * gain.std() / runs**0.5


@pytest.mark.parametrize("J", [4, 10, 85])
def test_james_and_steins_fraction_is_one_less_the_weight_on_average(J):
    # the squares over tau^2 + v are chi-squared on J - 1, so the fraction's mean is v / (tau^2 + v) times this
    inverse = quad(lambda s: chi2.pdf(s, J - 1) / s, 0, np.inf)[0]
    np.testing.assert_allclose((J - 3) * inverse, 1, rtol=1e-7)
    np.testing.assert_allclose(1 - pooling_weight(1, sigma=0.7, tau=1.3), 0.49 / (1.69 + 0.49), rtol=1e-12)


def test_mls_bias_is_governed_by_the_number_of_groups_and_reml_has_none_where_zero_is_far():
    rng, draws, bias = np.random.default_rng(10), 40_000, {}
    for J, n in ((5, 50), (5, 5000), (50, 5)):
        between = (n + 1) * rng.chisquare(J - 1, draws) / (J - 1)  # sigma = tau = 1
        within = rng.chisquare(J * (n - 1), draws) / (J * (n - 1))
        for name, factor in (("REML", 1), ("ML", 1 - 1 / J)):
            found = np.maximum(0, (factor * between - within) / n)
            bias[J, n, name] = found.mean() - 1, found.std() / draws**0.5
    for (J, n, name), (mean, se) in bias.items():
        assert abs(mean + (name == "ML") * (1 + 1 / n) / J) < 4 * se
    # as many observations: ten times the groups, a tenth of the bias; a hundred times the observations, as large
    assert bias[5, 50, "ML"][0] < -0.18 and bias[5, 5000, "ML"][0] < -0.18 and bias[50, 5, "ML"][0] > -0.04


def test_each_overall_mean_is_right_on_average_unless_size_and_level_are_related():
    rng, draws, n, mu, sigma, tau = np.random.default_rng(9), 40_000, np.array([1, 1, 2, 4, 9, 100]), 1.5, 0.75, 0.33
    alpha = rng.normal(mu, tau, (draws, len(n)))
    weights = {"houses": n / n.sum(), "counties": np.full(6, 1 / 6)}
    w = pooling_weight(n, sigma=sigma, tau=tau)
    weights["model"] = w / w.sum()
    for related in (False, True):
        gamma = rng.normal(np.sort(alpha) if related else alpha, sigma / np.sqrt(n))  # the larger, the higher
        z = {name: (gamma @ v).mean() - mu for name, v in weights.items()}
        z = {name: off / ((gamma @ weights[name]).std() / draws**0.5) for name, off in z.items()}
        assert abs(z["counties"]) < 4
        assert (abs(z["houses"]) < 4) != related and (abs(z["model"]) < 4) != related


@given(st.data(), st.sampled_from([0.0, 0.1, 1.0, 10.0]), more)
def test_the_misfit_falls_as_the_population_gets_wider_and_its_price_rises(data_sets, draw, lam, factor):
    summary = summarize(draw.draw(data_sets()))
    nu, prices, misfits = summary.n.sum(), [], []
    for at in (lam, lam * factor + 0.01):
        rss = generalised_least_squares(summary, at).rss
        misfits.append(nu * (1 + np.log(2 * np.pi * rss / nu)))
        prices.append(profiled_deviance(np.sqrt(at), summary, reml=False) - misfits[-1])
    # atol: the deviance is a difference of such numbers
    np.testing.assert_allclose(prices[0], np.sum(np.log1p(summary.n * lam)), rtol=1e-9, atol=1e-12 * nu * 100)
    assert misfits[1] <= misfits[0] + 1e-9
    assert prices[1] > prices[0]


def test_of_batches_that_vary_less_than_chance_the_deviance_rises_slowly_from_zero(reference):
    columns = np.genfromtxt(
        reference / "dyestuff2.csv", delimiter=",", dtype=None, names=True, unpack=True, encoding="utf-8"
    )
    summary = summarize(GroupedData.from_arrays(*columns))
    assert summary.y_mean.var(ddof=1) < summary.s_yy / (summary.n.sum() - len(summary.n)) / 5
    for reml in (True, False):
        deviance = profiled_deviance(np.linspace(0, 1, 101), summary, reml=reml)
        assert np.all(np.diff(deviance) > 0)  # lowest at the edge
        if reml:
            assert deviance[60] - deviance[0] < 3.84 < deviance[80] - deviance[0]


@given(st.data())
def test_the_standard_error_of_mu_cannot_fall_below_tau_over_root_j(data_sets, draw):
    found = fit(draw.draw(data_sets()))
    assert found.mu_se > found.tau / np.sqrt(len(found.n))


@given(st.data())
def test_groups_lie_closer_to_the_fitted_mean_than_to_any_other(data_sets, draw):
    summary = summarize(draw.draw(data_sets()))
    found = fit(summary, reml=False)
    gamma = summary.gamma(found.beta)
    precision = 1 / (found.tau**2 + found.sigma**2 / summary.n)

    def misfit(mu):
        return precision @ (gamma - mu) ** 2

    for off in (-1.0, -1e-2, 1e-2, 1.0):
        assert misfit(found.mu) < misfit(found.mu + off)


def test_intervals_at_estimated_scales_cover_too_rarely_and_most_so_with_few_groups():
    rng, draws, short = np.random.default_rng(11), 400, {}
    for J in (4, 40):
        group, covered = np.repeat(np.arange(J), 5), []
        for _ in range(draws):
            alpha = rng.normal(0, 1, J)
            found = fit(GroupedData.from_arrays(rng.normal(alpha[group], 2), group))
            covered.append(np.mean(np.abs(alpha - found.alpha) < norm.ppf(0.975) * found.alpha_sd))
        short[J] = 0.95 - np.mean(covered), np.std(covered) / draws**0.5
    assert all(mean > 4 * se for mean, se in short.values())
    assert short[4][0] - short[40][0] > 4 * np.hypot(short[4][1], short[40][1])


@given(st.data(), st.sampled_from([0.0, 0.3, 2.0]), more)
def test_the_restricted_likelihood_moves_with_the_units_of_x_and_the_full_one_does_not(data_sets, draw, ratio, unit):
    data = draw.draw(data_sets())
    rescaled = replace(data, x=data.x * unit)
    moved = [
        profiled_deviance(ratio, summarize(rescaled), reml=reml) - profiled_deviance(ratio, summarize(data), reml=reml)
        for reml in (True, False)
    ]
    np.testing.assert_allclose(moved, [2 * data.x.shape[1] * np.log(unit), 0], atol=1e-6)


def test_a_parabola_rises_by_the_square_of_1_96_at_the_ends_of_its_interval():
    normal = norm(3.0, 0.7)  # a likelihood whose deviance is a parabola
    rise = 2 * (normal.logpdf(3.0) - normal.logpdf(normal.interval(0.95)))
    np.testing.assert_allclose(rise, chi2.ppf(0.95, 1), rtol=1e-12)
    np.testing.assert_allclose(rise, norm.ppf(0.975) ** 2, rtol=1e-12)


def test_tau_of_few_groups_stays_unknown_however_many_rows_there_are():
    rng, widths = np.random.default_rng(5), {}
    for J, n in ((5, 5), (5, 500), (40, 5)):
        errors = rng.normal(size=(J, n))
        errors -= errors.mean(axis=1, keepdims=True)
        means = norm.ppf((np.arange(J) + 0.5) / J)  # the same spread of groups in all three
        y = (means / means.std(ddof=1))[:, None] + errors / errors.std()
        low, high = tau_interval(GroupedData.from_arrays(y.ravel(), np.repeat(np.arange(J), n)))
        widths[J, n] = high / low
    assert widths[5, 500] > 4 > 2 > widths[40, 5]
