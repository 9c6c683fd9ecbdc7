"""Tables and arguments as people bring them: each is read for what it is, or refused by name, rule and value."""

import math
import tracemalloc
from datetime import date

import numpy as np
import pytest

from mlmcore import (
    GroupedData,
    GroupEstimates,
    fit,
    fit_bayes,
    log_likelihood,
    posterior_mode,
    profiled_deviance,
    simulate,
    summarize,
    tau_interval,
)

Y, G = [1.0, 2.0, 3.0, 5.0], ["a", "a", "b", "b"]
TEXT = {
    "list": ["1", "2", "1_000", "3"],
    "array": np.array(["1", "2", "3", "4"]),
    "bytes": np.array([b"1", b"2", b"3", b"4"]),
    "masked": np.ma.array(["1", "2", "3", "4"], mask=[False, False, True, False]),
    "objects": np.array([1, "2", 3, 4], dtype=object),
    "bytes among objects": np.array([1, b"2", 3, 4], dtype=object),
}


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
@pytest.mark.parametrize("where", ["x", "y", "estimate", "two columns"])
def test_text_never_becomes_a_number(text, where):
    make = {
        "x": lambda: GroupedData.from_arrays(Y, G, text),
        "y": lambda: GroupedData.from_table({"y": text, "g": G}, y="y", group="g"),
        "estimate": lambda: GroupEstimates(text, Y),
        "two columns": lambda: GroupedData.from_arrays(Y, G, np.column_stack((np.asarray(text), np.asarray(text)))),
    }[where]
    with pytest.raises(ValueError, match=r"must hold numbers only.* got text, such as b?'[12]': .* columns of 0 and 1"):
        make()


def test_long_text_is_cut_in_the_message():
    with pytest.raises(ValueError, match="such as 'zzz") as caught:
        GroupedData.from_arrays(Y, G, ["z" * 5000] * 4)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "gap", [math.nan, None, np.datetime64("NaT"), float("nan"), (1, math.nan), (1, (2, None))], ids=[*"123456"]
)
def test_a_label_with_a_missing_part_is_no_group(gap):
    with pytest.raises(
        ValueError, match=r"^group: labels must not be missing, nor a part of one; got 2 .* at index 1$"
    ):
        GroupedData.from_arrays(Y, [("a", 1), ("a", gap), ("b", 1), ("a", gap)])


@pytest.mark.parametrize(
    "group",
    [None, 3, "aabb", b"aabb", {"a": 1}, {1, 2, 3, 4}, frozenset("abcd")],
    ids=lambda group: type(group).__name__,
)
def test_what_has_no_rows_in_order_is_no_grouping(group):
    with pytest.raises(ValueError, match=r"^group: must be labels in a fixed order, one a row"):
        GroupedData.from_arrays(Y, group)


TABLE = {"y": Y, "g": G, "h": G, "x": [0, 1, 0, 1], "square": np.ones((4, 2))}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            {"group": ["g", "h"]},
            r"group: must be a column's name, which is text; of several columns make one.*\['g', 'h'\]",
        ),
        ({"group": ("g", "h")}, r"group: must be a column's name, which is text; of several columns make one"),
        ({"group": None}, "group: must be a column's name, which is text; got None; it has 'y', 'g'"),
        ({"y": 0}, "y: must be a column's name, which is text; got 0; it has 'y'"),
        ({"x": 3}, "x: must be a column's name, which is text, or a list of names; got 3"),
        ({"x": ["x", 3]}, "x: must be a column's name, which is text; got 3"),
        ({"x": {"x"}}, "x: must be a column's name, which is text, or a list of names; got {'x'}"),
        ({"x": "square"}, "x: must name one column; 'square' names 2: rename them"),
        ({"x": "z"}, "x: must name a column of the table; got 'z'; it has 'y', 'g', 'h', 'x', 'square'"),
    ],
)
def test_a_column_is_named_by_one_text(names, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        GroupedData.from_table(TABLE, **({"y": "y", "group": "g"} | names))


def test_no_predictors_may_be_said_in_any_way():
    for nothing in (None, (), []):
        assert GroupedData.from_table(TABLE, y="y", group="g", x=nothing).x_names == ()


def test_of_an_arrow_table_a_wrong_name_shows_the_names_and_no_data():
    class Arrow:  # as pyarrow's Table: `columns` are the data
        column_names, columns = ("y", "g"), (Y, G)

        def __getitem__(self, name):
            return dict(zip(self.column_names, self.columns, strict=True))[name]

    assert GroupedData.from_table(Arrow(), y="y", group="g").labels.tolist() == ["a", "b"]
    with pytest.raises(ValueError, match=r"^y: must name a column of the table; got 'z'; it has 'y', 'g'$"):
        GroupedData.from_table(Arrow(), y="z", group="g")


class ArrowText:
    """A column of text as pyarrow's, whose entries are scalars of its own, without an order."""

    def __init__(self, values):
        self.values = values

    def __iter__(self):
        return iter([object() for _ in self.values])

    def to_pylist(self):
        return list(self.values)


def test_labels_in_an_arrow_table_are_read_and_a_missing_one_is_seen():
    data = GroupedData.from_table(TABLE | {"g": ArrowText(G)}, y="y", group="g")
    assert data.labels[data.group].tolist() == G
    with pytest.raises(ValueError, match=r"^group: column 'g': labels must not be missing.*got 1 .* at index 1$"):
        GroupedData.from_table(TABLE | {"g": ArrowText(["a", None, "b", "b"])}, y="y", group="g")


def test_several_columns_are_no_labels():
    class DataFrame:
        columns = ("g", "h")

        def __iter__(self):
            return iter(self.columns)

    with pytest.raises(ValueError, match=r"^group: must be labels in a fixed order, one a row; got DataFrame$"):
        GroupedData.from_arrays(Y, DataFrame())


def test_labels_that_compare_entry_by_entry_are_refused():
    with pytest.raises(ValueError, match=r"^group: labels must be of a kind that sorts; got .*ambiguous"):
        GroupedData.from_arrays(Y, [np.array([k, 1]) for k in range(4)])


def test_many_labels_are_not_printed_into_a_message():
    with pytest.raises(
        ValueError, match=r"^labels: must be 3000 different names, one an estimate; got 7 more than once$"
    ):
        GroupEstimates(np.arange(3000.0), np.ones(3000), labels=[*range(2999), 7])


def test_a_frame_of_predictors_counts_its_gaps():
    nullable = np.array([[1, 2.0], [None, 2.5], [3, 4.0], [4, 1.0]], dtype=object)
    with pytest.raises(
        ValueError, match=r"^x: must be finite; got 1 NaN or infinite, first at index \(1, 0\) \(nan\)$"
    ):
        GroupedData.from_arrays(Y, G, nullable)
    assert GroupedData.from_arrays(Y, G, nullable[:, 1]).x.dtype == float


@pytest.mark.parametrize("part", [[1.0], (1.0,), np.array([1.0])], ids=lambda part: type(part).__name__)
def test_a_list_of_one_is_no_number(part):
    column = np.empty(4, dtype=object)
    column[:] = [part] * 4
    with pytest.raises(ValueError, match=r"^x: must hold numbers only.* got a \w+ in the place of a number$"):
        GroupedData.from_arrays(Y, G, column)


class NoNumPy:
    """A column whose library has an error of its own, as polars has for integers of 128 bits."""

    dtype, shape, ndim = "i128", (4,), 1

    def __array__(self, *args, **kwargs):
        raise LookupError("NumPy has no 128-bit integers")


@pytest.mark.parametrize("name", ["y", "g", "x"])
def test_an_error_of_another_library_comes_with_the_argument_it_is_about(name):
    with pytest.raises(ValueError, match=rf"^(y|group|x): column '{name}'.* NumPy has no 128-bit integers$"):
        GroupedData.from_table(TABLE | {name: NoNumPy()}, y="y", group="g", x="x")


@pytest.mark.parametrize("wrong", [{"y": Y}, Y, None, np.ones(4), GroupedData], ids=lambda wrong: type(wrong).__name__)
@pytest.mark.parametrize(
    "ask",
    [
        fit,
        fit_bayes,
        tau_interval,
        summarize,
        lambda data: profiled_deviance(1.0, data, reml=True),
        lambda data: posterior_mode(data, sigma=1.0, tau=1.0),
        lambda data: log_likelihood([1.0, 2.0], (), data, sigma=1.0),
    ],
    ids=["fit", "fit_bayes", "tau_interval", "summarize", "profiled_deviance", "posterior_mode", "log_likelihood"],
)
def test_what_is_no_data_is_named(ask, wrong):
    with pytest.raises(TypeError, match=r"^(data_or_summary|data|summary): must be Group.* of .*; got [\w.]+$"):
        ask(wrong)


@pytest.mark.parametrize("rng", [1, None, np.random, np.random.RandomState(1)], ids=lambda rng: type(rng).__name__)
def test_a_seed_is_no_generator(rng):
    for ask in (lambda: simulate(rng, [2, 3], mu=0, sigma=1, tau=1), lambda: posterior().draws(rng, 3)):
        with pytest.raises(
            TypeError, match=r"^rng: must be Generator, as numpy.random.default_rng\(seed\) returns; got"
        ):
            ask()


def posterior():
    return fit_bayes(GroupEstimates([1.0, 2.0, 5.0, 3.0], [1.0, 1.0, 2.0, 1.0]))


def peak_of(make):
    tracemalloc.start()
    try:
        made = make()
        return made, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_label_costs_its_own_letters_not_those_of_every_row():
    labels = [f"g{k % 500}" for k in range(20_000)]
    labels[7] = "x" * 2000
    data, peak = peak_of(lambda: GroupedData.from_arrays(np.arange(20_000.0), labels))
    assert data.labels[data.group[7]] == labels[7] and peak < 10e6  # in one width: 160 MB
    _, of_estimates = peak_of(
        lambda: GroupEstimates(np.arange(2000.0), np.ones(2000), labels=[*map(str, range(1999)), "y" * 9999])
    )
    assert of_estimates < 10e6


@pytest.mark.parametrize(
    "kind", [list, np.array, lambda labels: np.array(labels, dtype=object)], ids=["list", "U", "O"]
)
def test_text_of_any_kind_gives_the_same_labels_and_codes(kind):
    rng = np.random.default_rng(3)
    labels = [f"{k} é" for k in rng.integers(0, 40, 300)]
    data = GroupedData.from_arrays(np.arange(300.0), kind(labels))
    expected, codes = np.unique(labels, return_inverse=True)
    assert data.labels.dtype == expected.dtype and data.labels.tolist() == expected.tolist()
    assert data.group.tolist() == codes.tolist()
    assert GroupedData.from_arrays([1.0, 2.0], [date(2020, 1, 2), date(2020, 1, 1)]).group.tolist() == [1, 0]


@pytest.mark.parametrize("scale", [1.0, 0.1, 1e-3, 7.3, 1e6])
@pytest.mark.parametrize("shift", [0.0, 0.1, 3.0, 1e4])
def test_an_exact_tie_of_the_mean_squares_is_at_the_boundary(scale, shift):
    y = scale * (np.array([0.0] * 23 + [1.0]) + shift)
    found = fit(GroupedData.from_arrays(y, np.repeat(range(6), 4)))
    assert found.at_boundary is True and found.tau == 0


@pytest.mark.parametrize("excess", [1e-12, 1e-9, 1e-5])
@pytest.mark.parametrize("unit", [1.0, 1e-3, 1e5])
def test_a_tau_that_is_truly_small_stays_found(excess, unit):
    means = np.array([1.0, -1.0, 1.0, -1.0]) * np.sqrt(3 / 4) * (1 + excess)  # MSW = 2, MSB = 2 (1 + excess)^2
    y = unit * (np.tile([1.0, -1.0], 4) + np.repeat(means, 2))
    found = fit(GroupedData.from_arrays(y, np.repeat(range(4), 2)))
    assert not found.at_boundary
    np.testing.assert_allclose(found.tau, unit * np.sqrt(2 * excess), rtol=1e-3)
