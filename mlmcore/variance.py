"""Where sigma and tau come from (chapter 10): the intercepts are integrated out, then a deviance is minimised.

The scales enter through lambda = tau^2 / sigma^2; sigma itself has a closed form at each lambda.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from ._checks import at_least_zero, truth
from ._moments import between_groups
from .estimates import GroupEstimates, KnownErrors, as_summary
from .gls import contrast_of, generalised_least_squares, levers, mean_variance
from .groups import GroupedData, GroupSummary
from .pooling import Pooled, pool
from .results import Fit


def profiled_deviance(ratio: ArrayLike, summary: GroupSummary | GroupEstimates, *, reml: bool) -> np.ndarray:
    r"""Minus twice the log-likelihood at a given tau / sigma, maximised over mu, beta and sigma: lme4's criterion.

    .. math::

        \begin{aligned}
        d(\lambda) = {} & \nu \left(1 + \log\frac{2\pi R(\lambda)}{\nu}\right) \\
          & + \sum_{j=1}^{J} \log(1 + n_j \lambda) + c(\lambda)
        \end{aligned}

    where :math:`\lambda` is the ratio squared, :math:`R(\lambda)` the weighted residual sum of squares, and
    :math:`\nu = N`, or :math:`N - P - 1` with REML. Without REML :math:`c(\lambda) = 0`, and with it
    :math:`c(\lambda) = \log\det(X^T V^{-1} X)`: X has the columns of the intercept and the predictors, Z those of the
    groups, and :math:`V = I + \lambda Z Z^T` is the outcomes' covariance in units of :math:`\sigma^2`.

    Parameters
    ----------
    ratio : float or array_like
        tau / sigma, >= 0 and finite; lme4 calls it theta. For `GroupEstimates`, whose sigma is no parameter, tau.
    summary : GroupSummary or GroupEstimates
    reml : bool
        True for the restricted likelihood, in which mu and beta are integrated out; False for the likelihood.

    Returns
    -------
    float or array, as ratio

    Raises
    ------
    ValueError
        If ratio < 0 or is not finite.

    Notes
    -----
    Appendix F, equation `eq-deviance`; Bates et al. (2015), section 3: the criterion that lme4 minimises.

    Examples
    --------
    >>> from mlmcore import GroupedData, summarize
    >>> data = GroupedData.from_arrays([1.0, 3.0, 5.0, 7.0], ["a", "a", "b", "b"])
    >>> print(f"{profiled_deviance(1.0, summarize(data), reml=True):.4f}")
    14.4035
    """
    seen, root = as_summary(summary), at_least_zero("ratio", ratio, shape=None)
    return deviance((root / seen.unit if isinstance(seen, KnownErrors) else root) ** 2, seen, reml)


def deviance(lam, summary, reml):
    """Return the deviance at lambda = tau^2 / sigma^2, one or several, at the best sigma, or at the known one."""
    solution = generalised_least_squares(summary, lam)
    nu, variance = degrees_of_freedom(summary, reml), best_variance(solution.rss, summary, reml)
    fit_term = nu * np.log(2 * np.pi * variance) + solution.rss / variance
    known_term = -np.sum(np.log(summary.n)) if isinstance(summary, KnownErrors) else 0.0  # a mean's variance is 1 / n_j
    return fit_term + log_determinants(solution, lam, summary, reml) + known_term


def log_determinants(solution, lam, summary, reml):
    """Return the terms of the deviance that know nothing of y: the groups' and, with REML, that of mu and beta."""
    group_term = np.log1p(np.multiply.outer(lam, summary.by_size.n)) @ summary.by_size.count
    reml_term = np.log(solution.k @ summary.by_size.count) + np.linalg.slogdet(solution.s_xx)[1] if reml else 0.0
    return group_term + reml_term


def _deviance_slope(lam, summary, reml):
    solution = generalised_least_squares(summary, lam)
    fit_slope, rest_slope = slopes_in_lambda(solution, summary, reml)
    return fit_slope / best_variance(solution.rss, summary, reml) + rest_slope


def slopes_in_lambda(solution, summary, reml):
    """Return the exact derivatives of R and of the deviance's other terms; k_j' = -k_j^2 is all it takes."""
    count, k = summary.by_size.count, solution.k
    shrink = np.einsum("...m,...mpq->...pq", k**2, solution.spread)
    contrast = contrast_of(solution.beta)
    fit_slope = -np.einsum("...p,...pq,...q->...", contrast, shrink, contrast)
    group_slope, reml_slope = k @ count, 0.0
    if reml:
        reml_slope = -(k**2 @ count) / (k @ count)
        if solution.beta.size:
            reml_slope -= np.trace(np.linalg.solve(solution.s_xx, shrink[..., 1:, 1:]), axis1=-2, axis2=-1)
    return fit_slope, group_slope + reml_slope


def degrees_of_freedom(summary, reml):
    """Return the nu of the deviance."""
    return summary.rows - (len(summary.x_names) + 1 if reml else 0)


def best_variance(rss, summary, reml):
    """Return the sigma^2 at which the deviance is lowest, R / nu, or the one that is known."""
    return summary.unit**2 if isinstance(summary, KnownErrors) else rss / degrees_of_freedom(summary, reml)


def valleys(summary, reml):
    """Return every lambda >= 0 at which the deviance has a minimum.

    The slope's sign on a grid finds every valley; the slope's root is the valley's floor, to full precision (comparing
    values of the deviance would give half the digits).
    """
    _check_estimable(summary)
    within_rss, between_rss = sums_of_squares(summary)
    smallest = best_variance(within_rss, summary, reml=False)
    top = 100 * max(1 / summary.by_size.n.min(), between_rss / smallest)  # past this the slope is positive
    bottom = 1e-4 / summary.by_size.n.max()  # below this the slope is all but linear
    points = 2 + int(2 * np.log10(top / bottom))  # two a decade
    grid = np.concatenate(([0.0], np.geomspace(bottom, top, points)))
    slope = _deviance_slope(grid, summary, reml)
    # at 0 the slope is the difference of two sums, each of the order of all n_j: less than their rounding is a tie
    slope[0] = (
        0.0 if abs(slope[0]) < _rounding(summary, smallest) * (summary.by_size.n @ summary.by_size.count) else slope[0]
    )
    minima = [0.0] if slope[0] >= 0 else []
    for g in np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0)):
        bracket = grid[g], grid[g + 1]
        minima.append(brentq(_deviance_slope, *bracket, args=(summary, reml), xtol=1e-300, maxiter=500))
    return minima


def _rounding(summary, variance):
    """Return how far rounding may be off, as a share: of the arithmetic, and of outcomes far from 0 beside sigma."""
    level = abs(summary.origin[0]) + summary.reach
    return 8 * np.finfo(float).eps * (1 + level / np.sqrt(variance))


def _check_estimable(summary):
    """Raise ValueError unless the data determine sigma and tau."""
    J, known = summary.J, isinstance(summary, KnownErrors)
    name = "estimate" if known else "group"
    if J < 2:
        raise ValueError(f"{name}: fit needs at least two groups, to see how they differ; got {J}")
    if not known:
        check_sigma(summary)
    by_means = 1 + constant_within(summary).shape[1]
    if J <= by_means:
        raise ValueError(
            f"{name}: fit needs more groups than coefficients that only the group means determine "
            f"({by_means} here); got {J}"
        )


def check_sigma(summary):
    """Raise ValueError unless the data determine sigma."""
    J, (_, varying_within) = summary.J, slopes_within(summary)
    if summary.by_size.n.max() < 2:
        raise ValueError("group: fit needs a group with at least two observations, to see sigma; got one in each")
    if summary.rows <= J + varying_within:
        raise ValueError(
            f"y: fit needs more rows than groups and slopes within them ({J + varying_within} here), to see sigma; "
            f"got {summary.rows}"
        )
    rounding = 4 * np.finfo(float).eps * summary.reach
    if not summary.s_yy > summary.rows * rounding**2:
        raise ValueError(
            "y: must vary within some group, or sigma would be 0; got the same value throughout each group"
        )
    within_rss, _ = sums_of_squares(summary)
    if not within_rss > 1e-12 * summary.s_yy:
        raise ValueError(
            "y: must not be a linear function of x within groups, but for rounding; got one, so sigma is 0"
        )
    one_line = generalised_least_squares(summary, 0.0)
    if not one_line.rss > 1e-12 * (summary.s_yy + between_groups(summary.by_size)[0, 0]):
        raise ValueError(
            "y: must not be so nearly linear in x that rounding hides the rest; take a known trend out first"
        )


def slopes_within(summary):
    """Return the slopes that fit best within groups, and how many directions of x vary there by more than rounding."""
    scale, size, axes = _directions(summary)
    varies = size > 1e-12
    beta = axes[:, varies] @ (axes[:, varies].T @ (summary.s_xy / scale) / size[varies]) / scale
    return beta, np.count_nonzero(varies)


def constant_within(summary):
    """Return, as columns, the changes of the slopes that no observation within groups sees: (P, directions)."""
    scale, size, axes = _directions(summary)
    return axes[:, size <= 1e-12] / scale[:, np.newaxis]


def _directions(summary):
    scale = np.sqrt(np.diag(summary.s_xx) + np.diag(_of_means(summary))[1:])
    return scale, *np.linalg.eigh(summary.s_xx / np.outer(scale, scale))


def sums_of_squares(summary):
    """Return the sums of squares within and between groups about the slopes within them."""
    beta, _ = slopes_within(summary)
    contrast = contrast_of(beta)
    return summary.s_yy - summary.s_xy @ beta, contrast @ _of_means(summary) @ contrast


def _of_means(summary):
    """Return the scatter of the group means, each counted once."""
    sizes = summary.by_size
    d = sizes.mean - sizes.count @ sizes.mean / summary.J
    return sizes.scatter.sum(0) + (sizes.count * d.T) @ d


def fit(data_or_summary: GroupedData | GroupSummary | GroupEstimates, *, reml: bool = True) -> Fit:
    """Estimate every parameter of the model: the scales first, with the intercepts integrated out, then the rest.

    Parameters
    ----------
    data_or_summary : GroupedData, GroupSummary or GroupEstimates
    reml : bool
        True (default) for restricted maximum likelihood, False for maximum likelihood.

    Returns
    -------
    Fit
        `str(fit)` is a summary as lme4 prints it.

    Raises
    ------
    ValueError
        If sigma or tau cannot be estimated: one group only, one observation in each, y constant within every group,
        predictors that are constant, linear combinations of others, or fit the groups' means or their insides exactly;
        and as `summarize`.

    Notes
    -----
    Appendix F, equations `eq-deviance` and `eq-sigma-hat`. The deviance is lme4's (Bates et al. 2015); tau = 0 is
    compared with every interior minimum.

    If the predictors leave only a fraction e of y's sum of squares, about log10(1 / e) of the sixteen digits are lost.

    Examples
    --------
    >>> from mlmcore import GroupedData
    >>> from mlmcore.datasets import load_radon
    >>> data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    >>> radon = fit(data)
    >>> print(f"mu {radon.mu:.3f}, beta {radon.beta[0]:.3f}")
    mu 1.462, beta -0.693
    >>> print(f"sigma {radon.sigma:.3f}, tau {radon.tau:.3f}")
    sigma 0.756, tau 0.328
    """
    reml = truth("reml", reml)
    summary = as_summary(data_or_summary)
    known = isinstance(summary, KnownErrors)
    lowest, lam = min((deviance(lam, summary, reml), lam) for lam in valleys(summary, reml))
    sigma = float(np.sqrt(best_variance(generalised_least_squares(summary, lam).rss, summary, reml)))
    tau = float(sigma * np.sqrt(lam))
    given = given_scales(summary, lam, sigma)
    return Fit(
        mu=float(given.mu),
        beta=given.beta,
        sigma=np.nan if known else sigma,
        tau=tau,
        mu_se=float(given.mu_sd),
        beta_se=given.beta_sd,
        alpha=given.pooled.mean,
        alpha_sd=given.alpha_sd,
        weight=given.pooled.weight,
        log_likelihood=float(-lowest / 2),
        reml=reml,
        at_boundary=lam == 0,
        n=np.full(len(summary.n), np.nan) if known else summary.n,
        labels=summary.labels,
        x_names=summary.x_names,
        summary=summary,
    )


class Given(NamedTuple):
    """What is known at given scales, each with its standard deviation; for K pairs of them, every shape has K in front.

    alpha_sd includes the uncertainty of mu and beta; `pooled`, at the best of both, does not.
    """

    mu: float
    mu_sd: float
    beta: np.ndarray
    beta_sd: np.ndarray
    pooled: Pooled
    alpha_sd: np.ndarray


def given_scales(summary, lam, sigma, groups=slice(None)):
    """Return what is `Given` sigma and lambda = tau^2 / sigma^2, numbers or (K,) arrays, of all groups or some."""
    lam, sigma = np.asarray(lam), np.asarray(sigma)
    solution, each = generalised_least_squares(summary, lam), sigma[..., np.newaxis]
    n, x_mean = summary.n[groups], summary.x_mean[groups]
    gamma = summary.y_mean[groups] - solution.beta @ x_mean.T
    pooled = pool(gamma, n, solution.mu[..., np.newaxis], each, each * np.sqrt(lam)[..., np.newaxis])
    centre, covariance = solution.centre[..., 1:], np.linalg.inv(solution.s_xx)
    of_mean = mean_variance(solution, summary)
    mu_variance = of_mean + np.einsum("...p,...pq,...q->...", centre, covariance, centre)
    beta_variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    lever = levers(solution, pooled.weight, x_mean)
    alpha_variance = (1 - pooled.weight) ** 2 * of_mean[..., np.newaxis]
    alpha_variance = alpha_variance + np.einsum("...jp,...pq,...jq->...j", lever, covariance, lever)
    return Given(
        mu=solution.mu,
        mu_sd=sigma * np.sqrt(mu_variance),
        beta=solution.beta,
        beta_sd=each * np.sqrt(beta_variance),
        pooled=pooled,
        alpha_sd=np.sqrt(pooled.sd**2 + each**2 * alpha_variance),
    )
