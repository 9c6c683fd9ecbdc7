"""What the chapters say in words about distributions and links other than the book's own, by brute force."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import binom, lognorm, multivariate_normal, norm, t

from mlmcore import partial_pool, pooling_weight

MU, SIGMA, TAU, N = 1.5, 0.75, 0.33, 2
SE = SIGMA / np.sqrt(N)
GRID = np.linspace(MU - 12, MU + 12, 48_001)


def moments(prior, gamma):
    """Mean, standard deviation and peak of the intercept after the data, on a fine grid."""
    log_density = prior.logpdf(GRID) + norm(gamma, SE).logpdf(GRID)
    density = np.exp(log_density - log_density.max())
    density /= density.sum()
    mean = density @ GRID
    return mean, np.sqrt(density @ (GRID - mean) ** 2), GRID[density.argmax()]


def longer_tailed():
    prior = t(4, MU, TAU / np.sqrt(2))
    assert prior.var() == pytest.approx(TAU**2, rel=1e-12)  # a t variable with 4 degrees of freedom has variance 2
    return prior


def test_with_a_longer_tailed_population_an_extreme_group_is_believed_more_and_known_less_well():
    normal, long = (moments(prior, MU + 1.5) for prior in (norm(MU, TAU), longer_tailed()))
    formula = partial_pool(MU + 1.5, N, MU, sigma=SIGMA, tau=TAU)
    np.testing.assert_allclose(normal[:2], [formula.mean, formula.sd], rtol=1e-9)
    assert long[0] > normal[0] + 0.03 and long[1] > normal[1]
    assert abs(long[2] - normal[2]) > 0.03  # the peak is elsewhere too


def test_with_a_longer_tailed_population_the_weight_is_not_fixed_beforehand():
    gamma = MU + np.array([0.5, 1.5, 4.0])
    normal, long = (
        [(moments(prior, g)[0] - MU) / (g - MU) for g in gamma] for prior in (norm(MU, TAU), longer_tailed())
    )
    np.testing.assert_allclose(normal, pooling_weight(N, sigma=SIGMA, tau=TAU), rtol=1e-9)
    assert long[0] < long[1] < long[2]


def test_when_both_are_normal_the_true_intercept_follows_a_line_on_average_so_no_curve_predicts_better():
    # the best predictor of all, straight or curved, is the mean of alpha among groups with the same gamma
    for gamma in MU + np.linspace(-3, 3, 7):
        expected = partial_pool(gamma, N, MU, sigma=SIGMA, tau=TAU).mean
        assert moments(norm(MU, TAU), gamma)[0] == pytest.approx(expected, rel=1e-9)


def test_the_line_of_slope_1_predicts_the_own_intercept_from_the_true_one():
    rng, draws = np.random.default_rng(7), 200_000
    alpha = rng.normal(MU, TAU, draws)
    gamma = alpha + rng.normal(0, SIGMA, (N, draws)).mean(0)
    for target, predictor, slope in ((gamma, alpha, 1), (alpha, gamma, pooling_weight(N, sigma=SIGMA, tau=TAU))):
        rest = (
            target - MU - slope * (predictor - MU)
        )  # what a least-squares line leaves has no covariance with the predictor
        product = rest * (predictor - MU)
        assert abs(product.mean()) < 4 * product.std() / draws**0.5


@pytest.mark.parametrize("q", [lambda c: c[0] * c[1], lambda c: c[0] ** 3, lambda c: c[1] ** 2 - c[2] ** 2])
@pytest.mark.parametrize("h", [lambda s: 1 + 0 * s, lambda s: s, lambda s: s**2])
def test_under_normality_no_unbiased_predictor_straight_or_curved_does_better(q, h):
    # four groups of one size: mu-hat is the mean s of their gammas; c, their distances from it, say nothing of mu
    rng, draws, J = np.random.default_rng(16), 400_000, 4
    w = pooling_weight(N, sigma=SIGMA, tau=TAU)
    alpha = rng.normal(MU, TAU, (J, draws))
    gamma = rng.normal(alpha, SE)
    s = gamma.mean(0)
    c = gamma - s
    blup = s + w * c[0]
    other = q(c) * h(s)  # mean zero, up to the mean of q(c), which is taken out
    other = other - np.mean(q(c)) * h(s)
    other *= 0.3 * TAU / other.std()
    gain = (blup + other - alpha[0]) ** 2 - (blup - alpha[0]) ** 2
    assert gain.mean() > 4 * gain.std() / draws**0.5
    cross = other * (blup - alpha[0])  # uncorrelated with the error: nothing is left to be improved
    assert abs(cross.mean()) < 4 * cross.std() / draws**0.5


def test_the_mean_of_houses_is_above_the_median_because_a_few_are_high():
    houses = lognorm(0.82, scale=np.exp(MU))
    assert houses.median() == pytest.approx(np.exp(MU), rel=1e-12)
    assert houses.mean() == pytest.approx(np.exp(MU + 0.82**2 / 2), rel=1e-12)
    assert houses.mean() > 1.3 * houses.median()
    # the highest tenth make up three tenths of the sum
    assert quad(houses.ppf, 0, 0.9)[0] < 0.7 * houses.mean()


def test_with_a_logit_link_the_pull_is_towards_mu_on_the_logit_scale_where_the_mean_probability_is_not():
    mu, tau, trials, successes = 1.0, 1.2, 10, 3
    alpha = np.linspace(-8, 8, 160_001)
    f = binom.logpmf(successes, trials, expit(alpha)) + norm(mu, tau).logpdf(alpha)
    peak, own = alpha[f.argmax()], logit(successes / trials)
    assert own < peak < mu
    weights = norm(mu, tau).pdf(alpha)
    assert weights @ expit(alpha) / weights.sum() < expit(mu) - 0.03
    # the log-likelihood is no parabola: its second differences are not all the same
    bends = np.diff(binom.logpmf(successes, trials, expit(alpha[::10_000])), 2)
    assert bends.min() < 5 * bends.max() < 0


@pytest.mark.parametrize("x", [[0.0, 1.0, 1.0, 0.0, 1.0], [0.0] * 5])  # on two floors, and on one: no own pair
def test_with_varying_slopes_the_estimate_is_a_matrix_weighted_average_of_two_pairs(x):
    y, mean, sigma = np.array([1.0, 0.2, -0.4, 1.9, 0.1]), np.array([1.4, -0.7]), 0.8
    population = np.array([[0.3, -0.1], [-0.1, 0.2]])
    X = np.column_stack((np.ones(5), x))
    own = np.linalg.lstsq(X, y, rcond=None)[0]
    on_data, on_mean = X.T @ X / sigma**2, np.linalg.inv(population)
    average = np.linalg.solve(on_data + on_mean, on_data @ own + on_mean @ mean)

    def density(pair):
        likelihood = norm(X @ pair, sigma).logpdf(y).sum()
        return likelihood + multivariate_normal(mean, population).logpdf(pair)

    top = density(average)
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        assert density(average + 1e-3 * np.array([np.cos(angle), np.sin(angle)])) < top
