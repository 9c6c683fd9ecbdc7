"""The model's normal distributions multiplied out with matrices, and a few derivatives: no chapter goes this way."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import multivariate_normal

import mlmcore as mlm


def moments(world, *quantities, given_alpha=False):
    """Return mean and covariance of quantities(alpha, y), each linear in alpha and y, stacked one under another."""
    J, N = len(world.alpha), len(world.data.y)

    def of(z):  # z holds the intercepts and the errors, which are independent
        alpha = z[:J]
        y = alpha[world.data.group] + world.beta * world.data.x[:, 0] + z[J:]
        return np.concatenate([quantity(alpha, y) for quantity in quantities])

    centre = np.r_[world.alpha if given_alpha else np.full(J, world.mu), np.zeros(N)]
    mean = of(centre)
    slopes = np.column_stack([of(centre + unit) - mean for unit in np.eye(J + N)])
    variances = np.r_[np.full(J, 0.0 if given_alpha else world.tau**2), np.full(N, world.sigma**2)]
    return mean, slopes * variances @ slopes.T


def the_alpha(alpha, y):
    return alpha


def the_y(alpha, y):
    return y


def gamma_of(world):
    return lambda alpha, y: world.at(data=with_y(world, y)).gamma


def with_y(world, y):
    return mlm.GroupedData.from_arrays(y, world.data.group, world.data.x)


def estimate_of(world):
    """Return the function of (alpha, y) that is the estimate."""
    n, gamma = world.summary.n, gamma_of(world)
    return lambda alpha, y: mlm.partial_pool(gamma(alpha, y), n, world.mu, **world.scales).mean


def squared_error(world, **options):
    """Return the mean squared error of partial pooling, for each group."""
    estimate = estimate_of(world)
    mean, covariance = moments(world, lambda alpha, y: estimate(alpha, y) - alpha, **options)
    return mean**2 + np.diag(covariance)


def alpha_given(world, quantity):
    """Return means and variances of the alpha_j once a quantity of (alpha, y) is known to be what it is here."""
    J = len(world.alpha)
    mean, covariance = moments(world, the_alpha, quantity)
    known = quantity(world.alpha, world.data.y)
    gain = np.linalg.solve(covariance[J:, J:], covariance[J:, :J]).T
    return mean[:J] + gain @ (known - mean[J:]), np.diag(covariance[:J, :J] - gain @ covariance[J:, :J])


def marginal(mean_and_covariance):
    mean, covariance = mean_and_covariance
    return mean, np.diag(covariance)


def normal_of(log_density, centre):
    """Return, entry by entry, mean and variance of the normal with this log-density: three points fix a parabola."""
    mean, variance = np.empty(len(centre)), np.empty(len(centre))
    for k, unit in enumerate(np.eye(len(centre))):
        low, here, high = (log_density(centre + step * unit) for step in (-1, 0, 1))
        variance[k] = -1 / (low - 2 * here + high)
        mean[k] = centre[k] + (high - low) / 2 * variance[k]
    return mean, variance


def design(world):
    return np.column_stack((world.data.x, np.ones(len(world.data.y))))  # the columns of beta and mu


def covariance_of_y(world):
    same_group = np.equal.outer(world.data.group, world.data.group)
    return world.sigma**2 * np.eye(len(same_group)) + world.tau**2 * same_group


def whitened(world):
    """Return the root of the inverse covariance of y, times the design and y: least squares then needs no weights."""
    root = np.linalg.inv(np.linalg.cholesky(covariance_of_y(world)))
    return root @ design(world), root @ world.data.y


def log_evidence(world, reml=True):
    """Return log p(y | x, sigma, tau): with reml, beta and mu integrated out; else at the beta and mu that fit best."""
    X, y = whitened(world)
    best, squares, *_ = np.linalg.lstsq(X, y, rcond=None)
    if not reml:
        return multivariate_normal(design(world) @ best, covariance_of_y(world)).logpdf(world.data.y)
    log_det = np.linalg.slogdet(covariance_of_y(world))[1] + np.linalg.slogdet(X.T @ X)[1]
    return -((len(y) - X.shape[1]) * np.log(2 * np.pi) + log_det + squares[0]) / 2


def best_sigma(world):
    """Return the sigma with the largest likelihood at this world's ratio of scales: the root of its slope."""
    ratio = world.tau / world.sigma

    def log_density(sigma):
        return log_evidence(world.at(sigma=sigma, tau=ratio * sigma), world.reml)

    return root_of_slope(log_density, world.sigma / 50, world.sigma * 50)


def root_of_slope(function, low, high):
    """Return where a function of a scale has slope zero, from differences of sixth order in its logarithm."""

    def slope(log_scale, h=1e-3):
        at = {k: function(np.exp(log_scale + k * h)) for k in (-3, -2, -1, 1, 2, 3)}
        return 45 * (at[1] - at[-1]) - 9 * (at[2] - at[-2]) + (at[3] - at[-3])

    return np.exp(brentq(slope, np.log(low), np.log(high), xtol=1e-15))


def joint_precision(world, new_group=False):
    """Return minus the second derivatives of the log-posterior in (alpha, beta, mu), maybe with a new group's alpha."""
    J, N = len(world.alpha) + new_group, len(world.data.y)
    house = np.column_stack((np.equal.outer(world.data.group, np.arange(J)), world.data.x, np.zeros(N)))
    county = np.column_stack((np.eye(J), np.zeros(J), -np.ones(J)))
    return house.T @ house / world.sigma**2 + county.T @ county / world.tau**2


def posterior_of_theta(world):
    return multivariate_normal(np.hstack(world.mode), np.linalg.inv(joint_precision(world)))


def integral_over_theta(world, integrand):
    """Return the integral of a function that is a constant times the posterior of Theta, as its mean ratio to that.

    For any other function the ratios at five draws differ, and the answer is not a number.
    """
    J, posterior = len(world.alpha), posterior_of_theta(world)
    draws = posterior.rvs(5, random_state=np.random.default_rng(1))
    ratios = [integrand(world.at(alpha=d[:J], beta=d[J], mu=d[J + 1])) / posterior.pdf(d) for d in draws]
    return ratios[0] if np.allclose(ratios, ratios[0], rtol=1e-9) else np.nan
