"""Chapter 5: the weighted average."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ._checks import at_least_zero, group_sizes, numbers, positive


class Pooled(NamedTuple):
    """Partial pooling's answer for each group.

    Attributes
    ----------
    mean : (J,) array
        The weighted average: centre of the intercept's distribution after the data, in units of y.
    sd : (J,) array
        Standard deviation of that distribution, at known mu, beta, sigma and tau.
    weight : (J,) array
        Weight on the group's own data, 0 to 1.
    """

    mean: np.ndarray
    sd: np.ndarray
    weight: np.ndarray


def pooling_weight(n: ArrayLike, *, sigma: ArrayLike, tau: ArrayLike) -> np.ndarray:
    r"""Weight that a group's estimate puts on its own data.

    .. math::

        w_j = \frac{n_j / \sigma^2}{n_j / \sigma^2 + 1 / \tau^2}

    Parameters
    ----------
    n : (J,) array_like or int
        Observations in each group, >= 0; n = 0, a group never observed, has weight 0.
    sigma : float
        Standard deviation of an observation about its group's line, > 0, in units of y.
    tau : float
        Standard deviation of the group intercepts, in units of y: 0 (complete pooling) to inf (no pooling).

    Returns
    -------
    (J,) float array, or float

    Raises
    ------
    ValueError
        If n is not a whole number >= 0, sigma <= 0 or tau < 0.

    Notes
    -----
    Chapter 5, equation `eq-weight`. The arguments may be arrays that broadcast.

    Examples
    --------
    >>> print(pooling_weight([0, 1, 4, 12], sigma=1.0, tau=0.5))
    [0.   0.2  0.5  0.75]
    """
    return _weight(*_arguments(n, sigma, tau))


def partial_pool(gamma: ArrayLike, n: ArrayLike, mu: ArrayLike, *, sigma: ArrayLike, tau: ArrayLike) -> Pooled:
    r"""Each group's intercept after the data: the weighted average, and how sure it is.

    .. math::

        \hat\alpha_j = \frac{(n_j / \sigma^2) \gamma_j + (1 / \tau^2) \mu}{n_j / \sigma^2 + 1 / \tau^2}
        = w_j \gamma_j + (1 - w_j) \mu

    .. math::

        \mathrm{sd}(\alpha_j \mid y, \beta, \mu, \sigma, \tau) = \frac{1}{\sqrt{n_j / \sigma^2 + 1 / \tau^2}}

    Parameters
    ----------
    gamma : (J,) array_like
        Each group's own intercept, `summary.gamma(beta)`, in units of y; may be NaN where n = 0.
    n : (J,) array_like
        Observations in each group, >= 0.
    mu : float
        Mean of the population of intercepts, in units of y.
    sigma : float
        Standard deviation of an observation about its group's line, > 0, in units of y.
    tau : float
        Standard deviation of the group intercepts, in units of y: 0 (complete pooling) to inf (no pooling).

    Returns
    -------
    Pooled
        mean, sd and weight. The sd holds at known mu, beta, sigma and tau; `Fit.alpha_sd` does not assume the first
        two.

    Raises
    ------
    ValueError
        As `pooling_weight`, or if gamma (where n > 0) or mu is not finite.

    Notes
    -----
    Chapter 5, equations `eq-weighted-average` and `eq-posterior-sd`. The arguments may be arrays that broadcast.

    Examples
    --------
    >>> pooled = partial_pool([2.0, 2.0], [1, 12], 1.0, sigma=1.0, tau=0.5)
    >>> print(pooled.mean, pooled.sd, pooled.weight)
    [1.2  1.75] [0.4472136 0.25     ] [0.2  0.75]
    """
    n, sigma, tau = _arguments(n, sigma, tau)
    gamma, mu = numbers("gamma", gamma, allow=("nan",) if (n == 0).any() else ()), numbers("mu", mu)
    if (np.isnan(gamma) & (n > 0)).any():
        raise ValueError("gamma: must be finite where n > 0; got nan for a group with observations")
    return pool(gamma, n, mu, sigma, tau)


def pool(gamma, n, mu, sigma, tau):
    """Return the `Pooled` of arguments that have been checked; n / sigma^2 may be any precision."""
    weight = _weight(n, sigma, tau)
    mean = weight * np.where(n > 0, gamma, 0.0) + (1 - weight) * mu
    with np.errstate(divide="ignore", over="ignore"):
        sd = 1 / np.hypot(np.sqrt(n) / sigma, 1 / np.asarray(tau))  # hypot: no scale is squared on its own
    return Pooled(mean, sd, weight)


def _weight(n, sigma, tau):
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        weight = 1 / (
            1 + (sigma / np.asarray(tau)) ** 2 / n
        )  # pooling_weight's formula, divided through by n / sigma^2
    return np.where(n > 0, weight, 0.0)[()]


def _arguments(n, sigma, tau) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        group_sizes("n", n),
        positive("sigma", sigma, shape=None),
        at_least_zero("tau", tau, shape=None, allow=("inf",)),
    )
