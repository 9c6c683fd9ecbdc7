"""Chapter 3: the population of intercepts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from mlmcore import log_prior

numbers = st.floats(-1e3, 1e3)


@given(st.lists(numbers, min_size=1, max_size=8), numbers, st.floats(0.01, 100))
def test_it_is_the_sum_of_normal_log_densities(alpha, mu, tau):
    expected = norm(mu, tau).logpdf(alpha)
    # atol: terms of either sign may cancel
    found = log_prior(alpha, mu, tau=tau)
    np.testing.assert_allclose(found, expected.sum(), rtol=1e-12, atol=1e-12 * np.abs(expected).sum())


def test_intercepts_at_their_mean_gain_without_bound_as_tau_shrinks():
    at_mean = [log_prior([2.0, 2.0], 2.0, tau=tau) for tau in (1.0, 1e-3, 1e-6)]
    # each thousandfold smaller tau adds J log 1000
    np.testing.assert_allclose(np.diff(at_mean), 2 * np.log(1000), rtol=1e-12)


def test_only_distances_from_mu_matter():
    assert log_prior([1.0, 4.0], 2.0, tau=3.0) == log_prior([101.0, 104.0], 102.0, tau=3.0)


def test_complex_arguments_pass_through():
    np.testing.assert_allclose(log_prior([1.0, 2.0], 1 + 1e-30j, tau=0.5).imag, 1e-30 * 1 / 0.5**2, rtol=1e-12)


@given(st.lists(numbers, min_size=1, max_size=8), numbers, st.floats(0.01, 100))
def test_a_distance_from_mu_costs_half_its_square_in_units_of_tau(distances, mu, tau):
    d = np.array(distances)
    cost = log_prior(np.full(len(d), mu), mu, tau=tau) - log_prior(mu + d, mu, tau=tau)
    expected = np.sum((d / tau) ** 2) / 2
    # atol: mu + d is rounded, and so is the sum of both log-densities
    np.testing.assert_allclose(cost, expected, rtol=1e-12, atol=1e-11 * (1 + abs(mu) * np.abs(d).max() / tau**2))


def test_the_farther_the_lower_and_the_favourite_is_mu():
    heights = [log_prior([2.0 + d, 2.0 - d], 2.0, tau=0.5) for d in (0, 1, 2, 10)]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 4
