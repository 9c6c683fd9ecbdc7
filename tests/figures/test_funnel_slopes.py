"""The figures draw what the package computed: assertions on what is on the axes."""

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import GroupedData, figures, fit, log_posterior_gradient, partial_pool, summarize
from mlmcore.datasets import load_radon
from mlmcore.posterior import Theta


@pytest.fixture(scope="module")
def radon():
    data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    summary = summarize(data)
    model = fit(summary)
    gamma = summary.gamma(model.beta)
    pooled = partial_pool(gamma, summary.n, model.mu, sigma=model.sigma, tau=model.tau)
    return data, summary, model, gamma, pooled


def points(collection):
    return np.asarray(collection.get_offsets())


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_funnel_shows_the_groups_and_the_band_of_two_standard_errors(radon):
    _, summary, model, gamma, _ = radon
    ax = figures.canvas()
    figures.sampling_funnel(ax, gamma, summary.n, 1.34, model.sigma, labels=summary.labels)
    band, groups = ax.collections
    np.testing.assert_array_equal(points(groups), np.column_stack((summary.n, gamma)))
    size, edge = band.get_paths()[0].vertices.T
    np.testing.assert_allclose(np.abs(edge - 1.34), 2 * model.sigma / np.sqrt(size), rtol=1e-12)
    assert set(ax.lines[0].get_ydata()) == {1.34}


def test_the_likelihood_curves_are_centred_and_wide_as_the_data_say(radon):
    _, summary, model, gamma, _ = radon
    ax = figures.canvas()
    figures.likelihoods(ax, gamma[:3], summary.n[:3], sigma=model.sigma, names=summary.labels[:3])
    curves = [line.get_data() for line in ax.lines if len(line.get_xdata()) > 2]
    arrows = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    for (alpha, height), arrow, centre, n in zip(curves, arrows, gamma[:3], summary.n[:3], strict=True):
        sd = model.sigma / np.sqrt(n)
        np.testing.assert_allclose(arrow, [centre - sd, centre + sd], rtol=1e-12)
        np.testing.assert_allclose(height, norm.pdf(alpha, centre, sd) / norm.pdf(0, 0, sd), rtol=1e-10)


def test_the_slopes_are_the_gradient_and_the_heights_its_integral(radon):
    data, summary, model, gamma, pooled = radon
    j = 35
    scales = {"sigma": model.sigma, "tau": model.tau}
    top, bottom = figures.canvas(rows=2)
    figures.log_posterior_slopes((top, bottom), gamma[j], summary.n[j], model.mu, **scales)
    curves = [line for line in bottom.lines if len(line.get_xdata()) > 2]
    heights = [line for line in top.lines if len(line.get_xdata()) > 2]
    alpha, slope = curves[2].get_data()
    everywhere = model.alpha.copy()
    for k in (0, 150, 399):
        everywhere[j] = alpha[k]
        gradient = log_posterior_gradient(Theta(everywhere, model.beta, model.mu), data, **scales).alpha[j]
        assert slope[k] == pytest.approx(gradient, rel=1e-9, abs=1e-9)
    assert np.interp(0, -slope, alpha) == pytest.approx(pooled.mean[j], rel=1e-9)
    for line, height in zip(curves, heights, strict=True):
        middle = (alpha[1:] + alpha[:-1]) / 2
        numerical = np.diff(height.get_ydata()) / np.diff(alpha)
        np.testing.assert_allclose(numerical, np.interp(middle, alpha, line.get_ydata()), rtol=1e-8, atol=1e-8)
