"""What chapter 7 alone says."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import laplace

import mlmcore as mlm
from meanings.formulas import imagined, slope_of_likelihood
from meanings.normal import gamma_of, moments, with_y
from texproof import Claim, Unsolved, derivative

LINE_AT_RANDOM = {r"\hat\mu": lambda w: 0.3, r"\hat u": lambda w: w.alpha - 0.3, r"\hat\beta": lambda w: w.beta}


def alpha_at_mode(w):
    return w.mode.alpha


def error_of_fraction(w, a=0.3):
    gamma = gamma_of(w)
    mean, covariance = moments(w, lambda alpha, y: w.mu + a * (gamma(alpha, y) - w.mu) - alpha)
    return mean**2 + np.diag(covariance)


def slope_of_laplace(w):
    """By how much the log-density of a Laplace population with standard deviation tau falls in one step from mu."""
    population = laplace(w.mu, w.tau / laplace.std())
    return population.logpdf(w.mu) - population.logpdf(w.mu + 1)


def distance_with_laplace(w):
    """How far the posterior's peak lies below a group's own intercept far above mu, with a Laplace population."""
    high = w.at(data=with_y(w, w.data.y + 100))
    population = laplace(w.mu, w.tau / laplace.std())

    def slope(alpha, j):
        def log_likelihood(h):
            there = high.gamma + (alpha + h - high.gamma) * (np.arange(len(high.gamma)) == j)
            return mlm.log_likelihood(there, [w.beta], high.data, sigma=w.sigma)

        return derivative(log_likelihood, 0.0) + population.logpdf(alpha + 1) - population.logpdf(alpha)

    return np.array([g - brentq(slope, w.mu, g, args=(j,), xtol=1e-13) for j, g in enumerate(high.gamma)])


NAMES = {
    "m": imagined,
    r"E((\mu + a(\gamma_j - \mu)- \alpha_j)^2)": error_of_fraction,
    "a": lambda w: 0.3,
}
CLAIMS = {
    "eq-henderson-mean": Claim(unsolved=Unsolved(LINE_AT_RANDOM, lambda w: slope_of_likelihood(w, (1, 0)))),
    "eq-henderson-slope": Claim(unsolved=Unsolved(LINE_AT_RANDOM, lambda w: slope_of_likelihood(w, (0, 1)))),
}
