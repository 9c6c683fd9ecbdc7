"""Draws from the model: first the groups' intercepts, then the observations."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import at_least_zero, group_sizes, number, numbers, one_of, positive
from .groups import GroupedData, slopes


def simulate(
    rng: np.random.Generator,
    n: ArrayLike,
    *,
    mu: float,
    sigma: float,
    tau: float,
    beta: ArrayLike = (),
    x: ArrayLike | None = None,
) -> GroupedData:
    r"""Draw a data set from the model.

    .. math::

        \alpha_j \sim N(\mu, \tau^2)

    .. math::

        y_i \sim N(\alpha_{j[i]} + \beta x_i, \sigma^2)

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness; `numpy.random.default_rng(seed)` for draws that can be repeated.
    n : (J,) array_like
        Observations in each group, >= 1. Rows come group by group, labelled 0 to J - 1.
    mu : float
        Mean of the group intercepts, in units of y.
    sigma, tau : float
        Standard deviations within groups (> 0) and between groups (>= 0), in units of y.
    beta : (P,) array_like
        Slopes; a number will do if P = 1.
    x : (N,) or (N, P) array_like, optional
        Predictors; needed if there are slopes.

    Returns
    -------
    GroupedData

    Raises
    ------
    ValueError
        If n is not of whole numbers >= 1, a scale is out of range, or beta does not fit x.

    Notes
    -----
    Chapter 1, equations `eq-model-y` and `eq-model-alpha`.

    Examples
    --------
    >>> data = simulate(np.random.default_rng(1), [2, 3], mu=1.5, sigma=0.8, tau=0.3)
    >>> print(data.group, len(data.y))
    [0 0 1 1 1] 5
    """
    one_of("rng", rng, np.random.Generator, hint=", as numpy.random.default_rng(seed) returns")
    n = np.atleast_1d(group_sizes("n", n, smallest=1))
    if n.ndim != 1 or not n.size or n.sum() > np.iinfo(np.int32).max:
        raise ValueError(f"n: must be the sizes of one or more groups, in one dimension; got shape {n.shape}")
    n = n.astype(int)
    sigma, tau, mu = positive("sigma", sigma), at_least_zero("tau", tau), number("mu", mu)
    N = n.sum()
    x = np.empty((N, 0)) if x is None else numbers("x", x)
    x = x[:, np.newaxis] if x.ndim == 1 else x
    if x.ndim != 2 or len(x) != N:
        raise ValueError(f"x: must have one row for each of the {N} observations; got shape {x.shape}")
    alpha = rng.normal(mu, tau, len(n))
    group = np.repeat(np.arange(len(n)), n)
    y = alpha[group] + x @ slopes(beta, x.shape[1]) + rng.normal(0.0, sigma, N)
    return GroupedData.from_arrays(y, group, x)
