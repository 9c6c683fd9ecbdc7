"""The scales are not known: the weighted average, averaged over them.

At given scales everything is normal and exact; what is known of a parameter is a mixture over the nodes of `Scales`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from ._checks import at_least_zero, between_0_and_1, one_of
from .estimates import GroupEstimates, as_summary
from .gls import generalised_least_squares
from .groups import GroupedData, GroupSummary, need_groups
from .pooling import pool
from .results import columns, html_table
from .scales import Scales, blocks
from .variance import constant_within, given_scales


class Draws(NamedTuple):
    """Independent draws from the joint posterior: alpha (size, J), beta (size, P); mu, sigma and tau (size,)."""

    alpha: np.ndarray
    beta: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray
    tau: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class Posterior:
    """What is known of every parameter when the scales are averaged over, in units of y (beta: per unit of x).

    A standard deviation that does not exist, as with few groups and a flat density of tau, is inf; so is such a mean of
    tau, and one of mu, beta or alpha is nan.

    Attributes
    ----------
    alpha_mean, alpha_sd : (J,) array
        Group intercepts: weighted averages averaged over the scales, and standard deviations that leave nothing out.
    mu_mean, mu_sd : float
        Mean of the group intercepts.
    beta_mean, beta_sd : (P,) array
        Slopes.
    sigma_mean, sigma_sd : float
        Standard deviation within groups; nan from `GroupEstimates`, where it is no parameter.
    tau_mean, tau_sd : float
        Standard deviation between groups.
    labels : (J,) array
        The groups' names.
    x_names : tuple of str
        The predictors' names.
    scales : Scales
        The joint distribution of sigma and tau. Its `nodes` are arrays of tau, sigma and their probabilities.
    """

    alpha_mean: np.ndarray
    alpha_sd: np.ndarray
    mu_mean: float
    mu_sd: float
    beta_mean: np.ndarray
    beta_sd: np.ndarray
    sigma_mean: float
    sigma_sd: float
    tau_mean: float
    tau_sd: float
    labels: np.ndarray
    x_names: tuple[str, ...]
    scales: Scales

    def __str__(self):
        """Return a summary: means and standard deviations, and intervals of mu and tau."""
        rows = self._rows()
        width = max(len(name) for name, _, _ in rows)
        lines = [f"Posterior, averaged over the scales; groups: {self.scales.summary.J}", ""]
        lines += [f"{'':{width}} {'Mean':>10} {'Std.Dev.':>10}"]
        lines += [f"{name:{width}} {mean:10.5g} {sd:10.4g}" for name, mean, sd in rows]
        for name, quantile in (("mu", self.mu_quantile), ("tau", self.tau_quantile)):
            lines += [f"95 % of {name}: {quantile(0.025):.4g} to {quantile(0.975):.4g}"]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        return html_table(("", "mean", "standard deviation"), self._rows())

    def _rows(self):
        rows = [("mu", self.mu_mean, self.mu_sd), *zip(self.x_names, self.beta_mean, self.beta_sd, strict=True)]
        rows += [] if self.scales.known else [("sigma", self.sigma_mean, self.sigma_sd)]
        return [*rows, ("tau", self.tau_mean, self.tau_sd)]

    def groups(self, level: float = 0.95) -> dict[str, np.ndarray]:
        """Return a table with a row for each group: `pandas.DataFrame(posterior.groups())` is a data frame of it.

        Parameters
        ----------
        level : float
            Of the interval, between 0 and 1.

        Returns
        -------
        dict of (J,) arrays
            As `Fit.groups`, with own at beta_mean and the average weight; low and high cut off equal tails.

        Raises
        ------
        ValueError
            If level is not between 0 and 1, or the summary has no groups.

        Examples
        --------
        >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
        >>> table = fit_bayes(schools).groups()
        >>> print(table["low"][0].round(1), table["high"][0].round(1))
        -2.1 31.6
        """
        tail = (1 - between_0_and_1("level", level)) / 2
        need_groups(self.scales.summary, "groups")
        tau, sigma, probability = self.scales.nodes
        summary, weight = self.scales.summary, np.zeros(len(self.labels))
        for nodes in blocks(len(tau), len(weight)):
            lam = (tau[nodes] / sigma[nodes]) ** 2
            weight += probability[nodes] @ pool(0.0, summary.n, 0.0, 1.0, np.sqrt(lam)[:, np.newaxis]).weight
        ends = self.alpha_quantile([tail, 1 - tail]).T
        return columns(summary, self.beta_mean, weight, self.alpha_mean, self.alpha_sd, ends)

    def alpha_quantile(self, p: ArrayLike) -> np.ndarray:
        """Quantiles of each group's intercept.

        Parameters
        ----------
        p : float or (K,) array_like
            Probabilities.

        Returns
        -------
        (J,) or (J, K) float array

        Raises
        ------
        ValueError
            If a probability is not between 0 and 1, or the summary has no groups.

        Examples
        --------
        >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
        >>> print(fit_bayes(schools).alpha_quantile([0.025, 0.975])[0].round(1))
        [-2.1 31.6]
        """
        need_groups(self.scales.summary, "alpha_quantile")
        p = between_0_and_1("p", p, shape=None)
        probability, found = self.scales.nodes[2], []
        for groups in blocks(len(self.labels), len(probability), 2**20):  # large ones: each has its own least squares
            at_nodes = [(given.pooled.mean, given.alpha_sd) for _, given in _at_nodes(self.scales, groups)]
            mean, sd = map(np.concatenate, zip(*at_nodes, strict=True))
            found.append(_mixture_quantile(probability, mean, sd, p))
        return np.concatenate(found)

    def mu_quantile(self, p: ArrayLike) -> np.ndarray:
        """Quantiles of mu.

        Parameters
        ----------
        p : float or array_like
            Probabilities.

        Returns
        -------
        float or array, as p

        Raises
        ------
        ValueError
            If a probability is not between 0 and 1.

        Examples
        --------
        >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
        >>> print(f"{fit_bayes(schools).mu_quantile(0.5):.2f}")
        7.89
        """
        p = between_0_and_1("p", p, shape=None)
        tau, sigma, probability = self.scales.nodes
        given = given_scales(self.scales.summary, (tau / sigma) ** 2, sigma, slice(0))
        return _mixture_quantile(probability, given.mu[:, np.newaxis], given.mu_sd[:, np.newaxis], p)[0]

    def tau_quantile(self, p: ArrayLike) -> np.ndarray:
        """Quantiles of tau.

        Parameters
        ----------
        p : float or array_like
            Probabilities.

        Returns
        -------
        float or array, as p

        Raises
        ------
        ValueError
            If a probability is not between 0 and 1.

        Examples
        --------
        >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
        >>> print(fit_bayes(schools).tau_quantile([0.025, 0.5, 0.975]).round(2))
        [ 0.24  5.24 20.75]
        """
        return self.scales.line.quantile(np.asarray(between_0_and_1("p", p, shape=None)))[()]

    def tau_density(self, t: ArrayLike) -> np.ndarray:
        """Posterior density of tau.

        Parameters
        ----------
        t : float or array_like
            Values of tau, >= 0.

        Returns
        -------
        float or array, as t
            In 1 / (units of y).

        Raises
        ------
        ValueError
            If a value is negative or not finite.

        Examples
        --------
        >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
        >>> print(fit_bayes(schools).tau_density([0, 10, 20]).round(3))
        [0.103 0.041 0.006]
        """
        t = np.asarray(at_least_zero("t", t, shape=None))
        return np.exp(self.scales.log_density(t.ravel())[0] + self.scales.line.log_scale).reshape(t.shape)[()]

    def draws(self, rng: np.random.Generator, size: int) -> Draws:
        """Independent draws from the joint posterior of everything.

        Parameters
        ----------
        rng : numpy.random.Generator
        size : int
            How many, >= 1.

        Returns
        -------
        Draws
            alpha (size, J), beta (size, P), mu, sigma (nan where it is no parameter) and tau (size,).

        Raises
        ------
        ValueError
            If size is not a whole number >= 1.

        Examples
        --------
        >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
        >>> print(fit_bayes(schools).draws(np.random.default_rng(1), 1000).alpha.shape)
        (1000, 8)
        """
        one_of("rng", rng, np.random.Generator, hint=", as numpy.random.default_rng(seed) returns")
        if not isinstance(size, int | np.integer) or size < 1:
            raise ValueError(f"size: must be a whole number >= 1; got {size!r}")
        summary, (tau, sigma) = self.scales.summary, self.scales.draws(rng, size)
        lam = (tau / sigma) ** 2
        solution = generalised_least_squares(summary, lam)
        # beta is uncorrelated with the mean at the weighted centre of x
        root = np.linalg.cholesky(np.linalg.inv(solution.s_xx))
        change = sigma[:, np.newaxis] * np.einsum("kpq,kq->kp", root, rng.normal(size=solution.beta.shape))
        beta = solution.beta + change
        mu = solution.mu + sigma * rng.normal(size=size) / np.sqrt(solution.k @ summary.by_size.count)
        mu -= np.einsum("kp,kp->k", change, solution.centre[:, 1:])
        gamma = summary.y_mean - beta @ summary.x_mean.T
        pooled = pool(gamma, summary.n, mu[:, np.newaxis], sigma[:, np.newaxis], tau[:, np.newaxis])
        alpha = rng.normal(pooled.mean, pooled.sd)
        return Draws(alpha, beta, mu, np.full(size, np.nan) if self.scales.known else sigma, tau)


def fit_bayes(
    data_or_summary: GroupedData | GroupSummary | GroupEstimates,
    *,
    tau_density: Callable[[np.ndarray], ArrayLike] | None = None,
) -> Posterior:
    """Average over what is not known of the scales: the posterior of every parameter, without sampling.

    The prior is flat in mu and beta, 1 / sigma in sigma, and in tau flat or as given. At given scales everything is
    normal and exact, so that two numbers are left to integrate over, to more digits than are ever needed.

    Parameters
    ----------
    data_or_summary : GroupedData, GroupSummary or GroupEstimates
    tau_density : callable, optional
        Prior density of tau, a function of an array in units of y, such as `scipy.stats.halfnorm(scale=1).pdf`. It need
        not integrate to 1, or at all where the posterior does. Default: flat.

    Returns
    -------
    Posterior
        `str(posterior)` is a summary.

    Raises
    ------
    ValueError
        If the posterior is improper, as it is under a flat density with fewer than three groups (one more for each
        predictor of groups), if the density is negative, not finite, or 0 at every tau tried; if the data do not
        show sigma; and as `summarize`.

    Notes
    -----
    Chapter 12, equations `eq-averaged-average` and `eq-two-parts`. With J groups, of which p are used up by
    coefficients that the group means determine (mu is one), the likelihood of tau falls as tau to the power -(J - p):
    under a flat density, tau and mu have a mean if J - p is more than 2, and a variance if it is more than 3.

    A density that is narrow is found where it covers a ten-thousandth of tau, or more.

    Examples
    --------
    >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    >>> posterior = fit_bayes(schools)
    >>> print(posterior.alpha_mean.round(1))
    [11.4  7.9  6.1  7.6  5.1  6.1 10.7  8.5]
    """
    summary = as_summary(data_or_summary)
    scales = Scales(summary, tau_density)
    J, P = len(summary.labels), len(summary.x_names)  # of a SizeSummary, J = 0
    sums, origin = np.zeros((2, J + 1 + P)), None
    for probability, given in _at_nodes(scales):
        mean = np.column_stack((given.pooled.mean, given.mu, given.beta))
        sd = np.column_stack((given.alpha_sd, given.mu_sd, given.beta_sd))
        origin = mean[np.argmax(probability)] if origin is None else origin
        sums += probability @ (mean - origin), probability @ (sd**2 + (mean - origin) ** 2)
    centre, sd = origin + sums[0], np.sqrt(sums[1] - sums[0] ** 2)
    # what only the group means determine spreads as tau does
    unseen = constant_within(summary)
    lever = np.abs(np.concatenate((summary.x_mean @ unseen, unseen)))
    loose = np.insert(np.any(lever > 1e-9 * lever.max(0, initial=0), axis=1), J, True)
    centre[loose & (not scales.has_moment(1))] = np.nan
    sd[(loose & (not scales.has_moment(2))) | (not scales.sigma_has_moment(2))] = np.inf
    tau_mean, tau_sd = _moments(scales.line.tau, scales.line.weight, scales.has_moment)
    _, sigma, probability = scales.nodes
    sigma_mean, sigma_sd = (np.nan, np.nan) if scales.known else _moments(sigma, probability, scales.sigma_has_moment)
    return Posterior(
        alpha_mean=centre[:J],
        alpha_sd=sd[:J],
        mu_mean=float(centre[J]),
        mu_sd=float(sd[J]),
        beta_mean=centre[J + 1 :],
        beta_sd=sd[J + 1 :],
        sigma_mean=sigma_mean,
        sigma_sd=sigma_sd,
        tau_mean=tau_mean,
        tau_sd=tau_sd,
        labels=summary.labels,
        x_names=summary.x_names,
        scales=scales,
    )


def _at_nodes(scales, groups=slice(None)):
    """Yield the probabilities of some nodes of the scales, and what is `Given` each of them, of all groups or some."""
    summary, (tau, sigma, probability) = scales.summary, scales.nodes
    for nodes in blocks(len(tau), (len(summary.n[groups]) + 1) * (1 + len(summary.x_names))):
        yield probability[nodes], given_scales(summary, (tau[nodes] / sigma[nodes]) ** 2, sigma[nodes], groups)


def _moments(values, probability, exists):
    """Return mean and standard deviation, inf where they do not exist."""
    origin = values.flat[np.argmax(probability)]
    mean = origin + np.sum((values - origin) * probability)
    sd = np.sqrt(np.sum((values - mean) ** 2 * probability))
    return float(mean) if exists(1) else np.inf, float(sd) if exists(2) else np.inf


def _mixture_quantile(probability, mean, sd, p):
    """Return the quantiles, (J,) and p's shape behind, of J mixtures of K normal distributions, (K, J).

    Above the median it is 1 - p that has the digits, so that the mixtures are mirrored.
    """
    tails = [(1.0, each) if each <= 0.5 else (-1.0, 1 - each) for each in np.ravel(p)]
    found = np.empty((mean.shape[1], len(tails)))
    for groups in blocks(len(found), len(mean)):
        means, sds = mean[:, groups].T.copy(), sd[:, groups].T.copy()
        for k, (side, tail) in enumerate(tails):
            found[groups, k] = side * _tail_quantile(probability, side * means, sds, tail)
    return found.reshape(-1, *np.shape(p))


def _tail_quantile(probability, mean, sd, p):
    """Return the quantile p of mixtures, (J, K), of normal distributions; of one it is found at once.

    Each lies between the least and the greatest quantile of what is mixed. Halley's method finds it, on the scale on
    which a normal distribution is a straight line; a step that leads out of what is known halves that instead.
    """

    def average(values):  # without the threads that @ would start for a sum this short
        return np.einsum("jk,k->j", values, probability)

    goal, ends, narrowest = ndtri(p), mean + sd * ndtri(p), sd.min(1)
    low, high, centre = ends.min(1), ends.max(1), average(mean)
    spread = np.sqrt(average(sd**2 + (mean - centre[:, np.newaxis]) ** 2))
    at, left = np.clip(centre + goal * spread, low, high), high - low
    while np.any((left > 1e-15 * (np.abs(at) + high - low)) & (low < high)):
        z = (at[:, np.newaxis] - mean) / sd
        density, reached = np.exp(-(z**2) / 2) / sd, average(ndtr(z))
        excess, normal = reached - p, ndtri(reached)
        low, high = np.where(excess < 0, at, low), np.where(excess > 0, at, high)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            stretch = np.exp(normal**2 / 2)  # 1 / the density where a standard normal distribution reaches as much
            slope = stretch * average(density)
            curve = normal * slope**2 - stretch * average(density * z / sd)
            newton = (goal - normal) / slope
            bend = 1 + newton * curve / slope / 2
            inside = (low <= at + newton / bend) & (at + newton / bend <= high) & (0 < bend) & (bend < 2)
            step = np.where(inside, newton / bend, (low + high) / 2 - at)
            step = np.where(np.abs(excess) > 1e-14 * p, step, 0.0)  # of what is rounding, not even the sign is known
            left = np.abs(step) * np.where(inside, np.fmin(1, (newton / narrowest) ** 2), 1)  # as the cube of a step
        at = at + step
    return at
