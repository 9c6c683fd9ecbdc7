"""What the exercises of chapters 5 to 8 print: names that they alone use, and the other side of their formulas."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import laplace

import mlmcore as mlm

from .normal import alpha_given, complex_step, gamma_of, marginal, moments, with_y
from .reader import plain


def estimate_of(world):
    """Return the function of (alpha, y) that is the estimate."""
    n, gamma = world.summary.n, gamma_of(world)
    return lambda alpha, y: mlm.partial_pool(gamma(alpha, y), n, world.mu, **world.scales).mean


def for_one_more(w, quantity):
    """By how much a quantity of (alpha, y) is larger in each group if the outcome of its first house is, by one."""
    first = np.unique(w.data.group, return_index=True)[1]
    raised = w.data.y + np.isin(np.arange(len(w.data.y)), first)
    return quantity(w.alpha, raised) - quantity(w.alpha, w.data.y)


ONE_HOUSE = {r"\frac{\partial \hat\alpha_j}{\partial y_i}": lambda w: for_one_more(w, estimate_of(w))}
ESTIMATES = {r"\hat\alpha_j": lambda w: marginal(moments(w, estimate_of(w)))}


def own_for_one_more(w):
    return for_one_more(w, gamma_of(w))


def variance_of_report(w):
    """Of the mean of seven draws after the data, less the truth: all eight are independent and of one variance."""
    parts = np.append(np.full(7, 1 / 7), -1)
    return np.array([parts @ np.diag(np.full(8, v)) @ parts for v in alpha_given(w, gamma_of(w))[1]])


DRAWS = {r"\mathrm{Var}(\bar a_j - \alpha_j \mid \gamma_j)": variance_of_report, "m": lambda w: 7}


def error_of_fraction(w, a=0.3):
    gamma = gamma_of(w)
    mean, covariance = moments(w, lambda alpha, y: w.mu + a * (gamma(alpha, y) - w.mu) - alpha)
    return mean**2 + np.diag(covariance)


FRACTION = {plain(r"E((\mu + a(\gamma_j - \mu) - \alpha_j)^2)"): error_of_fraction, "a": lambda w: 0.3}


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

        return complex_step(log_likelihood, 0.0) + population.logpdf(alpha + 1) - population.logpdf(alpha)

    return np.array([g - brentq(slope, w.mu, g, args=(j,), xtol=1e-13) for j, g in enumerate(high.gamma)])


SHRINKAGE = {"B": lambda w: 1 - mlm.pooling_weight(w.summary.n, **w.scales)}
