"""What chapter 3 alone says."""

import numpy as np

from meanings.normal import log_prior, moments, of_alpha, the_y
from meanings.world import collapsed
from texproof import Claim


def the_same(values, rtol=1e-9):
    """Return the one value that all of these have."""
    return values[0] if np.allclose(values, values[0], rtol=rtol) else np.nan


def variance_of_an_outcome(w):
    return the_same(np.diag(moments(w, the_y)[1]))


def correlation_of_neighbours(w):
    """The correlation of every two outcomes of one group."""
    covariance, group = moments(w, the_y)[1], w.data.group
    sd = np.sqrt(np.diag(covariance))
    neighbours = np.equal.outer(group, group) & ~np.eye(len(group), dtype=bool)
    return the_same((covariance / np.outer(sd, sd))[neighbours])


def fall_for_twice_as_wide(w):
    """How much lower the log-prior of equal groups is at twice tau."""
    return log_prior(collapsed(w)) - log_prior(collapsed(w).at(tau=2 * w.tau))


highest_prior = Claim(names={r"\alpha": lambda w: of_alpha(w)[0]})

SURVIVORS = {r"\tau^2 + \sigma^2": {(r"swap \sigma and \tau", 2): "a sum does not ask which term comes first"}}
