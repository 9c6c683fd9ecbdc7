"""The scales' posterior at one tau: sigma is drawn from the density there, which is summed on a finer grid."""

import numpy as np
import pytest

from mlmcore import simulate, summarize
from mlmcore.scales import Scales

DRAWS = 30_000


@pytest.fixture(scope="module")
def scales():
    data = simulate(np.random.default_rng(3), [4] * 6, mu=1.0, sigma=1.0, tau=0.8)
    return Scales(summarize(data), None)


@pytest.fixture(scope="module")
def tried(scales):
    """Return log sigma as tried for two values of tau that differ in how likely they are, and which draws are kept."""
    tau, sigma = np.repeat([0.3, 5.0], DRAWS), np.empty(2 * DRAWS)
    kept = scales._try(np.random.default_rng(4), tau, sigma, slice(None))
    return tau, np.log(sigma / scales.unit), kept


@pytest.mark.parametrize("tau", [0.3, 5.0])
def test_sigma_is_drawn_from_its_density_at_each_tau(scales, tried, tau):
    at, log_sigma, kept = tried
    grid = np.linspace(-2, 3, 5001)
    density = np.exp(scales.log_joint(np.full(grid.shape, tau), grid))
    reached = np.concatenate(([0], np.cumsum(density[1:] + density[:-1])))
    u = np.interp(log_sigma[kept & (at == tau)], grid, reached / reached[-1])
    for part, mean, variance in ((u, 1 / 2, 1 / 12), ((u - 1 / 2) ** 2, 1 / 12, 1 / 180)):
        assert abs(part.mean() - mean) < 4 * np.sqrt(variance / len(u))


@pytest.mark.parametrize("tau", [0.3, 5.0])
def test_five_draws_of_sigma_in_six_are_kept(tried, tau):
    at, _, kept = tried
    apart = 0.003  # the area below the lines is nearly the density's
    assert abs(kept[at == tau].mean() - 1 / 1.2) < 4 * np.sqrt(5 / 36 / DRAWS) + apart
