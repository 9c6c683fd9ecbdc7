"""What a fit knows: its estimates, and what follows from them for a group, for two, and for a new observation."""

import difflib
from collections.abc import Hashable
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ._checks import between_0_and_1, numbers
from .estimates import KnownErrors
from .gls import generalised_least_squares, levers, mean_variance
from .groups import GroupSummary, need_groups
from .pooling import pool


class Prediction(NamedTuple):
    """What is expected at some x of a group, in units of y.

    Attributes
    ----------
    mean, sd : float
        Height of the group's line there, and its standard deviation.
    sd_observation : float
        Standard deviation of an observation there: sigma is in it. From `GroupEstimates`, nan.
    """

    mean: float
    sd: float
    sd_observation: float


@dataclass(frozen=True, eq=False, repr=False)
class Fit:
    """The fitted model: estimates, and how sure they are.

    Attributes
    ----------
    mu, beta : float, (P,) array
        Mean of the group intercepts (in units of y) and slopes (units of y per unit of x).
    sigma, tau : float
        Standard deviations within and between groups, in units of y. From `GroupEstimates`, sigma is nan.
    mu_se, beta_se : float, (P,) array
        Standard errors of mu and beta, at the estimated sigma and tau.
    alpha : (J,) array
        Group intercepts: the weighted averages, in units of y.
    alpha_sd : (J,) array
        Their standard deviations at the estimated sigma and tau, with the uncertainty of mu and beta included.
    weight : (J,) array
        Weight of each intercept on its own group's data.
    log_likelihood : float
        Maximised log-likelihood: of ML, or the restricted one of REML.
    reml : bool
        Which of the two.
    at_boundary : bool
        True if tau is estimated as exactly 0.
    n : (J,) array
        Observations in each group; from `GroupEstimates`, which do not say, nan.
    labels : (J,) array
        The groups' names.
    x_names : tuple of str
        The predictors' names.
    summary : GroupSummary
        What was fitted.
    """

    mu: float
    beta: np.ndarray
    sigma: float
    tau: float
    mu_se: float
    beta_se: np.ndarray
    alpha: np.ndarray
    alpha_sd: np.ndarray
    weight: np.ndarray
    log_likelihood: float
    reml: bool
    at_boundary: bool
    n: np.ndarray
    labels: np.ndarray
    x_names: tuple[str, ...]
    summary: GroupSummary

    def __str__(self):
        """Return a summary laid out as lme4's."""
        names = ("(Intercept)", *self.x_names)
        width = max(map(len, names))
        method, criterion = ("REML", "REML criterion") if self.reml else ("maximum likelihood", "-2 log-likelihood")
        lines = [
            f"Linear mixed model fit by {method}",
            f"{criterion}: {-2 * self.log_likelihood:.1f}",
            "",
            "Random effects:",
            f" {'Groups':8} {'Name':11} {'Variance':>10} {'Std.Dev.':>10}",
            f" {'group':8} {'(Intercept)':11} {self.tau**2:10.4g} {self.tau:10.4g}",
            *(
                [f"Number of groups: {len(self.n)}, each with a known error"]
                if np.isnan(self.sigma)
                else [
                    f" {'Residual':8} {'':11} {self.sigma**2:10.4g} {self.sigma:10.4g}",
                    f"Number of obs: {self.summary.rows}, groups: {self.summary.J}",
                ]
            ),
            "",
            "Fixed effects:",
            f"{'':{width}} {'Estimate':>10} {'Std. Error':>10} {'t value':>8}",
        ]
        estimates = zip(names, (self.mu, *self.beta), (self.mu_se, *self.beta_se), strict=True)
        lines += [f"{name:{width}} {value:10.5g} {se:10.4g} {value / se:8.3f}" for name, value, se in estimates]
        if self.at_boundary:
            lines += ["", "tau is at its boundary, 0: the groups differ no more than chance would make them."]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        rows = [("mu", self.mu, self.mu_se), *zip(self.x_names, self.beta, self.beta_se, strict=True)]
        rows += [(name, scale, None) for name, scale in (("sigma", self.sigma), ("tau", self.tau)) if scale == scale]
        return html_table(("", "estimate", "standard error"), rows)

    @property
    def covariance(self) -> np.ndarray:
        """Covariance of mu and beta at the estimated sigma and tau, (1 + P, 1 + P), mu first."""
        sigma, solution = self._at_scales()
        slopes = np.linalg.inv(solution.s_xx)
        with_mu = -slopes @ solution.centre[1:]
        mu = mean_variance(solution, self.summary) - solution.centre[1:] @ with_mu
        return sigma**2 * np.block([[np.atleast_2d(mu), with_mu], [with_mu[:, np.newaxis], slopes]])

    def groups(self, level: float = 0.95) -> dict[str, np.ndarray]:
        """Return a table with a row for each group: `pandas.DataFrame(fit.groups())` is a data frame of it.

        Parameters
        ----------
        level : float
            Of the interval, between 0 and 1.

        Returns
        -------
        dict of (J,) arrays
            label; n, or se from `GroupEstimates`; own (intercept), weight (on it), estimate, sd (`alpha_sd`), and low
            and high, the ends of the interval.

        Raises
        ------
        ValueError
            If level is not between 0 and 1, or the summary has no groups.

        Examples
        --------
        >>> from mlmcore import GroupedData, fit
        >>> model = fit(GroupedData.from_arrays([1.0, 2.0, 5.0, 7.0, 4.0, 4.5], list("aabbcc")))
        >>> print(model.groups()["estimate"].round(2))
        [1.71 5.82 4.22]
        """
        need_groups(self.summary, "groups")
        reach = ndtri((1 + between_0_and_1("level", level)) / 2) * self.alpha_sd
        return columns(
            self.summary, self.beta, self.weight, self.alpha, self.alpha_sd, (self.alpha - reach, self.alpha + reach)
        )

    def difference(self, a: Any, b: Any) -> tuple[float, float]:
        """Return how far the intercept of group a is above that of group b, and the standard deviation of that.

        The two share mu and beta, so that their errors do not add up as those of strangers would.

        Parameters
        ----------
        a, b : label of a group

        Returns
        -------
        (float, float)
            Difference and standard deviation, in units of y.

        Raises
        ------
        ValueError
            If there is no such group.

        Examples
        --------
        >>> from mlmcore import GroupedData, fit
        >>> model = fit(GroupedData.from_arrays([1.0, 2.0, 5.0, 7.0, 4.0, 4.5], list("aabbcc")))
        >>> print("{:.2f} {:.2f}".format(*model.difference("b", "a")))
        4.12 0.89
        """
        sigma, solution = self._at_scales()
        j, k = (self._place(name, label) for name, label in (("a", a), ("b", b)))
        if j == k:
            return 0.0, 0.0
        pooled = pool(0.0, self.summary.n[[j, k]], 0.0, sigma, self.tau)
        one, other = levers(solution, pooled.weight, self.summary.x_mean[[j, k]])
        shared = _variance(self.summary, solution, pooled.weight[1] - pooled.weight[0], one - other)
        return float(self.alpha[j] - self.alpha[k]), float(np.sqrt(np.sum(pooled.sd**2) + sigma**2 * shared))

    def predict(self, group: Any, x: ArrayLike | None = None) -> Prediction:
        """Return what is expected of an observation at x in a group, or in one of which there are no data.

        Parameters
        ----------
        group : label of a group
            Any other, or None, stands for a new group: a draw from the population.
        x : (P,) array_like
            The predictors; a number will do if P = 1, and nothing if there are none.

        Returns
        -------
        Prediction
            mean, sd and sd_observation, in units of y, at the estimated sigma and tau.

        Raises
        ------
        ValueError
            If x is not P finite numbers, or a group is asked for and the summary has none.

        Notes
        -----
        Chapter 16, equations `eq-new-county` and `eq-new-house`.

        Examples
        --------
        >>> from mlmcore import GroupedData, fit
        >>> model = fit(GroupedData.from_arrays([1.0, 2.0, 5.0, 7.0, 4.0, 4.5], list("aabbcc")))
        >>> print("{:.2f} {:.2f} {:.2f}".format(*model.predict("a")))
        1.71 0.64 1.13
        >>> print("{:.2f} {:.2f} {:.2f}".format(*model.predict("a new one")))
        3.92 2.53 2.70
        """
        names = self.x_names
        if x is None and names:
            raise ValueError(f"x: must have a value for each of {', '.join(map(repr, names))}; got None")
        x = numbers("x", np.atleast_1d([] if x is None else x), shape=(len(names),))
        sigma, solution = self._at_scales()
        j = self._find("group", group)
        n, x_mean = (0, np.zeros(len(names))) if j is None else (self.summary.n[j], self.summary.x_mean[j])
        own = 0.0 if j is None else self.summary.y_mean[j] - x_mean @ self.beta
        pooled = pool(own, n, self.mu, sigma, self.tau)
        (lever,) = levers(solution, np.atleast_1d(pooled.weight), x_mean[np.newaxis])
        shared = _variance(self.summary, solution, 1 - pooled.weight, x - lever)
        sd = float(np.sqrt(pooled.sd**2 + sigma**2 * shared))
        return Prediction(float(pooled.mean + x @ self.beta), sd, float(np.hypot(sd, self.sigma)))

    def _at_scales(self):
        sigma = self.summary.unit if isinstance(self.summary, KnownErrors) else self.sigma
        return sigma, generalised_least_squares(self.summary, (self.tau / sigma) ** 2)

    def _find(self, argument, label):
        """Return the place of a group, or None."""
        if not isinstance(label, Hashable):
            raise ValueError(f"{argument}: must be one label; got {label!r}")
        if label is not None:  # which is no label
            need_groups(self.summary, argument)
        compound = isinstance(label, tuple)
        same = (j for j, name in enumerate(self.labels) if isinstance(name, tuple) == compound and name == label)
        return next(same, None)

    def _place(self, argument, label):
        j = self._find(argument, label)
        if j is None:
            near = difflib.get_close_matches(str(label), map(str, self.labels.tolist()), 1)
            hint = f"; near it is {near[0]!r}" if near else ""
            raise ValueError(f"{argument}: must be the label of a group; got {label!r}{hint}")
        return j


def _variance(summary, solution, on_mean, on_beta):
    """Return the variance, over sigma^2, of on_mean times the mean at the centre of x plus on_beta times beta."""
    return on_mean**2 * mean_variance(solution, summary) + on_beta @ np.linalg.solve(solution.s_xx, on_beta)


def columns(summary, beta, weight, estimate, sd, ends):
    """Return the columns of a table of groups."""
    known = isinstance(summary, KnownErrors)
    size = {"se": summary.unit / np.sqrt(summary.n)} if known else {"n": summary.n}
    table = {"label": summary.labels} | size | {"own": summary.gamma(beta), "weight": weight, "estimate": estimate}
    return table | {"sd": sd, "low": ends[0], "high": ends[1]}


def html_table(head, rows):
    """Return rows of a name and numbers, or None, as HTML; a name never becomes markup."""

    def cells(row, tag):
        texts = ("" if entry is None else entry if isinstance(entry, str) else f"{entry:.4g}" for entry in row)
        return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table><thead><tr>{cells(head, 'th')}</tr></thead><tbody>{body}</tbody></table>"
