"""The figures of chapter 14: places in a list, pairs, and the values below each height."""

import numpy as np

from mlmcore import GroupedData, figures, fit


def test_a_league_has_each_groups_interval_at_its_place_and_names_those_asked_for():
    estimate, low, high = np.array([1.0, 3.0, 2.0]), np.array([2.0, 1.0, 1.0]), np.array([3.0, 2.0, 3.0])
    labels = np.array(["low", "high", "middle"])
    ax = figures.canvas()
    figures.league(ax, estimate, low, high, labels=labels, name=["high", "low"])
    every, dots, *named = ax.collections
    ends = np.array(every.get_segments())
    assert ends[:, :, 0].tolist() == [[1, 2], [1, 3], [2, 3]] and ends[:, 0, 1].tolist() == [1, 2, 3]
    assert dots.get_offsets().data.tolist() == [[1, 1], [2, 2], [3, 3]]
    segments = [line.get_segments()[0].tolist() for line in named]
    assert segments == [[[1, 1], [2, 1]], [[2, 3], [3, 3]]]
    assert [(text.get_text(), text.xy[1]) for text in ax.texts] == [("high", 1), ("low", 3)]
    assert ax.yaxis_inverted()


def test_pairs_have_the_intervals_of_the_fit_and_of_its_differences():
    model = fit(GroupedData.from_arrays([1.0, 2.0, 5.0, 7.0, 4.0, 4.5], list("aabbcc")))
    axes = figures.canvas(rows=2)
    figures.pairs(axes, model, [("b", "a"), ("b", "c")])
    above, below = axes
    lines = np.array([line.get_segments()[0] for line in above.collections[::2]])
    at = [list(model.labels).index(name) for name in "babc"]
    np.testing.assert_allclose(lines[:, :, 0].mean(axis=1), model.alpha[at])
    np.testing.assert_allclose(np.ptp(lines[:, :, 0], axis=1) / 2, 1.96 * model.alpha_sd[at])
    assert [tick.get_text() for tick in above.get_yticklabels()] == list("babc")
    lines = np.array([line.get_segments()[0] for line in below.collections[::2]])
    gaps = np.array([model.difference("b", "a"), model.difference("b", "c")])
    np.testing.assert_allclose(lines[:, :, 0].mean(axis=1), gaps[:, 0])
    np.testing.assert_allclose(np.ptp(lines[:, :, 0], axis=1) / 2, 1.96 * gaps[:, 1])
    assert [tick.get_text() for tick in below.get_yticklabels()] == ["b − a", "b − c"]


def test_three_lists_are_counted_from_the_lowest_up():
    ax = figures.canvas()
    lists = {"own": np.array([3.0, 1.0]), "estimates": np.array([2.0, 1.5]), "third": np.array([1.0, 2.0])}
    figures.cumulative(ax, lists, outcome="y")
    for line, values in zip(ax.lines, lists.values(), strict=True):
        assert line.get_xydata().tolist() == [[min(values), 1], [max(values), 2]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(lists)
    assert len({line.get_color() for line in ax.lines}) == 3
