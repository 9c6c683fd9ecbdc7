"""What chapter 9 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.normal import density_of_gamma, gradient, variance
from meanings.world import World, drawn
from texproof import Claim

ANY_MU = {r"\mu": drawn(8)}  # so that an equation in mu-hat is not held by mu
AT_HAND = {r"\hat\mu": lambda w: w.mu, r"\hat\alpha": lambda w: w.alpha}


def slope_of_marginal(w):
    """Slope in mu of the log-density of gamma, which is a parabola in mu: from two of its points."""
    low, high = (np.log(density_of_gamma(w.at(mu=w.mu + step))) for step in (-1, 1))
    return (high - low) / 2


def sum_of_moves(w):
    return np.sum(mlm.partial_pool(w.gamma, w.summary.n, w.mu, **w.scales).mean - w.mu)


def variance_over_houses(w):
    return variance(w, lambda alpha, y: np.array([y.mean()]))[0]


def solved(slope):
    """Return the claim of an equation that says that a slope is zero at the mode; elsewhere it is what it is."""
    return Claim(World.at_mode, ANY_MU, unsolved=Claim(names=AT_HAND, equals=slope))


NAMES = {
    r"\delta": drawn(9),
    r"\mathrm{Var}(\bar y_{\mathrm{all}})": variance_over_houses,
    "error_over_houses": lambda w: np.sqrt(variance_over_houses(w)),
}
CLAIMS = {
    **dict.fromkeys(("eq-mu-weighted", "eq-mean-of-estimates", "at_mode"), Claim(World.at_mode, ANY_MU)),
    "eq-same-total": Claim(World.at_mode),
    "eq-mu-stationary": solved(lambda w: gradient(w).mu),
    "eq-marginal-zero": solved(slope_of_marginal),
    "eq-weighted-deviations": solved(sum_of_moves),
}
SWAP = r"swap \sigma and \tau"
FACTORS = ("add a factor 2", 4), ("add a factor 1/2", 4)
SECOND_TERM = [("flip a sign", 0), ("drop a square", 1), *FACTORS, (SWAP, 1), (SWAP, 3)]
SURVIVORS = {
    "eq-say": {(SWAP, 4): "an identity in any two numbers, so also in the other order"},
    "eq-say-bound": dict.fromkeys(SECOND_TERM, "the limit does not depend on the second term below the line"),
}
