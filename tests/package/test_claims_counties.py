"""What the chapters say in words about radon's counties."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import roots_hermitenorm
from scipy.stats import norm

from mlmcore import GroupedData, fit, log_likelihood, partial_pool, posterior_mode, profiled_deviance, summarize
from mlmcore.datasets import load_radon


@pytest.fixture(scope="module")
def radon():
    """The data, the fit and what chapters 1 to 9 compute of them."""
    data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    summary = summarize(data)
    model = fit(summary)
    gamma = summary.gamma(model.beta)
    place = {str(label): j for j, label in enumerate(summary.labels)}
    se = model.sigma / np.sqrt(summary.n)
    return SimpleNamespace(data=data, summary=summary, fit=model, gamma=gamma, n=summary.n, place=place, se=se)


@pytest.mark.parametrize("floor", [False, True])
def test_small_counties_lead_the_league_table_and_large_ones_rule_out_one_mean_for_all(radon, floor):
    model = radon.fit if floor else fit(GroupedData.from_arrays(radon.data.y, radon.data.group))
    own = radon.gamma if floor else radon.summary.y_mean
    se = model.sigma / np.sqrt(radon.n)
    best = np.argsort(-own)[:5]
    assert best[0] == radon.place["Lac qui Parle"]
    assert radon.n[best].max() < np.median(radon.n)
    assert radon.n.argmax() == radon.place["St. Louis"]
    assert se[best[0]] ** 2 > model.tau**2  # so most of the variance of such a mean is noise
    off = np.abs(own - radon.n @ own / radon.n.sum()) / se
    assert off.argmax() == radon.place["St. Louis"]
    far_outside = np.flatnonzero(off > 4)
    assert len(far_outside) == 1 + floor and radon.n[far_outside].min() > 50
    outside = radon.n[off > 2]
    assert outside.min() <= 2 and outside.max() > 100  # small and large
    assert len(outside) > 3 * 2 * norm.sf(2) * len(off)


def test_fitted_alone_each_of_the_two_simple_answers_has_a_slightly_different_slope(radon):
    floor = radon.data.x[:, 0]
    complete = np.polyfit(floor, radon.data.y, 1)[0]
    within = radon.summary.s_xy[0] / radon.summary.s_xx[0, 0]
    assert 0.01 < abs(complete - radon.fit.beta[0]) < 0.1
    assert 0.01 < abs(within - radon.fit.beta[0]) < 0.1


def test_own_intercepts_scatter_more_than_the_true_ones_and_estimates_less(radon):
    assert radon.gamma.std() > radon.fit.tau > radon.fit.alpha.std()
    # by the model, an own intercept's variance is the true one's and the noise; the true one's is its
    # estimate's and what is still unknown after the data
    tau2 = radon.fit.tau**2
    unknown = partial_pool(radon.gamma, radon.n, radon.fit.mu, sigma=radon.fit.sigma, tau=radon.fit.tau).sd ** 2
    of_estimate = radon.fit.weight**2 * (tau2 + radon.se**2)
    np.testing.assert_allclose(of_estimate + unknown, tau2, rtol=1e-12)


def test_small_counties_go_most_of_their_way_and_large_ones_hardly_any(radon):
    gone = (radon.fit.alpha - radon.gamma) / (radon.fit.mu - radon.gamma)
    np.testing.assert_allclose(gone, 1 - radon.fit.weight, rtol=1e-9)
    assert gone[radon.n <= 2].min() > 0.7 and gone[radon.n >= 50].max() < 0.1
    order = np.argsort(radon.n, kind="stable")
    assert np.all(np.diff(gone[order]) < 1e-9)


def test_the_county_with_one_house_moves_less_than_one_with_two_that_had_farther_to_go(radon):
    one, two = radon.place["Mahnomen"], radon.place["Lac qui Parle"]
    moved, to_go = np.abs(radon.gamma - radon.fit.alpha), np.abs(radon.gamma - radon.fit.mu)
    assert (radon.n[one], radon.n[two]) == (1, 2)
    assert radon.fit.weight[one] == radon.fit.weight.min() < radon.fit.weight[two]
    assert moved[one] < moved[two] == moved.max() and to_go[one] < to_go[two]


def test_lac_qui_parle_is_hardly_ever_as_high_as_its_two_houses(radon):
    j = radon.place["Lac qui Parle"]
    after = partial_pool(radon.gamma[j], radon.n[j], radon.fit.mu, sigma=radon.fit.sigma, tau=radon.fit.tau)
    assert norm.sf(radon.gamma[j], after.mean, after.sd) < 1e-3
    population = norm(radon.fit.mu, radon.fit.tau)
    assert population.pdf(after.mean) > 1000 * population.pdf(radon.gamma[j])
    assert radon.fit.mu + radon.fit.tau < after.mean < radon.fit.mu + 2 * radon.fit.tau  # moderately high
    # the prior is the more precise of its two sources, so the sum of the pulls is zero nearer to mu
    assert 1 / radon.fit.tau**2 > radon.n[j] / radon.fit.sigma**2
    assert after.mean - radon.fit.mu < radon.gamma[j] - after.mean


def test_with_many_houses_next_to_no_draw_would_show_what_lac_qui_parle_showed(radon):
    def share(n):  # of own intercepts inside the window of chapter 6
        shown = norm(radon.fit.mu, np.hypot(radon.fit.tau, radon.fit.sigma / np.sqrt(n)))
        return np.diff(shown.cdf(radon.gamma[radon.place["Lac qui Parle"]] + np.array([-0.02, 0.02])))[0]

    assert share(2) > 1e-3 and share(116) < 1e-5


def test_raising_all_lines_makes_the_houses_less_likely_but_not_in_every_county(radon):
    d, found = radon.data, radon.fit
    scale = {"sigma": found.sigma}
    here = log_likelihood(found.alpha, found.beta, d, **scale)
    assert log_likelihood(found.alpha + 0.1, found.beta, d, **scale) < here
    lift = 0.1 * np.eye(len(radon.n))
    gain = [log_likelihood(found.alpha + one, found.beta, d, **scale) - here for one in lift]
    assert min(gain) < 0 < max(gain)


def test_fitting_again_gives_the_same_numbers(radon):
    again = fit(radon.data)
    for field in ("mu", "beta", "sigma", "tau", "alpha", "alpha_sd", "weight"):
        assert np.array_equal(getattr(again, field), getattr(radon.fit, field))


def test_larger_counties_leave_the_overall_mean_at_smaller_tau_and_the_lines_cross(radon):
    taus = np.geomspace(0.01, 10, 400)
    paths = np.array(
        [partial_pool(radon.gamma, radon.n, radon.fit.mu, sigma=radon.fit.sigma, tau=tau).mean for tau in taus]
    )
    share = (paths - radon.fit.mu) / (radon.gamma - radon.fit.mu)
    half_way = taus[(share > 0.5).argmax(axis=0)]
    order = np.argsort(radon.n, kind="stable")
    assert np.all(np.diff(half_way[order]) <= 0)
    assert len(set(paths.argmax(axis=1))) > 1  # the lines cross: the leader changes
    assert radon.fit.alpha.argmax() != radon.gamma.argmax() == radon.place["Lac qui Parle"]


def test_the_overall_mean_hardly_matters_to_many_houses_and_does_to_one(radon):
    scales = {"sigma": radon.fit.sigma, "tau": radon.fit.tau}
    raised = partial_pool(radon.gamma, radon.n, radon.fit.mu + 1, **scales).mean - radon.fit.alpha
    assert raised[radon.n.argmax()] < 0.05 and raised[radon.n.argmin()] > 0.8


def test_leaving_out_st_louis_moves_the_mean_over_houses_more_than_any_county_moves_mu(radon):
    def without(weights):
        total = weights.sum() - weights
        return (weights @ radon.gamma - weights * radon.gamma) / total - weights @ radon.gamma / weights.sum()

    over_houses, overall = np.abs(without(radon.n.astype(float))), np.abs(without(radon.fit.weight))
    assert over_houses.argmax() == radon.place["St. Louis"]
    assert over_houses.max() > 4 * overall.max()


def test_with_equal_sizes_the_three_means_of_own_intercepts_agree_at_any_tau_and_slope(radon):
    four = summarize(
        GroupedData.from_arrays(
            *(part[radon.n[radon.data.group] == 4] for part in (radon.data.y, radon.data.group, radon.data.x))
        )
    )
    assert np.all(four.n == 4)
    for tau in (0.0, 0.3, 100.0):
        mode = posterior_mode(four, sigma=radon.fit.sigma, tau=tau)
        gamma = four.gamma(mode.beta)
        np.testing.assert_allclose([four.n @ gamma / four.n.sum(), gamma.mean()], mode.mu, rtol=1e-12)


def test_estimated_anew_at_tau_0_mu_is_the_mean_over_all_houses(radon):
    mode = posterior_mode(radon.summary, sigma=radon.fit.sigma, tau=0)
    np.testing.assert_allclose(mode.mu, np.mean(radon.data.y - radon.data.x @ mode.beta), rtol=1e-12)
    assert np.all(mode.alpha == mode.mu)


def test_by_the_fit_pooling_adds_less_squared_bias_than_it_cuts_variance(radon):
    w, own = radon.fit.weight, radon.se**2
    squared_bias, cut = (1 - w) ** 2 * radon.fit.tau**2, own - w**2 * own
    assert np.all(squared_bias < cut)
    assert cut.mean() > 3 * squared_bias.mean()


def test_the_soil_leaves_sigma_as_it_was_and_takes_most_of_tau_squared(radon):
    table = load_radon()
    soil = fit(GroupedData.from_table(table, y="log_radon", group="county", x=["floor", "log_uranium"]))
    assert abs(soil.sigma / radon.fit.sigma - 1) < 0.01
    assert soil.tau < radon.fit.tau and (soil.tau / radon.fit.tau) ** 2 < 0.5
    assert np.all(soil.weight < radon.fit.weight)
    u = np.array([table["log_uranium"][table["county"] == label][0] for label in radon.summary.labels])
    moved = soil.alpha + soil.beta[1] * u - radon.fit.alpha
    assert np.ptp(soil.mu + soil.beta[1] * u) > 1  # no longer to the same place
    assert moved.argmax() == radon.place["Faribault"] and moved.argmin() == radon.place["Lake of the Woods"]
    assert u[moved.argmax()] > 0 > u[moved.argmin()]


def test_zero_is_far_too_high_up_to_be_believed(radon):
    for reml in (True, False):
        at = profiled_deviance([0.0, radon.fit.tau / radon.fit.sigma, 1.0], radon.summary, reml=reml)
        assert at[0] - at[1] > 20 * 3.84 and at[2] > at[1]  # 3.84 is the usual yardstick for 95 %


def test_ml_and_reml_hardly_differ_for_radon(radon):
    ml = fit(radon.summary, reml=False)
    assert abs(ml.tau - radon.fit.tau) < 0.02 * radon.fit.tau
    assert np.abs(ml.alpha - radon.fit.alpha).max() < 0.1 * radon.fit.alpha_sd.min()


def test_an_averaged_deviation_is_between_the_two_in_few_counties(radon):
    w, mu = radon.fit.weight, radon.fit.mu
    averaged = w * (radon.gamma - mu) + (1 - w) * mu
    between = (averaged - radon.gamma) * (averaged - mu) < 0
    assert between.mean() < 0.1


def test_with_all_unknown_lac_qui_parle_is_a_little_less_certain_than_the_formula_says(radon):
    posterior = json.loads((Path(__file__).parent / "reference" / "bayes.json").read_text())["radon_floor"]["flat"]
    here = posterior["labels"].index("Lac qui Parle")
    formula = partial_pool(radon.gamma, radon.n, radon.fit.mu, sigma=radon.fit.sigma, tau=radon.fit.tau)
    ratio = posterior["alpha_sd"][here] / formula.sd[radon.place["Lac qui Parle"]]
    assert 1.02 < ratio < 1.1


def test_a_rule_that_caps_the_move_keeps_most_of_the_gain_and_bounds_the_loss(radon):
    cap, sigma, tau = 0.75, radon.fit.sigma, radon.fit.tau
    errors, weights = roots_hermitenorm(80)
    weights = weights / weights.sum()
    w = partial_pool(radon.gamma, radon.n, 0, sigma=sigma, tau=tau).weight

    def mean_square(distance, limit):  # (counties, distances): of counties that lie this far from mu
        own = distance[:, None] + radon.se[:, None, None] * errors
        moved = np.clip((w[:, None, None] - 1) * own, -limit, limit)
        return (own + moved - distance[:, None]) ** 2 @ weights

    limit = cap * radon.se[:, None, None]
    drawn = tau * errors
    capped, free = (mean_square(drawn, most) @ weights for most in (limit, np.inf))
    alone = radon.se**2
    assert np.mean(alone - capped) > 0.8 * np.mean(alone - free)
    far = np.linspace(0, 40 * tau, 401)
    worst = mean_square(far, limit).max(axis=1) / alone
    assert np.all(worst <= (1 + cap**2) * (1 + 1e-12))
    assert np.all(mean_square(far, np.inf).max(axis=1) > mean_square(far, limit).max(axis=1))


def test_the_zero_is_most_of_cottonwoods_scatter(radon):
    houses = radon.data.y[radon.data.group == radon.place["Cottonwood"]]
    floors = radon.data.x[radon.data.group == radon.place["Cottonwood"], 0]
    adjusted = houses - radon.fit.beta[0] * floors
    stored = np.isclose(houses, np.log(0.1))
    assert stored.sum() == 1 and floors[stored] == 1
    others = adjusted[~stored]
    np.testing.assert_allclose(len(adjusted) * adjusted.var(), 12.17, atol=0.005)
    np.testing.assert_allclose(len(others) * others.var(), 1.24, atol=0.005)
    scales = {"sigma": radon.fit.sigma, "tau": radon.fit.tau}
    estimates = [partial_pool(a.mean(), a.size, radon.fit.mu, **scales).mean for a in (adjusted, others)]
    assert estimates[1] - estimates[0] > 0.2  # of one county by one reading
