"""What chapter 8 alone says."""

import numpy as np
from scipy.optimize import brentq

import mlmcore as mlm
from meanings.names import imagined
from texproof import Claim


def steepest(w):
    """The weight where it bends from steeper to flatter, as tau is multiplied: the root of its second difference."""

    def bend(log_tau, n):
        low, here, high = mlm.pooling_weight(n, sigma=w.sigma, tau=np.exp(log_tau + np.array([-0.1, 0, 0.1])))
        return low - 2 * here + high

    roots = [brentq(bend, -5, 5, args=(n,), xtol=1e-14) for n in w.summary.n]
    return mlm.pooling_weight(w.summary.n, sigma=w.sigma, tau=np.exp(roots))


NAMES = {"B": lambda w: 1 - mlm.pooling_weight(w.summary.n, **w.scales)}
CLAIMS = {
    "steepest_weight": Claim(names={"w": steepest}),
    "half_way": Claim(names={"n": lambda w: np.full(len(w.alpha), imagined(w))}),
}
