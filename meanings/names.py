r"""What each printed name stands for in a world: from `mlmcore`, from plain means, or from the model multiplied out.

A name is written as on the page, without an index i, j, k or j[i] of its own.
"""

import numpy as np
from scipy.stats import norm

import mlmcore as mlm
from texproof import derivative

from .normal import (
    alpha_given,
    best_sigma,
    gamma_of,
    joint_precision,
    log_evidence,
    marginal,
    moments,
    normal_of,
    posterior_of_theta,
    squared_error,
    the_alpha,
    the_y,
    whitened,
    with_y,
)
from .normal import design as design_of


def group_means(world, values):
    return np.array([values[world.data.group == j].mean() for j in range(len(world.alpha))])


def scatter_within(world):
    residual = world.data.y - world.beta * world.data.x[:, 0]
    return np.array([n * residual[world.data.group == j].var() for j, n in enumerate(world.summary.n)])


def density_of_each(world):
    line = world.alpha[world.data.group] + world.beta * world.data.x[:, 0]
    return norm.pdf(world.data.y, line, world.sigma)


def density_of_gamma(world):
    mean, covariance = moments(world, gamma_of(world))
    z = np.linalg.solve(np.linalg.cholesky(covariance), world.gamma - mean)
    return np.prod(norm.pdf(z)) / np.sqrt(np.linalg.det(covariance))


def curvature_along(world):
    d, b, m = map(world.look_up, ("d", "b", "m"))

    def f(t):
        theta = mlm.Theta(world.alpha + t * d, [world.beta + t * b], world.mu + t * m)
        return mlm.log_posterior(theta, world.data, **world.scales)

    return derivative(f, 0.0, 2)


def log_likelihood(w):
    return mlm.log_likelihood(w.alpha, [w.beta], w.data, sigma=w.sigma)


def log_prior(w):
    return mlm.log_prior(w.alpha, w.mu, tau=w.tau)


def gradient(w):
    return mlm.log_posterior_gradient(w.theta, w.data, **w.scales)


def sizes(w):
    return w.summary.n if w.sizes is None else w.sizes


def weighted_squares(w):
    """Squares of y about the best beta and mu, weighted by the inverse covariance, in units of 1 / sigma^2."""
    X, y = whitened(w)
    return w.sigma**2 * np.linalg.lstsq(X, y, rcond=None)[1][0]


def reml_term(w):
    """log |X' V^-1 X| in units of sigma: what integrating over beta and mu leaves behind; nothing for ML."""
    X, _ = whitened(w)
    return np.linalg.slogdet(w.sigma**2 * X.T @ X)[1] if w.reml else 0.0


def precision_of_gamma(w):
    return w.sigma**2 / np.diag(moments(w, gamma_of(w))[1])


NAMES = {
    # data and parameters
    "y": lambda w: w.data.y,
    "x": lambda w: w.data.x[:, 0],
    "n": sizes,
    "N": lambda w: len(w.data.y),
    "J": lambda w: len(w.alpha),
    r"\alpha": lambda w: w.alpha,
    r"\beta": lambda w: w.beta,
    r"\mu": lambda w: w.mu,
    r"\sigma": lambda w: w.sigma,
    r"\tau": lambda w: w.tau,
    r"\pi": lambda w: np.pi,
    # means and scatter
    r"\gamma": lambda w: w.gamma,
    r"\bar\gamma": lambda w: w.gamma.mean(),
    r"\bar y": lambda w: group_means(w, w.data.y),
    r"\bar x": lambda w: group_means(w, w.data.x[:, 0]),
    r"\bar y_{\mathrm{all}}": lambda w: w.data.y.mean(),
    r"\bar x_{\mathrm{all}}": lambda w: w.data.x.mean(),
    r"\tilde x": lambda w: np.average(group_means(w, w.data.x[:, 0]), weights=precision_of_gamma(w)),
    "W": scatter_within,
    # the weighted average
    "w": lambda w: mlm.pooling_weight(sizes(w), **w.scales),
    r"\hat\alpha": lambda w: mlm.partial_pool(w.gamma, sizes(w), w.mu, **w.scales).mean,
    r"\hat\mu": lambda w: w.mode.mu,
    r"\hat\beta": lambda w: w.mode.beta[0],
    r"\hat u": lambda w: w.mode.alpha - w.mode.mu,
    # densities; the priors of beta and mu are flat
    r"p(y_i \mid x_i, \alpha, \beta, \sigma)": density_of_each,
    r"p(y \mid x, \alpha, \beta, \sigma)": lambda w: np.exp(log_likelihood(w)),
    r"p(\alpha \mid \mu, \tau)": lambda w: np.exp(log_prior(w)),
    r"p(D \mid \Theta, \Pi)": lambda w: np.exp(log_likelihood(w)),
    r"p(\Theta \mid \Pi)": lambda w: np.exp(log_prior(w)),
    r"p(D \mid \Pi)": lambda w: np.exp(log_evidence(w)),
    r"p(\Theta \mid D, \Pi)": lambda w: posterior_of_theta(w).pdf(np.hstack(w.theta)),
    r"p(\gamma \mid \mu, \sigma, \tau)": density_of_gamma,
    r"f(\Theta)": lambda w: mlm.log_posterior(w.theta, w.data, **w.scales),
    r"f(\hat\Theta)": lambda w: mlm.log_posterior(w.mode, w.data, **w.scales),
    r"\det(-H)": lambda w: np.linalg.det(joint_precision(w)),
    # derivatives
    r"\frac{\partial f}{\partial \alpha_j}": lambda w: gradient(w).alpha,
    r"\frac{\partial f}{\partial \beta}": lambda w: gradient(w).beta[0],
    r"\frac{\partial f}{\partial \mu}": lambda w: gradient(w).mu,
    r"\frac{\partial^2 f}{\partial \alpha_j^2}": lambda w: mlm.log_posterior_curvature(w.summary.n, **w.scales),
    r"\frac{d^2}{dt^2}f(\alpha + t d, \beta + t b, \mu + t m)": curvature_along,
    # moments over draws of alpha and y
    r"\mathrm{Var}(\alpha_j)": lambda w: np.diag(moments(w, the_alpha)[1]),
    r"\mathrm{Var}(\gamma_j)": lambda w: np.diag(moments(w, gamma_of(w))[1]),
    r"\mathrm{Cov}(\alpha_j, \gamma_j)": lambda w: np.diag(moments(w, the_alpha, gamma_of(w))[1], k=len(w.alpha)),
    r"\mathrm{sd}(\alpha_j \mid y, \beta, \mu, \sigma, \tau)": lambda w: np.sqrt(alpha_given(w, the_y)[1]),
    r"E((\hat\alpha_j - \alpha_j)^2)": squared_error,
    r"E((\hat\alpha_j - \alpha_j)^2 \mid \alpha_j)": lambda w: squared_error(w, given_alpha=True),
    # the deviance
    r"\lambda": lambda w: (w.tau / w.sigma) ** 2,
    r"\nu": lambda w: design_of(w).shape[0] - w.reml * design_of(w).shape[1],
    "k": precision_of_gamma,
    r"R(\lambda)": weighted_squares,
    r"\hat\sigma": best_sigma,
    r"c(\lambda)": reml_term,
    r"d(\lambda)": lambda w: mlm.profiled_deviance(w.tau / w.sigma, w.summary, reml=w.reml),
}

DISTRIBUTIONS = {
    r"y_i": lambda w: normal_of(lambda y: mlm.log_likelihood(w.alpha, [w.beta], with_y(w, y), sigma=w.sigma), w.data.y),
    r"\alpha_j": lambda w: normal_of(lambda alpha: mlm.log_prior(alpha, w.mu, tau=w.tau), w.alpha),
    r"\gamma_j": lambda w: marginal(moments(w, gamma_of(w))),
    r"\gamma_j \mid \alpha_j": lambda w: marginal(moments(w, gamma_of(w), given_alpha=True)),
    r"\alpha_j \mid \gamma_j": lambda w: alpha_given(w, gamma_of(w)),
    r"\alpha_j \mid y, \beta, \mu, \sigma, \tau": lambda w: alpha_given(w, the_y),
}
