"""What this chapter alone says: a group's own estimate has a standard error that is known."""

import numpy as np

from meanings.normal import gamma_of, variance
from texproof import Claim


def known_error(w):
    """The standard deviation of an own intercept about the group's true one."""
    return np.sqrt(variance(w, gamma_of(w), given_alpha=True))


def best(w):
    """Mean of (alpha, mu), mu with a flat prior, given the own intercepts and their errors alone: by dense matrices."""
    J, precision = len(w.alpha), np.diag(1 / known_error(w) ** 2)
    apart = np.column_stack((np.eye(J), -np.ones(J)))
    of_both = apart.T @ apart / w.tau**2
    of_both[:J, :J] += precision
    return np.linalg.solve(of_both, np.append(precision @ w.gamma, 0))


NAMES = {
    "s": known_error,
    r"\hat\mu": lambda w: best(w)[-1],
    "precision_of_gamma_given_alpha": lambda w: 1 / known_error(w) ** 2,
}
CLAIMS = {"eq-average-from-errors": Claim(names=NAMES | {r"\hat\alpha": lambda w: best(w)[:-1]})}
