"""What this chapter alone says: of two groups, a and b, whose intercepts are compared."""

import numpy as np

from meanings.names import NAMES as EVERYWHERE
from meanings.normal import alpha_given, the_y

A, B = 0, 1  # any two will do


def difference(w):
    """Mean and variance of the first group's intercept less the second's, given the data: from the joint normal."""
    mean, variance = alpha_given(w, the_y)
    return mean[A] - mean[B], variance[A] + variance[B]


def variances(w):
    return alpha_given(w, the_y)[1]


NAMES = {
    r"\alpha_a - \alpha_b \mid y, \beta, \mu, \sigma, \tau": difference,
    r"\hat\alpha_a": lambda w: EVERYWHERE[r"\hat\alpha"](w)[A],
    r"\hat\alpha_b": lambda w: EVERYWHERE[r"\hat\alpha"](w)[B],
    "v_a": lambda w: variances(w)[A],
    "v_b": lambda w: variances(w)[B],
    "sd_of_difference": lambda w: np.sqrt(difference(w)[1]),
}
