"""How sure tau is: the interval of the values of tau that the likelihood does not rule out."""

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, lambertw

from ._checks import between_0_and_1, truth
from .estimates import GroupEstimates, KnownErrors, as_summary
from .gls import generalised_least_squares
from .groups import GroupedData, GroupSummary
from .variance import degrees_of_freedom, deviance, valleys


def tau_interval(
    data_or_summary: GroupedData | GroupSummary | GroupEstimates, *, level: float = 0.95, reml: bool = True
) -> tuple[float, float]:
    r"""Profile-likelihood interval of tau: the values at which the best deviance is not too far above its minimum.

    "Too far" is the chi-squared distribution's quantile of the level, with one degree of freedom: 3.84 for 0.95. At
    each tau, the deviance is that of the best sigma, mu and beta for it. Of two valleys in reach, it spans both.

    Parameters
    ----------
    data_or_summary : GroupedData, GroupSummary or GroupEstimates
    level : float
        Confidence level, between 0 and 1.
    reml : bool
        True (default) for the restricted likelihood, False for the likelihood.

    Returns
    -------
    (float, float)
        Lower and upper end, in units of y; the lower end is exactly 0 where tau = 0 is not ruled out.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1; and as `fit`.

    Notes
    -----
    Appendix F, equation `eq-deviance`. Every (tau, sigma) in reach has a ratio lambda in reach; given lambda, the
    deviance of a sigma other than the best is known in closed form, and so are the largest and the smallest tau.

    Examples
    --------
    >>> from mlmcore import GroupedData
    >>> from mlmcore.datasets import load_radon
    >>> data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    >>> low, high = tau_interval(data)
    >>> print(f"{low:.3f} to {high:.3f}")
    0.247 to 0.427
    """
    level, reml = between_0_and_1("level", level), truth("reml", reml)
    summary = as_summary(data_or_summary)
    nu = degrees_of_freedom(summary, reml)
    minima = valleys(summary, reml)
    bound = min(deviance(lam, summary, reml) for lam in minima) + chdtri(1, 1 - level)

    def excess(lam):
        return deviance(lam, summary, reml) - bound

    def log_tau(log_lam, side):
        lam = np.exp(log_lam)
        factor = sigma_in_reach(np.maximum(-excess(lam) / nu, 1e-15))[side]  # at 0 is W's branch point
        return (log_lam + np.log(generalised_least_squares(summary, lam).rss / nu)) / 2 + np.log(factor)

    least, greatest = _in_reach(excess, minima, 1 / summary.by_size.n.max())
    if isinstance(summary, KnownErrors):  # sigma is not free: the ends are those of lambda
        return float(summary.unit * np.sqrt(least)), float(summary.unit * np.sqrt(greatest))
    logs = np.linspace(np.log(least or 1e-8 * greatest), np.log(greatest), 65)
    low = np.exp(-_largest(lambda log_lam: -log_tau(log_lam, 0), logs)) if least else 0.0
    return float(low), float(np.exp(_largest(lambda log_lam: log_tau(log_lam, 1), logs)))


def _in_reach(excess, minima, step):
    """Return the least and the greatest lambda at which `excess` is not above 0; each end lies beyond a minimum."""
    inside = [lam for lam in minima if excess(lam) <= 0]
    least, greatest = min(inside), max(inside)
    beyond = greatest + step
    while excess(beyond) <= 0:
        beyond *= 4
    greatest = brentq(excess, greatest, beyond, xtol=1e-300, maxiter=500)
    return brentq(excess, 0, least, xtol=1e-300, maxiter=500) if excess(0.0) > 0 else 0.0, greatest


def sigma_in_reach(e):
    """Return the factors u on the best sigma at which log u^2 + 1 / u^2 - 1 = e: the smaller, then the larger.

    nu times the left side is what a sigma other than the best adds to the deviance; 1 / u^2 is Lambert's W.
    """
    return [1 / np.sqrt(-lambertw(-np.exp(-1 - e), branch).real) for branch in (-1, 0)]


def _largest(f, points):
    """Return the largest value of f, which has its peak between the neighbours of the best of some points."""
    best = np.argmax(f(points))
    bracket = points[max(best - 1, 0)], points[min(best + 1, len(points) - 1)]
    return -minimize_scalar(lambda at: -f(at), bounds=bracket, method="bounded", options={"xatol": 1e-10}).fun
