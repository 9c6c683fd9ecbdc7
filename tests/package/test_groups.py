"""Observations in groups, and their summary."""

import dataclasses
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlmcore import GroupedData, fit, summarize

LABELS = {
    "strings": np.array(["b", "a", "c"]),
    "objects": np.array(["b", "a", "c"], dtype=object),
    "bytes": np.array([b"b", b"a", b"c"]),
    "integers": np.array([7, -3, 10**15]),
    "close integers": np.array([-2, -3, 5]),
    "small integers": np.array([100, -100, 127], dtype=np.int8),
    "unsigned integers": np.array([2**64 - 3, 1, 2**64 - 1], dtype=np.uint64),
    "close unsigned integers": np.array([2**64 - 3, 2**64 - 2, 2**64 - 1], dtype=np.uint64),
    "floats": np.array([0.5, -np.inf, 2.5]),
    "dates": np.array(["2020-01-02", "2020-01-01", "2021-01-01"], dtype="datetime64[D]"),
}
if hasattr(np.dtypes, "StringDType"):  # NumPy 2
    LABELS["NumPy's strings"] = np.array(["b", "a", "c"], dtype=np.dtypes.StringDType())


def exact(data):
    """Return n, group means and within-group scatter of (y, x) in rational arithmetic."""
    rows = [[Fraction(float(value)) for value in (y, *x)] for y, x in zip(data.y, data.x, strict=True)]
    members = [[row for row, code in zip(rows, data.group, strict=True) if code == j] for j in range(len(data.labels))]
    mean = [[sum(column) / len(group) for column in zip(*group, strict=True)] for group in members]
    Q = len(rows[0])
    within = [
        [sum((row[p] - m[p]) * (row[q] - m[q]) for m, group in zip(mean, members, strict=True) for row in group)
         for q in range(Q)] for p in range(Q)
    ]  # fmt: skip
    return [len(group) for group in members], np.array(mean, dtype=float), np.array(within, dtype=float)


@pytest.mark.parametrize("kind", LABELS)
def test_labels_of_any_kind_name_their_rows(kind):
    labels = LABELS[kind]
    group = labels[[0, 1, 2, 1, 0, 0]]
    data = GroupedData.from_arrays(np.arange(6.0), group)
    assert data.labels.dtype == labels.dtype or labels.dtype.kind in "OT"  # objects that hold strings become strings
    assert data.labels.tolist() == sorted(labels.tolist())
    assert data.labels[data.group].tolist() == group.tolist()


@pytest.mark.parametrize(
    ("group", "kind"), [(["b", "a"], "U"), ([2, 1], "i"), ([0.5, 0.2], "f"), ([(2, 1), (1, 2)], "O")]
)
def test_labels_in_a_list_get_the_array_type_of_their_kind(group, kind):
    assert GroupedData.from_arrays([1.0, 2.0], group).labels.dtype.kind == kind


@pytest.mark.parametrize(
    ("y", "origin"),
    [
        ([3.0], 3.0),
        ([0.5, 0.25], 0.5),
        ([0.25, 0.5], 0.25),
        ([0.25, 0.75], 0.0),
        ([-0.5, -0.25], -0.5),
        ([-0.75, -0.25], 0.0),
        ([-1.0, 1.0], 0.0),
    ],
)
def test_the_origin_is_the_first_value_if_all_are_within_a_factor_of_two(y, origin):
    assert summarize(GroupedData.from_arrays(y, ["a"] * len(y))).origin[0] == origin


def test_a_summary_of_more_rows_than_one_block_holds_counts_them_all():
    y = np.random.default_rng(3).normal(size=(200, 1000))  # blocks are of 65,536 rows: no block has all the groups
    found = summarize(GroupedData.from_arrays(y.ravel(), np.repeat(np.arange(200), 1000)))
    assert np.all(found.n == 1000)
    np.testing.assert_allclose(found.y_mean, y.mean(1), rtol=0, atol=1e-14)
    np.testing.assert_allclose(found.s_yy, np.sum((y - y.mean(1, keepdims=True)) ** 2), rtol=1e-12)


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=40))
def test_integer_labels_are_coded_like_any_others(group):
    data = GroupedData.from_arrays(np.zeros(len(group)), group)
    labels, codes = np.unique(group, return_inverse=True)
    assert np.array_equal(data.labels, labels)
    assert np.array_equal(data.group, codes)


def test_truth_values_are_labels():
    data = GroupedData.from_arrays([1.0, 2.0, 3.0], [True, False, True])
    assert data.labels.tolist() == [False, True]
    assert data.group.tolist() == [1, 0, 1]


def test_x_becomes_a_matrix_with_named_columns():
    y, group = [1.0, 2.0], ["a", "b"]
    assert GroupedData.from_arrays(y, group).x.shape == (2, 0)
    assert GroupedData.from_arrays(y, group).x_names == ()
    one = GroupedData.from_arrays(y, group, [3, 4])
    assert one.x.tolist() == [[3.0], [4.0]]
    assert one.x_names == ("x",)
    assert GroupedData.from_arrays(y, group, [[1, 2], [3, 4]]).x_names == ("x1", "x2")
    assert GroupedData.from_arrays(y, group, [[1, 2], [3, 4]], x_names=["u", "v"]).x_names == ("u", "v")


TABLE = {"radon": [1.0, 0.5, 2.0], "county": ["b", "a", "b"], "floor": [0, 1, 1], "soil": [0.25, 0.5, 0.75]}
RECORD = np.array(
    list(zip(*TABLE.values(), strict=True)), dtype=[("radon", float), ("county", "U1"), ("floor", int), ("soil", float)]
)


@pytest.mark.parametrize("table", [TABLE, RECORD], ids=["dict", "structured array"])
def test_tables_are_read_by_column_name(table):
    data = GroupedData.from_table(table, y="radon", group="county", x=["soil", "floor"])
    assert data.y.tolist() == TABLE["radon"]
    assert data.labels[data.group].tolist() == TABLE["county"]
    assert data.x.tolist() == [[0.25, 0.0], [0.5, 1.0], [0.75, 1.0]]
    assert data.x_names == ("soil", "floor")
    assert GroupedData.from_table(table, y="radon", group="county").x.shape == (3, 0)
    assert GroupedData.from_table(table, y="radon", group="county", x="soil").x_names == ("soil",)


@given(st.data())
def test_summaries_equal_rational_arithmetic(data_sets, draw):
    data = draw.draw(data_sets())
    summary = summarize(data)
    n, mean, within = exact(data)
    scale = np.sqrt(np.outer(np.diag(within), np.diag(within)))
    assert summary.n.tolist() == n
    np.testing.assert_allclose(np.column_stack((summary.y_mean, summary.x_mean)), mean, rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(summary.within / scale, within / scale, atol=1e-14)
    assert summary.s_yy == summary.within[0, 0]
    assert np.array_equal(summary.s_xy, summary.within[1:, 0])
    assert np.array_equal(summary.s_xx, summary.within[1:, 1:])


@given(st.data(), st.floats(-3, 3))
def test_gamma_is_the_mean_of_y_minus_beta_x(data_sets, draw, slope):
    data = draw.draw(data_sets())
    beta = slope * np.arange(1, data.x.shape[1] + 1)
    rest = data.y - data.x @ beta
    expected = [rest[data.group == j].mean() for j in range(len(data.labels))]
    np.testing.assert_allclose(summarize(data).gamma(beta), expected, rtol=1e-12, atol=1e-12)


def test_means_and_scatter_survive_a_large_common_level():
    y = 2.0**40 + np.array([0.25, 0.75, 1.5, 2.5, 4.0])
    x = -(2.0**35) - np.array([0.5, 1.0, 2.0, 2.5, 5.0])
    data = GroupedData.from_arrays(y, list("aabbb"), x)
    _, mean, within = exact(data)
    summary = summarize(data)
    np.testing.assert_allclose(summary.within, within, rtol=1e-15)
    np.testing.assert_allclose(np.column_stack((summary.y_mean, summary.x_mean)), mean, rtol=1e-16)


def test_levels_of_either_sign_keep_their_digits_too():
    # no origin can be subtracted from these without rounding: only the correction of the means helps
    noise = np.random.default_rng(0).normal(size=(2, 1000))
    columns = np.array([[1e10], [-1e10]]) + noise
    data = GroupedData.from_arrays(columns.ravel(), np.repeat([0, 1], 1000), -columns[:, ::-1].ravel())
    _, mean, within = exact(data)
    summary = summarize(data)
    np.testing.assert_allclose(summary.within, within, rtol=1e-13, atol=1e-13 * within[0, 0])
    np.testing.assert_allclose(np.column_stack((summary.y_mean, summary.x_mean)), mean, rtol=3e-16)


def test_data_of_many_blocks_are_summed_like_one():
    rng = np.random.default_rng(5)
    N = 200_000
    group = rng.integers(0, 50, N)
    y, x = group + rng.normal(size=N), rng.normal(size=N)
    summary = summarize(GroupedData.from_arrays(y, group, x))
    members = [group == j for j in range(50)]
    residual = np.array([column - np.array([column[m].mean() for m in members])[group] for column in (y, x)])
    np.testing.assert_allclose(summary.within, residual @ residual.T, rtol=1e-12, atol=1e-12 * N)
    np.testing.assert_allclose(summary.y_mean, [y[m].mean() for m in members], rtol=1e-13)


def test_input_is_left_as_it_was():
    y, x, group = 100 + np.arange(6.0), 50 + np.arange(6.0) ** 2, np.array([3, 3, 4, 4, 5, 5])
    before = y.copy(), x.copy(), group.copy()
    fit(GroupedData.from_arrays(y, group, x))
    assert all(np.array_equal(a, b) for a, b in zip((y, x, group), before, strict=True))


def test_results_cannot_be_reassigned():
    data = GroupedData.from_arrays([1.0, 2.0, 4.0], list("aab"))
    for result, field in ((data, "y"), (summarize(data), "n"), (fit(data), "tau")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(result, field, 0)


def test_labels_that_a_common_type_would_merge_stay_apart():
    ids = [2**63 + k for k in range(3)] + [-(2**62) - k for k in range(3)]  # as floats, only two differ
    assert len(GroupedData.from_arrays(np.zeros(6), ids).labels) == 6
    assert len(GroupedData.from_arrays(np.zeros(2), ["a", "a\0"]).labels) == 2


def test_a_tuple_is_one_label():
    data = GroupedData.from_arrays([1.0, 2.0, 3.0], [("a", 1), ("a", 2), ("a", 1)])
    assert data.labels.tolist() == [("a", 1), ("a", 2)]
    assert data.group.tolist() == [0, 1, 0]


def test_data_sets_compare_by_identity():
    data = GroupedData.from_arrays([1.0, 2.0], ["a", "b"])
    assert data == data
    assert data != GroupedData.from_arrays([1.0, 2.0], ["a", "b"])
    assert {data: 1}[data] == 1
