"""Observations in groups, and the summary of them that is all the estimator needs (chapters 1 and 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from ._checks import numbers, one_of
from ._labels import clean, encode
from ._moments import between_groups, check_rank, check_squares, moments

FROM_TABLE = " (GroupedData.from_table makes one of a table)"


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self):
        """Return its size and its predictors, not its arrays."""
        return _sizes(self, len(self.y), len(self.labels))

    @classmethod
    def from_arrays(
        cls, y: ArrayLike, group: ArrayLike, x: ArrayLike | None = None, *, x_names: Sequence[str] | None = None
    ) -> Self:
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
        y, group = numbers("y", y), clean(group)
        if y.ndim != 1 or not len(y):
            raise ValueError(f"y: must be one-dimensional with at least one row; got shape {y.shape}")
        columns, names = predictors(x, x_names, len(y), "y")
        if group.ndim != 1 or len(group) != len(y):
            raise ValueError(f"group: must have one row for each of the {len(y)} in y; got shape {group.shape}")
        labels, codes = encode(group)
        return cls(y, columns, codes, labels, names)

    @classmethod
    def from_table(cls, table: Any, *, y: str, group: str, x: str | Sequence[str] = ()) -> Self:
        """Check and keep named columns of a table.

        Parameters
        ----------
        table : dict of arrays, pandas or polars data frame, pyarrow table, structured array
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
            If the table has no such column (the message lists those it has), and as `from_arrays`.

        Notes
        -----
        Chapter 1, equation `eq-model-y`.

        Examples
        --------
        >>> table = {"radon": [1.0, 0.5], "county": ["Aitkin", "Anoka"], "floor": [0, 1]}
        >>> GroupedData.from_table(table, y="radon", group="county", x="floor").x_names
        ('floor',)
        """
        x = column_names(x)

        def column(argument, name):
            if not isinstance(name, str):
                rule, several = "must be a column's name, which is text", isinstance(name, list | tuple)
                hint = "; of several columns make one, with a tuple in each row" if several else ""
                raise ValueError(f"{argument}: {rule}{hint}; got {name!r}{_known(table)}")
            try:
                found = table[name]
            except Exception as problem:  # each kind of table has an error class of its own for a missing column
                rule = "must name a column of the table"
                raise ValueError(f"{argument}: {rule}; got {name!r}{_known(table)}") from problem
            if getattr(found, "ndim", 1) == 2:
                raise ValueError(f"{argument}: must name one column; {name!r} names {found.shape[1]}: rename them")
            return found

        outcome, groups = numbers(f"y: column {y!r}", column("y", y)), column("group", group)
        groups = clean(groups, f"group: column {group!r}")
        predictors = [numbers(f"x: column {name!r}", column("x", name)) for name in x]
        for name, values in zip(x, predictors, strict=True):
            if values.shape != outcome.shape:
                rule = f"must have one row for each of the {outcome.size} in y"
                raise ValueError(f"x: column {name!r} {rule}; got shape {values.shape}")
        return cls.from_arrays(outcome, groups, np.column_stack(predictors) if x else None, x_names=x)


def _sizes(data, rows, J):
    of_x = f"; x: {', '.join(data.x_names)}" if data.x_names else ""
    return f"<{type(data).__name__}: {rows} observations in {J} groups{of_x}>"


def column_names(x) -> tuple[str, ...]:
    """Return the names of predictors, given as one, as several or as None."""
    x = (x,) if isinstance(x, str) else () if x is None else x
    if not isinstance(x, Sequence):
        raise ValueError(f"x: must be a column's name, which is text, or a list of names; got {x!r}")
    return tuple(x)


def predictors(x, x_names, N, of):
    """Return predictors of N rows (those in the argument named `of`) as columns, and their names."""
    x = np.empty((N, 0)) if x is None else numbers("x", x)
    if x.ndim == 1:
        x = x[:, np.newaxis]
    if x.ndim != 2 or len(x) != N:
        raise ValueError(f"x: must have one row for each of the {N} in {of}; got shape {x.shape}")
    if x_names is None:
        x_names = ("x",) if x.shape[1] == 1 else tuple(f"x{p + 1}" for p in range(x.shape[1]))
    if (
        isinstance(x_names, str)
        or not all(isinstance(name, str) for name in x_names)
        or len(x_names) != x.shape[1]
        or len(set(x_names)) != len(x_names)
    ):
        raise ValueError(f"x_names: must be {x.shape[1]} different names, one a column of x; got {x_names!r}")
    return x, tuple(x_names)


def _known(table):
    """Say, for a message, which columns a table has: a data frame, an Arrow table, a structured array or a dict."""
    if hasattr(table, "collect"):  # polars' LazyFrame, which has not read its rows yet
        return "; a lazy frame has none: give its collect()"
    names = getattr(getattr(table, "dtype", None), "names", None) or (table if isinstance(table, dict) else ())
    names = list(getattr(table, "column_names", getattr(table, "columns", names)))  # the first is an Arrow table's
    if not names:
        return f", and a {type(table).__name__} has no list of them: give a dict of arrays, or a data frame"
    return list_columns(names)


def list_columns(names):
    """Say, for a message, what the columns are called."""
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"; it has {', '.join(map(repr, names[:20]))}{more}"


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self):
        """Return its size and its predictors, not its arrays."""
        return _sizes(self, self.rows, self.J)

    @property
    def rows(self) -> int:
        """How many observations there are in all groups, N."""
        return int(self.by_size.n @ self.by_size.count)

    @property
    def J(self) -> int:
        """How many groups there are."""
        return int(self.by_size.count.sum())

    @property
    def reach(self) -> float:
        """How far the outcome's group means are from its origin, at most."""
        return float(np.abs(self.offset[:, 0]).max())

    @property
    def y_mean(self) -> np.ndarray:
        """Group means of the outcome, (J,)."""
        return self.origin[0] + self.offset[:, 0]

    @property
    def x_mean(self) -> np.ndarray:
        """Group means of the predictors, (J, P)."""
        return self.origin[1:] + self.offset[:, 1:]

    @property
    def s_yy(self) -> float:
        """Within-group sum of squares of y, a number."""
        return self.within[0, 0]

    @property
    def s_xy(self) -> np.ndarray:
        """Within-group sums of products of y with each predictor, (P,)."""
        return self.within[0, 1:]

    @property
    def s_xx(self) -> np.ndarray:
        """Within-group sums of squares and products of the predictors, (P, P)."""
        return self.within[1:, 1:]

    def gamma(self, beta: ArrayLike) -> np.ndarray:
        r"""Each group's own intercept, the mean of y - beta x in it.

        .. math::

            \gamma_j = \bar y_j - \beta \bar x_j

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
            If beta is not P finite numbers, or the summary has no groups.

        Notes
        -----
        Chapter 1, equation `eq-gamma`.

        Examples
        --------
        >>> data = GroupedData.from_arrays([1.0, 3.0, 5.0], ["a", "a", "b"], [0, 1, 1])
        >>> print(summarize(data).gamma(0.5))
        [1.75 4.5 ]
        """
        need_groups(self, "gamma")
        return self.y_mean - self.x_mean @ slopes(beta, len(self.x_names))

    @cached_property
    def by_size(self):
        """The groups' means, pooled over groups of equal size: a `SizeClasses`."""
        return size_classes(self.n, self.offset)

    def merge(self, other: "GroupSummary") -> "GroupSummary":
        """Return the summary of both data sets together, without their rows; `a | b` is short for it.

        A group that is in both has the weighted mean of its two means, and their distance adds to the scatter within.
        A predictor may be the same throughout one of them.

        Parameters
        ----------
        other : GroupSummary
            Of other rows; a group may be in both.

        Returns
        -------
        GroupSummary

        Raises
        ------
        ValueError
            If the predictors differ, the labels are of different kinds, or one of the two has no groups.
        TypeError
            If other is no `GroupSummary`.

        Notes
        -----
        Chan, Golub and LeVeque (1983).

        Examples
        --------
        >>> a = summarize(GroupedData.from_arrays([1.0, 3.0], ["a", "a"]))
        >>> b = summarize(GroupedData.from_arrays([8.0, 5.0], ["a", "b"]))
        >>> both = a | b
        >>> print(both.n, both.y_mean, both.s_yy)
        [3 1] [4. 5.] 26.0
        """
        if type(one_of("other", other, GroupSummary)) is not type(self):
            raise ValueError(f"other: must be of the same kind; got {type(other).__name__} and {type(self).__name__}")
        if type(self) is not GroupSummary:
            raise ValueError(f"other: must have its groups, with n and labels; a {type(other).__name__} has none")
        if self.x_names != other.x_names:
            raise ValueError(f"other: must have the predictors {self.x_names}; got {other.x_names}")
        labels, place = encode(_joined(self.labels, other.labels))
        ours, theirs = place[: self.J], place[self.J :]
        n_a, n_b, a, b = np.zeros(len(labels)), np.zeros(len(labels)), *np.zeros((2, len(labels), len(self.origin)))
        n_a[ours], n_b[theirs] = self.n, other.n
        a[ours], b[theirs] = self.offset, other.offset + (other.origin - self.origin)
        share, d = (n_b / (n_a + n_b))[:, np.newaxis], b - a
        offset = np.where(share > 0.5, b - (1 - share) * d, a + share * d)  # from the nearer mean, for its digits
        within = self.within + other.within + (n_a * share[:, 0] * d.T) @ d
        return GroupSummary(labels, self.x_names, (n_a + n_b).astype(np.intp), self.origin, offset, within)

    def __or__(self, other):
        """Return the summary of both, as `merge`."""
        return self.merge(other)


def _joined(a, b):
    """Return labels of two summaries as one array, of one kind."""
    return clean(np.concatenate((a, b)) if a.dtype.kind == b.dtype.kind else [*a.tolist(), *b.tolist()], "labels")


@dataclass(frozen=True, eq=False)
class SizeClasses:
    """Group means by group size: a group's weight depends on its size alone, so sums over groups can run over these.

    n (M,) the distinct sizes; count (M,) groups of that size; mean (M, 1 + P) and scatter (M, 1 + P, 1 + P) of their
    offsets.
    """

    n: np.ndarray
    count: np.ndarray
    mean: np.ndarray
    scatter: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class SizeSummary(GroupSummary):
    """A summary in which groups of equal size are pooled: it gives every parameter, but knows no group by its label.

    labels, n and offset are empty; classes is what `by_size` returns, largest is `reach`.
    """

    classes: SizeClasses
    largest: float

    @property
    def by_size(self):
        """The groups' means, pooled over groups of equal size: a `SizeClasses`."""
        return self.classes

    @property
    def reach(self) -> float:
        """How far the outcome's group means are from its origin, at most."""
        return self.largest


def need_groups(summary, name):
    """Raise ValueError if the groups have stayed in their engine; name is that of what asks for them."""
    if isinstance(summary, SizeSummary):
        instead = "summarize_table(..., groups=True) brings them, estimates_table gives them in the engine"
        raise ValueError(f"{name}: needs the groups, and a summary by sizes has none; {instead}")


def size_classes(n, offset):
    """Return the `SizeClasses` of groups of sizes n (J,) with means `offset` (J, 1 + P)."""
    sizes, code = encode(n)
    count = np.bincount(code)
    mean = np.array([np.bincount(code, column) for column in offset.T]).T / count[:, np.newaxis]
    residual = (offset - mean[code]).T
    scatter = [[np.bincount(code, r * s) for s in residual] for r in residual]
    return SizeClasses(sizes, count, mean, np.moveaxis(np.array(scatter), -1, 0))


def summarize(data: GroupedData) -> GroupSummary:
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
        If values scatter by too little or too much to be squared.

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
    one_of("data", data, GroupedData, hint=FROM_TABLE)
    columns = [data.y, *data.x.T]
    with np.errstate(over="ignore", invalid="ignore"):
        n, origin, offset, within = moments(data.group, len(data.labels), columns)
        between = (offset - n @ offset / n.sum()) * np.sqrt(n)[:, np.newaxis]
        total = within + between.T @ between
        check_squares(total, lambda p: np.ptp(columns[p]), "y", data.x_names)
    return GroupSummary(data.labels, data.x_names, n, origin, offset, within)


def check_predictors(summary):
    """Raise ValueError unless each predictor says something that the intercept and the others do not."""
    check_rank(summary.within + between_groups(summary.by_size), summary.x_names)


def slopes(beta, P):
    """Return `beta` as P finite numbers; a single number stands for an array of one."""
    return numbers("beta", np.atleast_1d(beta), shape=(P,), dtype=complex)
