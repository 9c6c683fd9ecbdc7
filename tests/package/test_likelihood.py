"""Chapter 2: what the data say about the intercepts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from mlmcore import GroupedData, log_likelihood, summarize

DATA = GroupedData.from_arrays([1.0, 2.5, -3.0, 4.0, 0.5], list("aabba"), [[0, 1], [2, 3], [1, 1], [5, 0], [2, 2]])


@given(st.data())
def test_it_is_the_sum_of_normal_log_densities(data_sets, draw):
    data = draw.draw(data_sets())
    alpha, beta = np.linspace(-1, 2, len(data.labels)), np.linspace(0.5, 1, data.x.shape[1])
    expected = sum(
        norm(alpha[j] + sum(beta * x), 1.7).logpdf(y) for y, j, x in zip(data.y, data.group, data.x, strict=True)
    )
    np.testing.assert_allclose(log_likelihood(alpha, beta, data, sigma=1.7), expected, rtol=1e-12)


@given(st.data(), st.floats(0.1, 10))
def test_data_speak_of_an_intercept_only_through_gamma_and_n(data_sets, draw, sigma):
    data = draw.draw(data_sets())
    beta = np.linspace(-1, 1, data.x.shape[1])
    summary = summarize(data)
    gamma = summary.gamma(beta)
    alpha = gamma + np.linspace(-2, 3, len(gamma))
    drop = log_likelihood(gamma, beta, data, sigma=sigma) - log_likelihood(alpha, beta, data, sigma=sigma)
    expected = np.sum(summary.n * (gamma - alpha) ** 2) / (2 * sigma**2)
    # atol: the difference of two log-likelihoods keeps their rounding
    scale = abs(log_likelihood(alpha, beta, data, sigma=sigma))
    np.testing.assert_allclose(drop, expected, rtol=1e-12, atol=1e-13 * scale)


def test_it_falls_as_residuals_grow():
    far = [log_likelihood([a, a], [0.0, 0.0], DATA, sigma=1.0) for a in (5.0, 50.0, 500.0)]
    assert far == sorted(far, reverse=True)


def test_a_number_stands_for_one_slope():
    data = GroupedData.from_arrays([1.0, 2.0, 4.0], list("aab"), [0.0, 1.0, 1.0])
    assert log_likelihood([1, 2], 0.5, data, sigma=1) == log_likelihood([1, 2], [0.5], data, sigma=1)


def test_complex_arguments_pass_through():
    value = log_likelihood(np.array([1 + 1e-30j, 2]), np.array([0.5, 0]), DATA, sigma=1.0)
    assert isinstance(value, np.complexfloating)
    assert value.imag != 0


@given(st.data(), st.floats(0.1, 10))
def test_it_bends_by_n_over_sigma_squared_about_each_groups_own_intercept(data_sets, draw, sigma):
    data = draw.draw(data_sets())
    beta = np.linspace(-1, 1, data.x.shape[1])
    summary = summarize(data)
    gamma = summary.gamma(beta)
    top = log_likelihood(gamma, beta, data, sigma=sigma)
    for j, step in enumerate(2 * np.eye(len(gamma))):
        up, down = (log_likelihood(gamma + s, beta, data, sigma=sigma) for s in (step, -step))
        assert max(up, down) < top
        # atol: differences of log-likelihoods keep their rounding
        np.testing.assert_allclose((2 * top - up - down) / 4, summary.n[j] / sigma**2, rtol=1e-9, atol=1e-13 * abs(up))


def test_each_groups_own_intercept_is_its_favourite_only_at_the_same_slope():
    summary = summarize(DATA)
    gamma, other = summary.gamma([1.0, 2.0]), summary.gamma([1.0, 2.5])
    top = log_likelihood(gamma, [1.0, 2.0], DATA, sigma=1.0)
    assert np.all(gamma != other)
    assert log_likelihood(other, [1.0, 2.0], DATA, sigma=1.0) < top


def test_distances_from_the_own_intercept_sum_to_zero():
    beta = np.array([1.0, -0.25])
    distance = DATA.y - DATA.x @ beta - summarize(DATA).gamma(beta)[DATA.group]
    np.testing.assert_allclose(np.bincount(DATA.group, distance), 0, atol=1e-14)
