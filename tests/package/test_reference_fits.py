"""Fits against 50-digit references, which agree with lme4 and nlme."""

import json
from pathlib import Path

import numpy as np
import pytest

from mlmcore import fit, partial_pool, profiled_deviance, summarize

FOLDER = Path(__file__).parent / "reference"
FITS = json.loads((FOLDER / "fits.json").read_text())
FITS = {name: FITS[name] for name in FITS if not name.startswith("_")}
CASES = [(name, method) for name in FITS for method in ("REML", "ML")]


@pytest.mark.parametrize(("name", "method"), CASES)
def test_every_estimate_equals_the_reference(load, name, method):
    data, order = load(name)
    found, expected = fit(data, reml=method == "REML"), FITS[name][method]

    def equal(actual, desired):  # the references are rounded to 16 digits, log(radon) to 1 ulp
        np.testing.assert_allclose(actual, desired, rtol=1e-10, atol=0)

    equal([found.mu, *found.beta], expected["beta"])
    equal([found.mu_se, *found.beta_se], expected["se"])
    equal(found.sigma, expected["sigma"])
    equal(found.tau, expected["tau"])
    equal(found.alpha[order], expected["alpha"])
    equal(found.alpha_sd[order], expected["sd_alpha_incl_fixed"])
    equal(found.n[order], FITS[name]["n"])
    gamma = summarize(data).gamma(found.beta)
    at_known_mu = partial_pool(gamma, found.n, found.mu, sigma=found.sigma, tau=found.tau)
    equal(at_known_mu.mean[order], expected["alpha"])
    equal(at_known_mu.sd[order], expected["condsd"])
    assert found.at_boundary is expected["boundary"]


@pytest.mark.parametrize(("name", "method"), CASES)
def test_the_deviance_equals_the_reference_at_the_optimum_and_away_from_it(load, name, method):
    data, _ = load(name)
    summary, expected, reml = summarize(data), FITS[name][method], method == "REML"
    np.testing.assert_allclose(fit(summary, reml=reml).log_likelihood, expected["loglik"], rtol=1e-12)
    lam = np.array([float(lam) for lam in expected["criterion_at"]])
    found = profiled_deviance(np.sqrt(lam), summary, reml=reml)
    np.testing.assert_allclose(found, list(expected["criterion_at"].values()), rtol=1e-12)


@pytest.mark.parametrize("reml", [True, False])
def test_batches_that_do_not_differ_are_pooled_completely(load, reml):
    data, _ = load("dyestuff2")
    found = fit(data, reml=reml)
    assert found.tau == 0
    assert found.at_boundary
    assert not found.weight.any()
    assert np.all(found.alpha == found.mu)
