"""The figures of chapters 7 and 9 draw what the package computed: assertions on what is on the axes."""

import numpy as np
import pytest

from mlmcore import GroupedData, figures, fit, partial_pool, pooling_weight, posterior_mode, summarize
from mlmcore.datasets import load_radon

SCALES = {"sigma": 0.75, "tau": 0.33}


@pytest.fixture(scope="module")
def summary():
    return summarize(GroupedData.from_table(load_radon(), y="log_radon", group="county"))


def heights(ax):
    return {line.get_ydata()[0] for line in ax.lines if len(set(line.get_ydata())) == 1 and len(line.get_ydata()) == 2}


def test_the_mean_slides_from_houses_to_counties_through_the_fitted_one(summary):
    model = fit(summary)
    taus = np.geomspace(0.001, 100, 50)
    means = [posterior_mode(summary, sigma=model.sigma, tau=tau).mu for tau in taus]
    over_houses, over_counties = np.average(summary.y_mean, weights=summary.n), summary.y_mean.mean()
    ax = figures.canvas()
    here = (model.tau, model.mu)
    figures.sliding_mean(ax, taus, means, here, houses=over_houses, counties=over_counties, outcomes=1.0)
    curve = next(line for line in ax.lines if len(line.get_xdata()) == len(taus))
    np.testing.assert_array_equal(curve.get_xydata(), np.column_stack((taus, means)))
    point = next(line for line in ax.lines if len(line.get_xdata()) == 1)
    assert tuple(point.get_xydata()[0]) == here
    assert np.interp(np.log(model.tau), np.log(taus), means) == pytest.approx(model.mu, rel=1e-3)
    assert heights(ax) == {over_houses, over_counties, 1.0}
    assert means[0] == pytest.approx(over_houses, rel=1e-4) and means[-1] == pytest.approx(over_counties, rel=1e-4)
    assert ax.get_ylim()[0] < 1.0


def test_a_groups_say_is_its_weight_between_its_size_and_one(summary):
    ax = figures.canvas()
    figures.say_by_size(ax, summary.n, **SCALES)
    over_houses, over_counties, weighted = (line.get_xydata() for line in ax.lines[:3])
    np.testing.assert_array_equal(over_houses[:, 0], over_houses[:, 1])
    assert set(over_counties[:, 1]) == {1}
    one = 1 / (SCALES["tau"] ** 2 + SCALES["sigma"] ** 2)
    say = 1 / (SCALES["tau"] ** 2 + SCALES["sigma"] ** 2 / weighted[:, 0]) / one
    np.testing.assert_allclose(weighted[:, 1], say, rtol=1e-12)
    assert np.all(say < 1 + (SCALES["sigma"] / SCALES["tau"]) ** 2)
    assert list(heights(ax)) == pytest.approx([1 + (SCALES["sigma"] / SCALES["tau"]) ** 2], rel=1e-12)
    dots = np.asarray(ax.collections[0].get_offsets())
    np.testing.assert_array_equal(dots[:, 0], np.unique(summary.n))


def test_the_regression_line_is_the_weighted_average_between_data_and_prior():
    rng = np.random.default_rng(0)
    alpha = rng.normal(1.5, SCALES["tau"], 100)
    gamma = alpha + rng.normal(0, SCALES["sigma"] / np.sqrt(2), 100)
    weight = pooling_weight(2, **SCALES)
    ax = figures.canvas()
    figures.intercepts_on_data(ax, gamma, alpha, 1.5, weight, at=4.0)
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), np.column_stack((gamma, alpha)))
    data, prior, both = (line.get_xydata() for line in ax.lines[:3])
    np.testing.assert_array_equal(data[:, 0], data[:, 1])
    assert set(prior[:, 1]) == {1.5}
    expected = partial_pool(both[:, 0], np.array([2, 2]), 1.5, **SCALES).mean
    np.testing.assert_allclose(both[:, 1], expected, rtol=1e-12)
    marked = ax.lines[-1].get_xydata()
    np.testing.assert_allclose(marked, [[4.0, 1.5 + weight * 2.5]], rtol=1e-12)


def test_the_regression_picture_needs_no_marked_point():
    ax = figures.canvas()
    figures.intercepts_on_data(ax, np.array([0.0, 2.0]), np.array([0.5, 1.5]), 1.0, 0.5)
    assert len(ax.lines) == 3
