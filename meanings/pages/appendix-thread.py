"""What the appendix on the thread alone says: its functions, each from the true ones."""

import numpy as np
from scipy.stats import multivariate_normal

import mlmcore as mlm
from meanings.names import spread
from meanings.normal import log_likelihood, log_prior, slopes
from texproof import Claim


def misfit(w):
    """The log-likelihood less its largest value, that of lines through every observation."""
    return log_likelihood(w) - log_likelihood(w.with_y(w.line(w.alpha)))


def thread_slope(w, alpha):
    """The slope of the log-likelihood less that of the log-prior, for each alpha_j: one of the two signs is wrong."""
    return slopes(lambda a: log_likelihood(w, a), alpha) - slopes(lambda a: log_prior(w, a), alpha)


def thread_root(w):
    at_zero, at_one = thread_slope(w, np.zeros(len(w.alpha))), thread_slope(w, np.ones(len(w.alpha)))
    return at_zero / (at_zero - at_one)


def density_of_x_and_y(w):
    """Joint density with standard normal x: then (x, y) is normal, too."""
    unit, slope = np.eye(len(w.data.y)), w.beta * np.eye(len(w.data.y))
    covariance = np.block([[unit, slope], [slope, w.beta * slope + w.sigma**2 * unit]])
    mean = np.r_[np.zeros(len(unit)), w.alpha[w.data.group]]
    return multivariate_normal(mean, covariance).pdf(np.r_[w.data.x[:, 0], w.data.y])


def pooled_means(w):
    return mlm.partial_pool(w.means(w.data.y), w.summary.n, w.data.y.mean(), **w.scales).mean


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
    "constant_of_likelihood": lambda w: np.exp((log_likelihood(w) - misfit(w)) / len(w.data.y)),
    "constant_of_prior": lambda w: np.exp((log_prior(w) - spread(w)) / len(w.alpha)),
}
CLAIMS = {"without_slope": Claim(lambda w: w.at(beta=0.0))}
