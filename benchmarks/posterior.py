"""Seconds for the radon data's posterior: by quadrature, by a Gibbs sampler and by PyMC's NUTS (README.md)."""

import argparse
import logging
import time

import numpy as np

from mlmcore import GroupedData, fit_bayes, partial_pool, summarize
from mlmcore.datasets import load_radon

DRAWS = 20_000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS, help="draws of each method, such as 2000")
    draws = parser.parse_args().draws
    data = GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor")
    summary = summarize(data)
    fit_bayes(summary)  # once before the clock runs
    seconds, posterior = timed(lambda: fit_bayes(summary))
    print(f"{len(data.labels)} groups: means and standard deviations by quadrature take {seconds:.3f} s\n")
    print(f"{'method':12} {'seconds':>9} {'draws':>8} {'effective':>10} {'ms each':>9} {'tau mean':>9} {'tau sd':>8}")
    methods = {
        "draws": lambda: posterior.draws(np.random.default_rng(1), draws).tau[np.newaxis],
        "Gibbs": lambda: gibbs(data, np.random.default_rng(1), draws)[np.newaxis],
        "PyMC, NUTS": lambda: nuts(data, draws),
    }
    for name, method in methods.items():
        try:
            seconds, tau = timed(method)
        except ImportError as problem:
            print(f"{name:12} left out ({problem})")
            continue
        count = draws if name == "draws" else effective(tau)
        print(f"{name:12} {seconds:9.2f} {tau.size:8,} {count:10,.0f} {1000 * seconds / count:9.3f} "
              f"{tau.mean():9.5f} {tau.std():8.5f}")  # fmt: skip
    print(f"{'quadrature':52} {posterior.tau_mean:9.5f} {posterior.tau_sd:8.5f}")


def timed(method):
    """Return the seconds that a method took, and what it found."""
    start = time.perf_counter()
    found = method()
    return time.perf_counter() - start, found


def gibbs(data, rng, draws):
    """Draws of tau: alpha, mu, beta, sigma and tau in turn, each from its distribution given the rest."""
    J, x, y, n = len(data.labels), data.x[:, 0], data.y, np.bincount(data.group)
    beta, mu, sigma, tau, kept = 0.0, y.mean(), y.std(), y.std(), np.empty(draws)
    for k in range(draws):
        own = np.bincount(data.group, y - beta * x) / n
        alpha = rng.normal(*partial_pool(own, n, mu, sigma=sigma, tau=tau)[:2])
        mu = rng.normal(alpha.mean(), tau / np.sqrt(J))
        beta = rng.normal(x @ (y - alpha[data.group]) / (x @ x), sigma / np.sqrt(x @ x))
        residual = y - alpha[data.group] - beta * x
        sigma = np.sqrt(residual @ residual / rng.chisquare(len(y)))
        kept[k] = tau = np.sqrt(np.sum((alpha - mu) ** 2) / rng.chisquare(J - 1))
    return kept


def nuts(data, draws):
    """Draws of tau by PyMC, four chains, not centred, as its users write it; the time includes compilation."""
    import pymc as pm  # not installed everywhere

    logging.getLogger("pymc").setLevel(logging.ERROR)
    with pm.Model():
        mu, beta, log_sigma = pm.Flat("mu"), pm.Flat("beta"), pm.Flat("log_sigma")
        tau = pm.HalfFlat("tau")
        alpha = mu + tau * pm.Normal("z", 0, 1, shape=len(data.labels))
        pm.Normal("y", alpha[data.group] + beta * data.x[:, 0], pm.math.exp(log_sigma), observed=data.y)
        start = {"mu": data.y.mean(), "beta": 0.0, "log_sigma": 0.0, "tau": 0.5}
        quiet = {"progressbar": False, "compute_convergence_checks": False}
        trace = pm.sample(draws // 4, chains=4, cores=2, random_seed=1, initvals=start, **quiet)
    return trace.posterior["tau"].values


def effective(chains):
    """Return how many independent draws the chains are worth: Geyer's initial positive sequence."""
    length = chains.shape[1]
    centred = chains - chains.mean(1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(centred, 2 * length, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, axis=1)[:, :length].mean(0)
    pairs = (covariance / covariance[0])[: length // 2 * 2].reshape(-1, 2).sum(1)
    first = np.argmax(pairs < 0) if np.any(pairs < 0) else len(pairs)
    return chains.size / (2 * pairs[:first].sum() - 1)


if __name__ == "__main__":
    main()
