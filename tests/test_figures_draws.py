"""The pictures of chapter 6: what was drawn, what was kept, and the formula over it."""

import matplotlib
import numpy as np
import pytest
from scipy.stats import norm

matplotlib.use("agg")
import matplotlib.pyplot as plt

from mlmcore import figures, partial_pool

MU, SIGMA, TAU, OBSERVED, WINDOW = 1.5, 0.8, 0.3, 2.2, 0.1


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def simulated():
    rng = np.random.default_rng(6)
    alpha = rng.normal(MU, TAU, 20_000)
    gamma = rng.normal(alpha, SIGMA / np.sqrt(4))
    return alpha, gamma, partial_pool(OBSERVED, 4, MU, sigma=SIGMA, tau=TAU)


def test_the_slice_holds_the_draws_whose_own_intercept_was_near_the_observed_one(simulated):
    alpha, gamma, pooled = simulated
    axes = figures.canvas(rows=2, sharex=True)
    figures.draws_and_survivors(axes, alpha, gamma, OBSERVED, WINDOW, MU, pooled, shown=500)
    cloud, kept = (np.asarray(c.get_offsets()) for c in axes[0].collections)
    np.testing.assert_array_equal(cloud, np.column_stack((alpha, gamma))[:500])
    near = np.abs(gamma - OBSERVED) < WINDOW
    np.testing.assert_array_equal(kept, np.column_stack((alpha, gamma))[near][:500])
    assert set(axes[0].lines[0].get_ydata()) == {OBSERVED}


def areas(bars):
    return np.array([bar.get_width() * bar.get_height() for bar in bars])


def test_the_histograms_are_of_the_draws_and_the_survivors_and_the_curve_is_the_formulas(simulated):
    alpha, gamma, pooled = simulated
    kept = [alpha[np.abs(gamma - OBSERVED) < WINDOW], alpha[gamma > OBSERVED]]
    axes = figures.canvas(rows=2, sharex=True)
    titles = ["one", "two"]
    figures.survivors(axes, alpha, kept, OBSERVED, MU, [pooled.mean, 2.0], [pooled.sd, 0.2], titles=titles)
    for ax, survived, mean, sd, title in zip(axes, kept, [pooled.mean, 2.0], [pooled.sd, 0.2], titles, strict=True):
        everyone, survivors = ax.containers
        assert areas(everyone).sum() == pytest.approx(1, rel=1e-12)
        inside = np.abs(survived - mean) < 4 * sd
        edges = [bar.get_x() for bar in survivors]
        counts = areas(survivors) * inside.sum()
        np.testing.assert_allclose(counts, np.round(counts), atol=1e-6)
        assert counts[edges.index(min(edges, key=lambda e: abs(e - mean))) :].sum() == pytest.approx(
            np.sum(survived[inside] >= mean), abs=1e-6
        )
        x, density = ax.lines[0].get_data()
        np.testing.assert_allclose(density, norm.pdf(x, mean, sd), rtol=1e-12)
        marks = [line.get_xdata()[0] for line in ax.lines[1:]]
        assert marks == [MU, OBSERVED, mean]
        assert ax.get_title(loc="left") == title
