"""The figures of the last chapter and of the appendix on the thread: assertions on what is on the axes."""

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import figures, pooling_weight


def test_the_shares_solve_the_two_equations_and_only_the_right_one_stays_between():
    ax, sizes, sigma, tau = figures.canvas(), np.array([1, 2, 4, 5, 20, 100]), 1.5, 0.7
    figures.share_with_pole(ax, sizes, sigma=sigma, tau=tau)
    *flipped, right = [line.get_data() for line in ax.lines if len(line.get_xdata()) >= 300]
    assert len(flipped) == 2
    for (n, share), prior in ((flipped[0], 1), (flipped[1], 1), (right, -1)):
        n, share = np.asarray(n), np.asarray(share)
        # with gamma = 1 and mu = 0 the share is the root of (houses' pull) +- (prior's pull)
        np.testing.assert_allclose(n / sigma**2 * (1 - share) + prior * share / tau**2, 0, atol=1e-8)
        between = (share > 0) & (share < 1)
        assert between.all() if prior < 0 else not between.any()
    dots = ax.lines[-1].get_data()
    np.testing.assert_array_equal(dots[0], sizes)
    np.testing.assert_allclose(dots[1], pooling_weight(sizes, sigma=sigma, tau=tau), rtol=1e-12)


def test_every_group_size_is_marked_inside_the_frame_or_at_its_edge():
    ax, sizes = figures.canvas(), np.array([1, 2, 3, 4, 5, 6, 7, 8, 40])
    figures.share_with_pole(ax, sizes, sigma=1.0, tau=0.43)
    marked = [line for line in ax.lines if line.get_marker() in ("o", "v", "^") and line.get_color() != "#00735a"]
    assert sorted(size for line in marked for size in line.get_xdata()) == list(sizes)
    low, high = ax.get_ylim()
    assert all(low <= share <= high for line in marked for share in line.get_ydata())
    edge = {line.get_marker(): line.get_xdata() for line in marked}
    assert all(edge["v"] < 1 / 0.43**2) and all(edge["^"] > 1 / 0.43**2)


def test_the_log_prior_has_a_peak_with_its_constant_and_none_without():
    ax, alpha, tau = figures.canvas(), np.array([1.0, 1.4, 2.3]), np.linspace(0.1, 3, 500)
    figures.dropped_constant(ax, alpha, 1.5, tau)
    dropped, kept = [np.asarray(line.get_ydata()) for line in ax.lines if len(line.get_xdata()) == len(tau)]
    assert np.all(np.diff(dropped) > 0) and dropped.max() < 0
    assert 0 < kept.argmax() < len(tau) - 1
    np.testing.assert_allclose(kept - dropped, 3 * norm.logpdf(0, 0, tau), rtol=1e-10)
    peak = ax.lines[-1]
    assert kept.max() <= peak.get_ydata()[0] and peak.get_xdata()[0] == pytest.approx(tau[kept.argmax()], abs=0.01)


def test_the_steps_to_the_line_start_at_the_own_intercepts_and_end_at_the_estimates():
    u, own, estimate = np.array([0.2, -0.5, 0.4]), np.array([2.0, 0.5, 1.0]), np.array([1.6, 0.8, 1.3])
    ax, line = figures.canvas(), 1.2 + 0.5 * u
    figures.pooling_to_line(ax, u, own, estimate, line, labels=np.array(["a", "b", "c"]), name=["b"])
    steps, before, after = ax.collections
    ends = np.array(steps.get_segments())
    np.testing.assert_array_equal(ends[:, :, 0], np.column_stack((u, u)))
    np.testing.assert_array_equal(ends[:, :, 1], np.column_stack((own, estimate)))
    np.testing.assert_array_equal(before.get_offsets(), np.column_stack((u, own)))
    np.testing.assert_array_equal(after.get_offsets(), np.column_stack((u, estimate)))
    at, height = ax.lines[0].get_data()
    assert list(at) == sorted(u)
    np.testing.assert_allclose(height, 1.2 + 0.5 * np.asarray(at), rtol=1e-12)
    assert ax.texts[0].get_text() == "b" and ax.texts[0].xy == (-0.5, 0.5)
