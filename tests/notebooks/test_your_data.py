"""The page for a reader's own table: its nine lines take any, by a path and three names."""

import re
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from meanings import BOOK
from mlmcore import GroupedData, fit

ROOT = Path(__file__).parents[2]
CARS = ROOT / "mlmcore" / "datasets" / "cars.csv"
CELLS = BOOK.page("your-data").code_cells
SET_UP = CELLS[0].source
VISIBLE = "\n".join(cell.source for cell in CELLS if not cell.tags)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def with_names(path, y, group, x):
    """Run the visible lines with another path and other names, and return what they leave behind."""
    lines = VISIBLE
    for ours, theirs in {"cars.csv": str(path), "city_mpg": y, "car": group, "litres": x}.items():
        assert lines.count(f'"{ours}"') == 1
        lines = lines.replace(f'"{ours}"', repr(theirs))
    left = {}
    exec(lines, left)  # what a reader does
    return left


def test_from_the_file_to_the_picture_takes_nine_lines():
    assert len([line for line in VISIBLE.splitlines() if line.strip()]) == 9


def test_another_table_needs_another_path_and_three_other_names():
    path = ROOT / "tests" / "package" / "reference" / "sleepstudy.csv"
    left = with_names(path, "y", "group", "Days")
    table = pd.read_csv(path)
    x = table["Days"] - table["Days"].mean()
    expected = fit(GroupedData.from_arrays(table["y"], table["group"], x))
    np.testing.assert_allclose(left["groups"]["estimate"], expected.alpha, rtol=1e-12)
    assert list(left["groups"]["label"]) == sorted(table["group"].unique())
    assert len(plt.gca().get_yticklabels()) == 18


def test_it_may_have_no_predictor_and_groups_that_do_not_differ():
    left = with_names(ROOT / "tests" / "package" / "reference" / "dyestuff2.csv", "y", "group", [])
    assert left["model"].at_boundary
    assert set(left["groups"]["weight"]) == {0}
    np.testing.assert_allclose(left["groups"]["estimate"], left["table"]["y"].mean(), rtol=1e-12)


def test_it_may_have_several_predictors_each_measured_from_its_mean(tmp_path):
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"score": rng.normal(size=30), "age": rng.integers(5, 9, 30), "size": rng.normal(5, 1, 30)})
    table.assign(school=np.arange(30) % 6).to_csv(tmp_path / "own.csv", index=False)
    left = with_names(tmp_path / "own.csv", "score", "school", ["age", "size"])
    np.testing.assert_allclose(left["data"].x.mean(axis=0), 0, atol=1e-12)
    assert left["model"].x_names == ("age", "size")


def whole_notebook(path, y, group, x, after=""):
    """Run every code cell with another table, folded and hidden ones too, and return what they leave behind."""
    left = {}
    for cell in CELLS[1:]:
        source = cell.source
        if "pd.read_csv" in source:
            for ours, theirs in {"cars.csv": str(path), "city_mpg": y, "car": group, "litres": x}.items():
                source = source.replace(f'"{ours}"', repr(theirs))
            source = source.replace(f"pd.read_csv({str(path)!r})", f"pd.read_csv({str(path)!r}){after}")
        exec(source, left)
    return left


def some_groups(sizes, spread=1.0):
    rng = np.random.default_rng(len(sizes))
    school = np.repeat(np.arange(len(sizes)), sizes)
    score = spread * rng.normal(size=len(sizes))[school] + rng.normal(size=len(school))
    return pd.DataFrame({"score": score, "school": school, "age": rng.normal(9, 1, len(school))})


TABLES = {
    "two groups": (some_groups([4, 9]), []),
    "sizes of one and of many": (some_groups([1, 1, 2, 60, 7, 3]), ["age"]),
    "ten thousand groups": (some_groups([2] * 10_000), "age"),
    "names with dollars and underscores": (
        some_groups([4] * 8).assign(school=np.repeat([f"${k}_x$" for k in range(8)], 4)),
        [],
    ),
}


TABLES |= {
    "hardly any scatter within groups": (
        some_groups([5] * 8).assign(score=lambda t: t["school"] + 1e-9 * t["score"]),
        [],
    ),
    "first groups of one row each, all of one age": (
        some_groups([1] * 5 + [6] * 9).assign(age=lambda t: np.where(t["school"] < 5, 7, t["age"])),
        ["age"],
    ),
    "gaps in columns that are not used": (
        some_groups([4] * 8).assign(note=["a", None] * 16, size=[np.nan, 1.5] * 16),
        "age",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_whole_notebook_runs_to_its_end_on_another_table(tmp_path, name):
    table, x = TABLES[name]
    table.to_csv(tmp_path / "own.csv", index=False)
    left = whole_notebook(tmp_path / "own.csv", "score", "school", x)
    assert not left["about_the_cars"]
    assert np.isfinite(left["standardised"]).all() and len(left["farthest"]) == 4


def test_the_whole_notebook_runs_to_its_end_on_sleepstudy_and_on_box_and_tiaos_batches():
    reference = ROOT / "tests" / "package" / "reference"
    assert not whole_notebook(reference / "sleepstudy.csv", "y", "group", "Days")["model"].at_boundary
    assert whole_notebook(reference / "dyestuff2.csv", "y", "group", [])["model"].at_boundary


def test_rows_may_have_been_dropped_from_the_table(tmp_path):
    gaps = some_groups([4] * 8)
    gaps.loc[[0, 3, 17], "score"] = np.nan
    gaps.to_csv(tmp_path / "own.csv", index=False)
    left = whole_notebook(tmp_path / "own.csv", "score", "school", "age", after=".dropna()")
    line = left["model"].alpha[left["data"].group] + left["data"].x @ left["model"].beta
    residual = (left["data"].y - line) / left["model"].sigma
    worst = np.abs(residual).argmax()
    assert left["farthest"].iloc[0]["score"] == left["data"].y[worst]
    assert left["off"][0] == residual[worst]


def test_groups_of_one_row_each_are_refused_with_the_reason(tmp_path):
    some_groups([1] * 9).to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(ValueError, match="two observations"):
        whole_notebook(tmp_path / "own.csv", "score", "school", [])


def test_a_missing_value_is_refused_with_its_column_and_row(tmp_path):
    (tmp_path / "own.csv").write_text("score,school,age\n1,a,3\n2,a,4\n,b,5\n4,b,7\n")
    with pytest.raises(ValueError, match=r"y: column 'score'.*2"):
        with_names(tmp_path / "own.csv", "score", "school", "age")
    (tmp_path / "own.csv").write_text("score,school,age\n1,a,3\n2,a,\n3,b,5\n4,b,7\n")
    with pytest.raises(ValueError, match=r"x: column 'age'.*1"):
        with_names(tmp_path / "own.csv", "score", "school", "age")


def test_the_notebook_alone_lays_its_table_beside_itself_and_leaves_one_that_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(SET_UP, {})
    assert Path("cars.csv").read_bytes() == CARS.read_bytes()
    Path("cars.csv").write_text("mine")
    exec(SET_UP, {})
    assert Path("cars.csv").read_text() == "mine"


def test_the_table_beside_the_page_says_where_it_comes_from():
    told = (CARS.with_suffix(".txt")).read_text(encoding="utf-8")
    table = pd.read_csv(CARS)
    assert f"{len(table)} versions of {table['car'].nunique()} cars" in told
    assert all(re.search(rf"^{column} ", told, re.MULTILINE) for column in table)
    assert not table.isna().any().any()
