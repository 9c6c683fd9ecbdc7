"""Observations in groups, and the summary of them that is all the estimator needs (chapters 1 and 2)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ._checks import numbers


@dataclass(frozen=True)
class GroupedData:
    """Outcomes and predictors of N observations in J groups.

    Make one with `from_arrays` or `from_table`, which check their input.

    Attributes
    ----------
    y : (N,) float array
        Outcome, in its own units.
    x : (N, P) float array
        Predictors, one column each; P = 0 without any.
    group : (N,) integer array
        Code of each observation's group, 0 to J - 1: the book's j[i].
    labels : (J,) array
        The groups' names, sorted; `labels[group[i]]` is the group of observation i.
    x_names : tuple of str
        The predictors' names, P of them.
    """

    y: np.ndarray
    x: np.ndarray
    group: np.ndarray
    labels: np.ndarray
    x_names: tuple[str, ...]

    @classmethod
    def from_arrays(cls, y, group, x=None, *, x_names=None):
        """Check and keep arrays of observations.

        Parameters
        ----------
        y : (N,) array_like
            Outcome.
        group : (N,) array_like
            Label of each observation's group: integers, strings, dates, anything that can be sorted.
        x : (N,) or (N, P) array_like, optional
            Predictors.
        x_names : sequence of str, optional
            Their names; without it `x`, or `x1`, `x2`, ....

        Returns
        -------
        GroupedData

        Raises
        ------
        ValueError
            If there are no rows, lengths differ, a label is missing, or an entry is not a finite number.

        Notes
        -----
        An array that already has the right type is not copied, so change it only after you are done with the result.
        Chapter 1, equation `eq-model-y`.

        Examples
        --------
        >>> data = GroupedData.from_arrays([1.0, 2.0, 4.0], ["b", "a", "b"], [0, 1, 1])
        >>> print(data.labels, data.group, data.x.shape)
        ['a' 'b'] [1 0 1] (3, 1)
        """
        y = numbers("y", y).astype(float, copy=False)
        if y.ndim != 1 or not len(y):
            raise ValueError(f"y: must be one-dimensional with at least one row; got shape {y.shape}")
        x = np.empty((len(y), 0)) if x is None else numbers("x", x).astype(float, copy=False)
        if x.ndim == 1:
            x = x[:, np.newaxis]
        group = np.asarray(group)
        for name, array, rank in (("x", x, 2), ("group", group, 1)):
            if array.ndim != rank or len(array) != len(y):
                raise ValueError(f"{name}: must have one row for each of the {len(y)} in y; got shape {array.shape}")
        if x_names is None:
            x_names = ("x",) if x.shape[1] == 1 else tuple(f"x{p + 1}" for p in range(x.shape[1]))
        if isinstance(x_names, str) or len(x_names) != x.shape[1] or len(set(x_names)) != len(x_names):
            raise ValueError(f"x_names: must be {x.shape[1]} different names, one a column of x; got {x_names!r}")
        labels, codes = _encode(group)
        return cls(y, x, codes, labels, tuple(x_names))

    @classmethod
    def from_table(cls, table, *, y, group, x=()):
        """Check and keep named columns of a table.

        Parameters
        ----------
        table : dict of arrays, pandas or polars data frame, structured array
            Anything for which `table[name]` is a column.
        y, group : str
            Names of the outcome and of the grouping column.
        x : str or sequence of str
            Names of the predictors.

        Returns
        -------
        GroupedData

        Raises
        ------
        ValueError
            If the table has no such column, and as `from_arrays`.

        Notes
        -----
        Chapter 1, equation `eq-model-y`.

        Examples
        --------
        >>> table = {"radon": [1.0, 0.5], "county": ["Aitkin", "Anoka"], "floor": [0, 1]}
        >>> GroupedData.from_table(table, y="radon", group="county", x="floor").x_names
        ('floor',)
        """
        x = (x,) if isinstance(x, str) else tuple(x)

        def column(argument, name):
            try:
                return np.asarray(table[name])
            except (KeyError, IndexError, ValueError, TypeError):
                raise ValueError(f"{argument}: must name a column of the table; got {name!r}") from None
            except Exception as problem:  # polars has an error class of its own for a missing column
                if type(problem).__name__ != "ColumnNotFoundError":
                    raise
                raise ValueError(f"{argument}: must name a column of the table; got {name!r}") from None

        outcome, groups = column("y", y), column("group", group)
        predictors = [numbers(f"x column {name!r}", column("x", name)) for name in x]
        return cls.from_arrays(outcome, groups, np.column_stack(predictors) if x else None, x_names=x)


@dataclass(frozen=True)
class GroupSummary:
    """All that the model's estimator needs to know of the data, in O(J) numbers.

    Group means are kept as offsets from an origin, so that digits which all observations share do not use up those in
    which they differ.

    Attributes
    ----------
    labels : (J,) array
        The groups' names.
    x_names : tuple of str
        The predictors' names.
    n : (J,) integer array
        Observations in each group, n_j.
    origin : (1 + P,) float array
        A reference value of y and of each predictor.
    offset : (J, 1 + P) float array
        Group means of y and of each predictor, less `origin`.
    within : (1 + P, 1 + P) float array
        Scatter of (y, x) about the group means, summed over groups: s_yy, s_xy and s_xx in one matrix.
    """

    labels: np.ndarray
    x_names: tuple[str, ...]
    n: np.ndarray
    origin: np.ndarray
    offset: np.ndarray
    within: np.ndarray

    @property
    def y_mean(self):
        """Group means of the outcome, (J,)."""
        return self.origin[0] + self.offset[:, 0]

    @property
    def x_mean(self):
        """Group means of the predictors, (J, P)."""
        return self.origin[1:] + self.offset[:, 1:]

    @property
    def s_yy(self):
        """Within-group sum of squares of y: a number."""
        return self.within[0, 0]

    @property
    def s_xy(self):
        """Within-group sums of products of y with each predictor, (P,)."""
        return self.within[0, 1:]

    @property
    def s_xx(self):
        """Within-group sums of squares and products of the predictors, (P, P)."""
        return self.within[1:, 1:]

    def gamma(self, beta):
        """Each group's own intercept, the mean of y - beta x in it.

        gamma_j = ybar_j - beta xbar_j

        Parameters
        ----------
        beta : (P,) array_like
            Slopes; a number will do if P = 1.

        Returns
        -------
        (J,) float array
            In units of y.

        Raises
        ------
        ValueError
            If beta is not P finite numbers.

        Notes
        -----
        Chapter 1, equation `eq-gamma`.

        Examples
        --------
        >>> data = GroupedData.from_arrays([1.0, 3.0, 5.0], ["a", "a", "b"], [0, 1, 1])
        >>> print(summarize(data).gamma(0.5))
        [1.75 4.5 ]
        """
        contrast = np.concatenate(([1.0], -slopes(beta, len(self.x_names))))
        return self.origin @ contrast + self.offset @ contrast

    @cached_property
    def by_size(self):
        """The groups' means, pooled over groups of equal size: a `SizeClasses`."""
        n, code = _encode(self.n)
        count = np.bincount(code)
        mean = np.array([np.bincount(code, column) for column in self.offset.T]).T / count[:, np.newaxis]
        residual = (self.offset - mean[code]).T
        scatter = [[np.bincount(code, r * s) for s in residual] for r in residual]
        return SizeClasses(n, count, mean, np.moveaxis(np.array(scatter), -1, 0))


@dataclass(frozen=True)
class SizeClasses:
    """Group means by group size: a group's weight depends on its size alone, so sums over groups can run over these.

    n (M,) the distinct sizes; count (M,) groups of that size; mean (M, 1 + P) and scatter (M, 1 + P, 1 + P) of their
    offsets.
    """

    n: np.ndarray
    count: np.ndarray
    mean: np.ndarray
    scatter: np.ndarray


def summarize(data):
    """Reduce observations to what the estimator needs: sizes, means and one within-group scatter matrix.

    Values are centred on their group's mean before any square is summed, so no digits are lost to a large common
    level.

    Parameters
    ----------
    data : GroupedData

    Returns
    -------
    GroupSummary

    Raises
    ------
    ValueError
        If a predictor is constant or a linear combination of the others (and the intercept), or values are too large
        to be squared.

    Notes
    -----
    Chapter 2, equation `eq-group-sum`: the data speak of alpha_j only through n_j and gamma_j. Centring, then
    correcting for the rounding of the means, is the corrected two-pass algorithm of Chan, Golub and LeVeque (1983).

    Examples
    --------
    >>> data = GroupedData.from_arrays([1.0, 3.0, 5.0], ["a", "a", "b"])
    >>> summary = summarize(data)
    >>> print(summary.n, summary.y_mean, summary.s_yy)
    [2 1] [2. 5.] 2.0
    """
    columns = [data.y, *data.x.T]
    with np.errstate(over="ignore", invalid="ignore"):
        n, origin, offset, within = _moments(data.group, len(data.labels), columns)
        between = (offset - n @ offset / n.sum()) * np.sqrt(n)[:, np.newaxis]
        total = within + between.T @ between
    for p, name in enumerate(("y", *(f"x: column {name!r}" for name in data.x_names))):
        if not np.isfinite(total[p, p]):
            raise ValueError(f"{name}: must be small enough to square; got up to {np.abs(columns[p]).max():.3g}")
    _check_rank(total[1:, 1:], data.x_names)
    return GroupSummary(data.labels, data.x_names, n, origin, offset, within)


def slopes(beta, P):
    """Return `beta` as P finite numbers; a single number stands for an array of one."""
    return numbers("beta", np.atleast_1d(np.asarray(beta)), shape=(P,))


def _moments(code, J, columns):
    """Return group sizes, the origins of the columns, the group means about them and the scatter within groups.

    Rows are taken a block at a time, so that the residuals stay in the processor's cache.
    """
    n = np.bincount(code, minlength=J)
    origin = np.array([_exact_origin(column) for column in columns])
    shifted = [column - start if start else column for column, start in zip(columns, origin, strict=True)]
    mean = np.array([np.bincount(code, column, J) for column in shifted]) / n
    left = np.zeros_like(mean)  # what rounding left of the groups' sums about their means
    within = np.zeros((len(columns), len(columns)))
    step = max(2**16, J)
    block = np.empty((len(columns), min(step, len(code))))
    for rows in (slice(start, start + step) for start in range(0, len(code), step)):
        residual = block[:, : len(code[rows])]
        for column, m, r, rest in zip(shifted, mean, residual, left, strict=True):
            np.subtract(column[rows], m.take(code[rows], out=r, mode="clip"), out=r)
            rest += np.bincount(code[rows], r, J)
        within += [[r @ s for s in residual] for r in residual]
    return n, origin, (mean + left / n).T, within - (left / n) @ left.T


def _exact_origin(column):
    """Return a value that can be taken from every entry without rounding, or 0 where that would not help.

    The difference of two floating-point numbers within a factor of two of each other is exact (Sterbenz).
    """
    low, high = column.min(), column.max()
    return column[0] if 0 < low and high <= 2 * low or high < 0 and low >= 2 * high else 0.0


def _encode(group):
    """Return the distinct labels, sorted, and each entry's code: its label's place among them."""
    if group.dtype.kind in "iu":
        low, span = int(group.min()), int(group.max()) - int(group.min()) + 1
        if span <= 2 * len(group) + 1000:  # few gaps: count instead of sorting
            shifted = (group - low if low else group).astype(np.intp, copy=False)
            present = np.bincount(shifted, minlength=span) > 0
            labels = np.flatnonzero(present).astype(group.dtype) + group.dtype.type(low)
            return labels, shifted if present.all() else (np.cumsum(present) - 1)[shifted]
    missing = np.array([_is_missing(label) for label in group]) if group.dtype.kind == "O" else group != group
    if missing.any():
        first = np.flatnonzero(missing)[0]
        raise ValueError(f"group: labels must not be missing; got {missing.sum()} missing, first at index {first}")
    try:
        return np.unique(group, return_inverse=True)
    except TypeError:
        kinds = sorted({type(label).__name__ for label in group})
        raise ValueError(f"group: labels must be of one kind, so that they sort; got {', '.join(kinds)}") from None


def _is_missing(label):
    try:
        return label is None or bool(label != label)
    except TypeError:  # pandas' NA does not say whether it equals itself
        return True


def _check_rank(total, names):
    """Reject a predictor that the intercept and the predictors before it determine (relative to its own scatter)."""
    for p, name in enumerate(names):
        if not total[p, p] > 0:
            raise ValueError(f"x: column {name!r} must vary; got the same value in every row")
        scale = np.sqrt(np.diag(total)[: p + 1])
        correlation = total[: p + 1, : p + 1] / np.outer(scale, scale)
        explained = correlation[:p, p] @ np.linalg.solve(correlation[:p, :p], correlation[:p, p])
        if 1 - explained < 1e-12:
            others = ", ".join(map(repr, names[:p]))
            raise ValueError(f"x: column {name!r} must not be a linear combination of the intercept and {others}")
