"""The figures of chapters 12 and 13: what is on the axes is what was computed."""

import numpy as np
import pytest

from mlmcore import GroupEstimates, figures, fit


def texts(ax):
    return [text.get_text() for text in ax.texts]


def points(collection):
    return collection.get_offsets().data


def test_densities_of_tau_are_drawn_from_zero_with_their_names():
    ratios = np.linspace(0, 2, 51)
    densities = [np.exp(-((ratios - 1) ** 2)), np.exp(-ratios), 0.5 * np.exp(-((ratios - 0.4) ** 2))]
    ax = figures.canvas()
    figures.tau_densities(ax, ratios, densities, ["many", "none", "few"])
    for line, density in zip(ax.lines, densities, strict=True):
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack((ratios, density)))
    assert texts(ax) == ["many", "none", "few"] and ax.get_xlim() == (0, 2)
    assert len({line.get_linestyle() + str(line._dash_pattern) for line in ax.lines}) == 3
    assert ax.texts[1].xy == (0, 1)  # the one that falls from its left end is named there


def test_a_samplers_steps_show_centre_spread_and_draw():
    centres, sds, draws = np.array([1.0, 2.0, 1.5]), np.array([0.5, 0.1, 0.2]), np.array([1.2, 1.9, 1.8])
    ax = figures.canvas()
    figures.sampler_steps(ax, centres, sds, draws, 1.6)
    bars, ticks, dots = ax.collections
    ends = np.array([segment[:, 1] for segment in bars.get_segments()])
    np.testing.assert_allclose(ends, np.column_stack((centres - sds, centres + sds)))
    np.testing.assert_array_equal(points(ticks), np.column_stack(([1, 2, 3], centres)))
    np.testing.assert_array_equal(points(dots), np.column_stack(([1, 2, 3], draws)))
    assert set(ax.lines[0].get_ydata()) == {1.6}


@pytest.mark.parametrize("fitted", [True, False])
def test_a_forest_has_a_line_for_each_group_and_below_it_one_of_its_estimate(fitted):
    groups = GroupEstimates([1.0, 4.0, -2.0], [0.5, 1.0, 2.0], labels=["$a$", "b", "c"])
    model = fit(groups)
    ax = figures.canvas()
    figures.forest(ax, groups, outcome="effect", fit=model if fitted else None)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["$a$", "b", "c"]
    own, *averages = (c for c in ax.collections if hasattr(c, "get_segments"))
    np.testing.assert_allclose([np.ptp(s[:, 0]) for s in own.get_segments()], 2 * 1.96 * groups.se)
    dots = [points(c) for c in ax.collections if not hasattr(c, "get_segments")]
    np.testing.assert_array_equal(dots[0][:, 0], groups.estimate)
    assert ax.yaxis_inverted() and len(averages) == len(dots) - 1 == fitted
    if fitted:
        np.testing.assert_allclose([np.ptp(s[:, 0]) for s in averages[0].get_segments()], 2 * 1.96 * model.alpha_sd)
        np.testing.assert_array_equal(dots[1][:, 0], model.alpha)
        assert np.all(dots[1][:, 1] > dots[0][:, 1]) and set(ax.lines[0].get_xdata()) == {model.mu}
