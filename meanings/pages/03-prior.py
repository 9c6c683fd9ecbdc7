"""What chapter 3 alone says."""

import numpy as np

from meanings.normal import fall_of_prior, moments, of_alpha, the_y, variance
from texproof import Claim


def the_same(values):
    """Return the one value that all of these have."""
    return values[0] if np.allclose(values, values[0], rtol=1e-9) else np.nan


def correlation_of_neighbours(w):
    """The correlation of every two outcomes of one group."""
    covariance, neighbours = moments(w, the_y)[1], np.triu(np.equal.outer(w.data.group, w.data.group), 1)
    sd = np.sqrt(np.diag(covariance))
    return the_same((covariance / np.outer(sd, sd))[neighbours])


NAMES = {
    "variance_of_an_outcome": lambda w: the_same(variance(w, the_y)),
    "correlation_of_neighbours": correlation_of_neighbours,
    "fall_for_twice_as_wide": lambda w: fall_of_prior(w, 2),
}
CLAIMS = {"highest_prior": Claim(names={r"\alpha": lambda w: of_alpha(w)[0]})}
SURVIVORS = {r"\tau^2 + \sigma^2": {(r"swap \sigma and \tau", 2): "a sum does not ask which term comes first"}}
