"""What the appendix on the thread alone says: its functions, each from the true ones."""

import numpy as np
from scipy.stats import multivariate_normal

import mlmcore as mlm
from meanings.formulas import spread
from meanings.names import log_likelihood, log_prior
from meanings.normal import with_y
from texproof import Claim, derivative


def misfit(w):
    """Log-likelihood less its largest value, that of lines through every observation."""
    perfect = with_y(w, w.alpha[w.data.group] + w.beta * w.data.x[:, 0])
    return log_likelihood(w) - mlm.log_likelihood(w.alpha, [w.beta], perfect, sigma=w.sigma)


def constant_of_likelihood(w):
    return np.exp((log_likelihood(w) - misfit(w)) / len(w.data.y))


def constant_of_prior(w):
    return np.exp((log_prior(w) - spread(w)) / len(w.alpha))


def thread_slope(w, alpha):
    """The slope of the log-likelihood less that of the log-prior, for each alpha_j: one of the two signs is wrong."""

    def slope(function):
        return np.array(
            [derivative(lambda h, unit=unit: function(alpha + h * unit), 0.0) for unit in np.eye(len(alpha))]
        )

    likelihood = slope(lambda a: mlm.log_likelihood(a, [w.beta], w.data, sigma=w.sigma))
    return likelihood - slope(lambda a: mlm.log_prior(a, w.mu, tau=w.tau))


def thread_root(w):
    at_zero, at_one = thread_slope(w, np.zeros(len(w.alpha))), thread_slope(w, np.ones(len(w.alpha)))
    return at_zero / (at_zero - at_one)


def density_of_x_and_y(w):
    """Joint density with standard normal x: then (x, y) is normal, too."""
    identity, group = np.eye(len(w.data.y)), w.data.group
    variance_of_y = (w.beta**2 + w.sigma**2) * identity
    covariance = np.block([[identity, w.beta * identity], [w.beta * identity, variance_of_y]])
    mean = np.r_[np.zeros(len(group)), w.alpha[group]]
    return multivariate_normal(mean, covariance).pdf(np.r_[w.data.x[:, 0], w.data.y])


def pooled_means(w):
    return mlm.partial_pool(w.look_up(r"\bar y"), w.summary.n, w.data.y.mean(), **w.scales).mean


without_slope = Claim(lambda w: w.at(beta=0.0))

NAMES = {
    r"L_{+}(\alpha, \beta)": lambda w: np.exp(-2 * misfit(w)),
    r"P_{+}(\alpha, \mu)": lambda w: np.exp(-2 * spread(w)),
    r"f_{2}(\Theta)": lambda w: 2 * (misfit(w) + spread(w)),
    r"\frac{\partial^2 f_{2}}{\partial \alpha_j^2}": lambda w: 2 * mlm.log_posterior_curvature(w.summary.n, **w.scales),
    r"g(\alpha_j)": lambda w: thread_slope(w, w.alpha),
    "r": thread_root,
    r"q(\tau)": spread,
    "p(x)": lambda w: multivariate_normal(np.zeros(len(w.data.y))).pdf(w.data.x[:, 0]),
    r"p(x, y \mid \alpha, \beta, \sigma)": density_of_x_and_y,
    "b": pooled_means,
}
