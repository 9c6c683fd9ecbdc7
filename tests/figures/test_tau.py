"""The pictures of chapter 8: weights, fractions and paths are the package's."""

import numpy as np
import pytest

from mlmcore import figures, partial_pool, pooling_weight

MU, SIGMA, TAU = 1.5, 0.8, 0.4
N = np.array([1, 1, 4, 4, 50])
GAMMA = np.array([1.7, 3.0, 0.5, 2.4, 1.0])
LABELS = np.array(["a", "b", "c", "d", "e"])
TAUS = np.geomspace(0.01, 10, 51)


def test_the_weight_curves_are_the_weights_and_the_dots_stand_at_one_half():
    ax = figures.canvas()
    figures.weight_curves(ax, [50, 4, 1], TAUS, sigma=SIGMA, tau=TAU)
    curves = [line for line in ax.lines if len(line.get_xdata()) == len(TAUS)]
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    for size, curve, dot in zip([50, 4, 1], curves, dots, strict=True):
        np.testing.assert_array_equal(curve.get_ydata(), pooling_weight(size, sigma=SIGMA, tau=TAUS))
        assert np.all(np.diff(curve.get_ydata()) > 0)
        half = dot.get_xdata()[0]
        assert dot.get_ydata()[0] == 0.5
        assert pooling_weight(size, sigma=SIGMA, tau=half) == pytest.approx(0.5, rel=1e-12)
    assert set(ax.lines[0].get_xdata()) == {TAU}


def test_groups_of_one_size_lie_on_one_ray():
    ax = figures.canvas()
    pooled = partial_pool(GAMMA, N, MU, sigma=SIGMA, tau=TAU)
    sizes = [1, 4, 50]
    figures.distance_rays(ax, GAMMA, pooled, MU, N, sizes=sizes, labels=LABELS, name=["a", "b"])
    dots = np.asarray(ax.collections[0].get_offsets())
    np.testing.assert_allclose(dots, np.abs(np.column_stack((GAMMA - MU, GAMMA - pooled.mean))), rtol=1e-12)
    for size, ray in zip(sizes, ax.lines, strict=False):
        slope = ray.get_ydata()[1] / ray.get_xdata()[1]
        on_it = dots[size == N]
        np.testing.assert_allclose(on_it[:, 1], slope * on_it[:, 0], rtol=1e-12)
    rings = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines[3:]]
    np.testing.assert_array_equal(rings, dots[:2])
    assert {"1 house", "4 houses", "a", "b"} <= {text.get_text() for text in ax.texts}


def test_the_paths_lead_from_the_overall_mean_to_the_own_intercepts_by_way_of_the_estimates():
    ax = figures.canvas()
    figures.paths_over_tau(ax, GAMMA, N, MU, TAUS, sigma=SIGMA, tau=TAU, labels=LABELS, name=["b", "e"])
    for k, tau in enumerate(TAUS):
        at_tau = [line.get_ydata()[k] for line in ax.lines[: len(N)]]
        np.testing.assert_allclose(at_tau, partial_pool(GAMMA, N, MU, sigma=SIGMA, tau=tau).mean, rtol=1e-12)
    fitted, own, overall = (np.asarray(c.get_offsets()) for c in ax.collections)
    estimate = partial_pool(GAMMA, N, MU, sigma=SIGMA, tau=TAU).mean
    np.testing.assert_array_equal(fitted, np.column_stack((np.full(len(N), TAU), estimate)))
    np.testing.assert_array_equal(own, np.column_stack((np.full(len(N), TAUS[-1]), GAMMA)))
    np.testing.assert_array_equal(overall, [[TAUS[0], MU]])
    assert [line.get_color() for line in ax.lines[: len(N)]].count(figures.COLOURS["ink"]) == 2
