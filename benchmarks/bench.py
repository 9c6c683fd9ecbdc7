"""Seconds, growth and memory of a REML fit, beside one pass over the data and beside other packages (README.md)."""

import argparse
import os
import platform
import shutil
import subprocess
import tempfile
import time
import tracemalloc
from functools import partial
from importlib import import_module, metadata
from pathlib import Path

import numpy as np

from mlmcore import GroupedData, fit, simulate

TRUTH = {"mu": 1.5, "beta": -0.7, "sigma": 0.8, "tau": 0.3}
SIZES = [10**3, 10**4, 10**5, 10**6, 10**7]
SECONDS, REPEATS = 10, 25  # methods are repeated until either is reached
PEERS = {"mixedlm-rs": "mixedlm_rs", "statsmodels": "statsmodels.regression.mixed_linear_model"}
LARGEST = {"mixedlm-rs": 10**7, "statsmodels": 10**5, "lme4": 10**6}
LMER = """
suppressPackageStartupMessages(library(lme4))
argument <- commandArgs(TRUE)
data <- read.csv(argument[1], header = FALSE, col.names = c("y", "group", "x"), colClasses = c(group = "factor"))
seconds <- c()
while (sum(seconds) < as.numeric(argument[2]) && length(seconds) < as.numeric(argument[3])) {
  start <- Sys.time()
  model <- lmer(y ~ x + (1 | group), data)
  seconds <- c(seconds, as.numeric(Sys.time() - start, units = "secs"))
}
cat(fixef(model), sigma(model), attr(VarCorr(model)$group, "stddev"), "\n", seconds)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-n", type=float, default=SIZES[-1], help="most observations, such as 1e5")
    parser.add_argument("--all", action="store_true", help="statsmodels at a million observations too: about a minute")
    options = parser.parse_args()
    largest = {**LARGEST, "statsmodels": 10**6} if options.all else LARGEST
    peers = available_peers()
    print(f"\n{'N':>10} {'J':>7}  {'method':25} {'median s':>10} {'least s':>10} {'x pass':>9} {'ns/obs':>9}  memory")
    for N in (N for N in SIZES if N <= options.max_n):
        times, memory, found = measure(N, {name: peer for name, peer in peers.items() if N <= largest[name]})
        for name, seconds in times.items():
            where, middle = f"{N:10,} {N // 20:7,}" if name == "pass" else "", np.median(seconds)
            ratios = f"{middle / np.median(times['pass']):9.2f} {middle / N * 1e9:9.1f}{memory.get(name, '')}"
            print(f"{where:18}  {name:25} {middle:10.5f} {min(seconds):10.5f} {ratios}", flush=True)
        if N <= LARGEST["statsmodels"]:  # every peer gets that far
            title, estimates = f"estimates at N = {N:,}", {**found, "simulated with": TRUTH.values()}
    print(f"\n{title:27}" + "".join(f"{name:>10}" for name in TRUTH))
    for name, values in estimates.items():
        print(f"  {name:25}" + "".join(f"{value:10.6f}" for value in values))


def measure(N, peers):
    """Return the seconds of every method, the peak memory of mlmcore's and the estimates, by name of the method."""
    y, group, x = data = observations(N)
    squares = x * x, x * y, y * y
    passes = {"pass": lambda: sums(group, x, y, x * x, x * y, y * y)}
    passes["pass, squares ready"] = lambda: sums(group, x, y, *squares)
    fits = {"mlmcore": partial(mlmcore_fit, *data)}
    if N == 10**6:  # labels that must be turned into codes first: by counting if few are missing, else by sorting
        gaps, wide = 1000 + 3 * group, np.random.default_rng(2).choice(10**9, N // 20, replace=False)[group]
        fits["mlmcore, labels with gaps"] = partial(mlmcore_fit, y, gaps, x)
        fits["mlmcore, 9-digit labels"] = partial(mlmcore_fit, y, wide, x)
    times, found = race(passes | fits)
    memory = {name: f"{peak_memory(run) / sum(array.nbytes for array in data):8.2f}" for name, run in fits.items()}
    for name, peer in peers.items():  # each by itself: a slow one would leave the others few repeats
        alone = {name: partial(peer, *data)}
        times[name], found[name] = lmer(*data) if peer is lmer else (part[name] for part in race(alone))
    return times, memory, {name: values for name, values in found.items() if name not in passes}


def observations(N):
    """Return y, group and x of N observations in N / 20 unbalanced groups, in random order."""
    rng = np.random.default_rng(1)
    share = rng.gamma(2.0, size=N // 20)
    n = 1 + rng.multinomial(N - N // 20, share / share.sum())
    data = simulate(rng, n, x=rng.normal(size=N), **TRUTH)
    order = rng.permutation(N)
    return data.y[order], data.group[order], data.x[order, 0]


def sums(group, *columns):
    """The primitive pass: group sizes, and each column's sums over groups."""
    return [np.bincount(group), *(np.bincount(group, column) for column in columns)]


def mlmcore_fit(y, group, x):
    found = fit(GroupedData.from_arrays(y, group, x))
    return found.mu, *found.beta, found.sigma, found.tau


def peer_fit(model, y, group, x):
    found = model(y, np.column_stack((np.ones(len(x)), x)), groups=group).fit(reml=True)
    return *found.fe_params, np.sqrt(found.scale), np.sqrt(found.cov_re[0, 0])


def race(methods):
    """Time the methods in turn, so that whatever else the machine does slows all of them; return times and results."""
    times, results, start = {name: [] for name in methods}, {}, time.perf_counter()
    while not results or (time.perf_counter() < start + SECONDS and max(map(len, times.values())) < REPEATS):
        for name, method in methods.items():
            begin = time.perf_counter()
            results[name] = method()
            times[name].append(time.perf_counter() - begin)
    return times, results


def peak_memory(run):
    """Return the most bytes that were held at once, beyond those held before."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def available_peers():
    """Return a function of (y, group, x) for each peer that is installed, and print what there is."""
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores")
    peers = {}
    for name, module in PEERS.items():  # one interface, that of statsmodels
        try:
            model = import_module(module).MixedLM
        except ImportError as problem:
            print(f"{name}: left out ({problem})")
        else:
            print(name, metadata.version(name))
            peers[name] = partial(peer_fit, model)
    lme4 = shutil.which("Rscript") and rscript("cat(format(packageVersion('lme4')))")
    print(f"lme4 {lme4}" if lme4 else "lme4: left out (no Rscript with lme4 on the path)")
    return {**peers, "lme4": lmer} if lme4 else peers


def lmer(y, group, x):
    """Return lme4's times, taken inside R once the data are read, and its estimates."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        np.savetxt(path, np.column_stack((y, group, x)), fmt=["%.17g", "%d", "%.17g"], delimiter=",")
        estimates, seconds = rscript(LMER, path, SECONDS, REPEATS).splitlines()
    return np.array(seconds.split(), float), np.array(estimates.split(), float)


def rscript(program, *arguments):
    command = ["Rscript", "-e", program, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
