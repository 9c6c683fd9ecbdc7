"""The scales averaged over: against references, dense matrices, its own draws, a Gibbs sampler, and limits."""

import json
import tracemalloc
from pathlib import Path

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import null_space
from scipy.special import ndtr
from scipy.stats import gamma, halfcauchy, halfnorm, multivariate_normal, norm, uniform

from mlmcore import GroupedData, GroupEstimates, GroupSummary, fit, fit_bayes, partial_pool, simulate, summarize
from mlmcore.bayes import _mixture_quantile
from mlmcore.scales import Scales
from mlmcore.variance import given_scales

KNOWN = json.loads((Path(__file__).parent / "reference" / "bayes.json").read_text())
SCHOOLS = KNOWN["known_errors"]["eight_schools"]
CASES = [(name, prior) for name in KNOWN if name not in ("about", "known_errors") for prior in ("flat", "halfnormal")]


ONE_PAIR = GroupedData.from_arrays([1.0, 2.0, 4.0, 6.0, 9.0], list("aabcd"))  # one difference tells of sigma alone


def schools():
    return GroupEstimates(SCHOOLS["y"], SCHOOLS["se"])


def a_few_groups(J=5, x="within"):
    """A small data set; x varies within groups, between them only, or both (two predictors)."""
    rng = np.random.default_rng(J)
    group = np.repeat(np.arange(J), rng.integers(2, 7, J))
    columns = {"none": [], "within": [rng.normal(size=len(group))], "between": [rng.normal(size=J)[group]]}
    columns["both"] = columns["within"] + columns["between"]
    y = 3 + rng.normal(size=J)[group] + rng.normal(size=len(group))
    return GroupedData.from_arrays(y, group, np.column_stack(columns[x]) if columns[x] else None)


@pytest.mark.parametrize(("name", "prior"), CASES)
def test_every_moment_and_quantile_equals_the_reference(load, name, prior):
    known = KNOWN[name][prior]
    density = None if prior == "flat" else halfnorm(scale=KNOWN[name]["halfnormal_scale"]).pdf
    found = fit_bayes(load(name)[0], tau_density=density)
    assert found.labels.tolist() == known["labels"]
    for field in ("alpha_mean", "alpha_sd", "mu_mean", "mu_sd", "beta_mean", "beta_sd", "sigma_mean", "sigma_sd",
                  "tau_mean", "tau_sd"):  # fmt: skip
        # rtol: the reference's own error where tails are heavy (dyestuff) is 5e-11
        np.testing.assert_allclose(getattr(found, field), known[field], rtol=2e-10, err_msg=field)
    np.testing.assert_allclose(found.tau_quantile([0.025, 0.5, 0.975]), known["tau_q"], rtol=1e-10)
    quantiles = found.alpha_quantile([0.025, 0.5, 0.975])[:6]
    np.testing.assert_allclose(quantiles, known["alpha_q_first"], rtol=1e-10)


def test_the_eight_schools_posterior_equals_the_reference():
    known, found = SCHOOLS["flat"], fit_bayes(schools())
    for field in ("alpha_mean", "alpha_sd", "mu_mean", "mu_sd", "tau_mean", "tau_sd"):
        np.testing.assert_allclose(getattr(found, field), known[field], rtol=1e-9, err_msg=field)
    np.testing.assert_allclose(found.tau_quantile([0.025, 0.5, 0.975]), known["tau_q"], rtol=1e-10)
    np.testing.assert_allclose(found.alpha_quantile([0.025, 0.25, 0.5, 0.75, 0.975]), known["alpha_q"], rtol=1e-9)
    assert np.isnan([found.sigma_mean, found.sigma_sd]).all()
    assert np.isnan(found.draws(np.random.default_rng(1), 3).sigma).all()


def dense_likelihood(tau, data):
    """The density of N - P - 1 error contrasts at tau, with sigma integrated out by scipy's quadrature."""
    X = np.column_stack((np.ones(len(data.y)), data.x))
    K, Z = null_space(X.T), np.equal.outer(data.group, np.arange(len(data.labels)))

    def joint(log_sigma):
        V = np.exp(2 * log_sigma) * np.eye(len(data.y)) + tau**2 * Z @ Z.T
        return multivariate_normal(np.zeros(K.shape[1]), K.T @ V @ K).pdf(K.T @ data.y)

    return quad(joint, -5, 8, epsabs=0, epsrel=1e-12, limit=200)[0]


@pytest.mark.parametrize("x", ["none", "within", "between", "both", "groups of one"])
def test_the_density_of_tau_is_that_of_dense_error_contrasts(x):
    data, taus, scale = a_few_groups(6, x) if x != "groups of one" else ONE_PAIR, [0.05, 0.4, 1.0, 3.0, 20.0], 0.8
    likelihood = np.array([dense_likelihood(tau, data) for tau in taus])
    for density in (None, halfnorm(scale=scale).pdf):
        found = fit_bayes(data, tau_density=density).tau_density(taus)
        expected = likelihood * (1.0 if density is None else density(np.array(taus)))
        np.testing.assert_allclose(found / found[2], expected / expected[2], rtol=1e-9)


@pytest.mark.parametrize(
    "prior", [None, halfnorm(scale=0.3).pdf, uniform(0.2, 1.1).pdf, gamma(0.5).pdf, halfcauchy.pdf]
)
def test_the_density_of_tau_integrates_to_its_quantiles_and_moments(prior):
    found = fit_bayes(a_few_groups(8), tau_density=prior)
    p = np.array([0.02, 0.3, 0.8, 0.999])
    q = found.tau_quantile(p)
    ends = [1e-12, 0.2, *q, 1.3]  # where a density jumps, quad has to be told
    for k in range(len(p) - 1):
        points = [e for e in ends if q[k] < e < q[k + 1]] or None
        mass = quad(found.tau_density, q[k], q[k + 1], points=points, epsabs=1e-13, epsrel=1e-11, limit=500)[0]
        np.testing.assert_allclose(mass, p[k + 1] - p[k], rtol=1e-9)
    assert np.shape(found.tau_quantile(0.5)) == () and found.tau_quantile(p.reshape(2, 2)).shape == (2, 2)
    assert np.shape(found.tau_density(0.5)) == () and found.tau_density(q.reshape(2, 2)).shape == (2, 2)


@pytest.mark.parametrize("x", ["none", "within", "between", "both"])
@pytest.mark.parametrize("prior", [None, halfnorm(scale=0.5).pdf], ids=["flat", "half-normal"])
def test_its_own_draws_agree_by_z_scores(x, prior):
    found, size = fit_bayes(a_few_groups(9, x), tau_density=prior), 10_000
    draws = found.draws(np.random.default_rng(4), size)
    assert [part.shape for part in draws] == [(size, 9), (size, len(found.beta_mean)), (size,), (size,), (size,)]
    for field in draws._fields:
        drawn, mean, sd = (np.atleast_1d(a) for a in (getattr(draws, field).T, getattr(found, f"{field}_mean"),
                                                      getattr(found, f"{field}_sd")))  # fmt: skip
        drawn = drawn.reshape(len(mean), size)
        assert np.all(np.abs(drawn.mean(1) - mean) < 4.5 * sd / np.sqrt(size)), field
        squares = (drawn - mean[:, np.newaxis]) ** 2
        assert np.all(np.abs(squares.mean(1) - sd**2) < 4.5 * squares.std(1) / np.sqrt(size)), field
    p = np.array([0.03, 0.5, 0.9])
    error = 4.5 * np.sqrt(p * (1 - p) / size)
    for field in ("alpha", "mu", "tau"):
        below = getattr(draws, field)[..., np.newaxis] <= getattr(found, f"{field}_quantile")(p)
        assert np.all(np.abs(below.mean(0) - p) < error), field


def gibbs(data, rng, times):
    """Draw alpha, mu, beta, sigma and tau in turn, each from its distribution given the rest: the flat posterior."""
    J, x, y, n = len(data.labels), data.x[:, 0], data.y, np.bincount(data.group)
    beta, mu, sigma, tau, kept = 0.0, y.mean(), y.std(), y.std(), []
    for _ in range(times):
        own = np.bincount(data.group, y - beta * x) / n
        alpha = rng.normal(*partial_pool(own, n, mu, sigma=sigma, tau=tau)[:2])
        mu = rng.normal(alpha.mean(), tau / np.sqrt(J))
        beta = rng.normal(x @ (y - alpha[data.group]) / (x @ x), sigma / np.sqrt(x @ x))
        residual = y - alpha[data.group] - beta * x
        sigma = np.sqrt(residual @ residual / rng.chisquare(len(y)))
        tau = np.sqrt(np.sum((alpha - mu) ** 2) / rng.chisquare(J - 1))
        kept.append([*alpha, beta, mu, sigma, tau])
    return np.array(kept)


def test_a_gibbs_sampler_finds_the_same():
    data = a_few_groups(9)
    found, times, batches = fit_bayes(data), 20_000, 40
    chain = gibbs(data, np.random.default_rng(2), times)[times // 20 :]
    mean = np.array([*found.alpha_mean, *found.beta_mean, found.mu_mean, found.sigma_mean, found.tau_mean])
    sd = np.array([*found.alpha_sd, *found.beta_sd, found.mu_sd, found.sigma_sd, found.tau_sd])
    for values, expected in ((chain, mean), ((chain - mean) ** 2, sd**2)):
        # draws depend on those before: the standard error is that of the means of long batches
        means = values.reshape(batches, -1, values.shape[1]).mean(1)
        assert np.all(np.abs(means.mean(0) - expected) < 4.5 * means.std(0) / np.sqrt(batches))


@pytest.mark.parametrize("data", [a_few_groups(3), a_few_groups(6, "both"), ONE_PAIR], ids=["3", "6", "one pair"])
@pytest.mark.parametrize("prior", [None, halfcauchy.pdf, uniform(0.2, 1.1).pdf], ids=["flat", "half-Cauchy", "uniform"])
def test_finer_grids_change_nothing(monkeypatch, data, prior):
    found = fit_bayes(data, tau_density=prior)
    step, breaks = Scales.step.fget, Scales._breaks
    monkeypatch.setattr(Scales, "step", property(lambda scales: 0.7 * step(scales)))
    monkeypatch.setattr(Scales, "_breaks", lambda scales, c: np.union1d(np.linspace(0, 1, 60), breaks(scales, c)))
    finer = fit_bayes(data, tau_density=prior)
    for name in ("alpha", "mu", "beta", "sigma", "tau"):
        mean, sd, finer_mean, finer_sd = (
            np.atleast_1d(getattr(each, f"{name}_{part}")) for each in (found, finer) for part in ("mean", "sd")
        )
        exists = np.isfinite(sd)
        assert np.array_equal(exists, np.isfinite(finer_sd))
        np.testing.assert_allclose(sd[exists], finer_sd[exists], rtol=1e-9)
        assert np.all(np.abs(mean[exists] - finer_mean[exists]) < 1e-9 * sd[exists])


def test_a_density_of_any_scale_is_found():
    groups = GroupEstimates([1.0, 3.0, 4.0, 8.0, 3.0], np.ones(5))
    tiny, huge = (fit_bayes(groups, tau_density=halfnorm(scale=scale).pdf) for scale in (1e-7, 1e7))
    prior = halfnorm(scale=1e-7)  # the likelihood is flat where tau is that small
    np.testing.assert_allclose([tiny.tau_mean, tiny.tau_sd], [prior.mean(), prior.std()], rtol=1e-9)
    np.testing.assert_allclose(tiny.tau_quantile([0.01, 0.5, 0.99]), prior.ppf([0.01, 0.5, 0.99]), rtol=1e-9)
    flat = fit_bayes(groups)
    np.testing.assert_allclose(huge.alpha_sd, flat.alpha_sd, rtol=1e-9)
    np.testing.assert_allclose(huge.tau_quantile([0.01, 0.5, 0.99]), flat.tau_quantile([0.01, 0.5, 0.99]), rtol=1e-9)


def test_a_density_piled_on_one_tau_gives_the_weighted_average_at_it():
    groups = schools()
    found = fit_bayes(groups, tau_density=norm(7.0, 7e-4).pdf)
    given = given_scales(groups.summary, (7.0 / groups.summary.unit) ** 2, groups.summary.unit)
    np.testing.assert_allclose(found.alpha_mean, given.pooled.mean, rtol=1e-6)
    np.testing.assert_allclose(found.alpha_sd, given.alpha_sd, rtol=1e-6)
    pooled = partial_pool(groups.estimate, 1, given.mu, sigma=groups.se, tau=7.0)
    np.testing.assert_allclose(found.alpha_mean, pooled.mean, rtol=1e-6)
    many = simulate(np.random.default_rng(1), np.full(6, 4000), mu=1, sigma=1, tau=0.02)  # sigma all but known
    at = fit(many)
    found = fit_bayes(many, tau_density=norm(at.tau, 1e-4 * at.tau).pdf)
    np.testing.assert_allclose(found.alpha_mean, at.alpha, rtol=1e-5)
    np.testing.assert_allclose(found.alpha_sd, at.alpha_sd, rtol=1e-3)


def test_with_many_groups_the_posterior_is_the_fit():
    data = simulate(np.random.default_rng(3), np.tile([3, 8], 2000), mu=1, sigma=1, tau=0.6)
    found, at = fit_bayes(data), fit(data)
    np.testing.assert_allclose(found.alpha_mean, at.alpha, atol=1e-2)
    np.testing.assert_allclose(found.alpha_sd, at.alpha_sd, rtol=5e-3)
    np.testing.assert_allclose([found.tau_mean, found.sigma_mean], [at.tau, at.sigma], rtol=2e-3)


def test_where_tau_is_estimated_as_0_the_posterior_is_wider_and_the_groups_differ():
    data, found = fit(schools()), fit_bayes(schools())
    assert data.at_boundary
    assert np.all(found.alpha_sd > 1.5 * data.alpha_sd)
    assert np.ptp(found.alpha_mean) > 5 > np.ptp(data.alpha) == 0


@pytest.mark.parametrize("unit", [1e-120, 1e-9, 1e9, 1e120])
def test_units_and_levels_are_those_of_the_answer(unit):
    data = a_few_groups(7)
    before = fit_bayes(data)
    after = fit_bayes(GroupedData.from_arrays(unit * data.y, data.group, data.x))
    for field in ("alpha_mean", "alpha_sd", "mu_sd", "beta_mean", "beta_sd", "sigma_mean", "tau_mean", "tau_sd"):
        np.testing.assert_allclose(getattr(after, field), unit * getattr(before, field), rtol=1e-10)
    shifted = fit_bayes(GroupedData.from_arrays(data.y + 2**20, data.group, data.x))
    np.testing.assert_allclose(shifted.alpha_mean - 2**20, before.alpha_mean, rtol=1e-8)
    np.testing.assert_allclose(shifted.alpha_sd, before.alpha_sd, rtol=1e-9)


FEW = [(3, "none", 0), (4, "none", 1), (5, "none", 2), (4, "between", 0), (5, "between", 1), (6, "between", 2)]


@pytest.mark.parametrize(("J", "x", "moments"), [*FEW, (4, "both", 0), (3, "within", 0)])
def test_moments_that_do_not_exist_are_not_given(J, x, moments):
    found = fit_bayes(a_few_groups(J, x))
    assert np.isinf(found.tau_mean) == (moments < 1) and np.isinf(found.tau_sd) == (moments < 2)
    assert np.isnan(found.mu_mean) == (moments < 1) and np.isinf(found.mu_sd) == (moments < 2)
    seen = 1 if x in ("within", "both") else 0  # a slope that is seen within groups has moments whatever tau does
    assert np.isfinite([found.beta_mean[:seen], found.beta_sd[:seen]]).all()
    assert np.isnan(found.beta_mean[seen:]).all() == (moments < 1 or x in ("none", "within"))
    assert np.isinf(found.beta_sd[seen:]).all() == (moments < 2 or x in ("none", "within"))
    if x in ("none", "within"):
        assert np.isfinite([found.alpha_mean, found.alpha_sd]).all()
    assert np.isfinite(found.alpha_quantile([0.025, 0.975])).all() and np.isfinite(found.tau_quantile(0.99))
    assert np.isfinite([found.sigma_mean, found.sigma_sd]).all()


def test_a_group_where_the_predictor_is_0_has_moments_though_its_slope_has_none():
    data = GroupedData.from_arrays([1.0, 2.0, 4.0, 3.0, 7.0, 9.0, 5.0, 8.0], list("aabbccdd"), [0, 0, 0, 0, 1, 1, 1, 1])
    found = fit_bayes(data)
    assert np.isnan(found.beta_mean).all() and np.isfinite(found.alpha_sd[:2]).all()
    assert np.isinf(found.alpha_sd[2:]).all()


def test_the_tail_of_a_density_makes_a_posterior_proper_where_a_flat_one_does_not():
    two = GroupedData.from_arrays([1.0, 2.0, 4.0, 7.0, 6.0], list("aabbb"))
    with pytest.raises(ValueError, match=r"^tau_density: must leave a proper .* from 3 groups on; got 2"):
        fit_bayes(two)
    cauchy, normal = fit_bayes(two, tau_density=halfcauchy.pdf), fit_bayes(two, tau_density=halfnorm.pdf)
    assert np.isfinite(cauchy.tau_mean) and np.isinf(cauchy.tau_sd)  # J - p + 2 = 3: a mean, no variance
    assert np.isfinite([normal.tau_mean, normal.tau_sd]).all()
    fit_bayes(GroupedData.from_arrays([1.0, 2.0, 4.0], list("aaa")), tau_density=halfnorm.pdf)  # one group will do


def test_a_factor_of_the_density_cancels_and_a_number_will_do():
    flat = fit_bayes(schools())
    for density in (lambda tau: 1e-200, lambda tau: np.full(tau.shape, 7e100)):
        np.testing.assert_allclose(fit_bayes(schools(), tau_density=density).alpha_sd, flat.alpha_sd, rtol=1e-12)


def test_ten_thousand_groups_take_less_than_400_megabytes():
    rng = np.random.default_rng(6)
    many = summarize(simulate(rng, rng.integers(1, 60, 10_000), mu=0, sigma=1, tau=0.5))
    for data in (many, GroupEstimates(rng.normal(size=10_000), rng.uniform(0.5, 2, 10_000))):
        tracemalloc.start()
        fit_bayes(data)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4e8


def test_the_posterior_of_a_summary_is_that_of_the_data():
    data = a_few_groups()
    assert isinstance(summarize(data), GroupSummary)
    assert str(fit_bayes(summarize(data))) == str(fit_bayes(data))


def test_the_printed_posterior_says_what_is_known():
    assert str(fit_bayes(schools())).splitlines() == [
        "Posterior, averaged over the scales; groups: 8",
        "",
        "          Mean   Std.Dev.",
        "mu      7.9324      5.178",
        "tau     6.5755       5.65",
        "95 % of mu: -2.09 to 18.22",
        "95 % of tau: 0.2427 to 20.75",
    ]
    lines = str(fit_bayes(a_few_groups())).splitlines()
    assert [line.split()[0] for line in lines[3:7]] == ["mu", "x", "sigma", "tau"]


def test_where_tau_is_drawn_from_its_prior_intervals_cover_as_often_as_they_say():
    rng, prior, repeats = np.random.default_rng(8), halfnorm(scale=1.5), 600
    se = np.array([0.5, 1.0, 1.0, 2.0])
    held = np.empty((repeats, len(se)))
    for r in range(repeats):
        alpha = rng.normal(3, prior.rvs(random_state=rng), len(se))
        found = fit_bayes(GroupEstimates(rng.normal(alpha, se), se), tau_density=prior.pdf)
        low, high = found.alpha_quantile([0.1, 0.9]).T
        held[r] = (low < alpha) & (alpha < high)
    each = held.mean(1)
    assert abs(each.mean() - 0.8) < 4 * each.std() / np.sqrt(repeats)


def test_a_quantile_that_is_0_is_found():
    group = np.repeat(np.arange(4), 3)
    half = np.random.default_rng(1).normal(size=6)
    posterior = fit_bayes(GroupedData.from_arrays(np.concatenate((half, -half)), group))
    np.testing.assert_allclose(posterior.mu_quantile(0.5), 0, atol=1e-13)
    np.testing.assert_allclose(posterior.alpha_quantile(0.5), -posterior.alpha_quantile(0.5)[[2, 3, 0, 1]], atol=1e-12)
    rng = np.random.default_rng(9)
    for _ in range(29):  # the last has a quantile so near to 0 that the search for it went on for ever
        y = np.repeat(rng.normal(0, 0.43, 10), 5) + rng.normal(size=50)
    ends = fit_bayes(GroupedData.from_arrays(y, np.repeat(np.arange(10), 5))).alpha_quantile([0.025, 0.975])
    assert np.all(np.isfinite(ends)) and np.abs(ends).min() < 0.01


@pytest.mark.parametrize(
    ("mean", "sd", "steps"),
    [
        ([0.3, -0.2, 0.1, 0.0], [1.0, 1.2, 0.9, 1.1], 20),  # all but normal
        ([0.3, -0.2, 0.1, 4.0], [1.0, 2.2, 0.3, 7.0], 30),
        ([-900.0, 3.0, -40.0, -39.0], [0.2, 30.0, 1.0, 1.0], 47),  # nothing in between: intervals are halved
        ([5.0] * 4, [2.0] * 4, 0),
    ],
    ids=["near", "wide", "apart", "one"],
)
def test_quantiles_of_mixtures_are_those_of_forty_digits(monkeypatch, mean, sd, steps):
    taken, share = [], np.array([0.2, 0.3, 0.2, 0.3])
    monkeypatch.setattr("mlmcore.bayes.ndtr", lambda z: taken.append(z) or ndtr(z))
    for p in (1e-9, 1e-4, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-4, 1 - 1e-9):
        (found,) = _mixture_quantile(share, np.array(mean)[:, np.newaxis], np.array(sd)[:, np.newaxis], p)
        with mpmath.workdps(40):  # a step of Newton's method from what was found says how far off it is
            side, tail = (1, mpmath.mpf(p)) if p <= 0.5 else (-1, 1 - mpmath.mpf(p))
            z = [(mpmath.mpf(found) - m) / s for m, s in zip(mean, sd, strict=True)]
            excess = sum(w * mpmath.ncdf(side * each) for w, each in zip(share, z, strict=True)) - tail
            off = excess / sum(w * mpmath.npdf(each) / s for w, each, s in zip(share, z, sd, strict=True))
        assert abs(off) < 2e-15 * abs(found) + 2e-16 * np.ptp(mean)
    assert len(taken) <= steps


def test_the_search_for_a_quantile_does_not_creep_from_one_far_part_of_a_mixture_to_another(monkeypatch):
    taken, share = [], np.array([0.21, 0.27, 0.52])
    monkeypatch.setattr("mlmcore.bayes.ndtr", lambda z: taken.append(z) or ndtr(z))
    _mixture_quantile(share, np.array([[-1221.2], [201.9], [-38.8]]), np.array([[0.91], [1.08], [1.09]]), 0.3)
    assert len(taken) < 20


@pytest.mark.parametrize(
    ("share", "mean", "sd", "p"),
    [
        ([0.11, 0.69, 0.2], [0.0, 0.0, 0.0], [0.097, 0.778, 0.094], 0.949),
        ([0.52, 0.24, 0.24], [-0.003, -0.002, 0.041], [6.876, 3.277, 6.571], 0.851),
        ([0.11, 0.2, 0.69], [-34.589, 4.65, -69.558], [0.408, 0.221, 0.779], 0.856),  # next to nothing in between
    ],
)
def test_no_last_step_leads_away_from_a_quantile_that_was_found(share, mean, sd, p):
    for unit in (1, 1e-9, 1e9):
        means, sds = unit * np.array(mean), unit * np.array(sd)
        (found,) = _mixture_quantile(np.array(share), means[:, np.newaxis], sds[:, np.newaxis], p)
        np.testing.assert_allclose(ndtr((found - means) / sds) @ share, p, rtol=1e-13)


def test_a_seed_gives_the_draws_that_it_gave():
    draws = fit_bayes(a_few_groups()).draws(np.random.default_rng(1), 30_000)
    last = [draws.tau[-1], draws.sigma[-1], draws.mu[-1], draws.alpha[-1, 0]]
    known = [0.7552033795020868, 1.4103326361537183, 2.5408129086021747, 2.31733694019675]
    np.testing.assert_allclose(last, known, rtol=1e-9)
