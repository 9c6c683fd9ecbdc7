"""What chapter 2 alone says."""

import numpy as np

from meanings.formulas import slope_of_likelihood, with_one
from meanings.normal import log_likelihood, normal_of
from meanings.world import drawn
from texproof import Claim, Unsolved


def relative_likelihood(w):
    """For each group: the likelihood, as a multiple of what it would be with alpha_j = gamma_j."""
    peaks = [log_likelihood(w, with_one(w.alpha, j, w.gamma[j])) for j in range(len(w.alpha))]
    return np.exp(log_likelihood(w) - peaks)


def slope_in_alpha(w):
    return np.array([slope_of_likelihood(w, unit, 0) for unit in np.eye(len(w.alpha))])


highest_likelihood = Claim(names={r"\alpha": lambda w: normal_of(lambda alpha: log_likelihood(w, alpha), w.alpha)[0]})

NAMES = {r"\delta": drawn(9)}
CLAIMS = {"eq-zero-sum": Claim(unsolved=Unsolved({r"\gamma": lambda w: w.alpha}, slope_in_alpha))}
