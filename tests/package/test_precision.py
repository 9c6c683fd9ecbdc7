"""How many digits a fit keeps: at any ratio of the scales, level, unit, or steepness."""

from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp, mpf

from mlmcore import GroupedData, fit

RATIOS = [0, 0.3, 1.0, 1e2, 1e4, 1e6, 1e8]
methods = pytest.mark.parametrize("reml", [True, False], ids=["REML", "ML"])
THIRTEEN_DIGITS = 1e-13


def exact_balanced(y, group, reml):
    """sigma^2 and tau^2 from the analysis of variance, in rational arithmetic."""
    groups = [[Fraction(float(v)) for v in y[group == j]] for j in np.unique(group)]
    J, n = len(groups), len(groups[0])
    means = [sum(values) / n for values in groups]
    grand = sum(means) / J
    between = n * sum((mean - grand) ** 2 for mean in means)
    within = sum((value - mean) ** 2 for mean, values in zip(means, groups, strict=True) for value in values)
    sigma2 = within / (J * (n - 1))
    tau2 = (between / (J - 1 if reml else J) - sigma2) / n
    if tau2 <= 0:
        return (between + within) / (J * n - 1 if reml else J * n), Fraction(0)
    return sigma2, tau2


def exact_unbalanced(y, group, x, reml):
    """The fit from raw sums in 90-digit arithmetic, by the numerical derivative of the criterion."""
    y = [mpf(float(v)) for v in y]
    X = [[mpf(1), *(mpf(float(v)) for v in row)] for row in x]
    N, Q = len(y), len(X[0])
    rows = [[i for i in range(N) if group[i] == j] for j in np.unique(group)]
    S = [[sum(X[i][q] for i in r) for q in range(Q)] + [sum(y[i] for i in r)] for r in rows]
    columns = [[row[q] for row in X] for q in range(Q)] + [y]
    raw = [[mp.fdot(a, b) for a in columns] for b in columns]
    nu = N - Q if reml else N

    def parts(lam):
        c = [lam / (1 + len(r) * lam) for r in rows]
        full = [[raw[p][q] - sum(cj * s[p] * s[q] for cj, s in zip(c, S, strict=True)) for q in range(Q + 1)]
                for p in range(Q + 1)]  # fmt: skip
        A, a = mp.matrix([row[:Q] for row in full[:Q]]), mp.matrix([row[Q] for row in full[:Q]])
        coefficients = mp.lu_solve(A, a)
        return A, coefficients, full[Q][Q] - (a.T * coefficients)[0]

    def criterion(lam):
        A, _, rss = parts(lam)
        deviance = sum(mp.log(1 + len(r) * lam) for r in rows) + nu * mp.log(rss)
        return deviance + mp.log(mp.det(A)) if reml else deviance

    def slope(lam):
        h = mpf(10) ** -25 * (lam or 1)
        return (criterion(lam + h) - criterion(lam - h)) / (2 * h)

    grid = [mpf(0)] + [mpf(10) ** k for k in range(-4, 20)]
    slopes = [slope(lam) for lam in grid]
    valleys = [grid[k : k + 2] for k in range(len(grid) - 1) if slopes[k] < 0 <= slopes[k + 1]]
    optima = [mp.findroot(slope, v, solver="anderson", tol=mpf(10) ** -50, verify=False) for v in valleys]
    optima += [mpf(0)] if slopes[0] >= 0 else []
    lam = min(optima, key=criterion)
    _, coefficients, rss = parts(lam)
    sigma = mp.sqrt(rss / nu)
    return sigma, sigma * mp.sqrt(lam), list(coefficients)


def error(found, exact):
    if exact == 0:
        return float(found != 0)
    return float(abs(mpf(float(found)) / exact - 1))


def draws(sizes, P):
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(len(sizes)), sizes)
    effect, noise = rng.normal(size=len(sizes)), rng.normal(size=len(group))
    # one predictor of observations, then one of groups
    x = np.column_stack((rng.normal(size=len(group)), rng.normal(size=len(sizes))[group]))[:, :P]
    return group, effect[group], noise, x


@methods
@pytest.mark.parametrize("ratio", RATIOS)
def test_balanced_scales_keep_13_digits_at_any_ratio(ratio, reml):
    group, effect, noise, _ = draws([4] * 7, 0)
    y = ratio * effect + noise
    found = fit(GroupedData.from_arrays(y, group), reml=reml)
    with mp.workdps(50):
        sigma, tau = (mp.sqrt(mpf(v.numerator) / v.denominator) for v in exact_balanced(y, group, reml))
        assert error(found.sigma, sigma) < THIRTEEN_DIGITS
        assert error(found.tau, tau) < THIRTEEN_DIGITS


@methods
@pytest.mark.parametrize("P", [0, 1, 2])
@pytest.mark.parametrize("ratio", RATIOS)
def test_unbalanced_estimates_keep_13_digits_at_any_ratio(ratio, P, reml):
    group, effect, noise, x = draws([1, 2, 5, 9, 4, 3], P)
    y = ratio * effect + noise + 0.7 * x.sum(1)
    found = fit(GroupedData.from_arrays(y, group, x), reml=reml)
    with mp.workdps(90):
        sigma, tau, coefficients = exact_unbalanced(y, group, x, reml)
        assert error(found.sigma, sigma) < THIRTEEN_DIGITS
        assert error(found.tau, tau) < THIRTEEN_DIGITS
        for actual, exact in zip((found.mu, *found.beta), coefficients, strict=True):
            assert error(actual, exact) < THIRTEEN_DIGITS


@methods
@pytest.mark.parametrize("level", [1e3, 1e6, 1e9, 1e12])
def test_a_common_level_costs_no_digits(level, reml):
    group, effect, noise, x = draws([1, 2, 5, 9, 4, 3], 1)
    y = np.round((effect + noise) * 1024) / 1024 + level  # multiples of 1/1024: the sum is exact
    x = np.round(x * 1024) / 1024 - level
    found = fit(GroupedData.from_arrays(y, group, x), reml=reml)
    with mp.workdps(90):
        sigma, tau, (mu, beta) = exact_unbalanced(y, group, x, reml)
        for actual, exact in ((found.sigma, sigma), (found.tau, tau), (found.mu, mu), (found.beta[0], beta)):
            assert error(actual, exact) < THIRTEEN_DIGITS


@methods
@pytest.mark.parametrize("unit", [1e-140, 1e-9, 1e9, 1e140])
def test_the_unit_of_y_costs_no_digits(unit, reml):
    group, effect, noise, x = draws([1, 2, 5, 9, 4, 3], 1)
    y = unit * (effect + noise)
    found = fit(GroupedData.from_arrays(y, group, x), reml=reml)
    with mp.workdps(90):
        sigma, tau, (mu, beta) = exact_unbalanced(y, group, x, reml)
        for actual, exact in ((found.sigma, sigma), (found.tau, tau), (found.mu, mu), (found.beta[0], beta)):
            assert error(actual, exact) < THIRTEEN_DIGITS


@methods
@pytest.mark.parametrize("slope", [1.0, 1e2, 1e4])
def test_a_steep_slope_costs_no_more_digits_than_its_share_of_the_variance(slope, reml):
    group, effect, noise, x = draws([1, 2, 5, 9, 4, 3], 1)
    y = effect + noise + slope * x[:, 0]
    found = fit(GroupedData.from_arrays(y, group, x), reml=reml)
    with mp.workdps(90):
        sigma, tau, (mu, beta) = exact_unbalanced(y, group, x, reml)
        # y's sum of squares is (slope / sigma)^2 times the residual one, which is what is left after a subtraction
        share = 1 + slope**2
        for actual, exact in ((found.sigma, sigma), (found.tau, tau), (found.mu, mu), (found.beta[0], beta)):
            assert error(actual, exact) < 1e-14 + 1e-15 * share
