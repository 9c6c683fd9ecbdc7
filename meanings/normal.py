"""The model's densities and normal distributions, by mlmcore's functions of them or multiplied out with matrices."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import multivariate_normal

import mlmcore as mlm
from texproof.world import derivative


def log_likelihood(w, alpha=None):
    return mlm.log_likelihood(w.alpha if alpha is None else alpha, [w.beta], w.data, sigma=w.sigma)


def log_prior(w, alpha=None):
    return mlm.log_prior(w.alpha if alpha is None else alpha, w.mu, tau=w.tau)


def fall_of_prior(w, factor):
    """Return how much lower the log-prior of equal groups is if tau is multiplied."""
    equal = w.at(alpha=np.full(len(w.alpha), w.mu))
    return log_prior(equal) - log_prior(equal.at(tau=factor * w.tau))


def gradient(w):
    return mlm.log_posterior_gradient(w.theta, w.data, **w.scales)


def slopes(function, at):
    """Return the derivative of a function of an array with respect to each entry."""
    return np.array([derivative(lambda h, unit=unit: function(at + h * unit), 0.0) for unit in np.eye(len(at))])


def normal_of(log_density, centre):
    """Return, entry by entry, mean and variance of the normal with this log-density: three points fix a parabola."""
    low, here, high = (
        np.array([log_density(centre + step * unit) for unit in np.eye(len(centre))]) for step in (-1, 0, 1)
    )
    variance = -1 / (low - 2 * here + high)
    return centre + (high - low) / 2 * variance, variance


def of_alpha(w):
    """Return mean and variance of each intercept in the population."""
    return normal_of(lambda alpha: log_prior(w, alpha), w.alpha)


def moments(w, *quantities, given_alpha=False):
    """Return mean and covariance of quantities(alpha, y), each linear in alpha and y, stacked one under another."""
    J, N = len(w.alpha), len(w.data.y)

    def of(z):  # z holds the intercepts and the errors, which are independent
        alpha = z[:J]
        return np.concatenate([quantity(alpha, w.line(alpha) + z[J:]) for quantity in quantities])

    centre = np.r_[w.alpha if given_alpha else np.full(J, w.mu), np.zeros(N)]
    mean = of(centre)
    slope = np.column_stack([of(centre + unit) - mean for unit in np.eye(J + N)])
    variances = np.r_[np.full(J, 0.0 if given_alpha else w.tau**2), np.full(N, w.sigma**2)]
    return mean, slope * variances @ slope.T


def marginal(w, quantity, **options):
    """Return mean and variance of each entry of a quantity of (alpha, y)."""
    mean, covariance = moments(w, quantity, **options)
    return mean, np.diag(covariance)


def variance(w, quantity, **options):
    return marginal(w, quantity, **options)[1]


def the_alpha(alpha, y):
    return alpha


def the_y(alpha, y):
    return y


def gamma_of(w):
    return lambda alpha, y: w.with_y(y).gamma


def estimate_of(w):
    """Return the function of (alpha, y) that is the estimate."""
    return lambda alpha, y: mlm.partial_pool(w.with_y(y).gamma, w.summary.n, w.mu, **w.scales).mean


def squared_error(w, estimate=None, **options):
    """Return the mean squared error, for each group, of partial pooling or of another estimate."""
    estimate = estimate or estimate_of(w)
    mean, spread = marginal(w, lambda alpha, y: estimate(alpha, y) - alpha, **options)
    return mean**2 + spread


def alpha_given(w, quantity):
    """Return means and variances of the alpha_j once a quantity of (alpha, y) is known to be what it is here."""
    J = len(w.alpha)
    mean, covariance = moments(w, the_alpha, quantity)
    gain = np.linalg.solve(covariance[J:, J:], covariance[J:, :J]).T
    surprise = quantity(w.alpha, w.data.y) - mean[J:]
    return mean[:J] + gain @ surprise, np.diag(covariance[:J, :J] - gain @ covariance[J:, :J])


def density_of_gamma(w):
    return multivariate_normal(*moments(w, gamma_of(w))).pdf(w.gamma)


def design(w):
    return np.column_stack((w.data.x, np.ones(len(w.data.y))))  # the columns of beta and mu


def whitened(w):
    """Return the root of the inverse covariance of y, times the design and y: least squares then needs no weights."""
    root = np.linalg.inv(np.linalg.cholesky(moments(w, the_y)[1]))
    return root @ design(w), root @ w.data.y


def log_evidence(w, reml=True):
    """Return log p(y | x, sigma, tau): with reml, beta and mu integrated out; else at the beta and mu that fit best."""
    X, y = whitened(w)
    best, squares, *_ = np.linalg.lstsq(X, y, rcond=None)
    if not reml:
        return multivariate_normal(design(w) @ best, moments(w, the_y)[1]).logpdf(w.data.y)
    log_det = np.linalg.slogdet(moments(w, the_y)[1])[1] + np.linalg.slogdet(X.T @ X)[1]
    return -((len(y) - X.shape[1]) * np.log(2 * np.pi) + log_det + squares[0]) / 2


def root_of_slope(function, low, high):
    """Return where a function of a scale has slope zero, from differences of sixth order in its logarithm."""

    def slope(log_scale, h=1e-3):
        at = {k: function(np.exp(log_scale + k * h)) for k in (-3, -2, -1, 1, 2, 3)}
        return 45 * (at[1] - at[-1]) - 9 * (at[2] - at[-2]) + (at[3] - at[-3])

    return np.exp(brentq(slope, np.log(low), np.log(high), xtol=1e-15))


def best_sigma(w):
    """Return the sigma with the largest likelihood at this world's ratio of scales."""
    ratio = w.tau / w.sigma
    return root_of_slope(lambda s: log_evidence(w.at(sigma=s, tau=ratio * s), w.reml), w.sigma / 50, w.sigma * 50)


def posterior(w, new_group=False):
    """Return mean and covariance of (alpha, beta, mu) given the data, and maybe a new group's alpha."""
    J, N = len(w.alpha) + new_group, len(w.data.y)
    house = np.column_stack((np.equal.outer(w.data.group, np.arange(J)), w.data.x, np.zeros(N)))
    county = np.column_stack((np.eye(J), np.zeros(J), -np.ones(J)))
    covariance = np.linalg.inv(house.T @ house / w.sigma**2 + county.T @ county / w.tau**2)
    return covariance @ house.T @ w.data.y / w.sigma**2, covariance


def integral_over_theta(w, integrand):
    """Return the integral of a function that is a constant times the posterior of Theta, as its mean ratio to that.

    For any other function the ratios at five draws differ, and the answer is not a number.
    """
    J, normal = len(w.alpha), multivariate_normal(*posterior(w))
    draws = normal.rvs(5, random_state=np.random.default_rng(1))
    ratios = [integrand(w.at(alpha=d[:J], beta=d[J], mu=d[J + 1])) / normal.pdf(d) for d in draws]
    return ratios[0] if np.allclose(ratios, ratios[0], rtol=1e-9) else np.nan
