r"""What each printed name stands for in a world: from `mlmcore`, from plain means, or from the model multiplied out.

A name is written as on the page, without an index i, j, k or j[i] of its own.
"""

import numpy as np
from scipy.stats import norm

import mlmcore as mlm
from texproof import derivative

from . import normal
from .normal import alpha_given, gamma_of, gradient, marginal, normal_of, the_alpha, the_y, variance


def scatter_within(w):
    residual = w.data.y - w.beta * w.data.x[:, 0]
    return np.array([n * residual[w.data.group == j].var() for j, n in enumerate(w.summary.n)])


def curvature_along(w):
    d, b, m = map(w.look_up, ("d", "b", "m"))

    def f(t):
        theta = mlm.Theta(w.alpha + t * d, [w.beta + t * b], w.mu + t * m)
        return mlm.log_posterior(theta, w.data, **w.scales)

    return derivative(f, 0.0, 2)


def sizes(w):
    return w.summary.n if w.sizes is None else w.sizes


def weighted_squares(w):
    """Squares of y about the best beta and mu, weighted by the inverse covariance, in units of 1 / sigma^2."""
    X, y = normal.whitened(w)
    return w.sigma**2 * np.linalg.lstsq(X, y, rcond=None)[1][0]


def reml_term(w):
    """log |X' V^-1 X| in units of sigma: what integrating over beta and mu leaves behind; nothing for ML."""
    X, _ = normal.whitened(w)
    return np.linalg.slogdet(w.sigma**2 * X.T @ X)[1] if w.reml else 0.0


def precision_of_gamma(w):
    return w.sigma**2 / variance(w, gamma_of(w))


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
    r"\bar y": lambda w: w.means(w.data.y),
    r"\bar x": lambda w: w.means(w.data.x[:, 0]),
    r"\bar y_{\mathrm{all}}": lambda w: w.data.y.mean(),
    r"\bar x_{\mathrm{all}}": lambda w: w.data.x.mean(),
    r"\tilde x": lambda w: np.average(w.means(w.data.x[:, 0]), weights=precision_of_gamma(w)),
    "W": scatter_within,
    # the weighted average
    "w": lambda w: mlm.pooling_weight(sizes(w), **w.scales),
    r"\hat\alpha": lambda w: mlm.partial_pool(w.gamma, sizes(w), w.mu, **w.scales).mean,
    r"\hat\mu": lambda w: w.mode.mu,
    r"\hat\beta": lambda w: w.mode.beta[0],
    r"\hat u": lambda w: w.mode.alpha - w.mode.mu,
    # densities; the priors of beta and mu are flat
    r"p(y_i \mid x_i, \alpha, \beta, \sigma)": lambda w: norm.pdf(w.data.y, w.line(w.alpha), w.sigma),
    r"p(y \mid x, \alpha, \beta, \sigma)": lambda w: np.exp(normal.log_likelihood(w)),
    r"p(\alpha \mid \mu, \tau)": lambda w: np.exp(normal.log_prior(w)),
    r"p(D \mid \Theta, \Pi)": lambda w: np.exp(normal.log_likelihood(w)),
    r"p(\Theta \mid \Pi)": lambda w: np.exp(normal.log_prior(w)),
    r"p(D \mid \Pi)": lambda w: np.exp(normal.log_evidence(w)),
    r"p(\Theta \mid D, \Pi)": lambda w: normal.posterior_of_theta(w).pdf(np.hstack(w.theta)),
    r"p(\gamma \mid \mu, \sigma, \tau)": normal.density_of_gamma,
    r"f(\Theta)": lambda w: mlm.log_posterior(w.theta, w.data, **w.scales),
    r"f(\hat\Theta)": lambda w: mlm.log_posterior(w.mode, w.data, **w.scales),
    r"\det(-H)": lambda w: np.linalg.det(normal.joint_precision(w)),
    # derivatives
    r"\frac{\partial f}{\partial \alpha_j}": lambda w: gradient(w).alpha,
    r"\frac{\partial f}{\partial \beta}": lambda w: gradient(w).beta[0],
    r"\frac{\partial f}{\partial \mu}": lambda w: gradient(w).mu,
    r"\frac{\partial^2 f}{\partial \alpha_j^2}": lambda w: mlm.log_posterior_curvature(w.summary.n, **w.scales),
    r"\frac{d^2}{dt^2}f(\alpha + t d, \beta + t b, \mu + t m)": curvature_along,
    # moments over draws of alpha and y
    r"\mathrm{Var}(\alpha_j)": lambda w: variance(w, the_alpha),
    r"\mathrm{Var}(\gamma_j)": lambda w: variance(w, gamma_of(w)),
    r"\mathrm{Cov}(\alpha_j, \gamma_j)": lambda w: np.diag(
        normal.moments(w, the_alpha, gamma_of(w))[1], k=len(w.alpha)
    ),
    r"\mathrm{sd}(\alpha_j \mid y, \beta, \mu, \sigma, \tau)": lambda w: np.sqrt(alpha_given(w, the_y)[1]),
    r"E((\hat\alpha_j - \alpha_j)^2)": normal.squared_error,
    r"E((\hat\alpha_j - \alpha_j)^2 \mid \alpha_j)": lambda w: normal.squared_error(w, given_alpha=True),
    # the deviance
    r"\lambda": lambda w: (w.tau / w.sigma) ** 2,
    r"\nu": lambda w: normal.design(w).shape[0] - w.reml * normal.design(w).shape[1],
    "k": precision_of_gamma,
    r"R(\lambda)": weighted_squares,
    r"\hat\sigma": normal.best_sigma,
    r"c(\lambda)": reml_term,
    r"d(\lambda)": lambda w: mlm.profiled_deviance(w.tau / w.sigma, w.summary, reml=w.reml),
}

DISTRIBUTIONS = {
    r"y_i": lambda w: normal_of(lambda y: normal.log_likelihood(w.with_y(y)), w.data.y),
    r"\alpha_j": normal.of_alpha,
    r"\gamma_j": lambda w: marginal(w, gamma_of(w)),
    r"\gamma_j \mid \alpha_j": lambda w: marginal(w, gamma_of(w), given_alpha=True),
    r"\alpha_j \mid \gamma_j": lambda w: alpha_given(w, gamma_of(w)),
    r"\alpha_j \mid y, \beta, \mu, \sigma, \tau": lambda w: alpha_given(w, the_y),
}
