"""What the chapters say in words about the weight on the data, for any sizes and scales."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from mlmcore import log_posterior_curvature, partial_pool, pooling_weight

sizes = st.integers(1, 1000)
scales = st.floats(0.01, 100)
values = st.floats(-100, 100)
more = st.floats(1.01, 100)


@given(sizes, scales, scales)
def test_the_weight_is_above_one_half_exactly_where_n_is_above_sigma2_over_tau2(n, sigma, tau):
    ratio = (sigma / tau) ** 2
    np.testing.assert_allclose(pooling_weight(n, sigma=sigma, tau=sigma / np.sqrt(n)), 0.5, rtol=1e-14)
    if abs(n / ratio - 1) > 1e-12:
        assert (pooling_weight(n, sigma=sigma, tau=tau) > 0.5) == (n > ratio)


@given(values, values, sizes, scales, scales)
def test_below_one_half_the_estimate_is_nearer_to_mu_and_above_nearer_to_the_data(gamma, mu, n, sigma, tau):
    found = partial_pool(gamma, n, mu, sigma=sigma, tau=tau)
    if abs(gamma - mu) > 1e-6 and abs(found.weight - 0.5) > 1e-6:
        assert (abs(found.mean - mu) < abs(found.mean - gamma)) == (found.weight < 0.5)


@given(sizes, scales, scales)
def test_on_a_logarithmic_axis_all_weight_curves_have_one_shape(n, sigma, tau):
    shifted = pooling_weight(1, sigma=sigma, tau=tau * np.sqrt(n))
    np.testing.assert_allclose(pooling_weight(n, sigma=sigma, tau=tau), shifted, rtol=1e-12)


@given(sizes, scales, more)
def test_a_larger_group_is_half_way_at_a_smaller_tau(n, sigma, factor):
    half = sigma / np.sqrt(n)
    np.testing.assert_allclose(pooling_weight(n, sigma=sigma, tau=half), 0.5, rtol=1e-14)
    assert pooling_weight(np.ceil(n * factor), sigma=sigma, tau=half) > 0.5


@given(sizes, scales, scales)
def test_a_change_of_tau_matters_most_where_the_weight_is_one_half(n, sigma, tau):
    def gain(at):
        return pooling_weight(n, sigma=sigma, tau=at * 1.05) - pooling_weight(n, sigma=sigma, tau=at / 1.05)

    assert gain(tau) <= gain(sigma / np.sqrt(n)) + 1e-15
    w = pooling_weight(n, sigma=sigma, tau=tau)
    assert w * (1 - w) <= 0.25


@given(values, values, sizes, scales, scales, more)
def test_a_larger_tau_takes_every_estimate_farther_from_mu_and_a_smaller_one_nearer(gamma, mu, n, sigma, tau, factor):
    distance = [
        abs(partial_pool(gamma, n, mu, sigma=sigma, tau=t).mean - mu) for t in (tau / factor, tau, tau * factor)
    ]
    rounding = 1e-14 * (abs(gamma) + abs(mu))
    assert distance[0] <= distance[1] + rounding and distance[1] <= distance[2] + rounding
    if abs(gamma - mu) > 1e-3 * abs(mu) and 1e-6 < pooling_weight(n, sigma=sigma, tau=tau) < 1 - 1e-6:
        assert distance[0] < distance[1] < distance[2]


@given(sizes, scales, scales)
def test_after_the_data_one_is_surer_than_by_either_source_alone(n, sigma, tau):
    sd = partial_pool(0.0, n, 0.0, sigma=sigma, tau=tau).sd
    rounding = 1 + 1e-15  # one source may be so vague that the other is all there is
    assert sd <= tau * rounding and sd <= sigma / np.sqrt(n) * rounding
    if 1e-6 < n * (tau / sigma) ** 2 < 1e6:
        assert sd < min(tau, sigma / np.sqrt(n))


@given(sizes, scales, scales, more)
def test_the_more_precise_either_source_the_sharper_the_peak(n, sigma, tau, factor):
    peak = log_posterior_curvature(n, sigma=sigma, tau=tau)
    assert log_posterior_curvature(n, sigma=sigma / factor, tau=tau) < peak < 0
    assert log_posterior_curvature(n, sigma=sigma, tau=tau / factor) < peak
    assert log_posterior_curvature(n + 1, sigma=sigma, tau=tau) < peak


@given(sizes, scales, scales)
def test_the_more_precise_source_has_the_steeper_line_and_the_zero_of_the_sum_nearer_to_its_own(n, sigma, tau):
    of_houses = log_posterior_curvature(n, sigma=sigma, tau=1e150)  # the slope of each part of the derivative
    of_prior = log_posterior_curvature(0, sigma=sigma, tau=tau)
    np.testing.assert_allclose(log_posterior_curvature(n, sigma=sigma, tau=tau), of_houses + of_prior, rtol=1e-12)
    found = partial_pool(1.0, n, 0.0, sigma=sigma, tau=tau)
    if abs(n * tau**2 / sigma**2 - 1) > 1e-9:
        assert (of_houses < of_prior) == (n / sigma**2 > 1 / tau**2) == (found.mean > 0.5)


def test_where_the_data_are_vague_the_estimate_lies_between_and_where_they_are_precise_almost_on_them():
    vague, precise = (partial_pool(3.0, n, 1.0, sigma=1.0, tau=0.4) for n in (2, 10_000))
    assert 1.2 < vague.mean < 2.8
    assert abs(precise.mean - 3.0) < 0.002
    assert abs(precise.sd - 0.01) < 1e-5


@given(sizes, scales, scales, more)
def test_a_groups_say_in_mu_grows_with_its_size_only_up_to_a_bound(n, sigma, tau, factor):
    def say(size):
        return 1 / (tau**2 + sigma**2 / size)

    np.testing.assert_allclose(say(n) * tau**2, pooling_weight(n, sigma=sigma, tau=tau), rtol=1e-12)
    assert say(n) <= say(n * factor) <= 1 / tau**2 * (1 + 1e-15)
    assert say(n * factor) < factor * say(n)  # less than in proportion


def test_the_say_is_almost_proportional_to_a_small_size_and_hardly_moved_by_a_large_one():
    say = pooling_weight([1, 2, 100_000, 200_000], sigma=10.0, tau=0.1)  # sigma^2 / tau^2 is 10 000
    assert 1.999 < say[1] / say[0] < 2
    assert 1 < say[3] / say[2] < 1.05


@given(st.lists(sizes, min_size=2, max_size=8), scales, scales, st.integers(0, 2**32 - 1))
def test_no_other_weights_give_mu_a_smaller_standard_error(n, sigma, tau, seed):
    variance = tau**2 + sigma**2 / np.array(n)
    best = 1 / variance / np.sum(1 / variance)
    w = pooling_weight(n, sigma=sigma, tau=tau)
    np.testing.assert_allclose(w / w.sum(), best, rtol=1e-10)  # a common factor of the weights does not matter
    random = np.random.default_rng(seed).uniform(size=len(n))
    for other in (np.array(n) / np.sum(n), np.full(len(n), 1 / len(n)), random / random.sum()):
        assert best**2 @ variance <= other**2 @ variance * (1 + 1e-12)


@given(sizes, scales, scales, values, more)
def test_a_wrong_mean_costs_small_groups_more(n, sigma, tau, delta, factor):
    few, many = (
        partial_pool(1.0, k, 1.0 + delta, sigma=sigma, tau=tau).mean - 1.0 for k in (n, int(np.ceil(n * factor)))
    )
    rounding = 1e-14 * (1 + abs(delta))
    assert abs(many) <= abs(few) + rounding and abs(few) <= abs(delta) + rounding


@given(sizes, scales, scales)
def test_mean_median_and_peak_are_in_one_place(n, sigma, tau):
    found = partial_pool(1.2, n, 0.3, sigma=sigma, tau=tau)
    alpha = found.mean + found.sd * np.linspace(-9, 9, 2001)
    log_density = norm(alpha, sigma / np.sqrt(n)).logpdf(1.2) + norm(0.3, tau).logpdf(alpha)
    density = np.exp(log_density - log_density.max())
    density /= density.sum()
    assert density.argmax() == 1000  # the middle of the grid
    np.testing.assert_allclose(density @ alpha, found.mean, rtol=0, atol=1e-8 * found.sd)
    np.testing.assert_allclose(density[:1000].sum(), density[1001:].sum(), rtol=1e-6)
