"""What chapter 3 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.normal import moments, normal_of, the_y
from meanings.world import collapsed
from texproof import Claim


def most_probable(w):
    return normal_of(lambda alpha: mlm.log_prior(alpha, w.mu, tau=w.tau), w.alpha)[0]


def covariance_of_outcomes(w):
    return moments(w, the_y)[1]


def variance_of_an_outcome(w):
    """The variance of every y_i, which must be the same for all."""
    variances = np.diag(covariance_of_outcomes(w))
    return variances[0] if np.allclose(variances, variances[0], rtol=1e-12) else np.nan


def correlation_of_neighbours(w):
    """The correlation of every two outcomes of one group, which must be the same for all."""
    covariance, group = covariance_of_outcomes(w), w.data.group
    sd = np.sqrt(np.diag(covariance))
    found = (covariance / np.outer(sd, sd))[np.equal.outer(group, group) & ~np.eye(len(group), dtype=bool)]
    return found[0] if np.allclose(found, found[0], rtol=1e-9) else np.nan


def fall_for_twice_as_wide(w):
    """How much lower the log-prior of equal groups is at twice tau."""
    level = collapsed(w).alpha
    return mlm.log_prior(level, w.mu, tau=w.tau) - mlm.log_prior(level, w.mu, tau=2 * w.tau)


highest_prior = Claim(names={r"\alpha": most_probable})

SURVIVORS = {
    r"\tau^2 + \sigma^2": {(r"swap \sigma and \tau", 2): "a sum does not ask which term comes first"},
}
