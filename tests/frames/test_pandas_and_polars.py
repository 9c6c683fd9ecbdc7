"""`GroupedData.from_table` on frames of pandas and polars, which the package itself does not know."""

import datetime
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

from mlmcore import GroupedData, fit, fit_bayes

ROWS = {"y": [1.0, 2.0, 3.0], "g": ["b", "a", "b"], "x": [0, 1, 1]}
PANDAS, POLARS = pd.DataFrame(ROWS), pl.DataFrame(ROWS)
EARLY, LATE = datetime.date(2020, 1, 1), datetime.date(2020, 1, 2)


def read(table):
    return GroupedData.from_table(table, y="y", group="g", x="x")


def with_pandas(**columns):
    return PANDAS.assign(**columns)


def with_polars(**columns):
    return POLARS.with_columns(**{name: pl.Series(values) for name, values in columns.items()})


@pytest.mark.parametrize(
    "table",
    [
        PANDAS,
        POLARS,
        PANDAS.astype({"g": "string"}),
        PANDAS.astype({"g": object}),
        with_pandas(g=pd.Categorical(ROWS["g"], categories=["unused", "b", "a"])),
        with_pandas(g=pd.Categorical(ROWS["g"], categories=["b", "a"], ordered=True)),
        PANDAS.set_index(pd.Index([7, 7, 9])),
        PANDAS.astype({"y": "Float64", "x": "Int64"}),
        PANDAS.astype({"y": int, "x": bool}),
        PANDAS.astype({"x": "boolean"}),
        with_pandas(y=[Decimal(1), Decimal(2), Decimal(3)]),
        POLARS.with_columns(pl.col("g").cast(pl.Categorical)),
        POLARS.with_columns(pl.col("g").cast(pl.Enum(["unused", "b", "a"]))),
        POLARS.with_columns(pl.col("y").cast(pl.Int32), pl.col("x").cast(pl.Boolean)),
        with_polars(y=[Decimal(1), Decimal(2), Decimal(3)]),
    ],
    ids=lambda table: f"{type(table).__module__.split('.')[0]} {list(map(str, table.dtypes))}",
)
def test_one_table_in_many_types_is_one_data_set(table):
    data = read(table)
    assert data.y.tolist() == ROWS["y"] and data.y.dtype == float
    assert data.x.tolist() == [[0.0], [1.0], [1.0]]
    assert data.labels.tolist() == ["a", "b"] and data.labels.dtype.kind == "U"
    assert data.group.tolist() == [1, 0, 1]
    assert data.x_names == ("x",)


@pytest.mark.parametrize(
    "table",
    [
        with_pandas(g=pd.Categorical(ROWS["g"])).query("g == 'b'"),
        POLARS.with_columns(pl.col("g").cast(pl.Categorical)).filter(pl.col("g") == "b"),
        POLARS.with_columns(pl.col("g").cast(pl.Enum(["a", "b"]))).filter(pl.col("g") == "b"),
    ],
    ids=["pandas", "polars Categorical", "polars Enum"],
)
def test_a_category_without_rows_is_no_group(table):
    data = read(table)
    assert data.labels.tolist() == ["b"]
    assert data.y.tolist() == [1.0, 3.0]


@pytest.mark.parametrize(
    "table",
    [with_pandas(g=pd.to_datetime([LATE, EARLY, LATE])), with_polars(g=[LATE, EARLY, LATE])],
    ids=["pandas", "polars"],
)
def test_groups_may_be_dates(table):
    data = read(table)
    assert data.labels.astype("datetime64[D]").tolist() == [EARLY, LATE]
    assert data.group.tolist() == [1, 0, 1]


NUMBERS_WITH_A_GAP = {
    "pandas NaN": pd.Series([1.0, np.nan, 3.0]),
    "pandas Int64": pd.Series([1, None, 3], dtype="Int64"),
    "pandas Float64": pd.Series([1, None, 3], dtype="Float64"),
    "pandas boolean": pd.Series([True, None, False], dtype="boolean"),
    "pandas object": pd.Series([1, None, 3], dtype=object),
    "polars Int64": pl.Series([1, None, 3]),
    "polars Float64": pl.Series([1.0, None, 3.0]),
    "polars Boolean": pl.Series([True, None, False]),
    "polars Decimal": pl.Series([Decimal(1), None, Decimal(3)]),
}


@pytest.mark.parametrize("name", ["y", "x"])
@pytest.mark.parametrize("kind", NUMBERS_WITH_A_GAP)
def test_a_missing_number_is_an_error_that_names_column_count_and_row(name, kind):
    values = NUMBERS_WITH_A_GAP[kind]
    table = with_pandas(**{name: values}) if kind.startswith("pandas") else POLARS.with_columns(values.alias(name))
    with pytest.raises(ValueError, match=f"^{name}: column '{name}': must be finite; got 1 NaN .* first at index 1 "):
        read(table)


LABELS_WITH_A_GAP = {
    "pandas str": pd.Series(["b", None, "a"]),
    "pandas string": pd.Series(["b", None, "a"], dtype="string"),
    "pandas category": pd.Series(["b", None, "a"], dtype="category"),
    "pandas Int64": pd.Series([1, None, 3], dtype="Int64"),
    "pandas dates": pd.Series(pd.to_datetime([LATE, None, EARLY])),
    "polars String": pl.Series(["b", None, "a"]),
    "polars Categorical": pl.Series(["b", None, "a"], dtype=pl.Categorical),
    "polars Int64": pl.Series([1, None, 3]),
    "polars Date": pl.Series([LATE, None, EARLY]),
}


@pytest.mark.parametrize("kind", LABELS_WITH_A_GAP)
def test_a_missing_label_is_an_error_that_names_column_count_and_row(kind):
    values = LABELS_WITH_A_GAP[kind]
    table = with_pandas(g=values) if kind.startswith("pandas") else POLARS.with_columns(values.alias("g"))
    with pytest.raises(
        ValueError,
        match=r"^group: column 'g': labels must not be missing, nor a part of one; got 1 .* first at index 1$",
    ):
        read(table)


@pytest.mark.parametrize(
    "table",
    [ROWS, PANDAS, POLARS, PANDAS.to_records(index=False)],
    ids=["dict", "pandas", "polars", "structured array"],
)
def test_a_missing_column_is_an_error_that_lists_the_columns(table):
    with pytest.raises(ValueError, match=r"^x: must name a column of the table; got 'X'; it has 'y', 'g', 'x'$"):
        GroupedData.from_table(table, y="y", group="g", x="X")


def test_a_lazy_frame_is_an_error_that_says_how_to_read_it():
    with pytest.raises(ValueError, match=r"got 'y'; a lazy frame has none: give its collect\(\)$"):
        read(POLARS.lazy())


def test_text_is_no_predictor():
    with pytest.raises(ValueError, match=r"^x: column 'x': must hold numbers only"):
        read(with_pandas(x=pd.Categorical(["low", "high", "low"])))
    with pytest.raises(ValueError, match=r"^x: column 'x': must hold numbers only"):
        read(with_polars(x=["low", "high", "low"]))


def test_the_package_loads_neither_pandas_nor_polars():
    code = "import sys, mlmcore; sys.exit(bool({'pandas', 'polars'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


TEXT = {
    "pandas text": with_pandas(x=["0", "1", "1_000"]),
    "pandas string": with_pandas(x=pd.array(["0", "1", "1"], dtype="string")),
    "pandas categorical": with_pandas(x=pd.Categorical(["1", "3", "1"])),
    "polars text": with_polars(x=["0", "1", "1"]),
    "polars categorical": POLARS.with_columns(x=pl.Series(["0", "1", "1"], dtype=pl.Categorical)),
}


@pytest.mark.parametrize("table", TEXT.values(), ids=TEXT)
def test_a_column_of_text_or_categories_is_no_predictor(table):
    with pytest.raises(
        ValueError, match=r"^x: column 'x': must hold numbers only.* got text, such as '[01]': .*dummies"
    ):
        read(table)


def test_columns_of_zeros_and_ones_are_made_as_the_message_says():
    table = with_pandas(x=pd.Categorical(["1", "3", "2"]))
    columns = pd.get_dummies(table["x"], prefix="x", drop_first=True)
    data = GroupedData.from_table(table.join(columns), y="y", group="g", x=list(columns))
    assert data.x.tolist() == [[0, 0], [0, 1], [1, 0]]


def test_a_multi_index_with_a_gap_names_its_row():
    index = pd.MultiIndex.from_tuples([("a", pd.Timestamp(2020, 1, 1)), ("a", pd.NaT), ("b", pd.Timestamp(2020, 1, 1))])
    with pytest.raises(ValueError, match=r"nor a part of one; got 1 missing, first at index 1$"):
        GroupedData.from_arrays(ROWS["y"], index)


def test_of_two_columns_of_one_name_neither_is_taken():
    twice = pd.concat([PANDAS, PANDAS[["y"]]], axis=1)
    with pytest.raises(ValueError, match=r"^y: must name one column; 'y' names 2: rename them$"):
        read(twice)


def test_two_grouping_columns_are_made_one_as_the_message_says():
    table = with_pandas(h=[1, 1, 2])
    with pytest.raises(ValueError, match="make one, with a tuple in each row"):
        GroupedData.from_table(table, y="y", group=["g", "h"])
    table["both"] = list(zip(table["g"], table["h"], strict=True))
    data = GroupedData.from_table(table, y="y", group="both")
    assert data.labels.tolist() == [("a", 1), ("b", 1), ("b", 2)]


def test_column_names_that_are_numbers_are_refused_and_listed():
    with pytest.raises(ValueError, match=r"^y: must be a column's name, which is text; got 0; it has 0, 1, 2$"):
        GroupedData.from_table(pd.DataFrame({0: [1.0], 1: ["a"], 2: [0]}), y=0, group=1, x=[2])


def test_a_nullable_frame_of_predictors_counts_its_gaps():
    frame = pd.DataFrame({"a": pd.array([1, None, 3], dtype="Int64"), "b": pd.array([1.0, 2.0, 3.0], dtype="Float64")})
    with pytest.raises(ValueError, match=r"^x: must be finite; got 1 NaN or infinite, first at index \(1, 0\)"):
        GroupedData.from_arrays(ROWS["y"], ROWS["g"], frame)


@pytest.mark.parametrize("name", ["x", "g"])
def test_integers_that_numpy_does_not_have_are_refused_under_their_columns_name(name):
    table = POLARS.with_columns(pl.Series([1, 2, 1], dtype=pl.Int128).alias(name))
    with pytest.raises(ValueError, match=rf"^(x|group): column '{name}': .*128"):
        read(table)


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_the_table_of_groups_is_a_frame_as_it_is(frame):
    data = GroupedData.from_arrays([1.0, 2.0, 5.0, 7.0, 4.0, 4.5], list("aabbcc"))
    for result in (fit(data), fit_bayes(data)):
        table = frame(result.groups())
        assert list(table.columns) == ["label", "n", "own", "weight", "estimate", "sd", "low", "high"]
        assert table["label"].to_list() == ["a", "b", "c"] and len(table) == 3


def test_a_fit_of_a_frame_says_how_to_make_data_of_it():
    with pytest.raises(TypeError, match=r"GroupedData.from_table makes one of a table\); got pandas\."):
        fit(PANDAS)
