"""The other side of formulas that lines of text on several pages state only one side of."""

import numpy as np

import mlmcore as mlm
from texproof import derivative

from .normal import (
    alpha_given,
    best_sigma,
    gamma_of,
    log_evidence,
    log_likelihood,
    log_prior,
    of_alpha,
    the_y,
    variance,
)
from .world import collapsed


def sd_of_gamma_given_alpha(w):
    return np.sqrt(variance(w, gamma_of(w), given_alpha=True))


def precision_of_gamma_given_alpha(w):
    return 1 / variance(w, gamma_of(w), given_alpha=True)


def precision_of_alpha(w):
    return 1 / of_alpha(w)[1][0]


def precision_of_alpha_given_y(w):
    return 1 / alpha_given(w, the_y)[1]


def precision_of_gamma_marginally(w):
    return 1 / variance(w, gamma_of(w))


def precision_in_units_of_sigma(w):
    return w.sigma**2 * precision_of_gamma_marginally(w)


def spread(w):
    """The log-prior less its largest value, that of groups all at mu."""
    return log_prior(w) - log_prior(collapsed(w))


def misfit(w):
    """The log-likelihood less its largest value, that of lines through every observation."""
    return log_likelihood(w) - log_likelihood(w.with_y(w.line(w.alpha)))


def with_one(values, j, value):
    """Return the values with another one in place j."""
    return np.where(np.arange(len(values)) == j, value, values)


def one_county(w):
    """For each group: the log-prior, less what it would be with alpha_j = mu."""
    return log_prior(w) - np.array([log_prior(w, with_one(w.alpha, j, w.mu)) for j in range(len(w.alpha))])


def relative_prior(w):
    return np.exp(one_county(w))


def squared_ratio(w):
    """The lambda whose deviance, by mlmcore, is that of the data's normal density at this ratio of the scales."""
    ratio, best = w.tau / w.sigma, best_sigma(w)
    deviance = -2 * log_evidence(w.at(sigma=best, tau=ratio * best), w.reml)
    found = mlm.profiled_deviance(ratio, w.summary, reml=w.reml)
    return ratio**2 if np.isclose(found, deviance, rtol=1e-9) else np.nan


def imagined(w):
    """Imagined observations at mu: as many as make their share of the estimate equal to 1 - w_j."""
    weight = mlm.pooling_weight(1, **w.scales)
    return (1 - weight) / weight


def slope_of_likelihood(w, alpha, beta):
    """Sigma squared times the likelihood's slope at w's own alpha and beta, in a direction (alpha, beta)."""
    return w.sigma**2 * derivative(
        lambda h: log_likelihood(w.at(alpha=w.alpha + h * alpha, beta=w.beta + h * beta)), 0.0
    )
