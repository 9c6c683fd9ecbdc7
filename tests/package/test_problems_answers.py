"""Every answer of two hundred sheets by a second road: dense matrices, quadrature, fractions, brute force."""

import re
from fractions import Fraction
from math import ceil, sqrt

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from mlmcore.problems import Choice

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(60)  # of the standard normal distribution, but for its constant
WEIGHTS = WEIGHTS / sqrt(2 * np.pi)


def covariance(n, given):
    """Return the covariance of n observations of one group."""
    return given["sigma"] ** 2 * np.eye(n) + given["tau"] ** 2 * np.ones((n, n))


def coefficients(n, given):
    """Return what the best linear predictor of a group's true mean multiplies each of its n observations by."""
    return np.linalg.solve(covariance(n, given), np.full(n, given["tau"] ** 2))


def after(given, letter="A"):
    """Return mean and standard deviation of a group's true mean given observations that all are the own mean."""
    n, gamma = given[f"n_{letter}"], given[f"gamma_{letter}"]
    c = coefficients(n, given)
    variance = given["tau"] ** 2 * (1 - c.sum())
    return given["mu"] + c @ np.full(n, gamma - given["mu"]), sqrt(variance)


def weight_on_the_data(given):
    return coefficients(given["n"], given).sum()


def estimate(given):
    return after(given)[0]


def imagined_observations(given):
    share = coefficients(5, given).sum()  # n / (n + m), at any n
    return 5 * (1 - share) / share


def size_for_a_weight(given):
    w, sigma, tau = (Fraction(str(given[name])) for name in ("weight", "sigma", "tau"))
    return ceil(w / (1 - w) * sigma**2 / tau**2)


def a_scale_misjudged(given):
    w, factor = Fraction(str(given["weight"])), Fraction(given["factor"])
    odds = w / (1 - w) * (factor**2 if given["scale"] == "tau" else 1 / factor**2)
    return float(odds / (1 + odds))


def correlation_within_a_group(given):
    pair = covariance(2, given)
    return pair[0, 1] / sqrt(pair[0, 0] * pair[1, 1])


def one_observation_corrected(given):
    return coefficients(given["n"], given)[0] * given["error"]


def interval(given):
    mean, sd = after(given)
    return norm.ppf(0.025 if given["side"] < 0 else 0.975, mean, sd)


def which_is_higher(given):
    (mean_a, sd_a), (mean_b, sd_b) = after(given, "A"), after(given, "B")
    return WEIGHTS @ norm.cdf(mean_a + sd_a * NODES, mean_b, sd_b)


def spread_over_the_groups(given):
    n = given["n"]
    c = coefficients(n, given) if given["estimates"] else np.full(n, 1 / n)
    return sqrt(c @ covariance(n, given) @ c)


def overall_mean(given):
    n, tau = given["n"], 0 if given["complete"] else given["tau"]
    y, group = np.repeat(given["gamma"], n), np.repeat(range(3), n)
    V = given["sigma"] ** 2 * np.eye(len(y)) + tau**2 * np.equal.outer(group, group)
    weights = np.linalg.solve(V, np.ones(len(y)))
    return weights @ y / weights.sum()


SECOND_ROADS = (
    weight_on_the_data,
    estimate,
    imagined_observations,
    size_for_a_weight,
    a_scale_misjudged,
    correlation_within_a_group,
    one_observation_corrected,
    interval,
    which_is_higher,
    spread_over_the_groups,
    overall_mean,
)


def of_kind(problems, kind):
    found = [problem for problem in problems if problem.kind == kind]
    assert len(found) == 200
    return found


@pytest.mark.parametrize("road", SECOND_ROADS, ids=lambda road: road.__name__)
def test_an_answer_is_the_same_by_dense_matrices_quadrature_or_fractions(road, problems):
    for problem in of_kind(problems, road.__name__.replace("_", " ")):
        close = 1e-7 if road is which_is_higher else 1e-10  # quadrature of sixty nodes, and matrices
        np.testing.assert_allclose(problem.answer.value, road(problem.given), rtol=close, err_msg=problem.text)


def test_the_upper_end_for_a_new_group_leaves_a_fortieth_above_by_quadrature(problems):
    for problem in of_kind(problems, "a new group"):
        given, end = problem.given, problem.answer.value
        mu = given["mu"] + given["error"] * NODES
        if given["reading"]:
            alpha = mu[:, np.newaxis] + given["tau"] * NODES
            below = WEIGHTS @ norm.cdf(end, alpha, given["sigma"]) @ WEIGHTS
        else:
            below = WEIGHTS @ norm.cdf(end, mu, given["tau"])
        assert below == pytest.approx(0.975, abs=1e-7)


def test_an_estimate_with_tau_estimated_maximises_the_restricted_likelihood_by_brute_force(problems):
    at_zero = 0
    for problem in of_kind(problems, "scale estimated"):
        gamma, noise = np.array(problem.given["gamma"]), problem.given["sigma"] ** 2 / problem.given["n"]

        def minus_twice_the_restricted_likelihood(between, gamma=gamma, noise=noise):
            total = between + noise
            return (len(gamma) - 1) * np.log(total) + np.sum((gamma - gamma.mean()) ** 2) / total

        best = minimize_scalar(minus_twice_the_restricted_likelihood, bounds=(0, 20 * noise), options={"xatol": 1e-10})
        share = best.x / (best.x + noise)
        found = share * gamma[0] + (1 - share) * gamma.mean()
        assert abs(found - problem.answer.value) < problem.answer.tolerance / 20, problem.text
        at_zero += share < 1e-4
    assert 50 < at_zero < 150  # both answers come up


def test_a_limit_is_where_the_maximum_of_the_log_posterior_goes(problems):
    ends = {
        "tau to 0": ("tau", 1e-4),
        "tau to infinity": ("tau", 1e4),
        "n to infinity": ("n_A", 1e8),
        "n to 0": ("n_A", 0),
    }
    seen = set()
    for problem in of_kind(problems, "limit"):
        given = dict(problem.given)
        name, factor = ends[given["limit"]]
        given[name] *= factor
        seen.add(given["limit"])

        def minus_log_posterior(a, given=given):
            data = given["n_A"] * (given["gamma_A"] - a) ** 2 / given["sigma"] ** 2
            return (data + (a - given["mu"]) ** 2 / given["tau"] ** 2) * min(1, given["tau"] ** 2)

        far = 3 * abs(given["gamma_A"] - given["mu"])
        best = minimize_scalar(minus_log_posterior, bounds=(given["mu"] - far, given["mu"] + far)).x
        shown = [float(option.split()[0]) for option in problem.answer.options]
        assert np.argmin(np.abs(np.array(shown) - best)) == problem.answer.right, problem.text
    assert seen == set(ends)


def test_the_group_that_moves_farther_does_so_by_dense_matrices(problems):
    for problem in of_kind(problems, "which moves farther"):
        given = problem.given
        moved = [abs(given[f"gamma_{letter}"] - after(given, letter)[0]) for letter in "AB"]
        assert problem.answer.right == np.argmax(moved) and max(moved) > 1.2 * min(moved)
        larger = given["n_A"] > given["n_B"]
        farther_out = abs(given["gamma_A"] - given["mu"]) > abs(given["gamma_B"] - given["mu"])
        assert larger == farther_out  # so that neither size nor distance alone gives it away


FRACTION = re.compile(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}")
ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")


def python(formula):
    """Return a formula of numbers as Python."""
    formula = formula.replace(r"\left(", "(").replace(r"\right)", ")").replace(r"\cdot", "*")
    formula = re.sub(r"\^\{(-?\d+)\}|\^(\d)", lambda m: f"**({m[1] or m[2]})", formula)
    formula = re.sub(r"\|([^|]+)\|", r"abs(\1)", formula)
    while (shorter := ROOT.sub(r"sqrt(\1)", FRACTION.sub(r"((\1)/(\2))", formula))) != formula:
        formula = shorter
    return re.sub(r"(?<=\)) (?=\(|a\b)", " * ", formula)


def evaluated(formula, **names):
    """Return the value of a formula, or None if it holds other symbols than these."""
    code = python(formula)
    if re.search(r"[A-Za-z\\]", re.sub(r"\b(?:sqrt|abs|" + "|".join(names or ["sqrt"]) + r")\b", "", code)):
        return None
    return eval(code, {"sqrt": sqrt, "abs": abs} | names)


def root(line):
    """Return the estimate that an equation of the derivation, linear in it, gives."""
    left, right = line.replace(r"\hat\alpha_A", "a").split(" = ")
    gap = [evaluated(left, a=a) - evaluated(right, a=a) for a in (0.0, 1.0)]
    return gap[0] / (gap[0] - gap[1])


def test_the_wrong_line_is_the_first_that_changes_the_solution_and_the_only_one(problems):
    for problem in of_kind(problems, "wrong line"):
        lines = re.findall(r"^\$\$ \(\d\) \\qquad (.+) \$\$$", problem.text, re.MULTILINE)
        true, rounding = after(problem.given)[0], 0.51 * 10 ** -len(lines[4].partition(" = ")[2].partition(".")[2])
        roots = [root(line) for line in lines]
        right = [abs(found - true) < (1e-9 * abs(true) if k < 4 else rounding) for k, found in enumerate(roots)]
        wrong = problem.answer.right
        assert right == [True] * wrong + [False] * (5 - wrong), problem.text
        sigma, tau = problem.given["sigma"], problem.given["tau"]
        size_is_lost = rf"\dfrac{{1}}{{{sigma:g}^2}}" in lines[wrong] and sigma != tau
        assert size_is_lost == ("$n_A$" in problem.steps and sigma != tau)  # the key names the mistake that was made
        later = roots[wrong:]
        assert max(later) - min(later) < 2 * rounding, problem.text  # each follows from the one before
        shown = [
            root(line)
            for line in re.findall(r"^\$\$ (.*hat\\alpha_A.*) \$\$$", problem.steps, re.MULTILINE)
            if "j" not in line
        ]
        assert shown and abs(shown[0] - true) < rounding


def test_every_step_of_a_key_computes_what_it_says_and_the_last_one_is_the_answer(problems):
    checked = 0
    for problem in problems:
        if problem.kind in ("wrong line", "limit"):
            continue
        last = None
        for formula in re.findall(r"\$\$ (.+?) \$\$|\$(\d[^$]*=[^$]*)\$", problem.steps):
            values = [evaluated(part) for part in "".join(formula).split(" = ")]
            values = [value for value in values if value is not None]
            if len(values) == 2:
                assert values[0] == pytest.approx(values[1], rel=4e-3, abs=1e-3), (formula, problem.steps)
                last, checked = values, checked + 1
        assert last
        if not isinstance(problem.answer, Choice) and problem.kind not in ("which is higher", "size for a weight"):
            if "is 0." in problem.steps:
                assert str(problem.answer) in problem.steps
            else:
                assert all(abs(value - problem.answer.value) < 0.7 * problem.answer.tolerance for value in last), (
                    problem
                )
    assert checked > 5000
