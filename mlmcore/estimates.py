"""Groups of which only an estimate and its standard error are known: schools, hospitals, trials.

The algebra is that of observations. All that a group's data say of alpha_j is gamma_j ~ N(alpha_j, sigma^2 / n_j); here
the variance is known, so that the precision n_j / sigma^2 is 1 / se_j^2.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ._checks import numbers, one_of, positive
from ._labels import clean, compact
from ._moments import check_rank, check_squares, exact_origin
from .groups import FROM_TABLE, GroupedData, GroupSummary, check_predictors, predictors, summarize


@dataclass(frozen=True, eq=False, init=False, repr=False)
class GroupEstimates:
    r"""Groups of which only an estimate and its standard error are known.

    `fit`, `fit_bayes`, `profiled_deviance` and `tau_interval` take one in place of data; sigma is then no parameter.
    `partial_pool` takes them as groups of one observation, each with a sigma of its own:
    `partial_pool(estimate, 1, mu, sigma=se, tau=tau)`, where an estimate has the weight
    :math:`\tau^2 / (\tau^2 + \mathrm{se}_j^2)`.

    Attributes
    ----------
    estimate : (J,) float array
        Each group's own estimate, in its own units.
    se : (J,) float array
        Its standard error, > 0, in the same units; taken as known.
    labels : (J,) array
        The groups' names; without any, 0 to J - 1. Their order is kept.
    x : (J, P) float array
        Predictors of the groups, one column each; P = 0 without any. Give (J,) or (J, P), or leave it out.
    x_names : tuple of str
        The predictors' names, P of them; without any, `x`, or `x1`, `x2` and so on.

    Raises
    ------
    ValueError
        If an estimate is not a finite number, a standard error not > 0 and finite, lengths differ, a label is missing
        or occurs twice, or a predictor is constant or a linear combination of the others.

    Notes
    -----
    Chapter 13, equation `eq-weight-from-error`, which has :math:`1 / \mathrm{se}_j^2` for :math:`n_j / \sigma^2`.

    Examples
    --------
    >>> from mlmcore import fit
    >>> schools = GroupEstimates([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    >>> found = fit(schools)
    >>> print(f"mu {found.mu:.2f} (se {found.mu_se:.2f}), tau {found.tau:.2f}")
    mu 7.69 (se 4.07), tau 0.00
    """

    estimate: np.ndarray
    se: np.ndarray
    labels: np.ndarray
    x: np.ndarray
    x_names: tuple[str, ...]

    def __init__(
        self,
        estimate: ArrayLike,
        se: ArrayLike,
        *,
        labels: Sequence | np.ndarray | None = None,
        x: ArrayLike | None = None,
        x_names: Sequence[str] | None = None,
    ):
        estimate = numbers("estimate", estimate)
        if estimate.ndim != 1 or not len(estimate):
            raise ValueError(f"estimate: must be one-dimensional with at least one group; got shape {estimate.shape}")
        J = len(estimate)
        names = np.arange(J) if labels is None else compact(clean(labels, "labels"))
        rule = f"labels: must be {J} different names, one an estimate"
        if names.shape != (J,):
            raise ValueError(f"{rule}; got shape {names.shape}")
        if len(set(names.tolist())) < J:
            raise ValueError(f"{rule}; got {Counter(names.tolist()).most_common(1)[0][0]!r} more than once")
        se = positive("se", se, shape=(J,))
        values = estimate, se, names, *predictors(x, x_names, J, "estimate")
        for field, value in zip(fields(self), values, strict=True):
            object.__setattr__(self, field.name, value)  # as dataclasses do in a frozen one
        self.summary  # noqa: B018 - looks at the predictors

    def __repr__(self):
        """Return its size and its predictors, not its arrays."""
        of_x = f"; x: {', '.join(self.x_names)}" if self.x_names else ""
        return f"<GroupEstimates: {len(self.se)} groups{of_x}>"

    @cached_property
    def summary(self):
        """The estimates as the estimator sees data: a `KnownErrors`."""
        columns = np.column_stack((self.estimate, self.x))
        origin = np.array([exact_origin(column) for column in columns.T])
        offset = columns - origin
        with np.errstate(over="ignore", invalid="ignore"):
            between = offset - offset.mean(0)
            total = between.T @ between
            check_squares(total, lambda p: np.ptp(columns[:, p]), "estimate", self.x_names)
            check_rank(total, self.x_names)
        unit = self.se.min()
        within = np.zeros((len(origin), len(origin)))
        return KnownErrors(self.labels, self.x_names, (unit / self.se) ** 2, origin, offset, within, unit)


@dataclass(frozen=True, eq=False)
class KnownErrors(GroupSummary):
    """Groups with means of known precision, n_j / unit^2: nothing varies within them, and unit stands for sigma."""

    unit: float

    @property
    def rows(self):
        """How many estimates there are, J."""
        return len(self.n)


def as_summary(data: GroupedData | GroupSummary | GroupEstimates) -> GroupSummary:
    """Return what the estimator needs of whatever it was given, if its predictors say something."""
    one_of("data_or_summary", data, GroupedData, GroupSummary, GroupEstimates, hint=FROM_TABLE)
    if isinstance(data, GroupEstimates | KnownErrors):
        return data.summary if isinstance(data, GroupEstimates) else data
    summary = data if isinstance(data, GroupSummary) else summarize(data)
    check_predictors(summary)
    return summary
