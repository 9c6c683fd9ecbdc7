"""What chapter 2 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.formulas import slope_of_likelihood, with_one
from meanings.normal import normal_of
from meanings.world import drawn
from texproof import Claim, Unsolved


def most_likely(w):
    return normal_of(lambda alpha: mlm.log_likelihood(alpha, [w.beta], w.data, sigma=w.sigma), w.alpha)[0]


def relative_likelihood(w):
    """For each group: the likelihood, as a multiple of what it would be with alpha_j = gamma_j."""

    def log_likelihood(alpha):
        return mlm.log_likelihood(alpha, [w.beta], w.data, sigma=w.sigma)

    peaks = [log_likelihood(with_one(w.alpha, j, w.gamma[j])) for j in range(len(w.alpha))]
    return np.exp(log_likelihood(w.alpha) - peaks)


highest_likelihood = Claim(names={r"\alpha": most_likely})

NAMES = {r"\delta": drawn(9)}
CLAIMS = {
    "eq-zero-sum": Claim(
        unsolved=Unsolved(
            {r"\gamma": lambda w: w.alpha},
            lambda w: np.array([slope_of_likelihood(w, (unit, 0)) for unit in np.eye(len(w.alpha))]),
        )
    )
}
