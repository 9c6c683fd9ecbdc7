"""Summaries merge: those of parts of a data set give that of the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlmcore import GroupedData, GroupEstimates, GroupSummary, fit, summarize


def parts(data, of):
    """Return the summaries of the rows that each number in `of` marks."""
    rows = [of == part for part in np.unique(of)]
    return [summarize(GroupedData.from_arrays(data.y[r], data.labels[data.group[r]], data.x[r])) for r in rows]


def assert_same(found, expected, rtol):
    assert found.labels.tolist() == expected.labels.tolist() and found.n.tolist() == expected.n.tolist()
    scale = np.sqrt(np.diag(expected.within) + np.diag(expected.by_size.scatter.sum(0)))
    np.testing.assert_allclose(found.within, expected.within, rtol=0, atol=rtol * np.outer(scale, scale).max())
    for actual, desired in ((found.y_mean, expected.y_mean), (found.x_mean, expected.x_mean)):
        np.testing.assert_allclose(actual, desired, rtol=rtol, atol=rtol * (np.abs(desired).max(initial=0)))


def dealt(data, draw, K):
    """Return which of K parts each row goes to, every part having a row."""
    rng = np.random.default_rng(draw.draw(st.integers(0, 2**32 - 1)))
    of = rng.integers(0, K, len(data.y))
    return of if len(set(of)) == K else np.arange(len(data.y)) % K


@given(draw=st.data())
def test_the_parts_of_a_data_set_merge_into_the_whole(data_sets, draw):
    data = draw.draw(data_sets(max_P=1))
    a, b = parts(data, dealt(data, draw, 2))
    whole = summarize(data)
    assert_same(a | b, whole, 1e-13)
    assert_same(b.merge(a), whole, 1e-13)


@given(draw=st.data())
def test_the_order_of_merging_does_not_matter(data_sets, draw):
    data = draw.draw(data_sets(max_P=0))
    a, *rest = parts(data, np.arange(len(data.y)) % 3)
    b, c = rest if len(rest) == 2 else (rest[0], a)
    assert_same((a | b) | c, a | (b | c), 1e-13)


def test_a_day_of_new_groups_and_old_ones_is_added():
    y, g = np.array([1.0, 2.0, 5.0, 7.0, 4.0, 4.5, 9.0]), np.array([*"aabbacc"])
    old, new = (summarize(GroupedData.from_arrays(y[r], g[r])) for r in (slice(0, 4), slice(4, None)))
    assert old.labels.tolist() == ["a", "b"] and new.labels.tolist() == ["a", "c"]
    both, whole = fit(old | new), fit(GroupedData.from_arrays(y, g))
    np.testing.assert_allclose([both.sigma, both.tau], [whole.sigma, whole.tau], rtol=1e-14)


def test_a_day_on_which_a_predictor_does_not_vary_is_added():
    y, g, x = np.array([1.0, 2.0, 5.0, 7.0, 4.0, 4.5, 9.0]), np.array([*"aabbacc"]), np.array([0, 1, 0, 1, 1, 1, 1])
    old, new = (summarize(GroupedData.from_arrays(y[r], g[r], x[r])) for r in (slice(0, 4), slice(4, None)))
    with pytest.raises(ValueError, match=r"^x: column 'x' must vary;"):
        fit(new)
    both, whole = fit(old | new), fit(GroupedData.from_arrays(y, g, x))
    np.testing.assert_allclose([both.sigma, both.beta[0]], [whole.sigma, whole.beta[0]], rtol=1e-13)


@pytest.mark.parametrize("level", [0.0, 1e6, 1e12])
def test_different_origins_cost_no_digits(level):
    rng = np.random.default_rng(5)
    y = np.round(rng.normal(size=60) * 1024) / 1024 + level
    g = np.arange(60) % 5
    a, b = (summarize(GroupedData.from_arrays(y[r], g[r])) for r in (slice(0, 31), slice(31, None)))
    assert level == 0 or a.origin[0] != b.origin[0]
    np.testing.assert_allclose((a | b).s_yy, summarize(GroupedData.from_arrays(y, g)).s_yy, rtol=1e-13)


def test_whole_numbers_and_text_are_no_labels_of_one_summary():
    one, other = (summarize(GroupedData.from_arrays([1.0, 2.0], labels)) for labels in ([1, 2], ["1", "2"]))
    with pytest.raises(ValueError, match=r"^labels: labels must be of one kind, so that they sort; got int, str$"):
        one | other


def test_only_summaries_with_the_same_predictors_merge():
    a = summarize(GroupedData.from_arrays([1.0, 2.0], [1, 2]))
    b = summarize(GroupedData.from_arrays([1.0, 2.0], [1, 2], [0.0, 1.0]))
    with pytest.raises(ValueError, match=r"^other: must have the predictors \(\); got \('x',\)$"):
        a | b
    with pytest.raises(TypeError, match=r"^other: must be GroupSummary; got builtins.int$"):
        a | 3
    estimates = GroupEstimates([1.0, 2.0], [1.0, 1.0]).summary
    with pytest.raises(ValueError, match=r"^other: must be of the same kind; got KnownErrors and GroupSummary$"):
        a | estimates
    with pytest.raises(ValueError, match=r"^other: must have its groups, with n and labels; a KnownErrors has none$"):
        estimates | estimates


def test_merging_leaves_both_summaries_as_they_were():
    a, b = (summarize(GroupedData.from_arrays(y, [1, 1, 2])) for y in ([1.0, 2.0, 4.0], [3.0, 9.0, 4.0]))
    before = a.offset.copy(), a.within.copy(), b.offset.copy()
    assert isinstance(a | b, GroupSummary)
    for was, now in zip(before, (a.offset, a.within, b.offset), strict=True):
        np.testing.assert_array_equal(was, now)
