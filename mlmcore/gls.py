"""The overall mean and slopes at a given ratio of the scales: generalised least squares.

With the intercepts integrated out, gamma_j ~ N(mu, tau^2 + sigma^2 / n_j). Its precision in units of 1 / sigma^2 is
k_j = n_j / (1 + n_j lambda), where lambda = tau^2 / sigma^2.
"""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    """Generalised least squares at one lambda, or at several at once (then every shape has lambda's in front).

    Attributes
    ----------
    k : (M,) array
        Precision of a group mean, by group size.
    spread : (M, 1 + P, 1 + P) array
        Scatter of the groups' (y, x) means about `centre`, by group size.
    centre : (1 + P,) array
        Weighted mean of the group means of (y, x).
    s_xx : (P, P) array
        Weighted scatter of the predictors, within and between groups.
    beta, mu : (P,) array, float
        The estimates.
    rss : float
        The weighted residual sum of squares.
    """

    k: np.ndarray
    spread: np.ndarray
    centre: np.ndarray
    s_xx: np.ndarray
    beta: np.ndarray
    mu: float
    rss: float


def generalised_least_squares(summary, lam):
    """Return the `Solution` that minimises the weighted residual sum of squares at lambda = tau^2 / sigma^2."""
    sizes = summary.by_size
    k = sizes.n / (1 + sizes.n * np.asarray(lam)[..., np.newaxis])
    centre = (sizes.count * k) @ sizes.mean / (k @ sizes.count)[..., np.newaxis]
    d = sizes.mean - centre[..., np.newaxis, :]
    spread = sizes.scatter + sizes.count[:, np.newaxis, np.newaxis] * d[..., np.newaxis] * d[..., np.newaxis, :]
    s = summary.within + np.einsum("...m,...mpq->...pq", k, spread)
    s_xx, s_xy = s[..., 1:, 1:], s[..., 1:, 0]
    beta = np.linalg.solve(s_xx, s_xy[..., np.newaxis])[..., 0] if s_xy.size else s_xy  # no equations take their time
    contrast = contrast_of(beta)
    mu = contrast @ summary.origin + (centre * contrast).sum(-1)
    return Solution(k, spread, summary.origin + centre, s_xx, beta, mu, s[..., 0, 0] - (s_xy * beta).sum(-1))


def contrast_of(beta):
    """Return (1, -beta), whose product with (y, x) is y - beta x."""
    return np.concatenate((np.ones((*beta.shape[:-1], 1)), -beta), axis=-1)


def mean_variance(solution, summary):
    """Return the variance, over sigma^2, of the mean at the weighted centre of x, with which beta is uncorrelated."""
    return 1 / (solution.k @ summary.by_size.count)


def levers(solution, weight, x_mean):
    """Return minus how alpha changes with beta where that mean is held, (J, P): weights (J,), group means (J, P)."""
    w = weight[..., np.newaxis]
    return w * x_mean + (1 - w) * solution.centre[..., np.newaxis, 1:]
