"""Chapter 10: the deviance, and the scales that minimise it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.stats import multivariate_normal

from mlmcore import GroupedData, fit, partial_pool, posterior_mode, profiled_deviance, summarize
from mlmcore.datasets import load_radon

methods = pytest.mark.parametrize("reml", [True, False], ids=["REML", "ML"])
ratios = st.sampled_from([0.0, 0.01, 0.3, 1.0, 5.0, 50.0])


def maximum_likelihood(data, V):
    """-2 log-likelihood of dense normal outcomes with covariance sigma^2 V, at its best mu, beta and sigma."""
    X = np.column_stack((np.ones(len(data.y)), data.x))
    centre = X @ np.linalg.solve(X.T @ np.linalg.solve(V, X), X.T @ np.linalg.solve(V, data.y))
    residual = data.y - centre
    sigma2 = residual @ np.linalg.solve(V, residual) / len(data.y)
    return -2 * multivariate_normal(centre, sigma2 * V).logpdf(data.y)


def restricted_likelihood(data, V):
    """-2 log-density of N - P - 1 error contrasts at their best sigma, plus lme4's constant log |X'X|."""
    X = np.column_stack((np.ones(len(data.y)), data.x))
    K = null_space(X.T)
    contrasts, covariance = K.T @ data.y, K.T @ V @ K
    sigma2 = contrasts @ np.linalg.solve(covariance, contrasts) / len(contrasts)
    density = multivariate_normal(np.zeros(len(contrasts)), sigma2 * covariance).logpdf(contrasts)
    return -2 * density + np.linalg.slogdet(X.T @ X)[1]


@given(st.data(), ratios)
def test_the_deviance_is_minus_twice_the_dense_log_likelihood(data_sets, dense, draw, ratio):
    data = draw.draw(data_sets())
    V = dense(data, 1.0, ratio)[2]
    # rtol: the dense route loses digits with V's condition number, 1e4 here
    found = profiled_deviance(ratio, summarize(data), reml=False)
    np.testing.assert_allclose(found, maximum_likelihood(data, V), rtol=1e-10, atol=1e-10)


@given(st.data(), ratios)
def test_the_restricted_deviance_is_that_of_the_error_contrasts(data_sets, dense, draw, ratio):
    data = draw.draw(data_sets())
    V = dense(data, 1.0, ratio)[2]
    found = profiled_deviance(ratio, summarize(data), reml=True)
    np.testing.assert_allclose(found, restricted_likelihood(data, V), rtol=1e-10, atol=1e-10)


@methods
@pytest.mark.parametrize("shape", [(6,), (2, 3), (6, 1)])
def test_ratios_come_as_arrays_of_any_shape(shape, reml):
    summary = summarize(GroupedData.from_arrays([1.0, 2.0, 4.0, 7.0, 3.0], list("aabbc"), [0, 1, 1, 0, 2]))
    ratios = [0.0, 0.5, 1.0, 2.0, 10.0, 1e4]
    one_by_one = [profiled_deviance(ratio, summary, reml=reml) for ratio in ratios]
    assert np.ndim(one_by_one[0]) == 0
    found = profiled_deviance(np.reshape(ratios, shape), summary, reml=reml)
    assert found.shape == shape
    np.testing.assert_allclose(found, np.reshape(one_by_one, shape), rtol=1e-14)


@methods
@given(draw=st.data())
def test_no_ratio_has_a_lower_deviance_than_the_fit(data_sets, draw, reml):
    summary = summarize(draw.draw(data_sets()))
    found = fit(summary, reml=reml)
    grid = profiled_deviance(np.concatenate(([0], np.geomspace(1e-4, 1e4, 400))), summary, reml=reml)
    assert -2 * found.log_likelihood <= grid.min() + 1e-12 * abs(grid.min())
    at_optimum = profiled_deviance(found.tau / found.sigma, summary, reml=reml)
    np.testing.assert_allclose(-2 * found.log_likelihood, at_optimum, rtol=1e-12, atol=1e-12)
    assert found.at_boundary is (found.tau == 0)


def valleys(summary, reml):
    ratio = np.concatenate(([0], np.geomspace(1e-3, 1e3, 2000)))
    deviance = profiled_deviance(ratio, summary, reml=reml)
    d = np.concatenate(([np.inf], deviance, [np.inf]))
    bottom = (d[1:-1] < d[:-2]) & (d[1:-1] < d[2:])
    return ratio[bottom], deviance[bottom]


@pytest.mark.parametrize(
    ("reml", "n", "gamma", "lower"),
    [
        (False, [10, 1, 1], [0, -2.2, 2.2], 0),
        (False, [10, 1, 1], [0, -2.6, 2.6], 1),
        (True, [2, 100, 100], [-1, 1, 1], 0),
        (True, [2, 25, 25], [-3, -5, -5], 1),
        (False, [10_000, 1000, 1000], [0, -0.066, 0.066], 1),
        (True, [200, 2500, 2500], [-0.1, -0.3, -0.3], 1),
    ],
)
def test_of_two_valleys_the_fit_takes_the_lower(summary_of, reml, n, gamma, lower):
    summary = summary_of(n, gamma)
    ratio, deviance = valleys(summary, reml)
    assert len(ratio) == 2
    assert ratio[0] == 0
    assert np.argmin(deviance) == lower
    found = fit(summary, reml=reml)
    assert found.at_boundary is (lower == 0)
    np.testing.assert_allclose(found.tau / found.sigma, ratio[lower], rtol=1e-2)  # the grid's step


@pytest.mark.parametrize("excess", [1e-6, 1e-9, 1e-12])
def test_a_tau_too_small_to_show_in_the_deviance_is_found(summary_of, excess):
    # two groups of 4 with a mean square of 1 within and 1 + excess between: tau^2 / sigma^2 = excess / 4
    distance = np.sqrt((1 + excess) / 8)
    found = fit(summary_of([4, 4], [distance, -distance]))
    assert not found.at_boundary
    np.testing.assert_allclose((found.tau / found.sigma) ** 2, excess / 4, rtol=1e-15 / excess)  # of 1 + excess


def test_groups_that_differ_exactly_as_chance_would_have_it_are_at_the_boundary(summary_of):
    assert fit(summary_of([2, 2], [0.5, -0.5])).at_boundary  # the deviance's slope at 0 is exactly 0


def test_a_predictor_that_varies_within_groups_by_rounding_alone_is_one_of_groups():
    y, group = [1.0, 2.0, 5.0, 7.0, 4.0], list("aabcd")
    exact, rounded = (fit(GroupedData.from_arrays(y, group, [0.3, x, 0.7, 0.1, 0.2])) for x in (0.3, 0.1 + 0.2))
    np.testing.assert_allclose([*rounded.beta, rounded.sigma], [*exact.beta, exact.sigma], rtol=1e-12)


def test_predictors_are_judged_each_in_its_own_unit():
    rng = np.random.default_rng(4)
    group, x, unit = np.repeat([0, 1], 10), rng.normal(size=(20, 2)), np.array([1.0, 1e9])
    y = rng.normal(size=2)[group] + rng.normal(size=20)
    found, rescaled = (fit(GroupedData.from_arrays(y, group, x * u)) for u in (1.0, unit))
    np.testing.assert_allclose(rescaled.beta * unit, found.beta, rtol=1e-12)


@methods
@given(draw=st.data())
def test_standard_errors_and_predictions_equal_the_dense_formulas(data_sets, dense, draw, reml):
    data = draw.draw(data_sets())
    found = fit(data, reml=reml)
    X, Z, V = dense(data, found.sigma, found.tau)
    covariance = np.linalg.inv(X.T @ np.linalg.solve(V, X))
    # rtol: that of the dense route, whose V has a condition number of up to 1e4
    np.testing.assert_allclose([found.mu_se, *found.beta_se], np.sqrt(np.diag(covariance)), rtol=1e-9)
    # alpha = mu + b: its variance given y, under flat priors on mu and beta
    gain = found.tau**2 * np.linalg.solve(V, Z)
    lever = X.T @ -gain
    lever[0] += 1
    variance = found.tau**2 - found.tau**2 * np.sum(Z * gain, 0) + np.sum(lever * (covariance @ lever), 0)
    np.testing.assert_allclose(found.alpha_sd**2, variance, rtol=1e-9, atol=1e-13 * found.tau**2)


@methods
@given(draw=st.data())
def test_the_rest_of_the_fit_is_what_its_scales_imply(data_sets, draw, reml):
    data = draw.draw(data_sets())
    summary = summarize(data)
    found = fit(data, reml=reml)
    mode = posterior_mode(summary, sigma=found.sigma, tau=found.tau)
    pooled = partial_pool(summary.gamma(found.beta), summary.n, found.mu, sigma=found.sigma, tau=found.tau)
    size = np.abs(summary.y_mean).max()
    for actual, desired in ((found.mu, mode.mu), (found.beta, mode.beta), (found.alpha, mode.alpha)):
        np.testing.assert_allclose(actual, desired, rtol=1e-12, atol=1e-12 * size)
    assert np.array_equal(found.weight, pooled.weight)
    assert np.all(found.alpha_sd > pooled.sd)  # mu is not known, it is estimated
    assert found.reml is reml
    assert np.array_equal(found.labels, data.labels)
    assert np.array_equal(found.n, np.bincount(data.group))
    assert found.x_names == data.x_names
    assert all(type(value) is float for value in (found.mu, found.mu_se, found.sigma, found.tau, found.log_likelihood))


@methods
def test_a_summary_is_as_good_as_the_data(reml):
    data = GroupedData.from_arrays([1.0, 2.0, 4.0, 7.0, 3.0], list("aabbc"), [0, 1, 1, 0, 2])
    assert str(fit(data, reml=reml)) == str(fit(summarize(data), reml=reml))


def test_reml_is_the_default():
    data = GroupedData.from_arrays([1.0, 2.0, 4.0, 7.0, 3.0], list("aabbc"))
    assert fit(data).reml
    assert fit(data).tau == fit(data, reml=True).tau != fit(data, reml=False).tau


def test_at_the_boundary_the_fit_is_ordinary_least_squares():
    rng = np.random.default_rng(2)
    x = rng.normal(size=12)
    y = 3 + 0.5 * x + np.tile([-1.0, 1.0, 0.2, -0.2], 3)
    found = fit(GroupedData.from_arrays(y, np.repeat([0, 1, 2], 4), x))
    X = np.column_stack((np.ones(12), x))
    coefficients, (rss,) = np.linalg.lstsq(X, y, rcond=None)[:2]
    assert found.at_boundary
    assert found.tau == 0
    assert np.all(found.alpha == found.mu)
    np.testing.assert_allclose([found.mu, *found.beta], coefficients, rtol=1e-12)
    np.testing.assert_allclose(found.sigma**2, rss / 10, rtol=1e-12)
    np.testing.assert_allclose(found.alpha_sd, found.mu_se, rtol=1e-12)


def test_the_printed_summary_reads_like_lme4s():
    data = GroupedData.from_table(
        {"y": [10.0, 12.0, 17.0, 18.0, 25.0, 31.0], "g": list("aabbcc"), "a predictor": [0, 1, 1, 0, 0, 2]},
        y="y", group="g", x="a predictor",
    )  # fmt: skip
    found = fit(data)
    lines = [line.split() for line in str(found).splitlines()]
    assert lines[0] == ["Linear", "mixed", "model", "fit", "by", "REML"]
    assert lines[1] == ["REML", "criterion:", f"{-2 * found.log_likelihood:.1f}"]
    assert ["Groups", "Name", "Variance", "Std.Dev."] in lines
    assert ["group", "(Intercept)", f"{found.tau**2:.4g}", f"{found.tau:.4g}"] in lines
    assert ["Residual", f"{found.sigma**2:.4g}", f"{found.sigma:.4g}"] in lines
    assert ["Number", "of", "obs:", "6,", "groups:", "3"] in lines
    assert ["Estimate", "Std.", "Error", "t", "value"] in lines
    t = found.mu / found.mu_se, found.beta[0] / found.beta_se[0]
    assert ["(Intercept)", f"{found.mu:.5g}", f"{found.mu_se:.4g}", f"{t[0]:.3f}"] in lines
    assert ["a", "predictor", f"{found.beta[0]:.5g}", f"{found.beta_se[0]:.4g}", f"{t[1]:.3f}"] in lines
    assert "boundary" not in str(found)


def test_the_printed_summary_says_when_it_is_maximum_likelihood_and_at_the_boundary(reference):
    y, group = np.genfromtxt(
        reference / "dyestuff2.csv", delimiter=",", dtype=None, names=True, unpack=True, encoding="utf-8"
    )
    text = str(fit(GroupedData.from_arrays(y, group), reml=False))
    assert "Linear mixed model fit by maximum likelihood" in text
    assert "-2 log-likelihood: 162.9" in text
    assert "tau is at its boundary, 0" in text
    assert "(Intercept)" in text.splitlines()[-3]  # and no line for a predictor


def test_the_printed_radon_fit_shows_lme4s_numbers():
    text = str(fit(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")))
    # lme4: 2171.3; variances 0.1077 and 0.5709; 1.46160 (0.05158), -0.69299 (0.07043)
    for piece in ("2171.3", "0.1077     0.3282", "0.5709     0.7556", "Number of obs: 919, groups: 85",
                  "1.4616    0.05158   28.339", "-0.69299    0.07043   -9.839"):  # fmt: skip
        assert piece in text


def test_the_printed_fit_is_laid_out_as_lme4s():
    data = GroupedData.from_arrays([1.0, 2.0, 4.0, 7.0, 3.0], list("aabbc"), [0, 1, 1, 0, 2])
    assert str(fit(data)).splitlines() == [
        "Linear mixed model fit by REML",
        "REML criterion: 16.0",
        "",
        "Random effects:",
        " Groups   Name          Variance   Std.Dev.",
        " group    (Intercept)      4.016      2.004",
        " Residual                  2.754      1.659",
        "Number of obs: 5, groups: 3",
        "",
        "Fixed effects:",
        "              Estimate Std. Error  t value",
        "(Intercept)     4.0403      1.833    2.204",
        "x             -0.73627       1.29   -0.571",
    ]


def test_a_fit_at_the_boundary_says_so_when_printed(summary_of):
    text = str(fit(summary_of([2, 2], [0.5, -0.5])))
    assert text.splitlines()[-2:] == [
        "",
        "tau is at its boundary, 0: the groups differ no more than chance would make them.",
    ]
