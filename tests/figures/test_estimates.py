"""The picture for data of any kind: what is on the axes are the groups' own intercepts, estimates and intervals."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import GroupedData, figures, fit, simulate, summarize
from mlmcore.figures.picture import canvas, svg
from mlmcore.figures.style import NARROW


def drawn(data, **options):
    """Return the model, and each group's row by its label."""
    ax, model = figures.canvas(), fit(data)
    figures.group_estimates(ax, data, model, **options)
    rows = {text.get_text(): row for row, text in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)}
    return ax, model, [rows.get(f"{name} ({n})") for name, n in zip(model.labels, model.n, strict=True)]


@pytest.fixture
def data():
    rng = np.random.default_rng(7)
    n = [1, 2, 3, 5, 8, 20]
    return simulate(rng, n, mu=3.0, sigma=1.0, tau=2.0, beta=[0.5], x=rng.normal(size=sum(n)))


def test_each_group_stands_with_its_own_intercept_its_estimate_and_its_interval(data):
    ax, model, row = drawn(data)
    steps, own, estimate = ax.collections
    at = np.asarray(own.get_offsets())[row]
    np.testing.assert_array_equal(at, np.column_stack((summarize(data).gamma(model.beta), row)))
    np.testing.assert_array_equal(np.asarray(estimate.get_offsets())[row], np.column_stack((model.alpha, row)))
    ends = np.array(steps.get_segments())[row]
    half = np.diff(ends[:, :, 0])[:, 0] / 2
    np.testing.assert_allclose(half, 1.96 * model.alpha_sd, rtol=1e-12)
    np.testing.assert_allclose(ends[:, :, 0].mean(axis=1), model.alpha, rtol=1e-12)
    assert set(ax.lines[0].get_xdata()) == {model.mu}


def test_the_groups_stand_in_the_order_of_their_estimates(data):
    _, model, row = drawn(data)
    np.testing.assert_array_equal(np.argsort(row), np.argsort(model.alpha))


def test_the_axis_says_what_the_outcome_is(data):
    assert "miles" in drawn(data, outcome="miles")[0].get_xlabel()


@pytest.mark.parametrize("groups", [2, 6, 40, 85, 10_000])
def test_the_names_of_few_or_many_groups_do_not_run_into_each_other(groups):
    rng = np.random.default_rng(8)
    ax, _, row = drawn(GroupedData.from_arrays(rng.normal(size=3 * groups), np.arange(groups).repeat(3)))
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.get_yticklabels()]
    assert all(below.y1 <= above.y0 for below, above in pairwise(boxes))
    lines = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert len(lines) == 3 and all(below.y1 <= above.y0 for below, above in pairwise(lines))
    assert lines[0].y0 >= ax.get_window_extent().y1 and lines[-1].y1 <= ax.figure.bbox.y1
    named = [at for at in row if at is not None]
    assert sorted(named) == list(range(groups)) if groups <= 40 else len(named) == 12
    assert {min(named), max(named)} == {0, groups - 1} and ax.figure.get_figheight() < 9


def test_a_long_name_leaves_room_for_the_picture_and_dollars_are_dollars():
    names = ["$25k-$50k", "$x_$", f"treatment {'y' * 40} clinic 12", f"treatment {'y' * 40} clinic 13"]
    ax, _, _ = drawn(GroupedData.from_arrays([1.0, 2, 4, 5, 7, 8, 3, 9], np.repeat(names, 2)))
    picture = svg(ax.figure)
    assert ">$25k-$50k (2)<" in picture and ">$x_$ (2)<" in picture
    assert all(f">treatment …clinic {k} (2)<" in picture for k in (12, 13))
    ax.figure.set_figwidth(NARROW)
    ax.figure.draw_without_rendering()
    assert ax.get_window_extent().width > 0.25 * ax.figure.bbox.width


def test_at_the_boundary_every_estimate_stands_on_the_mean():
    y = np.array([0.0, 2.0, 0.1, 1.9, -0.1, 2.1])
    ax, model, _ = drawn(GroupedData.from_arrays(y, ["a", "a", "b", "b", "c", "c"]))
    assert model.at_boundary
    assert set(np.asarray(ax.collections[2].get_offsets())[:, 0]) == {model.mu}


def test_the_quantiles_lie_on_the_line_for_values_that_are_quantiles_and_many_are_thinned():
    for J in (2, 38, 10_000):
        ax = canvas()
        expected = norm.ppf((np.arange(J) + 0.5) / J)
        shuffled = np.random.default_rng(J).permutation(J)
        figures.normal_quantiles(ax, expected[shuffled], labels=shuffled)
        at = ax.collections[1].get_offsets()
        np.testing.assert_allclose(at[:, 0], at[:, 1], atol=1e-12)
        assert len(at) == min(J, 500)
        assert [text.get_text() for text in ax.texts] == ["0", str(J - 1)]


def test_the_quantiles_band_holds_nineteen_of_twenty_values_of_each_place():
    J, draws = 12, np.sort(np.random.default_rng(1).normal(size=(20_000, 12)), axis=1)
    ax = canvas()
    figures.normal_quantiles(ax, draws[0], labels=np.arange(J))
    edges = ax.collections[0].get_paths()[0].vertices
    for k, x in enumerate(norm.ppf((np.arange(J) + 0.5) / J)):
        ends = np.unique(edges[np.isclose(edges[:, 0], x), 1])
        inside = np.mean((draws[:, k] > ends[0]) & (draws[:, k] < ends[-1]))
        assert abs(inside - 0.95) < 4 * np.sqrt(0.95 * 0.05 / len(draws))
