"""Groups of which only an estimate and its standard error are known: the same algebra, against dense matrices."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import chi2, norm

from mlmcore import GroupedData, GroupEstimates, fit, partial_pool, profiled_deviance, tau_interval

methods = pytest.mark.parametrize("reml", [True, False], ids=["REML", "ML"])

# BCG vaccine against tuberculosis (Colditz et al. 1994): cases and sizes of the vaccinated, then of the others, and
# the trial's degrees of latitude
BCG = np.array([
    [4, 123, 11, 139, 44], [6, 306, 29, 303, 55], [3, 231, 11, 220, 42], [62, 13598, 248, 12867, 52],
    [33, 5069, 47, 5808, 13], [180, 1541, 372, 1451, 44], [8, 2545, 10, 629, 19], [505, 88391, 499, 88391, 13],
    [29, 7499, 45, 7277, 27], [17, 1716, 65, 1665, 42], [186, 50634, 141, 27338, 18], [5, 2498, 3, 2341, 33],
    [27, 16913, 29, 17854, 33],
], dtype=float)  # fmt: skip


def relative_risks(x=None):
    a, n1, c, n2, _ = BCG.T
    return GroupEstimates(np.log(a / n1) - np.log(c / n2), np.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2), x=x)


def dense_deviance(tau, groups, reml):
    """-2 log-likelihood of the estimates at its best mu and beta; with REML they are integrated out."""
    variance = groups.se**2 + tau**2
    V, X = np.diag(variance), np.column_stack((np.ones(len(groups.se)), groups.x))
    information = X.T @ np.linalg.solve(V, X)
    best = X @ np.linalg.solve(information, X.T @ np.linalg.solve(V, groups.estimate))
    deviance = -2 * np.sum(norm.logpdf(groups.estimate, best, np.sqrt(variance)))
    return deviance + reml * (np.linalg.slogdet(information)[1] - X.shape[1] * np.log(2 * np.pi))


@st.composite
def some_groups(draw):
    J, P = draw(st.integers(3, 9)), draw(st.integers(0, 1))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    se = rng.choice([0.5, 1.0, 1.0, 4.0], J) * draw(st.sampled_from([1.0, 0.1]))
    return GroupEstimates(rng.normal(size=J) + 3, se, x=rng.normal(size=(J, P)))


@methods
@given(groups=some_groups(), tau=st.sampled_from([0.0, 0.1, 1.0, 30.0]))
def test_the_deviance_is_that_of_the_dense_normal_density(groups, tau, reml):
    found = profiled_deviance(tau, groups, reml=reml)
    np.testing.assert_allclose(found, dense_deviance(tau, groups, reml), rtol=1e-11, atol=1e-11)


@methods
@given(groups=some_groups())
def test_the_estimates_are_those_of_dense_matrices(groups, reml):
    found = fit(groups, reml=reml)
    J = len(groups.se)
    taus = np.concatenate(([0], np.geomspace(1e-3, 1e2, 200)))
    best = dense_deviance(found.tau, groups, reml)
    np.testing.assert_allclose(-2 * found.log_likelihood, best, rtol=1e-11, atol=1e-11)
    assert best <= min(dense_deviance(tau, groups, reml) for tau in taus) + 1e-9
    assert found.at_boundary is (found.tau == 0)
    V, X = np.diag(groups.se**2 + found.tau**2), np.column_stack((np.ones(J), groups.x))
    covariance = np.linalg.inv(X.T @ np.linalg.solve(V, X))
    coefficients = covariance @ X.T @ np.linalg.solve(V, groups.estimate)
    np.testing.assert_allclose([found.mu, *found.beta], coefficients, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose([found.mu_se, *found.beta_se], np.sqrt(np.diag(covariance)), rtol=1e-10)
    weight = found.tau**2 / (found.tau**2 + groups.se**2)
    np.testing.assert_allclose(found.weight, weight, rtol=1e-12)
    gain = np.diag(found.tau**2 / np.diag(V))
    lever = np.column_stack((np.ones(J), np.zeros_like(groups.x))) - gain @ X
    variance = np.diag(found.tau**2 * (np.eye(J) - gain) + lever @ covariance @ lever.T)
    np.testing.assert_allclose(found.alpha_sd**2, variance, rtol=1e-9, atol=1e-12)
    assert np.isnan(found.sigma) and np.isnan(found.n).all() and found.n.shape == (J,)


@given(groups=some_groups())
def test_partial_pool_takes_the_errors_as_sigmas_of_groups_of_one(groups):
    found = fit(groups)
    own = groups.estimate - groups.x @ found.beta
    pooled = partial_pool(own, 1, found.mu, sigma=groups.se, tau=found.tau)
    np.testing.assert_allclose(pooled.mean, found.alpha, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(pooled.weight, found.weight, rtol=1e-12)


@methods
def test_means_of_observations_with_sigma_known_are_estimates_with_errors(reml):
    rng = np.random.default_rng(5)
    n = np.array([2, 3, 7, 12, 5])
    group = np.repeat(np.arange(5), n)
    data = GroupedData.from_arrays(2 * rng.normal(size=5)[group] + rng.normal(size=29), group)
    whole = fit(data, reml=reml)
    means = np.bincount(group, data.y) / n
    groups = GroupEstimates(means, whole.sigma / np.sqrt(n))
    # at the fitted sigma the deviances differ by a constant, so that their best tau given sigma is the same
    tau = minimize_scalar(lambda tau: dense_deviance(tau, groups, reml), bounds=(0.1, 10), options={"xatol": 1e-9}).x
    np.testing.assert_allclose(tau, whole.tau, rtol=1e-5)
    part = fit(groups, reml=reml)
    for field in ("tau", "mu", "mu_se", "alpha", "alpha_sd"):
        np.testing.assert_allclose(getattr(part, field), getattr(whole, field), rtol=1e-10)


def test_eight_schools_are_fitted_at_the_boundary(reference):
    known = json.loads((reference / "bayes.json").read_text())["known_errors"]["eight_schools"]
    schools = GroupEstimates(known["y"], known["se"])
    found = fit(schools)
    for field in ("tau", "mu", "mu_se", "alpha", "alpha_sd"):
        np.testing.assert_allclose(getattr(found, field), known["reml"][field], rtol=1e-11)
    assert fit(schools, reml=False).tau == known["ml_tau"] == 0
    assert found.at_boundary
    assert tau_interval(schools)[0] == 0


def test_the_vaccine_trials_have_metafors_estimates():
    found = fit(relative_risks())
    # metafor, rma(yi, vi, data = dat): tau^2 = 0.3132, estimate -0.7145 (se 0.1798)
    assert (f"{found.tau**2:.4f}", f"{found.mu:.4f}", f"{found.mu_se:.4f}") == ("0.3132", "-0.7145", "0.1798")


def test_the_vaccine_works_better_far_from_the_equator():
    plain, by_latitude = fit(relative_risks()), fit(relative_risks(x=BCG[:, 4]))
    assert by_latitude.beta[0] < -4 * by_latitude.beta_se[0]  # the logarithm of the risk falls, degree by degree
    assert by_latitude.tau < plain.tau / 2  # and with latitude known the trials differ less


@methods
def test_the_interval_of_tau_ends_where_the_dense_deviance_is_at_its_bound(reml):
    trials = relative_risks()
    bound = -2 * fit(trials, reml=reml).log_likelihood + chi2.ppf(0.95, 1)
    ends = tau_interval(trials, reml=reml)
    np.testing.assert_allclose([dense_deviance(tau, trials, reml) for tau in ends], bound, rtol=1e-10)


@methods
@pytest.mark.parametrize("unit", [1e-130, 1e-9, 1e9, 1e130])
def test_the_unit_of_the_estimates_is_that_of_the_fit(unit, reml):
    trials = relative_risks()
    scaled = GroupEstimates(trials.estimate * unit, trials.se * unit)
    before, after = fit(trials, reml=reml), fit(scaled, reml=reml)
    for field in ("tau", "mu", "mu_se", "alpha", "alpha_sd"):
        np.testing.assert_allclose(getattr(after, field), unit * getattr(before, field), rtol=1e-11)
    np.testing.assert_allclose(tau_interval(scaled), unit * np.array(tau_interval(trials)), rtol=1e-11)


def test_errors_of_very_different_sizes_are_taken():
    groups = GroupEstimates([1.0, 2.0, 4.0, 3.0, 1e6], [1e-6, 1e-3, 1.0, 1e3, 1e8])
    found = fit(groups)
    taus = np.geomspace(1e-8, 1e10, 2000)
    assert -2 * found.log_likelihood <= min(dense_deviance(tau, groups, True) for tau in taus)


def test_labels_keep_their_order_and_are_numbers_without_names():
    groups = GroupEstimates([1.0, 2.0, 5.0], [1.0, 1.0, 2.0], labels=["c", "a", "b"], x=[3, 4, 4], x_names=["dose"])
    found = fit(groups)
    assert found.labels.tolist() == groups.labels.tolist() == ["c", "a", "b"]
    assert groups.x_names == found.x_names == ("dose",)
    assert groups.x.tolist() == [[3], [4], [4]]
    assert GroupEstimates([1.0, 2.0], [1.0, 1.0]).labels.tolist() == [0, 1]


def test_the_printed_fit_of_estimates_has_no_residual():
    lines = str(fit(relative_risks())).splitlines()
    assert lines[3:8] == [
        "Random effects:",
        " Groups   Name          Variance   Std.Dev.",
        " group    (Intercept)     0.3132     0.5597",
        "Number of groups: 13, each with a known error",
        "",
    ]
