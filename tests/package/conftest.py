"""What the tests of the package share: random data sets, and the model written out as dense matrices."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from mlmcore import GroupedData


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
