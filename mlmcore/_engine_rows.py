"""Rows of a table that lives in an engine, under names of our own, and what the engine finds wrong with them."""

from importlib.util import find_spec

import numpy as np

from ._checks import numbers
from .groups import list_columns, predictors


def read_rows(table, y, group, x):
    """Return the columns group, c0 (the outcome), c1, ... (the predictors); from here no name is the user's."""
    try:
        import narwhals as nw
    except ImportError as problem:
        raise ImportError("tables in an engine need narwhals: pip install 'mlmcore[tables]'") from problem
    try:
        frame = nw.from_native(table).lazy()
    except TypeError:
        rule = "must be a lazy table of an engine (DuckDB, PySpark, Polars, Dask, Ibis)"
        raise ValueError(
            f"table: {rule}; got {type(table).__name__}: GroupedData.from_table takes tables in memory"
        ) from None
    schema = frame.collect_schema()
    for argument, name in (("y", y), ("group", group), *(("x", name) for name in x)):
        rule = (
            "must be a column's name, which is text" if not isinstance(name, str) else "must name a column of the table"
        )
        if not isinstance(name, str) or name not in schema:
            raise ValueError(f"{argument}: {rule}; got {name!r}{list_columns(schema.names())}")
    for argument, name in (("y", y), *(("x", name) for name in x)):
        if not (schema[name].is_numeric() or schema[name] == nw.Boolean):
            some = collect(frame.select(nw.col(name)).drop_nulls().head(1))[name]
            numbers(f"{argument}: column {name!r}", some.to_list() or [""])  # says what it is
            raise ValueError(f"{argument}: column {name!r}: must hold numbers only; got {schema[name]}")
    predictors(np.zeros((1, len(x))), x, 1, "y")  # the names differ
    place = {name: name for name in schema}
    if frame.implementation.is_spark_like():  # there a dot in a name would stand for a field of a column
        place = {name: f"column{k}" for k, name in enumerate(schema)}
        frame = nw.from_native(frame.to_native().toDF(*place.values()))
    columns = (nw.col(place[name]).cast(nw.Float64).alias(f"c{p}") for p, name in enumerate((y, *x)))
    return frame.select(nw.col(place[group]).alias("group"), *columns)


def scan(rows, y, group, x):
    """Return the mean of each column; raise for rows that hold no number or no label, which the engine counts."""
    import narwhals as nw

    label, names = nw.col("group"), [f"y: column {y!r}", *(f"x: column {name!r}" for name in x)]
    missing = label.is_null()
    if rows.collect_schema()["group"].is_float():
        missing = missing | label.is_nan()
    counts = [nw.len().alias("rows"), missing.cast(nw.Int64).sum().alias("missing")]
    for p in range(len(names)):
        counts += [nw.col(f"c{p}").mean().alias(f"mean{p}"), nw.col(f"c{p}").count().alias(f"present{p}")]
    found = collect(rows.select(*counts))
    if not found["rows"][0]:
        raise ValueError("y: must be one-dimensional with at least one row; got shape (0,)")
    for p, name in enumerate(names):
        if found[f"present{p}"][0] == found["rows"][0] and np.isfinite(found[f"mean{p}"][0]):
            continue  # every number is finite: one that is not would show in the mean
        bad = (~nw.col(f"c{p}").is_finite()).fill_null(True)
        if count := collect(rows.select(bad.cast(nw.Int64).sum().alias("bad")))["bad"][0]:
            raise ValueError(f"{name}: must be finite; got {count} NaN or infinite")
    if found["missing"][0]:
        rule = "labels must not be missing, nor a part of one"
        raise ValueError(f"group: column {group!r}: {rule}; got {found['missing'][0]} missing")
    return np.array([found[f"mean{p}"][0] for p in range(len(names))])


def span(rows, p):
    """Return the range of a column."""
    import narwhals as nw

    ends = collect(rows.select(nw.col(f"c{p}").min().alias("low"), nw.col(f"c{p}").max().alias("high")))
    return ends["high"][0] - ends["low"][0]


def collect(frame):
    """Return a lazy table as one in memory: in Arrow's form where it is installed, else in pandas'."""
    if frame.implementation.is_polars() or frame.implementation.is_dask():
        return frame.collect()
    for memory in ("pyarrow", "pandas"):
        if find_spec(memory):
            return frame.collect(memory)
    raise ImportError("the engine's sums come here by pyarrow or pandas: pip install pyarrow")
