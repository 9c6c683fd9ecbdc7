"""What the tests of the package share: random data sets, and the model written out as dense matrices."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from mlmcore import GroupedData, GroupSummary
from mlmcore.datasets import load_radon
from mlmcore.problems import make_problems
from mlmcore.problems.generate import KINDS


@st.composite
def _data_sets(draw, max_P=2, J=(2, 7)):
    """Unbalanced data sets with a well-posed fit; every number is a multiple of 1/1024, so that sums are exact."""
    P = draw(st.integers(0, max_P))
    n = draw(st.lists(st.integers(1, 8), min_size=J[0], max_size=J[1]))
    n[draw(st.integers(0, len(n) - 1))] = P + 4
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = draw(st.sampled_from([0.0, 0.3, 1.0, 10.0]))
    group = np.repeat(np.arange(len(n)), n)
    x = rng.normal(size=(len(group), P)) + rng.normal(size=(len(n), P))[group]
    y = spread * rng.normal(size=len(n))[group] + x.sum(1) + rng.normal(size=len(group))
    return GroupedData.from_arrays(np.round(y * 1024) / 1024, group, np.round(x * 1024) / 1024)


@pytest.fixture(scope="session")
def data_sets():
    """Return the strategy; draw from it with hypothesis' st.data()."""
    return _data_sets


@pytest.fixture(scope="session")
def dense():
    """Return a function of (data, sigma, tau) that gives X, Z and the outcomes' covariance V."""

    def matrices(data, sigma, tau):
        N = len(data.y)
        X = np.column_stack((np.ones(N), data.x))
        Z = np.equal.outer(data.group, np.arange(len(data.labels))).astype(float)
        return X, Z, sigma**2 * np.eye(N) + tau**2 * Z @ Z.T

    return matrices


@pytest.fixture(scope="session")
def reference():
    """Return the folder of reference data."""
    return Path(__file__).parent / "reference"


@pytest.fixture(scope="session")
def load(reference):
    """Return a function of a reference's name that gives its data and, for each of its groups, our code of it."""
    known = json.loads((reference / "fits.json").read_text())

    def data_and_order(name):
        x = known[name]["x"]
        if name.startswith("radon"):
            table = load_radon()
            data = GroupedData.from_table(table, y="log_radon", group="county", x=x)
            labels = list(dict.fromkeys(table["county"]))  # the reference counts counties in order of appearance
        else:
            with (reference / f"{name}.csv").open(newline="") as file:
                rows = list(csv.DictReader(file))
            table = {key: [row[key] if key == "group" else float(row[key]) for row in rows] for key in rows[0]}
            data = GroupedData.from_table(table, y="y", group="group", x=x)
            labels = known[name]["groups"]
        return data, [list(data.labels).index(label) for label in labels]

    return data_and_order


@pytest.fixture(scope="session")
def summary_of():
    """Return a function that summarises groups of given sizes and means, with a within-group mean square of 1."""

    def summary(n, gamma):
        n, gamma = np.array(n), np.array(gamma, dtype=float)
        within = np.array([[float(n.sum() - len(n))]])
        return GroupSummary(np.arange(len(n)), (), n, np.zeros(1), gamma[:, np.newaxis], within)

    return summary


@pytest.fixture(scope="session")
def problem_sheets():
    """Return a sheet of problems, one of each kind, for each of two hundred seeds."""
    return [make_problems(seed, len(KINDS)) for seed in range(200)]


@pytest.fixture(scope="session")
def problems(problem_sheets):
    """Return all the problems of these sheets."""
    return [problem for sheet in problem_sheets for problem in sheet]
