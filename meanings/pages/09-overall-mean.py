"""What chapter 9 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.normal import density_of_gamma, gradient, moments
from meanings.world import World, drawn
from texproof import Claim, Unsolved

ANY_MU = {r"\mu": drawn(8)}  # so that an equation in mu-hat is not held by mu
at_mode = Claim(World.at_mode, ANY_MU)


def shifted(w):
    return w.at(mu=w.mu + 0.7, alpha=w.alpha + np.arange(len(w.alpha)))


SHIFTED_MU = {r"\hat\mu": lambda w: shifted(w).mu}
SHIFTED = SHIFTED_MU | {r"\hat\alpha": lambda w: shifted(w).alpha}


def slope_of_marginal(w):
    """Slope in mu of the log-density of gamma, which is a parabola in mu: from two of its points."""
    low, high = (np.log(density_of_gamma(shifted(w).at(mu=shifted(w).mu + step))) for step in (-1, 1))
    return (high - low) / 2


def sum_of_moves(w):
    return np.sum(mlm.partial_pool(w.gamma, w.summary.n, shifted(w).mu, **w.scales).mean - shifted(w).mu)


def variance_over_houses(w):
    return moments(w, lambda alpha, y: np.array([y.mean()]))[1][0, 0]


def error_over_houses(w):
    return np.sqrt(variance_over_houses(w))


NAMES = {r"\delta": drawn(9), r"\mathrm{Var}(\bar y_{\mathrm{all}})": variance_over_houses}
CLAIMS = {
    "eq-mu-weighted": at_mode,
    "eq-mean-of-estimates": at_mode,
    "eq-same-total": Claim(World.at_mode),
    "eq-mu-stationary": Claim(World.at_mode, unsolved=Unsolved(SHIFTED, lambda w: gradient(shifted(w)).mu)),
    "eq-marginal-zero": Claim(World.at_mode, ANY_MU, Unsolved(SHIFTED_MU, slope_of_marginal)),
    "eq-weighted-deviations": Claim(World.at_mode, ANY_MU, Unsolved(SHIFTED_MU, sum_of_moves)),
}
SWAP = r"swap \sigma and \tau"
SECOND_TERM = [
    ("flip a sign", 0),
    ("drop a square", 1),
    ("add a factor 2", 4),
    ("add a factor 1/2", 4),
    (SWAP, 1),
    (SWAP, 3),
]
SURVIVORS = {
    "eq-say": {(SWAP, 4): "an identity in any two numbers, so also in the other order"},
    "eq-say-bound": dict.fromkeys(SECOND_TERM, "the limit does not depend on the second term below the line"),
}
