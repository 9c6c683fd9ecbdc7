"""The other side of formulas that lines of text on several pages state only one side of."""

import numpy as np

import mlmcore as mlm
from texproof import derivative

from .normal import alpha_given, best_sigma, gamma_of, log_evidence, moments, normal_of, the_y
from .world import collapsed


def variance_of_gamma_given_alpha(w):
    return np.diag(moments(w, gamma_of(w), given_alpha=True)[1])


def sd_of_gamma_given_alpha(w):
    return np.sqrt(variance_of_gamma_given_alpha(w))


def precision_of_gamma_given_alpha(w):
    return 1 / variance_of_gamma_given_alpha(w)


def precision_of_alpha(w):
    return 1 / normal_of(lambda alpha: mlm.log_prior(alpha, w.mu, tau=w.tau), w.alpha)[1][0]


def precision_of_alpha_given_y(w):
    return 1 / alpha_given(w, the_y)[1]


def precision_of_gamma_marginally(w):
    return 1 / np.diag(moments(w, gamma_of(w))[1])


def precision_in_units_of_sigma(w):
    return w.sigma**2 * precision_of_gamma_marginally(w)


def spread(w):
    """Log-prior less its largest value, that of groups all at mu."""
    return mlm.log_prior(w.alpha, w.mu, tau=w.tau) - mlm.log_prior(collapsed(w).alpha, w.mu, tau=w.tau)


def with_one(values, j, value):
    """The values with another one in place j."""
    return np.where(np.arange(len(values)) == j, value, values)


def one_county(w):
    """For each group: the log-prior, less what it would be with alpha_j = mu."""

    def log_prior(alpha):
        return mlm.log_prior(alpha, w.mu, tau=w.tau)

    return np.array([log_prior(w.alpha) - log_prior(with_one(w.alpha, j, w.mu)) for j in range(len(w.alpha))])


def relative_prior(w):
    return np.exp(one_county(w))


def squared_ratio(w):
    """The lambda whose deviance, by mlmcore, is that of the data's normal density at this ratio of the scales."""
    ratio = w.tau / w.sigma
    best = best_sigma(w)
    deviance = -2 * log_evidence(w.at(sigma=best, tau=ratio * best), w.reml)
    found = mlm.profiled_deviance(ratio, w.summary, reml=w.reml)
    return ratio**2 if np.isclose(found, deviance, rtol=1e-9) else np.nan


def imagined(w):
    weight = mlm.pooling_weight(1, **w.scales)
    return (1 - weight) / weight


def slope_of_likelihood(w, direction):
    """Sigma squared times the likelihood's slope at w's own alpha and beta, in a direction (alpha, beta)."""
    alpha, beta = direction
    return w.sigma**2 * derivative(
        lambda h: mlm.log_likelihood(w.alpha + h * alpha, [w.beta + h * beta], w.data, sigma=w.sigma), 0.0
    )
