"""What this chapter alone says: of a predictor of groups, as a second column of x, and of a county without houses."""

import numpy as np
from scipy.special import expit
from scipy.stats import norm

import mlmcore as mlm
from meanings.normal import normal_of, of_alpha, posterior, whitened
from meanings.world import drawn
from texproof import Claim

SLOPE = 0.8
soil = drawn(12, "J")


def two_columns(w, second, y=None):
    x = np.column_stack((w.data.x[:, 0], second[w.data.group]))
    return mlm.GroupedData.from_arrays(w.data.y if y is None else y, w.data.group, x)


def outcome(w):
    def log_density(y):
        return mlm.log_likelihood(w.alpha, [w.beta, SLOPE], two_columns(w, soil(w), y), sigma=w.sigma)

    return normal_of(log_density, w.data.y)


def line_levels(w):
    """The level of each group's line at x = 0: the highest point of the log-likelihood of the two-column model."""
    return w.means(outcome(w)[0] - w.beta * w.data.x[:, 0])


def level_distribution(w):
    """alpha_j as the level of a line whose rest is drawn: shift the rest, and read the level."""
    mean, variance = of_alpha(w)
    return mean + line_levels(w) - w.alpha, variance


def line_average(w):
    """The two-column model's own weighted average of the rest, plus the shift of its line."""
    summary = mlm.summarize(two_columns(w, soil(w)))
    rest = mlm.partial_pool(summary.gamma([w.beta, SLOPE]), summary.n, w.mu, **w.scales).mean
    return rest + line_levels(w) - w.alpha


def new_level(w):
    """Mean and variance of a new group's intercept, from the normal posterior of everything at once."""
    mean, covariance = posterior(w, new_group=True)
    return mean[len(w.alpha)], covariance[len(w.alpha), len(w.alpha)]


def new_outcome(w):
    mean, variance = new_level(w)
    return mean, variance + w.sigma**2


def standard_error_of_mu(w):
    X, _ = whitened(w)
    return np.sqrt(np.linalg.inv(X.T @ X)[-1, -1])


def slope_beside_the_mean(w):
    """The slope of x in the model that has the group's mean of x as a second predictor."""
    return mlm.posterior_mode(mlm.summarize(two_columns(w, w.summary.x_mean[:, 0])), **w.scales).beta[0]


NAMES = {
    r"\alpha_\ast \mid y, \sigma, \tau": new_level,
    r"y_\ast \mid y, \sigma, \tau": new_outcome,
    r"s_\mu": standard_error_of_mu,
    "least_error_of_mu": lambda w: standard_error_of_mu(w.at(sigma=1e-6)),
    "mean_probability": lambda w: norm(w.mu, w.tau).expect(expit),
}
SOIL = {
    r"\beta_u": lambda w: SLOPE,
    "u": soil,
    "a": lambda w: w.alpha,
    "a_j": of_alpha,
    r"\alpha": line_levels,
    r"\alpha_j": level_distribution,
    "y_i": outcome,
    r"\hat\alpha": line_average,
}
WITH_SOIL = ("eq-line-prior", "eq-line-split", "eq-line-rest", "eq-line-outcome", "eq-line-average")
CLAIMS = {
    **dict.fromkeys(WITH_SOIL, Claim(names=SOIL)),
    "eq-slope-within": Claim(names={r"\hat\beta": slope_beside_the_mean}),
}
