"""Engines, each a function that takes columns (a dict of lists) and returns them as a lazy table of its own."""

import os

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest


@pytest.fixture(scope="session")
def spark():
    """Return a session of PySpark with four workers in this process' JVM."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[4]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "4").config("spark.sql.ansi.enabled", "true").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


# parts: threads, files or partitions, as each engine has them


def in_duckdb(columns, parts=3):
    return duckdb.connect(config={"threads": parts}).from_arrow(pa.table(columns))


def in_polars(columns, parts=3):
    frame = pl.DataFrame(columns)
    return pl.concat([frame.gather_every(parts, k).lazy() for k in range(parts)])


def in_ibis(columns, parts=3):  # the parts are its engine's own business
    import ibis

    return ibis.memtable(pa.table(columns))


def in_dask(columns, parts=3):
    import dask.dataframe as dd

    return dd.from_pandas(pd.DataFrame(columns), npartitions=parts)


ENGINES = {
    "DuckDB": in_duckdb,
    "Polars": in_polars,
    "Ibis": in_ibis,
    "Dask": in_dask,
}


# narwhals 2.29 says that Dask will need narwhals-dask, which PyPI does not have yet
MOVING = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
# squares that overflow: Dask's threads do not see NumPy's error state of the thread that asks
OVERFLOW = pytest.mark.filterwarnings("ignore:(invalid value|overflow) encountered:RuntimeWarning")


@pytest.fixture(
    params=[*(name for name in ENGINES if name != "Dask"), pytest.param("Dask", marks=[MOVING, OVERFLOW]), "Spark"]
)
def engine(request):
    """Return each engine's function of columns."""
    if request.param != "Spark":
        return ENGINES[request.param]
    session = request.getfixturevalue("spark")

    def in_spark(columns, parts=3):
        return session.createDataFrame(pa.table(columns)).repartition(parts)

    return in_spark


@pytest.fixture
def collected():
    """Return a function of an engine's table that gives its columns, sorted by label."""

    def columns(table):
        import narwhals as nw

        frame = nw.from_native(table)
        frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
        return frame.sort("label").to_dict(as_series=False)

    return columns
