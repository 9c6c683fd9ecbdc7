"""Chapter 5: the weighted average."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm

from mlmcore import partial_pool, pooling_weight

sizes = st.integers(1, 1000)
scales = st.floats(1e-3, 1e3)
values = st.floats(-100, 100)
few_ulps = 8 * np.finfo(float).eps


@given(values, sizes, values, scales, scales)
def test_mean_sd_and_weight_equal_the_printed_formulas_in_rational_arithmetic(gamma, n, mu, sigma, tau):
    g, m, s2, t2 = Fraction(gamma), Fraction(mu), Fraction(sigma) ** 2, Fraction(tau) ** 2
    precision = n / s2 + 1 / t2
    found = partial_pool(gamma, n, mu, sigma=sigma, tau=tau)
    np.testing.assert_allclose(found.weight, float(n / s2 / precision), rtol=few_ulps)
    np.testing.assert_allclose(found.sd**2, float(1 / precision), rtol=few_ulps)
    exact = float((n / s2 * g + m / t2) / precision)
    # atol: gamma and mu may be of opposite signs and cancel
    np.testing.assert_allclose(found.mean, exact, rtol=few_ulps, atol=few_ulps * (abs(gamma) + abs(mu)))


@given(values, sizes, values, scales, scales)
def test_the_derivative_is_zero_at_the_mean(gamma, n, mu, sigma, tau):
    found = partial_pool(gamma, n, mu, sigma=sigma, tau=tau)
    toward_data, toward_mu = n * (gamma - found.mean) / sigma**2, (found.mean - mu) / tau**2
    # atol: what one rounding of the mean does to the derivative
    curvature = n / sigma**2 + 1 / tau**2
    rounding = few_ulps * (abs(gamma) + abs(mu)) * curvature
    np.testing.assert_allclose(toward_data, toward_mu, rtol=0, atol=rounding)


@pytest.mark.parametrize(("n", "sigma", "tau"), [(1, 1.0, 0.5), (4, 2.0, 0.3), (25, 0.7, 3.0)])
def test_it_is_the_posterior_by_quadrature(n, sigma, tau):
    y, mu = 1.5 + sigma * np.sin(np.arange(n)), -0.4
    sd = 1 / np.sqrt(n / sigma**2 + 1 / tau**2)
    alpha = np.linspace(min(mu, y.min()) - 12 * sd, max(mu, y.max()) + 12 * sd, 4001)
    log_density = norm(alpha[:, np.newaxis], sigma).logpdf(y).sum(1) + norm(mu, tau).logpdf(alpha)
    density = np.exp(log_density - log_density.max())
    density /= density.sum()  # the trapezoid rule is exact to rounding for a normal density
    mean = density @ alpha
    found = partial_pool(y.mean(), n, mu, sigma=sigma, tau=tau)
    np.testing.assert_allclose(found.mean, mean, rtol=1e-12)
    np.testing.assert_allclose(found.sd, np.sqrt(density @ (alpha - mean) ** 2), rtol=1e-12)


@given(values, sizes, values, scales, scales)
def test_the_mean_lies_between_gamma_and_mu(gamma, n, mu, sigma, tau):
    mean = partial_pool(gamma, n, mu, sigma=sigma, tau=tau).mean
    rounding = few_ulps * (abs(gamma) + abs(mu))
    assert min(gamma, mu) - rounding <= mean <= max(gamma, mu) + rounding


@given(sizes, scales, scales, st.floats(1.01, 100))
def test_larger_tau_pools_less(n, sigma, tau, factor):
    assert pooling_weight(n, sigma=sigma, tau=tau * factor) > pooling_weight(n, sigma=sigma, tau=tau)


@given(sizes, scales, scales, st.floats(1.01, 100))
def test_larger_sigma_pools_more(n, sigma, tau, factor):
    assert pooling_weight(n, sigma=sigma * factor, tau=tau) < pooling_weight(n, sigma=sigma, tau=tau)


@given(sizes, scales, scales, st.integers(1, 1000))
def test_larger_n_pools_less_and_is_surer(n, sigma, tau, more):
    few, many = (partial_pool(1.0, k, 0.0, sigma=sigma, tau=tau) for k in (n, n + more))
    assert few.weight <= many.weight
    assert few.sd > many.sd
    assert 0 < few.weight <= 1


def test_the_weight_goes_to_its_limits_as_n_does():
    weight = pooling_weight([0, 1, 10**6, 10**12, 10**18], sigma=1.0, tau=0.1)
    np.testing.assert_allclose(1 - weight, [1, 100 / 101, 1e-4 / 1.0001, 1e-10, 0], rtol=1e-5, atol=1e-16)


@given(sizes, scales, scales)
def test_weights_are_precisions_not_sample_sizes(n, sigma, tau):
    w = pooling_weight(n, sigma=sigma, tau=tau)
    assume(w < 0.999)  # 1 - w keeps its digits
    np.testing.assert_allclose(w / (1 - w), n * (tau / sigma) ** 2, rtol=1e-12)


def test_a_group_of_twice_the_size_does_not_get_twice_the_weight():
    small, large = pooling_weight([5, 10], sigma=1.0, tau=1.0)
    assert small < large < 2 * small
    # and its weight is its own, whatever the others' sizes
    assert pooling_weight([5, 10, 1000], sigma=1.0, tau=1.0)[0] == small


@given(st.integers(1, 50), scales, st.integers(1, 50), values, values)
def test_the_prior_is_worth_sigma2_over_tau2_observations_at_mu(n, sigma, k, gamma, mu):
    found = partial_pool(gamma, n, mu, sigma=sigma, tau=sigma / np.sqrt(k))
    with_pseudo_data = np.mean([gamma] * n + [mu] * k)
    np.testing.assert_allclose(found.mean, with_pseudo_data, rtol=0, atol=1e-13 * (abs(gamma) + abs(mu)))
    np.testing.assert_allclose(found.sd, sigma / np.sqrt(n + k), rtol=1e-12)


@given(sizes, scales, scales, st.lists(st.floats(1, 100), min_size=2, max_size=5))
def test_the_fraction_pulled_does_not_depend_on_gamma(n, sigma, tau, gammas):
    found = partial_pool(gammas, n, 0.0, sigma=sigma, tau=tau)
    np.testing.assert_allclose(found.mean / gammas, found.weight, rtol=1e-14)


def test_the_distance_moved_does_depend_on_gamma():
    found = partial_pool([1.0, 10.0], 4, 0.0, sigma=1.0, tau=1.0)
    np.testing.assert_allclose([1.0, 10.0] - found.mean, [0.2, 2.0], rtol=1e-12)


def test_tau_0_pools_completely_and_exactly():
    found = partial_pool([1.3, -2.7, np.nan], [1, 1000, 0], 0.1, sigma=0.7, tau=0)
    assert found.mean.tolist() == [0.1] * 3
    assert found.sd.tolist() == found.weight.tolist() == [0.0] * 3


def test_tau_inf_does_not_pool_at_all():
    gamma, n = np.array([1.3, -2.7]), np.array([1, 1000])
    found = partial_pool(gamma, n, 0.1, sigma=0.7, tau=np.inf)
    assert np.array_equal(found.mean, gamma)
    assert found.weight.tolist() == [1.0, 1.0]
    np.testing.assert_allclose(found.sd, 0.7 / np.sqrt(n), rtol=few_ulps)


@pytest.mark.parametrize("gamma", [np.nan, 5.0])
@pytest.mark.parametrize("tau", [0.0, 0.3, np.inf])
def test_a_new_group_has_the_prior(gamma, tau):
    found = partial_pool(gamma, 0, 1.7, sigma=0.7, tau=tau)
    assert (found.mean, found.weight) == (1.7, 0.0)
    np.testing.assert_allclose(found.sd, tau, rtol=few_ulps)


@pytest.mark.parametrize(("sigma", "tau", "weight"), [(1e-200, 1.0, 1.0), (1.0, 1e200, 1.0), (1e200, 1.0, 0.0)])
def test_scales_whose_squares_overflow_are_as_good_as_their_limits(sigma, tau, weight):
    assert pooling_weight(3, sigma=sigma, tau=tau) == weight


def test_arguments_broadcast():
    taus = np.array([[0.0], [0.5], [np.inf]])
    found = partial_pool([1.0, 2.0], [1, 0], 0.5, sigma=1.0, tau=taus)
    assert found.mean.shape == found.sd.shape == found.weight.shape == (3, 2)
    assert pooling_weight(3, sigma=1.0, tau=[0.5, 1.0]).shape == (2,)
    assert pooling_weight(3, sigma=[0.5, 1.0], tau=1.0).shape == (2,)
    one_by_one = [partial_pool([1.0, 2.0], [1, 0], 0.5, sigma=1.0, tau=tau).mean for tau in (0.0, 0.5, np.inf)]
    assert np.array_equal(found.mean, one_by_one)


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_scales_of_any_size_give_the_sd_in_their_unit(unit):
    pooled = partial_pool([1.0, 1.0], [2, 8], 5.0, sigma=1.0, tau=0.5)
    scaled = partial_pool([unit, unit], [2, 8], 5 * unit, sigma=unit, tau=0.5 * unit)
    np.testing.assert_allclose(scaled.sd, pooled.sd * unit, rtol=1e-14)
    np.testing.assert_allclose(scaled.mean, pooled.mean * unit, rtol=1e-14)


def test_the_smallest_scales_give_the_smallest_sd_without_a_warning():
    smallest = np.nextafter(0.0, 1.0)
    assert partial_pool(1.0, 4, 0.0, sigma=smallest, tau=smallest).sd <= smallest


def test_half_precision_arguments_are_computed_in_double():
    exact = pooling_weight(60000, sigma=300.0, tau=1.0)
    assert pooling_weight(np.array([60000], "f2"), sigma=np.float16(300), tau=np.float16(1)) == exact
