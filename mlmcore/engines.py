"""Tables that live in an engine (DuckDB, Spark, Polars, ...), which scans, groups and sums; the rows stay there."""

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from ._checks import one_of, truth
from ._engine_rows import collect, read_rows, scan, span
from ._labels import clean, encode
from ._moments import between_groups, check_squares, exact_origin
from .estimates import KnownErrors
from .gls import generalised_least_squares, mean_variance
from .groups import GroupSummary, SizeClasses, SizeSummary, column_names
from .results import Fit


def summarize_table(
    table: Any, *, y: str, group: str, x: str | Sequence[str] = (), groups: bool = True
) -> GroupSummary:
    """Reduce a table that lives in an engine to what the estimator needs, by the engine.

    Parameters
    ----------
    table : lazy table
        A DuckDB relation, a PySpark data frame, a Polars lazy frame, a Dask or an Ibis table: what narwhals knows.
    y, group : str
        Names of the outcome and of the grouping column.
    x : str or sequence of str
        Names of the predictors.
    groups : bool
        True (default): the size and the means of each group come back, O(J) numbers, sorted by label. False: only
        sums over the groups of each distinct size do, which is all that the parameters need; the summary then has no
        groups, nor has the `Fit` that is made of it, and `estimates_table` gives them in the engine.

    Returns
    -------
    GroupSummary
        Equal to that of `summarize` but for rounding.

    Raises
    ------
    ValueError
        As `GroupedData.from_table` and `summarize`; the engine counts what is missing, and names no row.
    ImportError
        If narwhals is not installed.

    Notes
    -----
    Chapter 2, equation `eq-group-sum`. Three scans: one counts and looks for what is no number, one takes the means,
    one the products of residuals and what rounding left of their sums, as in Chan, Golub and LeVeque (1983).

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.LazyFrame({"radon": [1.0, 3.0, 5.0], "county": ["a", "a", "b"]})
    >>> summary = summarize_table(table, y="radon", group="county")
    >>> print(summary.n, summary.y_mean, summary.s_yy)
    [2 1] [2. 5.] 2.0
    """
    groups, names = truth("groups", groups), column_names(x)
    rows = read_rows(table, y, group, names)
    origin = scan(rows, y, group, names)
    Q, pairs = 1 + len(names), list(combinations_with_replacement(range(1 + len(names)), 2))
    of_groups = _sums(rows, Q, pairs)
    with np.errstate(over="ignore", invalid="ignore"):
        if groups:
            summary = _by_label(collect(of_groups), names, pairs)
        else:
            summary = _by_size(collect(_classes(of_groups, origin, pairs)), names, origin, pairs)
        total = summary.within + between_groups(summary.by_size)
        check_squares(total, lambda p: span(rows, p), "y", names)
    return summary


def estimates_table(table: Any, fit: Fit, *, y: str, group: str) -> Any:
    """Return each group's weighted average as a lazy table of the same engine: nothing is computed until you ask it.

    Parameters
    ----------
    table : lazy table
        As for `summarize_table`: the fitted one, or another with the same columns.
    fit : Fit
        Of that table; its predictors are columns by their names.
    y, group : str
        Names of the outcome and of the grouping column.

    Returns
    -------
    lazy table
        Of the engine that `table` belongs to, a row for each group: label, n, own (intercept), weight (on it), estimate
        and sd, as `Fit.groups` has them. Rows are in no order.

    Raises
    ------
    ValueError
        If the table has no such column, or one without numbers, or the fit is of `GroupEstimates`.
    TypeError
        If `fit` is no `Fit`.
    ImportError
        If narwhals is not installed.

    Notes
    -----
    Chapter 5, equation `eq-weighted-average`.

    Examples
    --------
    >>> import mlmcore as mlm, polars as pl
    >>> table = pl.LazyFrame({"y": [1.0, 2.0, 5.0, 7.0, 4.0, 4.5], "g": [*"aabbcc"]})
    >>> fit = mlm.fit(mlm.summarize_table(table, y="y", group="g", groups=False))
    >>> print(estimates_table(table, fit, y="y", group="g").sort("label").collect()["estimate"].round(2).to_list())
    [1.71, 5.82, 4.22]
    """
    if isinstance(one_of("fit", fit, Fit).summary, KnownErrors):
        raise ValueError("fit: must be of observations; got one of GroupEstimates, which has no rows")
    rows = read_rows(table, y, group, fit.x_names)
    import narwhals as nw

    col, P = nw.col, len(fit.x_names)
    means = {f"mean{p}": col(f"c{p}").mean() for p in range(1 + P)}
    each = rows.group_by("group").agg(nw.len().alias("n"), *(m.alias(name) for name, m in means.items()))
    each = each.with_columns(col("n").cast(nw.Float64))
    own = col("mean0")
    for p, slope in enumerate(fit.beta.tolist(), 1):
        own = own - slope * col(f"mean{p}")
    ratio = (fit.tau / fit.sigma) ** 2
    each = each.with_columns(own.alias("own"), (col("n") * ratio / (1 + col("n") * ratio)).alias("weight"))
    w = col("weight")
    solution = generalised_least_squares(fit.summary, ratio)
    covariance = fit.sigma**2 * np.linalg.inv(solution.s_xx)
    of_centre = float(fit.sigma**2 * mean_variance(solution, fit.summary))
    levers = [w * col(f"mean{p}") + (1 - w) * c for p, c in enumerate(solution.centre[1:].tolist(), 1)]
    variance = fit.sigma**2 * w / col("n") + of_centre * (1 - w) * (1 - w)
    for p, q in combinations_with_replacement(range(P), 2):
        variance = variance + float(covariance[p, q]) * (1 if p == q else 2) * levers[p] * levers[q]
    estimate = (w * col("own") + (1 - w) * fit.mu).alias("estimate")
    count = col("n").cast(nw.Int64)
    return each.select(
        col("group").alias("label"), count, "own", "weight", estimate, variance.sqrt().alias("sd")
    ).to_native()


def _sums(rows, Q, pairs):
    """Return a lazy table of the groups: n, means m0, ..., what rounding left l0, ..., sums of products s00, ..."""
    import narwhals as nw

    means = rows.group_by("group").agg(*(nw.col(f"c{p}").mean().alias(f"m{p}") for p in range(Q)))
    r = [(nw.col(f"c{p}") - nw.col(f"m{p}")).alias(f"r{p}") for p in range(Q)]
    residuals = rows.join(means, on="group", how="inner").select("group", *(f"m{p}" for p in range(Q)), *r)
    products = [(nw.col(f"r{p}") * nw.col(f"r{q}")).alias(f"s{p}{q}") for p, q in pairs]
    return (
        residuals.with_columns(*products)
        .group_by("group")
        .agg(
            nw.len().alias("n"),
            *(nw.col(f"m{p}").max() for p in range(Q)),
            *(nw.col(f"r{p}").sum().alias(f"l{p}") for p in range(Q)),
            *(nw.col(f"s{p}{q}").sum() for p, q in pairs),
        )
    )


def _classes(of_groups, origin, pairs):
    """Return a lazy table of the sizes: sums over the groups of each, with means taken about the origin."""
    import narwhals as nw

    n = nw.col("n").cast(nw.Float64)
    d = [((nw.col(f"m{p}") - o) + nw.col(f"l{p}") / n).alias(f"d{p}") for p, o in enumerate(origin.tolist())]
    within = [(nw.col(f"s{p}{q}") - nw.col(f"l{p}") * nw.col(f"l{q}") / n).alias(f"s{p}{q}") for p, q in pairs]
    between = [(nw.col(f"d{p}") * nw.col(f"d{q}")).alias(f"b{p}{q}") for p, q in pairs]
    sums = [name for p, q in pairs for name in (f"s{p}{q}", f"b{p}{q}")] + [f"d{p}" for p in range(len(origin))]
    return (
        of_groups.select("n", *d, *within)
        .with_columns(*between, nw.col("d0").abs().alias("reach"))
        .group_by("n")
        .agg(nw.len().alias("count"), nw.col("reach").max(), *(nw.col(name).sum() for name in sums))
    )


def _by_label(found, names, pairs):
    """Return the `GroupSummary` of the table of groups, sorted by label."""
    labels, place = encode(clean(_labels(found["group"])))
    order = np.argsort(place, kind="stable")
    n, Q = _column(found, "n")[order].astype(np.intp), 1 + len(names)
    mean, left = ([_column(found, f"{kind}{p}")[order] for p in range(Q)] for kind in "ml")
    origin = np.array([exact_origin(column) for column in mean])
    offset = np.array([(m - o) + rest / n for m, o, rest in zip(mean, origin, left, strict=True)]).T
    sums = {(p, q): np.sum(_column(found, f"s{p}{q}")[order] - left[p] * left[q] / n) for p, q in pairs}
    return GroupSummary(labels, names, n, origin, offset, _symmetric(sums, Q))


def _by_size(found, names, origin, pairs):
    """Return the `SizeSummary` of the table of sizes."""
    order, Q = np.argsort(_column(found, "n")), len(origin)
    n, count = (_column(found, name)[order].astype(np.intp) for name in ("n", "count"))
    mean = np.array([_column(found, f"d{p}")[order] / count for p in range(Q)]).T
    within = _symmetric({(p, q): _column(found, f"s{p}{q}").sum() for p, q in pairs}, Q)
    about = {(p, q): _column(found, f"b{p}{q}")[order] - count * mean[:, p] * mean[:, q] for p, q in pairs}
    scatter = np.moveaxis(_symmetric(about, Q), -1, 0)
    scatter[count == 1] = 0.0
    nothing = np.empty((0, Q))
    classes, reach = SizeClasses(n, count, mean, scatter), float(_column(found, "reach").max())
    return SizeSummary(np.arange(0), names, np.arange(0), origin, nothing, within, classes, reach)


def _symmetric(entries, Q):
    return np.array([[entries[min(p, q), max(p, q)] for q in range(Q)] for p in range(Q)])


def _column(found, name):
    return found[name].to_numpy().astype(float)


def _labels(series):
    """Return the labels as from_table has them: numbers and times as an array, all else one by one."""
    kind = series.dtype
    return series.to_numpy() if kind.is_numeric() or kind.is_temporal() else series.to_list()
