"""Chapter 3: what alpha_j ~ N(mu, tau^2) says about the intercepts before any data."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import number, numbers, positive


def log_prior(alpha: ArrayLike, mu: float, *, tau: float) -> float:
    r"""Logarithm of the prior, the normal density of the group intercepts about their mean.

    .. math::

        \log p(\alpha \mid \mu, \tau) = -\frac{J}{2} \log(2\pi\tau^2)
        - \frac{1}{2\tau^2} \sum_{j=1}^{J} (\alpha_j - \mu)^2

    Parameters
    ----------
    alpha : (J,) array_like
        Group intercepts, in units of y. May be complex, for complex-step differentiation; so may mu.
    mu : float
        Mean of the population of intercepts, in units of y.
    tau : float
        Its standard deviation, > 0, in units of y.

    Returns
    -------
    float (complex where alpha or mu is)

    Raises
    ------
    ValueError
        If alpha is not one-dimensional, an entry is not finite, or tau <= 0.

    Notes
    -----
    Chapter 3, equation `eq-log-prior`.

    Examples
    --------
    >>> print(f"{log_prior([1.0, 2.0], 1.5, tau=0.5):.4f}")
    -1.4516
    """
    alpha, mu = numbers("alpha", alpha, dtype=complex), number("mu", mu, dtype=complex)
    tau = positive("tau", tau)
    if alpha.ndim != 1:
        raise ValueError(f"alpha: must be one-dimensional, one entry a group; got shape {alpha.shape}")
    return -len(alpha) / 2 * np.log(2 * np.pi * tau**2) - np.sum((alpha - mu) ** 2) / (2 * tau**2)
