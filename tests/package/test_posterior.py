"""Chapter 4: the log-posterior, its gradient and curvature, and its mode."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from mlmcore import (
    GroupedData,
    Theta,
    log_likelihood,
    log_posterior,
    log_posterior_curvature,
    log_posterior_gradient,
    log_prior,
    partial_pool,
    posterior_mode,
    summarize,
)

scales = st.floats(0.1, 10)


def flat(theta):
    return np.concatenate([np.atleast_1d(part) for part in theta])


def shaped(vector, data):
    J = len(data.labels)
    return Theta(vector[:J], vector[J:-1], vector[-1])


def somewhere(data, seed=1):
    return shaped(np.random.default_rng(seed).normal(size=len(data.labels) + data.x.shape[1] + 1), data)


def close_to(actual, desired, rtol):
    """Compare entries relative to the largest: sums of terms of either sign lose digits of the small ones."""
    np.testing.assert_allclose(actual, desired, rtol=rtol, atol=rtol * np.abs(desired).max())


@given(st.data(), scales, scales)
def test_it_is_likelihood_times_prior(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    theta = somewhere(data)
    parts = log_likelihood(theta.alpha, theta.beta, data, sigma=sigma), log_prior(theta.alpha, theta.mu, tau=tau)
    assert log_posterior(theta, data, sigma=sigma, tau=tau) == sum(parts)


@given(st.data(), scales, scales)
def test_gradient_equals_the_complex_step(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    at = flat(somewhere(data))
    steps = 1e-30j * np.eye(len(at))
    expected = [log_posterior(shaped(at + h, data), data, sigma=sigma, tau=tau).imag / 1e-30 for h in steps]
    found = log_posterior_gradient(shaped(at, data), data, sigma=sigma, tau=tau)
    assert np.shape(found.beta) == (data.x.shape[1],)
    assert np.ndim(found.mu) == 0
    close_to(flat(found), expected, rtol=1e-10)


@given(st.data(), scales, scales)
def test_curvature_equals_the_change_of_the_gradient(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    theta = somewhere(data)
    J = len(data.labels)
    found = log_posterior_curvature(np.bincount(data.group), sigma=sigma, tau=tau)
    for j in range(J):  # the gradient is linear in alpha, so a step of 1 is as good as a small one
        there, here = (
            log_posterior_gradient(theta._replace(alpha=theta.alpha + step * np.eye(J)[j]), data, sigma=sigma, tau=tau)
            for step in (1, 0)
        )
        change = there.alpha - here.alpha
        assert np.count_nonzero(change) == 1  # no intercept's derivative depends on another intercept
        scale = np.abs(flat(there)).max() + np.abs(flat(here)).max()
        np.testing.assert_allclose(change[j], found[j], rtol=1e-10, atol=1e-13 * scale)


@given(st.data(), scales, scales)
def test_curvature_equals_the_complex_step_of_the_gradient(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    at, J = flat(somewhere(data)), len(data.labels)
    steps = 1e-30j * np.eye(len(at))
    along = [log_posterior_gradient(shaped(at + h, data), data, sigma=sigma, tau=tau).alpha.imag / 1e-30 for h in steps]
    curvature = log_posterior_curvature(np.bincount(data.group), sigma=sigma, tau=tau)
    np.testing.assert_allclose(along[:J], np.diag(curvature), rtol=1e-12)
    np.testing.assert_allclose(along[-1], np.full(J, 1 / tau**2), rtol=1e-12)


@given(st.lists(st.integers(0, 100), min_size=1), scales, scales)
def test_curvature_is_minus_the_precision_after_the_data(n, sigma, tau):
    sd = partial_pool(np.zeros(len(n)), n, 0.0, sigma=sigma, tau=tau).sd
    np.testing.assert_allclose(log_posterior_curvature(n, sigma=sigma, tau=tau), -1 / sd**2, rtol=1e-12)


@given(st.data(), scales, scales)
def test_the_gradient_is_zero_at_the_mode(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    mode = posterior_mode(summarize(data), sigma=sigma, tau=tau)
    gradient = log_posterior_gradient(mode, data, sigma=sigma, tau=tau)
    # atol: one rounding of the largest residual or intercept, summed over rows
    size = np.abs(data.y).max() + np.abs(flat(mode)).max() * (1 + np.abs(data.x).sum())
    weight = (1 + np.abs(data.x).max(initial=0)) * len(data.y) / sigma**2 + len(data.labels) / tau**2
    np.testing.assert_allclose(flat(gradient), 0, atol=1e-14 * size * weight)


@given(st.data(), scales, scales)
def test_every_step_away_from_the_mode_is_down(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    mode = posterior_mode(summarize(data), sigma=sigma, tau=tau)
    top = log_posterior(mode, data, sigma=sigma, tau=tau)
    for seed in range(5):
        away = shaped(flat(mode) + flat(somewhere(data, seed)), data)
        assert log_posterior(away, data, sigma=sigma, tau=tau) < top


@given(st.data(), scales, scales)
def test_the_mode_is_generalised_least_squares(data_sets, dense, draw, sigma, tau):
    data = draw.draw(data_sets())
    X, Z, V = dense(data, sigma, tau)
    mu, *beta = np.linalg.solve(X.T @ np.linalg.solve(V, X), X.T @ np.linalg.solve(V, data.y))
    residual = data.y - X @ [mu, *beta]
    alpha = mu + tau**2 * Z.T @ np.linalg.solve(V, residual)  # best linear unbiased prediction
    # rtol: the dense route's own, V's condition number is at most 1e6 here
    close_to(flat(posterior_mode(summarize(data), sigma=sigma, tau=tau)), [*alpha, *beta, mu], rtol=1e-9)


@given(st.data(), scales, scales)
def test_the_mode_solves_the_mixed_model_equations(data_sets, dense, draw, sigma, tau):
    data = draw.draw(data_sets())
    X, Z, _ = dense(data, sigma, tau)
    W = np.hstack((X, Z))
    penalty = np.diag([0] * X.shape[1] + [(sigma / tau) ** 2] * Z.shape[1])
    mu, *rest = np.linalg.solve(W.T @ W + penalty, W.T @ data.y)
    beta, offsets = rest[: data.x.shape[1]], np.array(rest[data.x.shape[1] :])
    close_to(flat(posterior_mode(summarize(data), sigma=sigma, tau=tau)), [*(mu + offsets), *beta, mu], rtol=1e-9)


@given(st.data(), scales, scales)
def test_the_unweighted_mean_of_the_intercepts_is_mu(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    mode = posterior_mode(summarize(data), sigma=sigma, tau=tau)
    np.testing.assert_allclose(mode.alpha.mean(), mode.mu, rtol=0, atol=1e-12 * np.abs(mode.alpha).max())


@given(st.data(), scales, scales)
def test_mu_is_the_weighted_mean_of_the_groups_own_intercepts(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    summary = summarize(data)
    mode = posterior_mode(summary, sigma=sigma, tau=tau)
    gamma = summary.gamma(mode.beta)
    weight = partial_pool(gamma, summary.n, 0.0, sigma=sigma, tau=tau).weight
    np.testing.assert_allclose(np.average(gamma, weights=weight), mode.mu, rtol=0, atol=1e-12 * np.abs(gamma).max())


@given(st.data(), scales, scales)
def test_joint_is_conditional_times_marginal(data_sets, dense, draw, sigma, tau):
    data = draw.draw(data_sets())
    theta = somewhere(data)
    summary = summarize(data)
    after = partial_pool(summary.gamma(theta.beta), summary.n, theta.mu, sigma=sigma, tau=tau)
    conditional = norm(after.mean, after.sd).logpdf(theta.alpha)
    X, _, V = dense(data, sigma, tau)
    marginal = multivariate_normal(X @ [theta.mu, *theta.beta], V).logpdf(data.y)
    # atol: terms of either sign cancel, and the dense route loses digits with V's condition number, 1e5 here
    scale = np.abs(conditional).sum() + abs(marginal)
    rounding = 1e-12 + 1e-15 * np.linalg.cond(V)
    joint = log_posterior(theta, data, sigma=sigma, tau=tau)
    np.testing.assert_allclose(joint, conditional.sum() + marginal, rtol=0, atol=rounding * scale)


@given(st.data())
def test_small_tau_is_complete_pooling_and_large_tau_is_none(data_sets, dense, draw):
    data = draw.draw(data_sets())
    X, Z, _ = dense(data, 1.0, 1.0)
    summary = summarize(data)
    complete = posterior_mode(summary, sigma=1.0, tau=0)
    least_squares = np.linalg.lstsq(X, data.y, rcond=None)[0]
    close_to([complete.mu, *complete.beta], least_squares, rtol=1e-10)
    assert np.all(complete.alpha == complete.mu)
    none = posterior_mode(summary, sigma=1.0, tau=1e9)
    dummies = np.linalg.lstsq(np.hstack((Z, X[:, 1:])), data.y, rcond=None)[0]
    close_to(flat(none)[:-1], dummies, rtol=1e-10)
    np.testing.assert_allclose(none.mu, none.alpha.mean(), atol=1e-10 * np.abs(none.alpha).max())


def test_in_a_balanced_design_without_predictors_mu_is_the_overall_mean_at_any_tau():
    summary = summarize(GroupedData.from_arrays([1.0, 2.0, 4.0, 8.0, 16.0, 32.0], list("aabbcc")))
    for tau in (0, 0.1, 1, 100):
        np.testing.assert_allclose(posterior_mode(summary, sigma=1, tau=tau).mu, 63 / 6, rtol=1e-14)


def test_in_an_unbalanced_design_mu_moves_from_the_overall_mean_to_the_mean_of_means_as_tau_grows():
    summary = summarize(GroupedData.from_arrays([0.0, 1.0] + 8 * [10.0, 11.0], [0] * 2 + [1] * 16))
    mu = [posterior_mode(summary, sigma=1.0, tau=tau).mu for tau in (0, 0.1, 1, 10, 1e6)]
    assert mu == sorted(mu, reverse=True)
    np.testing.assert_allclose([mu[0], mu[-1]], [(1 + 8 * 21) / 18, (0.5 + 10.5) / 2], rtol=1e-10)


def test_a_plain_tuple_will_do_for_theta():
    data = GroupedData.from_arrays([1.0, 2.0, 4.0], ["a", "a", "b"])
    plain, named = ([1.5, 4.0], (), 2.0), Theta([1.5, 4.0], (), 2.0)
    scales = {"sigma": 1.0, "tau": 2.0}
    assert log_posterior(plain, data, **scales) == log_posterior(named, data, **scales)
    np.testing.assert_array_equal(log_posterior_gradient(plain, data, **scales).alpha, [0.125, -0.5])


@given(st.data(), scales, scales)
def test_the_houses_pull_towards_their_own_intercept_and_the_prior_towards_mu(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    theta = somewhere(data)
    from_houses = log_posterior_gradient(theta, data, sigma=sigma, tau=1e150).alpha  # such a prior pulls by < 1e-290
    from_prior = log_posterior_gradient(theta, data, sigma=1e150, tau=tau).alpha
    assert np.array_equal(np.sign(from_houses), np.sign(summarize(data).gamma(theta.beta) - theta.alpha))
    assert np.array_equal(np.sign(from_prior), np.sign(theta.mu - theta.alpha))
    both = log_posterior_gradient(theta, data, sigma=sigma, tau=tau)
    close_to(both.alpha, from_houses + from_prior, rtol=1e-12)
    # the intercepts pull on mu as mu pulls on them
    np.testing.assert_allclose(both.mu, -from_prior.sum(), rtol=1e-12, atol=1e-12 * np.abs(from_prior).sum())


@given(st.data(), scales, scales)
def test_above_the_estimates_every_derivative_points_down_and_below_up(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    mode = posterior_mode(summarize(data), sigma=sigma, tau=tau)
    for step in (0.2, -0.2):
        gradient = log_posterior_gradient(mode._replace(alpha=mode.alpha + step), data, sigma=sigma, tau=tau)
        assert np.all(np.sign(gradient.alpha) == -np.sign(step))


@given(st.data(), scales, scales)
def test_along_every_line_it_is_a_parabola_that_opens_downwards(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    for seed in range(3):
        direction = flat(somewhere(data, seed=10 + seed))
        bends = []
        for at in (flat(somewhere(data, seed)), flat(posterior_mode(summarize(data), sigma=sigma, tau=tau))):
            low, here, high = (
                log_posterior(shaped(at + t * direction, data), data, sigma=sigma, tau=tau) for t in (-1, 0, 1)
            )
            bends.append(low - 2 * here + high)
        assert max(bends) < 0
        np.testing.assert_allclose(bends[0], bends[1], rtol=1e-9, atol=1e-12 * abs(here))


@given(st.data(), scales, scales)
def test_one_newton_step_from_anywhere_lands_on_the_estimates(data_sets, draw, sigma, tau):
    data = draw.draw(data_sets())
    theta = somewhere(data)
    summary = summarize(data)
    slope = log_posterior_gradient(theta, data, sigma=sigma, tau=tau).alpha
    landed = theta.alpha - slope / log_posterior_curvature(summary.n, sigma=sigma, tau=tau)
    expected = partial_pool(summary.gamma(theta.beta), summary.n, theta.mu, sigma=sigma, tau=tau).mean
    close_to(landed, expected, rtol=1e-10)


@given(st.data(), scales, scales)
def test_no_other_linear_unbiased_predictor_has_a_smaller_error(data_sets, dense, draw, sigma, tau):
    data = draw.draw(data_sets())
    X, Z, V = dense(data, sigma, tau)
    inverse = np.linalg.inv(V)
    fixed = np.linalg.solve(X.T @ inverse @ X, X.T @ inverse)
    gain = tau**2 * Z.T @ inverse
    best = fixed[:1] + gain @ (np.eye(len(V)) - X @ fixed)  # rows: the weights of each prediction on the outcomes
    close_to(best @ data.y, posterior_mode(summarize(data), sigma=sigma, tau=tau).alpha, rtol=1e-9)
    close_to(best @ X, np.eye(1, X.shape[1]).repeat(len(best), 0), rtol=1e-9)  # right on average, whatever mu and beta
    direction = np.random.default_rng(3).normal(size=best.shape)
    other = direction - direction @ X @ np.linalg.pinv(X)  # adds nothing on average, so best + other is unbiased too

    def error(weights):
        covariance = tau**2 * np.einsum("jn,nj->j", weights, Z)
        return np.einsum("jn,nm,jm->j", weights, V, weights) - 2 * covariance + tau**2

    for size in (1e-2, 1.0, -1.0):
        assert np.all(error(best + size * other) > error(best))
