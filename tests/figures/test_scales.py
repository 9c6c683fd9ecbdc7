"""The figures of chapters 10 and 11: what is on the axes is what was computed."""

import numpy as np

from mlmcore import figures, pooling_weight


def texts(ax):
    return " ".join(text.get_text() for text in ax.texts)


def test_heights_and_area_are_drawn_in_their_own_panels_and_the_best_tau_is_marked():
    taus = np.geomspace(0.01, 10, 31)
    kept, dropped = -85 * np.log(taus), -1 / taus
    area = -800 - 20 * (np.log(taus) - np.log(0.5)) ** 2
    axes = figures.canvas(rows=3, sharex=True)
    figures.heights_and_area(axes, taus, kept, dropped, area, 0.5)
    for ax, values in zip(axes, (kept, dropped, area), strict=True):
        np.testing.assert_array_equal(ax.lines[0].get_xydata(), np.column_stack((taus, values)))
        assert ax.get_xscale() == "log"
    np.testing.assert_array_equal(axes[2].lines[1].get_xydata(), [[0.5, area.max()]])
    assert "0.50" in texts(axes[2])


def test_deviance_curves_mark_each_minimum():
    ratios = np.linspace(0, 1, 101)
    reml, ml = (ratios - 0.4) ** 2, 2 * (ratios - 0.3) ** 2
    ax = figures.canvas()
    figures.deviance_curves(ax, ratios, reml, ml)
    lines = [line for line in ax.lines if len(line.get_xdata()) > 1]
    dots = [line.get_xydata()[0].tolist() for line in ax.lines if len(line.get_xdata()) == 1]
    for line, curve in zip(lines, (reml, ml), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack((ratios, curve)))
    np.testing.assert_allclose(dots, [[0.4, 0], [0.3, 0]], atol=1e-15)
    assert {"REML", "ML"} == set(texts(ax).split())


def test_the_break_even_line_is_where_variance_and_bias_of_the_average_equal_its_own_variance():
    n, sigma, tau = np.array([1, 4, 30]), 0.8, 0.3
    worse = np.array([False, True, False])
    distance = np.array([0.2, 0.9, 0.1])
    ax = figures.canvas()
    figures.who_loses(ax, n, distance, worse, sigma=sigma, tau=tau)
    size, bound = ax.lines[0].get_data()
    w = pooling_weight(1, sigma=sigma / np.sqrt(size), tau=tau)
    own = sigma**2 / size
    np.testing.assert_allclose(w**2 * own + (1 - w) ** 2 * bound**2, own, rtol=1e-10)
    dots, crosses = (np.asarray(c.get_offsets()) for c in ax.collections)
    np.testing.assert_array_equal(dots, np.column_stack((n, distance))[~worse])
    np.testing.assert_array_equal(crosses, np.column_stack((n, distance))[worse])
    assert "(1)" in texts(ax) and "(2)" in texts(ax)
