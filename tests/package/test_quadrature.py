"""Integrals over a half line: densities of known quantiles, smooth, with heavy tails and with a jump."""

import numpy as np
import pytest
from scipy.stats import expon, halfcauchy, halfnorm, uniform

from mlmcore._quadrature import ORDER, TO_SERIES, HalfLine, _unresolved

P = np.array([1e-9, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9])


def integrated(distribution, *breaks):
    def density(tau):
        return distribution.logpdf(tau), np.ones_like(tau)

    with np.errstate(divide="ignore"):
        return HalfLine(density, 1.0, np.array([0.0, *breaks, 1.0]), 1e-14)


@pytest.mark.parametrize("distribution", [halfnorm(), expon(scale=0.3), halfcauchy(scale=2)], ids=["h", "e", "c"])
@pytest.mark.parametrize("breaks", [(), (0.5,), (0.99,)], ids=str)
def test_quantiles_are_the_distributions_from_the_first_panel_to_the_last(distribution, breaks):
    apart = np.abs(integrated(distribution, *breaks).quantile(P) / distribution.ppf(P) - 1)
    assert np.all(apart < [1e-6, 1e-11, 1e-13, 1e-13, 1e-13, 1e-11, 1e-6])  # digits of p, or of 1 - p


def test_weights_are_probabilities_and_the_scale_is_that_of_the_density():
    line = integrated(halfnorm())
    np.testing.assert_allclose(line.weight.sum(), 1, rtol=1e-14)
    np.testing.assert_allclose(np.sum(line.weight * line.tau**2), 1, rtol=1e-12)
    np.testing.assert_allclose(line.log_scale, 0, atol=1e-12)


@pytest.mark.parametrize("end", [0.3, 1.0, 3.7])
def test_a_jump_is_found_wherever_it_is(end):
    np.testing.assert_allclose(integrated(uniform(0, end)).quantile(P[1:6]), end * P[1:6], rtol=1e-9)


@pytest.mark.parametrize(("term", "unresolved"), [(ORDER - 1, True), (ORDER - 2, True), (ORDER - 3, False), (0, False)])
def test_a_panel_is_halved_for_its_last_two_terms_and_for_no_other(term, unresolved):
    values = np.linalg.solve(TO_SERIES.T, 0.1 * np.eye(ORDER)[term] + np.eye(ORDER)[0])
    assert _unresolved(np.array([[0.0, 1.0]]), values[np.newaxis], 1e-9) == [unresolved]
