"""The other side of formulas that a line of text states only one side of, and names that these need."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

import mlmcore as mlm

from .names import log_likelihood, log_prior
from .normal import alpha_given, best_sigma, complex_step, gamma_of, log_evidence, moments, normal_of, the_y
from .own import (
    VARIANCE,
    balanced,
    collapsed,
    expected_ml_variance,
    imagined,
    misfit,
    spread,
    standard_error_of_mu,
    sums_of_squares,
)


def most_likely(w):
    return normal_of(lambda alpha: mlm.log_likelihood(alpha, [w.beta], w.data, sigma=w.sigma), w.alpha)[0]


def most_probable(w):
    return normal_of(lambda alpha: mlm.log_prior(alpha, w.mu, tau=w.tau), w.alpha)[0]


def steepest(w):
    """The weight where it bends from steeper to flatter, as tau is multiplied: the root of its second difference."""

    def bend(log_tau, n):
        low, here, high = (
            mlm.pooling_weight(n, sigma=w.sigma, tau=np.exp(log_tau + step)) for step in (-0.1, 0.0, 0.1)
        )
        return low - 2 * here + high

    roots = [brentq(bend, -5, 5, args=(n,), xtol=1e-14) for n in w.summary.n]
    return mlm.pooling_weight(w.summary.n, sigma=w.sigma, tau=np.exp(roots))


MOST_LIKELY = {r"\alpha": most_likely}
MOST_PROBABLE = {r"\alpha": most_probable}
STEEPEST = {"w": steepest}
HALF_WAY = {"n": lambda w: np.full(len(w.alpha), imagined(w))}


def unrestricted(w):
    return w.at(reml=False)


def without_slope(w):
    return w.at(beta=0.0)


def variance_of_gamma_given_alpha(w):
    return np.diag(moments(w, gamma_of(w), given_alpha=True)[1])


def sd_of_gamma_given_alpha(w):
    return np.sqrt(variance_of_gamma_given_alpha(w))


def precision_of_gamma_given_alpha(w):
    return 1 / variance_of_gamma_given_alpha(w)


def precision_of_alpha(w):
    return 1 / normal_of(lambda alpha: mlm.log_prior(alpha, w.mu, tau=w.tau), w.alpha)[1][0]


def precision_of_alpha_given_y(w):
    return 1 / alpha_given(w, the_y)[1]


def precision_of_gamma_marginally(w):
    return 1 / np.diag(moments(w, gamma_of(w))[1])


def precision_in_units_of_sigma(w):
    return w.sigma**2 * precision_of_gamma_marginally(w)


def with_one(values, j, value):
    """The values with another one in place j."""
    return np.where(np.arange(len(values)) == j, value, values)


def one_county(w):
    """For each group: the log-prior, less what it would be with alpha_j = mu."""

    def log_prior(alpha):
        return mlm.log_prior(alpha, w.mu, tau=w.tau)

    return np.array([log_prior(w.alpha) - log_prior(with_one(w.alpha, j, w.mu)) for j in range(len(w.alpha))])


def relative_prior(w):
    return np.exp(one_county(w))


def relative_likelihood(w):
    """For each group: the likelihood, as a multiple of what it would be with alpha_j = gamma_j."""

    def log_likelihood(alpha):
        return mlm.log_likelihood(alpha, [w.beta], w.data, sigma=w.sigma)

    peaks = [log_likelihood(with_one(w.alpha, j, w.gamma[j])) for j in range(len(w.alpha))]
    return np.exp(log_likelihood(w.alpha) - peaks)


def slope_of_one_county(w):
    def log_prior(h, j):
        return mlm.log_prior(w.alpha + h * np.eye(len(w.alpha))[j], w.mu, tau=w.tau)

    return np.array([complex_step(lambda h, j=j: log_prior(h, j), 0.0) for j in range(len(w.alpha))])


def log_density_of_row(w, i, h=0.0):
    """The log-likelihood of observation i alone, its group's intercept raised by h, less its largest value."""

    def of(y):
        row = mlm.GroupedData.from_arrays([y], [0], [w.data.x[i, 0]])
        return mlm.log_likelihood([alpha + h], [w.beta], row, sigma=w.sigma)

    alpha = w.alpha[w.data.group[i]]
    perfect = mlm.GroupedData.from_arrays([alpha + w.beta * w.data.x[i, 0]], [0], [w.data.x[i, 0]])
    return of(w.data.y[i]) - mlm.log_likelihood([alpha], [w.beta], perfect, sigma=w.sigma)


def one_house(w):
    return np.array([log_density_of_row(w, i) for i in range(len(w.data.y))])


def slope_of_one_house(w):
    return np.array([complex_step(lambda h, i=i: log_density_of_row(w, i, h), 0.0) for i in range(len(w.data.y))])


def constant_of_likelihood(w):
    return np.exp((log_likelihood(w) - misfit(w)) / len(w.data.y))


def constant_of_prior(w):
    return np.exp((log_prior(w) - spread(w)) / len(w.alpha))


def rise_for_a_tenth(w):
    """How much higher the log-prior of equal groups is at a tenth of tau."""
    level = collapsed(w).alpha
    return mlm.log_prior(level, w.mu, tau=w.tau / 10) - mlm.log_prior(level, w.mu, tau=w.tau)


def alpha_at_mode(w):
    return w.mode.alpha


def exact_means(w):
    """A balanced world with hardly any scatter within groups, as with very many observations in each."""
    return balanced(w).at(sigma=1e-7)


def ml_shortfall(w):
    return w.tau**2 - expected_ml_variance(w)


def far_apart(w):
    """A balanced world whose group means differ so much that no estimate is zero."""
    world = balanced(w)
    y = world.data.y + 5 * world.data.group
    return world.at(data=mlm.GroupedData.from_arrays(y, world.data.group))


def mean_squares(w):
    between, within = sums_of_squares(w, w.data.y)
    J, N = len(w.alpha), len(w.data.y)
    return between / (J - 1), within / (N - J)


MEAN_SQUARES = {
    "M_b": lambda w: mean_squares(w)[0],
    "M_w": lambda w: mean_squares(w)[1],
    "n": lambda w: w.summary.n[0],
}


def reml_variance(w):
    return mlm.fit(w.data).tau ** 2


def ml_minuend(w):
    """What ML's estimate subtracts the mean square within groups from, before it divides by n."""
    return w.summary.n[0] * mlm.fit(w.data, reml=False).tau ** 2 + mean_squares(w)[1]


def mean_pull(w):
    """Mean of (J - 3) v / (sum of squared deviations), where that sum is (tau^2 + v) chi-square; also 1 - w_j."""
    J = len(w.alpha)
    pull = (J - 3) * VARIANCE / (w.tau**2 + VARIANCE) * chi2(J - 1).expect(lambda squares: 1 / squares)
    weight = mlm.pooling_weight(1, sigma=np.sqrt(VARIANCE), tau=w.tau)
    return pull if np.isclose(pull, 1 - weight, rtol=1e-9) else np.nan


def least_error_of_mu(w):
    return standard_error_of_mu(w.at(sigma=1e-6))


def squared_ratio(w):
    """The lambda whose deviance, by mlmcore, is that of the data's normal density at this ratio of the scales."""
    ratio = w.tau / w.sigma
    best = best_sigma(w)
    deviance = -2 * log_evidence(w.at(sigma=best, tau=ratio * best), w.reml)
    found = mlm.profiled_deviance(ratio, w.summary, reml=w.reml)
    return ratio**2 if np.isclose(found, deviance, rtol=1e-9) else np.nan
