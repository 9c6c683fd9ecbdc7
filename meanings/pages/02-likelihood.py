"""What chapter 2 alone says."""

import numpy as np

from meanings.normal import log_likelihood, normal_of, slopes
from meanings.world import drawn
from texproof import Claim


def relative_likelihood(w):
    """For each group: the likelihood, as a multiple of what it would be with alpha_j = gamma_j."""
    peaks = [log_likelihood(w, np.where(unit, w.gamma, w.alpha)) for unit in np.eye(len(w.alpha))]
    return np.exp(log_likelihood(w) - peaks)


def slope_in_alpha(w):
    return w.sigma**2 * slopes(lambda alpha: log_likelihood(w, alpha), w.alpha)


def highest_alpha(w):
    return normal_of(lambda alpha: log_likelihood(w, alpha), w.alpha)[0]


NAMES = {r"\delta": drawn(9), "relative_likelihood": relative_likelihood}
CLAIMS = {
    "eq-zero-sum": Claim(unsolved=Claim(names={r"\gamma": lambda w: w.alpha}, equals=slope_in_alpha)),
    "highest_likelihood": Claim(names={r"\alpha": highest_alpha}),
}
