"""Chapter 2: what the data say about the intercepts."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import numbers, one_of, positive
from .groups import FROM_TABLE, GroupedData, slopes


def log_likelihood(alpha: ArrayLike, beta: ArrayLike, data: GroupedData, *, sigma: float) -> float:
    r"""Logarithm of the likelihood, the normal density of the outcomes given the intercepts and slopes.

    .. math::

        \log p(y \mid x, \alpha, \beta, \sigma) = -\frac{N}{2} \log(2\pi\sigma^2)
        - \frac{1}{2\sigma^2} \sum_{i=1}^{N} (y_i - \alpha_{j[i]} - \beta x_i)^2

    Parameters
    ----------
    alpha : (J,) array_like
        Group intercepts, in units of y. May be complex, for complex-step differentiation.
    beta : (P,) array_like
        Slopes; a number will do if P = 1.
    data : GroupedData
    sigma : float
        Standard deviation of an observation about its group's line, > 0, in units of y.

    Returns
    -------
    float (complex where alpha or beta is)

    Raises
    ------
    ValueError
        If a shape does not fit the data, an entry is not finite, or sigma <= 0.

    Notes
    -----
    Chapter 2, equation `eq-log-likelihood`.

    Examples
    --------
    >>> from mlmcore import GroupedData
    >>> data = GroupedData.from_arrays([1.0, 2.0, 4.0], ["a", "a", "b"])
    >>> print(f"{log_likelihood([1.5, 4.0], (), data, sigma=1.0):.4f}")
    -3.0068
    """
    sigma = positive("sigma", sigma)
    residual = residuals(alpha, beta, data)
    return -len(data.y) / 2 * np.log(2 * np.pi * sigma**2) - np.sum(residual**2) / (2 * sigma**2)


def residuals(alpha, beta, data):
    """y_i - alpha_j[i] - beta x_i, (N,): each observation less its group's line."""
    one_of("data", data, GroupedData, hint=FROM_TABLE)
    alpha = numbers("alpha", alpha, shape=(len(data.labels),), dtype=complex)
    return data.y - alpha[data.group] - data.x @ slopes(beta, data.x.shape[1])
