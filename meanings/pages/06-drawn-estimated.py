"""What chapter 6 alone says."""

import numpy as np

from meanings.normal import alpha_given, estimate_of, gamma_of, marginal


def variance_of_report(w):
    """Of the mean of seven draws after the data, less the truth: all eight are independent and of one variance."""
    parts = np.append(np.full(7, 1 / 7), -1)
    return np.sum(parts**2) * alpha_given(w, gamma_of(w))[1]


NAMES = {
    r"\hat\alpha_j": lambda w: marginal(w, estimate_of(w)),  # the subject of a distribution
    r"\mathrm{Var}(\bar a_j - \alpha_j \mid \gamma_j)": variance_of_report,
    "m": lambda w: 7,
}
