"""What all tests of figures share: they draw without a screen, and close what they drew."""

import matplotlib
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")
