"""Draws from the model have the model's moments."""

import numpy as np
import pytest

from mlmcore import simulate

SIZES = np.tile([1, 2, 5, 12], 500)
MU, SIGMA, TAU = 1.5, 0.8, 0.3


def draw(seed, n=SIZES, **more):
    return simulate(np.random.default_rng(seed), n, **{"mu": MU, "sigma": SIGMA, "tau": TAU} | more)


def moments(values, group, n):
    means = np.bincount(group, values) / n
    return means, np.sum((values - means[group]) ** 2)


@pytest.mark.parametrize("seed", [1, 2])
def test_mean_and_scales_are_the_models(seed):
    data = draw(seed)
    means, within = moments(data.y, data.group, SIZES)
    J, N = len(SIZES), SIZES.sum()
    variance = TAU**2 + SIGMA**2 / SIZES
    z = [
        (means - MU).sum() / np.sqrt(variance.sum()),
        (within / SIGMA**2 - (N - J)) / np.sqrt(2 * (N - J)),  # chi-squared on N - J
        (np.sum((means - MU) ** 2 / variance) - J) / np.sqrt(2 * J),  # chi-squared on J
    ]
    assert np.abs(z).max() < 4


def test_predictors_act_through_beta():
    x = np.random.default_rng(9).normal(size=(SIZES.sum(), 2))
    beta = np.array([2.0, -0.5])
    with_x, without = draw(4, beta=beta, x=x), draw(4)
    assert np.array_equal(with_x.x, x)
    np.testing.assert_allclose(with_x.y - x @ beta, without.y, rtol=0, atol=1e-13)


def test_a_number_stands_for_one_slope():
    x = np.arange(5.0)
    assert np.array_equal(draw(1, [2, 3], beta=2, x=x).y, draw(1, [2, 3], beta=[2.0], x=x[:, np.newaxis]).y)


def test_the_intercepts_are_drawn_first_and_then_the_noise():
    rng = np.random.default_rng(5)
    alpha, noise = rng.normal(MU, TAU, 3), rng.normal(0, SIGMA, 6)
    assert np.array_equal(draw(5, [2, 1, 3]).y, np.repeat(alpha, [2, 1, 3]) + noise)


def test_rows_come_group_by_group():
    data = draw(1, [2, 1, 3])
    assert data.group.tolist() == [0, 0, 1, 2, 2, 2]
    assert data.labels.tolist() == [0, 1, 2]


def test_tau_0_makes_groups_alike():
    data = draw(3, tau=0)
    means, _ = moments(data.y, data.group, SIZES)
    z = (np.sum((means - MU) ** 2 * SIZES) / SIGMA**2 - len(SIZES)) / np.sqrt(2 * len(SIZES))
    assert abs(z) < 4


def test_the_same_seed_draws_the_same_data_and_another_seed_others():
    assert np.array_equal(draw(7).y, draw(7).y)
    assert not np.any(draw(7).y == draw(8).y)


def test_the_generator_moves_on():
    rng = np.random.default_rng(7)
    first, second = (simulate(rng, [3], mu=0, sigma=1, tau=1).y for _ in range(2))
    assert not np.any(first == second)
