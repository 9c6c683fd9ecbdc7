r"""Names that one equation alone uses, or uses in a sense of its own, and the worlds that some equations need."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import multivariate_normal

import mlmcore as mlm

from .names import density_of_gamma, gradient, log_likelihood, look_up
from .normal import (
    complex_step,
    gamma_of,
    joint_precision,
    moments,
    normal_of,
    squared_error,
    the_y,
    whitened,
    with_y,
)
from .world import random_world


def drawn(seed, size=None):
    """A number, or one for each group, that nothing else in the world depends on."""
    return lambda w: np.random.default_rng(seed).normal(size=len(w.alpha) if size == "J" else None)


class Unsolved(NamedTuple):
    """What an equation's left side is before the solution is put in: at other values of some names."""

    names: dict
    left: Callable


def slope_of_likelihood(w, direction):
    """Sigma squared times the likelihood's slope at w's own alpha and beta, in a direction (alpha, beta)."""
    alpha, beta = direction
    return w.sigma**2 * complex_step(
        lambda h: mlm.log_likelihood(w.alpha + h * alpha, [w.beta + h * beta], w.data, sigma=w.sigma), 0.0
    )


LINE_AT_RANDOM = {r"\hat\mu": lambda w: 0.3, r"\hat u": lambda w: w.alpha - 0.3, r"\hat\beta": lambda w: w.beta}
SLOPE_IN_LEVEL = Unsolved(LINE_AT_RANDOM, lambda w: slope_of_likelihood(w, (1, 0)))
SLOPE_IN_BETA = Unsolved(LINE_AT_RANDOM, lambda w: slope_of_likelihood(w, (0, 1)))
SLOPE_IN_ALPHA = Unsolved(
    {r"\gamma": lambda w: w.alpha},
    lambda w: np.array([slope_of_likelihood(w, (unit, 0)) for unit in np.eye(len(w.alpha))]),
)

# Chapter 7: the prior as imagined houses, as many as make their share of the estimate equal to 1 - w_j


def imagined(w):
    weight = mlm.pooling_weight(1, **w.scales)
    return (1 - weight) / weight


IMAGINED = {"m": imagined}

# Chapters 9 and 10

ANY_MU = {r"\mu": drawn(8)}  # so that an equation in mu-hat is not held by mu


def shifted(w):
    return w.at(mu=w.mu + 0.7, alpha=w.alpha + np.arange(len(w.alpha)))


SLOPE_IN_MU = Unsolved(
    {r"\hat\mu": lambda w: shifted(w).mu, r"\hat\alpha": lambda w: shifted(w).alpha}, lambda w: gradient(shifted(w)).mu
)


def slope_of_marginal(w):
    """Slope in mu of the log-density of gamma, which is a parabola in mu: from two of its points."""
    low, high = (np.log(density_of_gamma(shifted(w).at(mu=shifted(w).mu + step))) for step in (-1, 1))
    return (high - low) / 2


SLOPE_OF_MARGINAL = Unsolved({r"\hat\mu": lambda w: shifted(w).mu}, slope_of_marginal)


def sum_of_moves(w):
    return np.sum(mlm.partial_pool(w.gamma, w.summary.n, shifted(w).mu, **w.scales).mean - shifted(w).mu)


SUM_OF_MOVES = Unsolved({r"\hat\mu": lambda w: shifted(w).mu}, sum_of_moves)
DELTA = {r"\delta": drawn(9)}
DIRECTION = {"d": drawn(1, "J"), "b": drawn(2), "m": drawn(3)}


def collapsed(w):
    return w.at(alpha=np.full(len(w.alpha), w.mu))


def restricted(w):
    return w.at(reml=True)


def balanced(w):
    """Groups of equal size without predictor; in the two worlds another number of groups and another size."""
    return random_world(100 + int(w.reml), [4] * 5 if w.reml else [3] * 7).at(beta=0.0)


def many_groups(w):
    """Groups of one, more than a few of them."""
    return random_world(100 + int(w.reml), [1] * (10 if w.reml else 8))


def expected_ml_variance(w):
    """E of the ML estimate of tau^2, cut off nowhere.

    Without predictor it is linear in the sums of squares between and within groups; two fits fix the coefficients.
    """
    J, N = len(w.alpha), len(w.data.y)
    means, spread = np.linspace(-9, 9, J), np.resize([-1.5, -0.5, 0.5, 1.5], N)
    rows = []
    for wide in (1.0, 2.0):
        y = means[w.data.group] + wide * spread
        fit = mlm.fit(mlm.GroupedData.from_arrays(y, w.data.group), reml=False)
        rows.append((*sums_of_squares(w, y), fit.tau**2))
    (b1, w1, t1), (b2, w2, t2) = rows
    coefficients = np.linalg.solve([[b1, w1], [b2, w2]], [t1, t2])
    mean, covariance = moments(w, the_y)
    expected = [quadratic_mean(w, form, mean, covariance) for form in range(2)]
    return coefficients @ expected


def sums_of_squares(w, y):
    means = np.array([y[w.data.group == j].mean() for j in range(len(w.alpha))])[w.data.group]
    return np.sum((means - y.mean()) ** 2), np.sum((y - means) ** 2)


def quadratic_mean(w, form, mean, covariance):
    """E of a sum of squares of y: its value at the mean, plus the sum of its values along the covariance's axes."""
    root = np.linalg.cholesky(covariance)
    return sums_of_squares(w, mean)[form] + sum(sums_of_squares(w, axis)[form] for axis in root.T)


ML_BIAS = {r"E(\hat\tau_{\mathrm{ML}}^2)": expected_ml_variance, "n": lambda w: w.summary.n[0]}

# Chapter 11


def break_even(w):
    """Distance from mu at which partial pooling's error is that of the group's own intercept."""
    own_error = np.diag(moments(w, gamma_of(w), given_alpha=True)[1])

    def gain(distance):
        return squared_error(w.at(alpha=np.full(len(w.alpha), w.mu + distance)), given_alpha=True) - own_error

    return np.array([brentq(lambda d, j=j: gain(d)[j], 0, 50, xtol=1e-14) for j in range(len(w.alpha))])


BREAK_EVEN = {r"\delta": break_even}


VARIANCE = 0.7  # of every gamma_j; the pull does not ask where it comes from


def stein(w):
    """Pull gamma to its mean along its deviations over their squares, as far as Stein's estimate of the risk is least.

    The risk of gamma + c g is estimated without bias by J v + c^2 g'g + 2 c v div g, whatever the truth; g'g and the
    divergence of g come from g itself.
    """
    gamma, v, J = w.gamma, VARIANCE, len(w.alpha)

    def pull(gamma):
        deviation = gamma - gamma.mean()
        return -deviation / np.sum(deviation**2)

    divergence = sum(complex_step(lambda h, j=j: pull(gamma + h * np.eye(J)[j])[j], 0.0) for j in range(J))
    return gamma - v * divergence / np.sum(pull(gamma) ** 2) * pull(gamma)


STEIN = {r"\hat\alpha": stein, "v": lambda w: VARIANCE}

# Chapter 12: a predictor of groups, as a second column of x


SLOPE = 0.8


def soil(w):
    return drawn(12, "J")(w)


def two_columns(w, y=None):
    x = np.column_stack((w.data.x[:, 0], soil(w)[w.data.group]))
    return mlm.GroupedData.from_arrays(w.data.y if y is None else y, w.data.group, x)


def line_levels(w):
    """The level of each group's line at x = 0: the highest point of the log-likelihood of the two-column model."""
    centre, _ = outcome(w)
    return np.array([(centre - w.beta * w.data.x[:, 0])[w.data.group == j].mean() for j in range(len(w.alpha))])


def outcome(w):
    def log_density(y):
        return mlm.log_likelihood(w.alpha, [w.beta, SLOPE], two_columns(w, y), sigma=w.sigma)

    return normal_of(log_density, w.data.y)


def level_distribution(w):
    """alpha_j as the level of a line whose rest is drawn: shift the rest, and read the level."""
    mean, variance = normal_of(lambda a: mlm.log_prior(a, w.mu, tau=w.tau), w.alpha)
    shift = line_levels(w) - w.alpha
    return mean + shift, variance


def line_average(w):
    """The two-column model's own weighted average of the rest, plus the shift of its line."""
    summary = mlm.summarize(two_columns(w))
    rest = mlm.partial_pool(summary.gamma([w.beta, SLOPE]), summary.n, w.mu, **w.scales).mean
    return rest + line_levels(w) - w.alpha


SOIL = {
    r"\beta_u": lambda w: SLOPE,
    "u": soil,
    "a": lambda w: w.alpha,
    "a_j": lambda w: normal_of(lambda a: mlm.log_prior(a, w.mu, tau=w.tau), w.alpha),
    r"\alpha": line_levels,
    r"\alpha_j": level_distribution,
    "y_i": outcome,
    r"\hat\alpha": line_average,
}

# Chapter 12: a county without houses


def new_level(w):
    """Mean and variance of a new group's intercept, from the normal posterior of everything at once."""
    J, N = len(w.alpha) + 1, len(w.data.y)
    house = np.column_stack((np.equal.outer(w.data.group, np.arange(J)), w.data.x, np.zeros(N)))
    covariance = np.linalg.inv(joint_precision(w, new_group=True))
    return (covariance @ house.T @ w.data.y / w.sigma**2)[J - 1], covariance[J - 1, J - 1]


def new_outcome(w):
    mean, variance = new_level(w)
    return mean, variance + w.sigma**2


def standard_error_of_mu(w):
    X, _ = whitened(w)
    return np.sqrt(np.linalg.inv(X.T @ X)[-1, -1])


NEW = {
    r"\alpha_\ast \mid y, \sigma, \tau": new_level,
    r"y_\ast \mid y, \sigma, \tau": new_outcome,
    r"s_\mu": standard_error_of_mu,
}

# Appendix A: the thread's functions, each from the true ones


def misfit(w):
    """Log-likelihood less its largest value, that of lines through every observation."""
    perfect = with_y(w, w.alpha[w.data.group] + w.beta * w.data.x[:, 0])
    return log_likelihood(w) - mlm.log_likelihood(w.alpha, [w.beta], perfect, sigma=w.sigma)


def spread(w):
    """Log-prior less its largest value, that of groups all at mu."""
    return mlm.log_prior(w.alpha, w.mu, tau=w.tau) - mlm.log_prior(collapsed(w).alpha, w.mu, tau=w.tau)


def thread_slope(w, alpha):
    """The slope of the log-likelihood less that of the log-prior, for each alpha_j: one of the two signs is wrong."""

    def slope(function):
        return np.array(
            [complex_step(lambda h, unit=unit: function(alpha + h * unit), 0.0) for unit in np.eye(len(alpha))]
        )

    likelihood = slope(lambda a: mlm.log_likelihood(a, [w.beta], w.data, sigma=w.sigma))
    return likelihood - slope(lambda a: mlm.log_prior(a, w.mu, tau=w.tau))


def thread_root(w):
    at_zero, at_one = thread_slope(w, np.zeros(len(w.alpha))), thread_slope(w, np.ones(len(w.alpha)))
    return at_zero / (at_zero - at_one)


def density_of_x_and_y(w):
    """Joint density with standard normal x: then (x, y) is normal, too."""
    identity, group = np.eye(len(w.data.y)), w.data.group
    variance_of_y = (w.beta**2 + w.sigma**2) * identity
    covariance = np.block([[identity, w.beta * identity], [w.beta * identity, variance_of_y]])
    mean = np.r_[np.zeros(len(group)), w.alpha[group]]
    return multivariate_normal(mean, covariance).pdf(np.r_[w.data.x[:, 0], w.data.y])


def pooled_means(w):
    return mlm.partial_pool(look_up(w, r"\bar y"), w.summary.n, w.data.y.mean(), **w.scales).mean


THREAD = {
    r"L_{+}(\alpha, \beta)": lambda w: np.exp(-2 * misfit(w)),
    r"P_{+}(\alpha, \mu)": lambda w: np.exp(-2 * spread(w)),
    r"f_{2}(\Theta)": lambda w: 2 * (misfit(w) + spread(w)),
    r"\frac{\partial^2 f_{2}}{\partial \alpha_j^2}": lambda w: 2 * mlm.log_posterior_curvature(w.summary.n, **w.scales),
    r"g(\alpha_j)": lambda w: thread_slope(w, w.alpha),
    "r": thread_root,
    r"q(\tau)": spread,
    "p(x)": lambda w: multivariate_normal(np.zeros(len(w.data.y))).pdf(w.data.x[:, 0]),
    r"p(x, y \mid \alpha, \beta, \sigma)": density_of_x_and_y,
    "b": pooled_means,
}
