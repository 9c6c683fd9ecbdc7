"""A table in an engine gives what its rows in memory give: NIST's files, reference data, messages, names."""

import csv
import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from mlmcore import GroupedData, fit, fit_bayes, summarize, summarize_table, tau_interval
from mlmcore.datasets import load_cars, load_radon
from mlmcore.engines import estimates_table

PACKAGE = Path(__file__).parent.parent / "package"
SPEC = importlib.util.spec_from_file_location("nist_files", PACKAGE / "test_nist.py")
nist = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(nist)


def reference(name):
    """Return a reference table's columns, and the names y, group and x."""
    if name == "radon":
        table = load_radon()
        return {k: list(table[k]) for k in ("log_radon", "county", "floor")}, ("log_radon", "county", ["floor"])
    with (PACKAGE / "reference" / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {key: [row[key] if key == "group" else float(row[key]) for row in rows] for key in rows[0]}
    return columns, ("y", "group", [key for key in columns if key not in ("y", "group")])


@pytest.mark.parametrize("groups", [True, False], ids=["groups", "sizes"])
@pytest.mark.parametrize("path", nist.FILES, ids=lambda path: path.stem)
def test_an_engine_keeps_13_digits_of_sigma_and_tau(engine, path, groups):
    treatment, response, _ = nist.read(path)
    sigma2, tau2 = nist.exact_reml(treatment, response)
    found = fit(summarize_table(engine({"t": treatment, "r": response}), y="r", group="t", groups=groups))
    assert nist.relative_error(found.sigma, sigma2) < 1e-13
    assert nist.relative_error(found.tau, tau2) < 1e-13


@pytest.mark.parametrize("name", ["radon", "dyestuff", "dyestuff2", "sleepstudy"])
def test_an_engine_gives_the_summary_of_the_rows_in_memory(engine, name):
    columns, (y, group, x) = reference(name)
    expected = summarize(GroupedData.from_table(columns, y=y, group=group, x=x))
    found = summarize_table(engine(columns), y=y, group=group, x=x)
    assert found.labels.tolist() == expected.labels.tolist() and found.n.tolist() == expected.n.tolist()
    for part in ("y_mean", "x_mean", "within"):
        actual, desired = getattr(found, part), getattr(expected, part)
        np.testing.assert_allclose(actual, desired, rtol=1e-12, atol=1e-12 * np.abs(desired).max(initial=0))


@pytest.mark.parametrize("name", ["radon", "sleepstudy"])
def test_sizes_alone_give_every_parameter_and_the_engine_the_groups(engine, collected, name):
    columns, (y, group, x) = reference(name)
    expected = fit(GroupedData.from_table(columns, y=y, group=group, x=x))
    table = engine(columns)
    summary = summarize_table(table, y=y, group=group, x=x, groups=False)
    found = fit(summary)
    for part in ("mu", "beta", "sigma", "tau", "mu_se", "beta_se", "log_likelihood"):
        np.testing.assert_allclose(getattr(found, part), getattr(expected, part), rtol=1e-12)
    assert len(found.alpha) == 0 and str(found) == str(expected)
    np.testing.assert_allclose(tau_interval(summary), tau_interval(expected.summary), rtol=1e-10)
    posterior, whole = fit_bayes(summary), fit_bayes(expected.summary)
    np.testing.assert_allclose([posterior.tau_sd, posterior.mu_sd], [whole.tau_sd, whole.mu_sd], rtol=1e-10)
    rows, known = collected(estimates_table(table, found, y=y, group=group)), expected.groups()
    assert list(rows) == ["label", "n", "own", "weight", "estimate", "sd"]
    assert rows["label"] == known["label"].tolist() and rows["n"] == known["n"].tolist()
    for part in ("own", "weight", "estimate", "sd"):
        np.testing.assert_allclose(rows[part], known[part], rtol=1e-12, err_msg=part)


def test_order_partitions_and_threads_change_nothing(engine):
    rng = np.random.default_rng(1)
    group, x = rng.integers(0, 300, 60_000), rng.normal(3.0, 2.0, 60_000)
    columns = {"g": group, "x": x, "y": 5.0 + rng.normal(0.0, 2.0, 300)[group] - 0.7 * x + rng.normal(size=60_000)}
    order = rng.permutation(len(group))
    shuffled = {name: values[order] for name, values in columns.items()}
    a = summarize(GroupedData.from_table(columns, y="y", group="g", x="x"))
    for table in (engine(columns, 1), engine(columns, 4), engine(shuffled, 2)):
        b = summarize_table(table, y="y", group="g", x="x")
        np.testing.assert_allclose(b.within, a.within, rtol=1e-13)
        np.testing.assert_allclose(b.y_mean, a.y_mean, rtol=1e-13, atol=1e-13)
        one, other = fit(a), fit(b)
        np.testing.assert_allclose([other.sigma, other.tau, other.mu], [one.sigma, one.tau, one.mu], rtol=1e-13)


GOOD = {"y": [1.0, 2.0, 4.0, 3.0], "g": ["b", "a", "b", "a"], "x": [0.0, 1.0, 1.0, 0.0], "c": [1.0] * 4}
GOOD |= {"t": ["u", "v", "w", "z"], "x2": [1.0, 3.0, 3.0, 1.0]}


@pytest.mark.parametrize(
    ("change", "ask", "message"),
    [
        ({"y": [1.0, math.nan, 4.0, 3.0]}, {}, r"^y: column 'y': must be finite; got 1 NaN or infinite"),
        ({"y": [1.0, None, None, 3.0]}, {}, r"^y: column 'y': must be finite; got 2 NaN or infinite"),
        ({"x": [0.0, math.inf, 1.0, -math.inf]}, {"x": "x"}, r"^x: column 'x': must be finite; got 2 NaN or infinite"),
        (
            {"g": ["b", None, "b", "a"]},
            {},
            r"^group: column 'g': labels must not be missing, .*got 1 missing",
        ),
        ({}, {"y": "t"}, r"^y: column 't': must hold numbers only, in equal rows; got text, such as '[u-z]': convert"),
        ({}, {"x": "c"}, r"^x: column 'c' must vary; got the same value in every row"),
        ({}, {"x": ["x", "x2"]}, r"^x: column 'x2' must not be a linear combination of the intercept and 'x'"),
        ({}, {"x": ["x", "x"]}, r"^x_names: must be 2 different names, one a column of x"),
        ({}, {"y": "absent"}, r"^y: must name a column of the table; got 'absent'; it has 'y', 'g', 'x'"),
        ({}, {"group": 3}, r"^group: must be a column's name, which is text; got 3; it has 'y', 'g', 'x'"),
        ({}, {"x": 3}, r"^x: must be a column's name, which is text, or a list of names; got 3"),
        ({}, {"groups": 1}, r"^groups: must be True or False; got 1"),
        ({"y": [1e200, -1e200, 1e200, 0.0]}, {}, r"^y: must scatter by between about 1e-140 and 1e150.*got 2e\+200"),
    ],
)
def test_an_engine_refuses_in_the_words_of_memory(engine, change, ask, message):
    with pytest.raises(ValueError, match=message):
        fit(summarize_table(engine(GOOD | change), **({"y": "y", "group": "g"} | ask)))


def test_a_table_without_rows_is_refused(engine):
    import narwhals as nw

    none = nw.from_native(engine(GOOD)).filter(nw.col("y") > 10).to_native()
    with pytest.raises(ValueError, match=r"^y: must be one-dimensional with at least one row; got shape \(0,\)$"):
        summarize_table(none, y="y", group="g")


NAMES = ["'; DROP TABLE t; --", 'a "quoted"; name', "a.b", "back`tick", "é Å"]


@pytest.mark.parametrize("name", NAMES, ids=[*"12345"])
def test_a_name_is_never_a_command(engine, name):
    columns = {name: GOOD["y"], f"g{name}": GOOD["g"], f"x{name}": GOOD["x"]}
    found = summarize_table(engine(columns), y=name, group=f"g{name}", x=f"x{name}")
    expected = summarize(GroupedData.from_table(GOOD, y="y", group="g", x="x"))
    np.testing.assert_allclose(found.within, expected.within, rtol=1e-15)
    assert found.x_names == (f"x{name}",)


@pytest.mark.parametrize(
    "labels", [[3, -7, 3, 2**40], [0.5, -2.5, 0.5, 3.0], [True, False, True, True]], ids=["whole", "real", "truth"]
)
def test_labels_sort_as_in_memory(engine, labels):
    expected = GroupedData.from_arrays(GOOD["y"], labels).labels
    found = summarize_table(engine(GOOD | {"g": labels}), y="y", group="g").labels
    assert found.tolist() == expected.tolist() and found.dtype == expected.dtype


def test_what_is_in_no_engine_is_refused():
    with pytest.raises(ValueError, match=r"^table: must be a lazy table.* got dict: GroupedData.from_table takes"):
        summarize_table(GOOD, y="y", group="g")


def test_cars_in_an_engine_are_the_cars(engine):
    table = {name: list(values) for name, values in load_cars().items()}
    numeric = [name for name, values in table.items() if isinstance(values[0], float | np.floating)]
    group = next(name for name in table if name not in numeric)
    expected = fit(GroupedData.from_table(table, y=numeric[0], group=group))
    found = fit(summarize_table(engine(table), y=numeric[0], group=group))
    np.testing.assert_allclose([found.sigma, found.tau], [expected.sigma, expected.tau], rtol=1e-12)
