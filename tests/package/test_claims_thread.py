"""What appendix A, and the warnings in the chapters, say in words about the thread's slips."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm

from mlmcore import GroupedData, fit, log_posterior, log_prior, partial_pool, posterior_mode, summarize
from mlmcore.datasets import load_radon

sizes = st.integers(1, 500)
scales = st.floats(0.05, 20)
values = st.floats(-50, 50)


@given(values, st.floats(1.01, 100), scales)
def test_without_the_minus_the_worse_a_line_fits_the_better_it_looks(residual, factor, sigma):
    printed, true = (lambda r: r**2 / sigma**2), (lambda r: norm(0, sigma).logpdf(r))
    if abs(residual) > 1e-6:
        assert printed(residual * factor) > printed(residual) > printed(0.0)  # no maximum: the peak has become the pit
        assert true(residual * factor) < true(residual) < true(0.0)
        # and with the minus the density falls off exponentially with the square of the distance
        np.testing.assert_allclose(true(0.0) - true(residual), residual**2 / (2 * sigma**2), rtol=1e-9, atol=1e-12)


@given(sizes, scales, scales, values, values)
def test_without_the_half_the_peak_stays_the_curvature_doubles_and_the_sd_is_too_small(n, sigma, tau, gamma, mu):
    found = partial_pool(gamma, n, mu, sigma=sigma, tau=tau)

    def f(a, factor):
        return -factor * (n * (gamma - a) ** 2 / sigma**2 + (a - mu) ** 2 / tau**2)

    bends = []
    for factor in (0.5, 1.0):
        low, here, high = (f(found.mean + step, factor) for step in (-1, 0, 1))
        bends.append(2 * here - low - high)
        np.testing.assert_allclose(low, high, rtol=1e-7, atol=1e-9 * abs(here))  # level at the peak
    np.testing.assert_allclose(bends[1], 2 * bends[0], rtol=1e-7, atol=1e-9 * abs(here))
    np.testing.assert_allclose(bends[0], 1 / found.sd**2, rtol=1e-7, atol=1e-9 * abs(here))


@given(sizes, scales, scales)
def test_the_flipped_sign_sends_small_groups_beyond_mu_and_large_ones_beyond_their_data(n, sigma, tau):
    ratio = (sigma / tau) ** 2
    if abs(n / ratio - 1) > 1e-9:
        share = (n / sigma**2) / (n / sigma**2 - 1 / tau**2)  # gamma = 1 and mu = 0
        assert not 0 < share < 1
        assert share < 0 if n < ratio else share > 1


def test_the_printed_derivative_is_that_of_neither_function():
    y, mu, sigma, tau = np.array([2.8, 3.1]), 1.46, 0.75, 0.33

    def half_log(a, sign):
        return sign * (np.sum((y - a) ** 2) / sigma**2 + (a - mu) ** 2 / tau**2) / 2

    for a in (0.0, 1.7, 2.5, 4.0):
        printed = (a - mu) / tau**2 + np.sum(y - a) / sigma**2
        for sign in (1, -1):
            slope = half_log(a + 1e-30j, sign).imag / 1e-30
            assert abs(slope - printed) > 0.1


@given(st.lists(values, min_size=2, max_size=8), values, scales, st.floats(1.01, 100))
def test_without_its_constant_the_prior_only_rises_with_tau_and_every_tau_is_beaten_by_a_larger_one(
    alpha, mu, tau, factor
):
    def dropped(at):
        return log_prior(alpha, mu, tau=at) + len(alpha) / 2 * np.log(2 * np.pi * at**2)

    if np.ptp(alpha) > 1e-3:
        assert dropped(tau) < dropped(tau * factor) < 1e-9
        assert dropped(1e9) == pytest.approx(0, abs=1e-9)
        # with it, it is highest at the root mean square of the distances
        rms = np.sqrt(np.mean((np.array(alpha) - mu) ** 2))
        assert log_prior(alpha, mu, tau=rms) > max(log_prior(alpha, mu, tau=rms * s) for s in (0.9, 1.1))


@given(st.lists(values, min_size=2, max_size=8), values, scales)
def test_at_fixed_scales_the_constant_changes_no_comparison(alpha, mu, tau):
    one, other = np.array(alpha), np.array(alpha)[::-1] + np.arange(len(alpha))
    kept = log_prior(one, mu, tau=tau) - log_prior(other, mu, tau=tau)
    dropped = (np.sum((other - mu) ** 2) - np.sum((one - mu) ** 2)) / (2 * tau**2)
    np.testing.assert_allclose(kept, dropped, rtol=1e-9, atol=1e-12 * (1 + np.sum((other - mu) ** 2) / tau**2))


@given(st.data(), scales, scales, st.floats(1.01, 100))
def test_without_the_constant_the_height_of_the_peak_never_falls_as_tau_grows(data_sets, draw, sigma, tau, factor):
    data = draw.draw(data_sets())

    def height(at):
        mode = posterior_mode(summarize(data), sigma=sigma, tau=at)
        constant = len(data.labels) / 2 * np.log(2 * np.pi * at**2)
        return log_posterior(mode, data, sigma=sigma, tau=at) + constant

    assert height(tau) <= height(tau * factor) + 1e-9 * abs(height(tau))


@given(st.data(), scales)
def test_with_the_constant_the_height_grows_without_end_as_tau_goes_to_zero(data_sets, draw, sigma):
    data = draw.draw(data_sets())
    J = len(data.labels)
    heights, spreads = [], []
    for tau in (1e-3, 1e-6, 1e-9):
        mode = posterior_mode(summarize(data), sigma=sigma, tau=tau)
        heights.append(log_posterior(mode, data, sigma=sigma, tau=tau))
        spreads.append(np.abs(mode.alpha - mode.mu).max())
    assert spreads[2] <= spreads[1] <= spreads[0] < 0.5  # the intercepts close up on mu
    np.testing.assert_allclose(heights[2] - heights[1], J * np.log(1000), rtol=1e-4)
    mode = posterior_mode(summarize(data), sigma=sigma, tau=0)
    # and mu alone for every group, one line for all, already does it
    collapsed = [log_posterior(mode, data, sigma=sigma, tau=tau) for tau in (1e-3, 1e-6)]
    np.testing.assert_allclose(np.diff(collapsed), J * np.log(1000), rtol=1e-9)


@given(st.data())
def test_the_height_alone_has_a_maximum_over_sigma_and_puts_it_too_low(data_sets, draw):
    data = draw.draw(data_sets())
    found, summary = fit(data), summarize(data)
    assume(found.tau > 0.01)

    def residuals_and_height(sigma):
        mode = posterior_mode(summary, sigma=sigma, tau=found.tau)
        residuals = data.y - mode.alpha[data.group] - data.x @ mode.beta
        return residuals, log_posterior(mode, data, sigma=sigma, tau=found.tau)

    sigma = found.sigma
    for _ in range(60):  # each step up
        sigma = np.sqrt(np.mean(residuals_and_height(sigma)[0] ** 2))
    below, at, above = (residuals_and_height(factor * sigma)[1] for factor in (0.9, 1, 1.1))
    assert below < at > above
    assert sigma < found.sigma


@pytest.fixture(scope="module")
def radon():
    table = load_radon()
    return [fit(GroupedData.from_table(table, y="log_radon", group="county", x=x)) for x in ((), "floor")], table


def test_the_questions_means_put_every_county_too_low(radon):
    (plain, floor), table = radon
    data = GroupedData.from_table(table, y="log_radon", group="county", x="floor")
    summary = summarize(data)
    scales = {"sigma": floor.sigma, "tau": floor.tau}
    questions = partial_pool(summary.y_mean, summary.n, data.y.mean(), **scales).mean
    assert np.all(questions < floor.alpha)
    gamma = summary.gamma(floor.beta)
    assert floor.beta[0] < 0
    first_floor = summary.x_mean[:, 0]
    order = np.argsort(first_floor)  # the more measurements on the first floor, the lower it looks
    assert np.all(np.diff((summary.y_mean - gamma)[order]) <= 1e-12)
    # without the floor, the large counties' weight in the mean of all the data is what is wrong
    assert np.array_equal(
        summary.y_mean, summarize(GroupedData.from_table(table, y="log_radon", group="county")).gamma([])
    )
    large = summary.n > 50
    by_house, by_model = summary.n / summary.n.sum(), plain.weight / plain.weight.sum()
    assert by_house[large].sum() > 3 * by_model[large].sum()
    assert summary.y_mean[large].mean() < plain.mu and data.y.mean() < plain.mu


def test_the_spread_of_the_estimates_is_below_tau(radon):
    (_, floor), _ = radon
    assert np.sqrt(np.mean((floor.alpha - floor.mu) ** 2)) < floor.tau


@given(st.lists(sizes, min_size=2, max_size=6), scales, scales, values, values)
def test_an_averaged_deviation_takes_up_only_a_part_of_a_shift(n, sigma, tau, shift, mu):
    gamma = np.linspace(-3, 4, len(n))
    w = partial_pool(gamma, n, mu, sigma=sigma, tau=tau).weight
    before, after = (w * (gamma - mu) + (1 - w) * (mu + s) for s in (0.0, shift))  # gamma - mu knows of no shift
    np.testing.assert_allclose(after - before, (1 - w) * shift, rtol=0, atol=1e-11)
    right = partial_pool(gamma + shift, n, mu + shift, sigma=sigma, tau=tau).mean
    np.testing.assert_allclose(right - partial_pool(gamma, n, mu, sigma=sigma, tau=tau).mean, shift, atol=1e-11)
