r"""What each printed name stands for in a world: from `mlmcore`, from plain means, or from the model multiplied out.

A name is written as on the page, without an index i, j, k or j[i] of its own.
"""

from functools import partial
from operator import attrgetter

import numpy as np
from scipy.stats import multivariate_normal, norm

import mlmcore as mlm
from texproof.world import derivative

from . import normal
from .normal import alpha_given, gamma_of, gradient, marginal, normal_of, the_alpha, the_y, variance

TINY, HUGE = 1e-8, 1e8  # where limits are evaluated: their error is of this order, times the square of a ratio


def scatter_within(w):
    residual = w.data.y - w.beta * w.data.x[:, 0]
    return np.array([n * residual[w.data.group == j].var() for j, n in enumerate(w.summary.n)])


def curvature_along(w):
    d, b, m = map(w.look_up, ("d", "b", "m"))

    def f(t):
        theta = mlm.Theta(w.alpha + t * d, [w.beta + t * b], w.mu + t * m)
        return mlm.log_posterior(theta, w.data, **w.scales)

    return derivative(f, 0.0, 2)


def with_sizes(w, n):
    """Return the same world with other sizes in the names that the chapters take a limit of in n_j."""
    n = np.full(len(w.alpha), n)
    return w.saying({"n": n, "w": mlm.pooling_weight(n, **w.scales)})


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


def one_county(w):
    """For each group: the log-density of its alpha_j, less what it would be with alpha_j = mu."""
    return norm.logpdf(w.alpha, w.mu, w.tau) - norm.logpdf(0, 0, w.tau)


def spread(w):
    """The log-prior less its largest value, that of groups all at mu."""
    return normal.log_prior(w) - normal.log_prior(w, np.full(len(w.alpha), w.mu))


def squared_ratio(w):
    """The lambda whose deviance, by mlmcore, is that of the data's normal density at this ratio of the scales."""
    ratio, best = w.tau / w.sigma, normal.best_sigma(w)
    deviance = -2 * normal.log_evidence(w.at(sigma=best, tau=ratio * best), w.reml)
    found = mlm.profiled_deviance(ratio, w.summary, reml=w.reml)
    return ratio**2 if np.isclose(found, deviance, rtol=1e-9) else np.nan


def imagined(w):
    """Imagined observations at mu: as many as make their share of the estimate equal to 1 - w_j."""
    weight = mlm.pooling_weight(1, **w.scales)
    return (1 - weight) / weight


NAMES = {
    # data and parameters
    "j[i]": lambda w: w.data.group,
    "y": lambda w: w.data.y,
    "x": lambda w: w.data.x[:, 0],
    "n": lambda w: w.summary.n,
    "N": lambda w: len(w.data.y),
    "J": lambda w: len(w.alpha),
    **{rf"\{field}": attrgetter(field) for field in ("alpha", "beta", "mu", "sigma", "tau")},
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
    "w": lambda w: mlm.pooling_weight(w.summary.n, **w.scales),
    r"\hat\alpha": lambda w: mlm.partial_pool(w.gamma, w.summary.n, w.mu, **w.scales).mean,
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
    r"p(\Theta \mid D, \Pi)": lambda w: multivariate_normal(*normal.posterior(w)).pdf(np.hstack(w.theta)),
    r"p(\gamma \mid \mu, \sigma, \tau)": normal.density_of_gamma,
    r"f(\Theta)": lambda w: mlm.log_posterior(w.theta, w.data, **w.scales),
    r"f(\hat\Theta)": lambda w: mlm.log_posterior(w.mode, w.data, **w.scales),
    r"\det(-H)": lambda w: 1 / np.linalg.det(normal.posterior(w)[1]),
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
    # normal distributions: mean and variance
    r"y_i": lambda w: normal_of(lambda y: normal.log_likelihood(w.with_y(y)), w.data.y),
    r"\alpha_j": normal.of_alpha,
    r"\gamma_j": lambda w: marginal(w, gamma_of(w)),
    r"\gamma_j \mid \alpha_j": lambda w: marginal(w, gamma_of(w), given_alpha=True),
    r"\alpha_j \mid \gamma_j": lambda w: alpha_given(w, gamma_of(w)),
    r"\alpha_j \mid y, \beta, \mu, \sigma, \tau": lambda w: alpha_given(w, the_y),
    # limits, and what is integrated
    r"\lim_{\tau \to 0}": lambda w: w.at(tau=TINY),
    r"\lim_{\tau \to \infty}": lambda w: w.at(tau=HUGE),
    r"\lim_{n_j \to 0}": lambda w: with_sizes(w, 0),
    r"\lim_{n_j \to \infty}": lambda w: with_sizes(w, 1e15),
    r"\int d\Theta": lambda w: partial(normal.integral_over_theta, w),
    # the other side of formulas in lines of text that state one, by the name in their record
    "precision_of_alpha": lambda w: 1 / normal.of_alpha(w)[1][0],
    "precision_of_gamma_given_alpha": lambda w: 1 / variance(w, gamma_of(w), given_alpha=True),
    "sd_of_gamma_given_alpha": lambda w: np.sqrt(variance(w, gamma_of(w), given_alpha=True)),
    "precision_in_units_of_sigma": precision_of_gamma,
    "one_county": one_county,
    "spread": spread,
    "squared_ratio": squared_ratio,
}
