"""Values of what the exercises of chapters 9 to 12 print, by other roads than their solutions take."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import norm

import mlmcore as mlm

from .exercises_05_08 import estimate_of
from .names import density_of_gamma
from .normal import gamma_of, moments, squared_error
from .own import balanced
from .world import World

# Chapter 9


def variance_over_houses(w):
    return moments(w, lambda alpha, y: np.array([y.mean()]))[1][0, 0]


OVER_HOUSES = {r"\mathrm{Var}(\bar y_{\mathrm{all}})": variance_over_houses}


def error_over_houses(w):
    return np.sqrt(variance_over_houses(w))


# Chapter 10: groups of equal size, with the mean and the scale within them known


def root_of_slope(function, low, high):
    """Return where a function of a scale has slope zero, from differences of sixth order in its logarithm."""

    def slope(log_scale, h=1e-3):
        at = {k: function(np.exp(log_scale + k * h)) for k in (-3, -2, -1, 1, 2, 3)}
        return 45 * (at[1] - at[-1]) - 9 * (at[2] - at[-2]) + (at[3] - at[-3])

    return np.exp(brentq(slope, np.log(low), np.log(high), xtol=1e-15))


def mean_square_about_mu(w):
    return np.mean((w.gamma - w.mu) ** 2)


def noise(w):
    return w.sigma**2 / w.summary.n[0]


def apart(w):
    """A balanced world in which the mean square of gamma about mu is seven times the noise."""
    world = balanced(w)
    stretch = np.sqrt(7 * noise(world) / mean_square_about_mu(world)) - 1
    y = world.data.y + (stretch * (world.gamma - world.mu))[world.data.group]
    return world.at(data=mlm.GroupedData.from_arrays(y, world.data.group, world.data.x))


def variance_of_a_mean(w):
    return moments(w, gamma_of(w), given_alpha=True)[1][0, 0]


def height(w, tau):
    """The log-posterior at the best alpha for this tau."""
    alpha = mlm.partial_pool(w.gamma, w.summary.n, w.mu, sigma=w.sigma, tau=tau).mean
    return mlm.log_posterior(w.theta._replace(alpha=alpha), w.data, sigma=w.sigma, tau=tau)


def at_false_peak(w):
    world = apart(w)
    low, high = np.sqrt(noise(world)), np.sqrt(mean_square_about_mu(world))
    return world.at(tau=root_of_slope(lambda tau: height(world, tau), low, high))


def most_area(w):
    return root_of_slope(lambda tau: np.log(density_of_gamma(w.at(tau=tau))), 1e-2, 1e2)


EQUAL_GROUPS = {"n": lambda w: w.summary.n[0], "v": mean_square_about_mu}
MOST_AREA = EQUAL_GROUPS | {r"\hat\tau": most_area}


def at_ml(w):
    """A world at ML's estimates of everything but the intercepts, with groups far enough apart that tau is not zero."""
    y = w.data.y + 2.0 * w.data.group
    data = mlm.GroupedData.from_arrays(y, w.data.group, w.data.x)
    ml = mlm.fit(data, reml=False)
    return World(data, w.alpha, ml.beta[0], ml.mu, ml.sigma, ml.tau, reml=False)


ML = {r"\hat\tau": lambda w: w.tau, r"\hat\sigma": lambda w: w.sigma}


# Chapter 11


def variance_of_estimates(w):
    return np.diag(moments(w, estimate_of(w))[1])


ESTIMATES = {r"\mathrm{Var}(\hat\alpha_j)": variance_of_estimates}


def part_of_error(w):
    """The error at a true distance of the standard error of gamma_j from mu, as a part of that of gamma_j itself."""
    variance = np.diag(moments(w, gamma_of(w), given_alpha=True)[1])
    return squared_error(w.at(alpha=w.mu + np.sqrt(variance)), given_alpha=True) / variance


# Chapter 12


def slope_beside_the_mean(w):
    """The slope of x in the model that has the group's mean of x as a second predictor."""
    x = np.column_stack((w.data.x, w.summary.x_mean[w.data.group]))
    data = mlm.GroupedData.from_arrays(w.data.y, w.data.group, x)
    return mlm.posterior_mode(mlm.summarize(data), **w.scales).beta[0]


BESIDE_THE_MEAN = {r"\hat\beta": slope_beside_the_mean}


def mean_probability(w):
    return norm(w.mu, w.tau).expect(expit)
