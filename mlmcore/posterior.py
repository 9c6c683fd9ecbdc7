"""Chapter 4: the log-posterior, its gradient and curvature, and its mode."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ._checks import at_least_zero, group_sizes, number, numbers, one_of, positive
from .gls import generalised_least_squares
from .groups import GroupedData, GroupSummary, check_predictors
from .likelihood import log_likelihood, residuals
from .pooling import partial_pool
from .prior import log_prior


class Theta(NamedTuple):
    """What is estimated at given scales.

    Attributes
    ----------
    alpha : (J,) array
        Group intercepts, in units of y.
    beta : (P,) array
        Slopes, in units of y per unit of x.
    mu : float
        Mean of the population of intercepts, in units of y.
    """

    alpha: np.ndarray
    beta: np.ndarray
    mu: float


def log_posterior(theta: Theta, data: GroupedData, *, sigma: float, tau: float) -> float:
    r"""Logarithm of the posterior density of Theta at given scales, up to log p(y | x, sigma, tau).

    .. math::

        f(\Theta) = \log p(y \mid x, \alpha, \beta, \sigma) + \log p(\alpha \mid \mu, \tau)

    The priors on beta and mu are flat.

    Parameters
    ----------
    theta : Theta
        alpha (J,), beta (P,) and mu. Entries may be complex, for complex-step differentiation.
    data : GroupedData
    sigma, tau : float
        Standard deviations within and between groups, > 0, in units of y.

    Returns
    -------
    float (complex where theta is)

    Raises
    ------
    ValueError
        If a shape does not fit the data, an entry is not finite, or a scale is not > 0.

    Notes
    -----
    Chapter 4, equation `eq-log-posterior`.

    Examples
    --------
    >>> from mlmcore import GroupedData
    >>> data = GroupedData.from_arrays([1.0, 2.0, 4.0], ["a", "a", "b"])
    >>> print(f"{log_posterior(Theta([1.5, 4.0], (), 2.0), data, sigma=1.0, tau=2.0):.4f}")
    -6.7622
    """
    alpha, beta, mu = theta
    return log_likelihood(alpha, beta, data, sigma=sigma) + log_prior(alpha, mu, tau=tau)


def log_posterior_gradient(theta: Theta, data: GroupedData, *, sigma: float, tau: float) -> Theta:
    r"""Derivative of the log-posterior with respect to every entry of Theta.

    .. math::

        \frac{\partial f}{\partial \alpha_j} = \frac{1}{\sigma^2} \sum_{i \in j} (y_i - \alpha_j - \beta x_i)
        - \frac{\alpha_j - \mu}{\tau^2}

    .. math::

        \frac{\partial f}{\partial \beta} = \frac{1}{\sigma^2} \sum_{i=1}^{N} x_i (y_i - \alpha_{j[i]} - \beta x_i)

    .. math::

        \frac{\partial f}{\partial \mu} = \frac{1}{\tau^2} \sum_{j=1}^{J} (\alpha_j - \mu)

    Parameters
    ----------
    theta : Theta
        alpha (J,), beta (P,) and mu.
    data : GroupedData
    sigma, tau : float
        Standard deviations within and between groups, > 0, in units of y.

    Returns
    -------
    Theta
        The derivatives, in theta's own structure.

    Raises
    ------
    ValueError
        As `log_posterior`.

    Notes
    -----
    Chapter 4, equations `eq-derivative`, `eq-derivative-beta` and `eq-derivative-mu`.

    Examples
    --------
    >>> from mlmcore import GroupedData
    >>> data = GroupedData.from_arrays([1.0, 2.0, 4.0], ["a", "a", "b"])
    >>> gradient = log_posterior_gradient(Theta([1.5, 4.0], (), 2.0), data, sigma=1.0, tau=2.0)
    >>> print(gradient.alpha)
    [ 0.125 -0.5  ]
    """
    sigma, tau = positive("sigma", sigma), positive("tau", tau)
    alpha, beta, mu = theta
    alpha, mu = numbers("alpha", alpha, dtype=complex), number("mu", mu, dtype=complex)
    residual = residuals(alpha, beta, data)
    of_group = np.zeros(len(data.labels), residual.dtype)
    np.add.at(of_group, data.group, residual)
    return Theta(
        alpha=of_group / sigma**2 - (alpha - mu) / tau**2,
        beta=data.x.T @ residual / sigma**2,
        mu=np.sum(alpha - mu) / tau**2,
    )


def log_posterior_curvature(n: ArrayLike, *, sigma: float, tau: float) -> np.ndarray:
    r"""Second derivative of the log-posterior with respect to a group's intercept: the same at every alpha.

    .. math::

        \frac{\partial^2 f}{\partial \alpha_j^2} = -\left(\frac{n_j}{\sigma^2} + \frac{1}{\tau^2}\right)

    Parameters
    ----------
    n : (J,) array_like or int
        Observations in each group, >= 0.
    sigma, tau : float
        Standard deviations within and between groups, > 0, in units of y.

    Returns
    -------
    (J,) float array, or float
        In 1 / (units of y)^2; negative.

    Raises
    ------
    ValueError
        If n is not a whole number >= 0 or a scale is not > 0.

    Notes
    -----
    Chapter 4, equation `eq-curvature`.

    Examples
    --------
    >>> print(log_posterior_curvature([1, 12], sigma=1.0, tau=0.5))
    [ -5. -16.]
    """
    return -(group_sizes("n", n) / positive("sigma", sigma) ** 2 + 1 / positive("tau", tau) ** 2)


def posterior_mode(summary: GroupSummary, *, sigma: float, tau: float) -> Theta:
    """The Theta that maximises the log-posterior at given scales, in closed form.

    beta and mu are the generalised least-squares estimates, alpha the weighted averages of gamma_j(beta) and mu.

    Parameters
    ----------
    summary : GroupSummary
    sigma : float
        Standard deviation within groups, > 0, in units of y.
    tau : float
        Standard deviation of the group intercepts, >= 0 and finite, in units of y.

    Returns
    -------
    Theta

    Raises
    ------
    ValueError
        If sigma <= 0, tau < 0 or infinite, or a predictor is constant or a linear combination of the others (and the
        intercept).

    Notes
    -----
    Chapter 5, equation `eq-weighted-average`, for alpha. With mu and beta estimated too, the zeros of all of chapter
    4's derivatives are the mixed-model equations, whose solution for beta and mu is generalised least squares
    (Robinson 1991).

    Examples
    --------
    >>> from mlmcore import GroupedData, summarize
    >>> data = GroupedData.from_arrays([1.0, 3.0, 5.0, 7.0], ["a", "a", "b", "b"])
    >>> mode = posterior_mode(summarize(data), sigma=1.0, tau=1.0)
    >>> print(f"{mode.mu:.4f}", mode.alpha.round(4))
    4.0000 [2.6667 5.3333]
    """
    sigma, tau = positive("sigma", sigma), at_least_zero("tau", tau)
    check_predictors(one_of("summary", summary, GroupSummary, hint=" (summarize makes it of data)"))
    solution = generalised_least_squares(summary, (tau / sigma) ** 2)
    alpha = partial_pool(summary.gamma(solution.beta), summary.n, solution.mu, sigma=sigma, tau=tau).mean
    return Theta(alpha, solution.beta, solution.mu)
