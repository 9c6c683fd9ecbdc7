"""What chapter 7 alone says."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import laplace

from meanings.formulas import imagined, slope_of_likelihood, with_one
from meanings.normal import gamma_of, log_likelihood, squared_error
from texproof import Claim, Unsolved, derivative

LINE_AT_RANDOM = {r"\hat\mu": lambda w: 0.3, r"\hat u": lambda w: w.alpha - 0.3, r"\hat\beta": lambda w: w.beta}


def alpha_at_mode(w):
    return w.mode.alpha


def error_of_fraction(w, a=0.3):
    gamma = gamma_of(w)
    return squared_error(w, lambda alpha, y: w.mu + a * (gamma(alpha, y) - w.mu))


def population(w):
    """A Laplace population with standard deviation tau."""
    return laplace(w.mu, w.tau / laplace.std())


def slope_of_laplace(w):
    """By how much its log-density falls in one step from mu."""
    return population(w).logpdf(w.mu) - population(w).logpdf(w.mu + 1)


def distance_with_laplace(w):
    """How far the posterior's peak lies below a group's own intercept far above mu."""
    high, prior = w.with_y(w.data.y + 100), population(w)

    def slope(alpha, j):
        likelihood = derivative(lambda h: log_likelihood(high, with_one(high.gamma, j, alpha + h)), 0.0)
        return likelihood + prior.logpdf(alpha + 1) - prior.logpdf(alpha)

    return np.array([g - brentq(slope, w.mu, g, args=(j,), xtol=1e-13) for j, g in enumerate(high.gamma)])


NAMES = {
    "m": imagined,
    r"E((\mu + a(\gamma_j - \mu)- \alpha_j)^2)": error_of_fraction,
    "a": lambda w: 0.3,
}
CLAIMS = {
    "eq-henderson-mean": Claim(unsolved=Unsolved(LINE_AT_RANDOM, lambda w: slope_of_likelihood(w, 1, 0))),
    "eq-henderson-slope": Claim(unsolved=Unsolved(LINE_AT_RANDOM, lambda w: slope_of_likelihood(w, 0, 1))),
}
