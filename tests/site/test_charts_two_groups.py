"""The chart of two counties in chapter 14: two estimates, their difference and its probability are the package's."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import GroupedData, figures, fit
from mlmcore.datasets import load_radon

PLACE = ("14-which-is-worst", "fig-two-counties")
PAIRS = [
    ("Watonwan", "Norman"),
    ("Watonwan", "Aitkin"),
    ("St. Louis", "Lac qui Parle"),
    ("Lake of the Woods", "Yellow Medicine"),
    ("Hennepin", "Dakota"),
    ("Mahnomen", "Mahnomen"),
    ("Watonwan", "Mahnomen"),  # what was chosen before, first or second or both, leaves no trace
    ("Aitkin", "Watonwan"),
]
UPPER, LOWER = {"x": "above_x", "y": "above_y"}, {"x": "below_x", "y": "below_y"}


@pytest.fixture(scope="module")
def model():
    return fit(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))


def test_two_groups_drawn_twice_are_the_same_and_a_last_bit_does_not_show(model):
    def made(of):
        return json.dumps(figures.two_groups(of, a="Aitkin", b="Anoka").spec)

    assert made(model) == made(model) == made(replace(model, alpha=np.nextafter(model.alpha, 9)))


def test_two_groups_of_a_fit_without_and_with_two_predictors_are_drawn():
    rng = np.random.default_rng(1)
    group, x = np.repeat(list("abcd"), 5), rng.normal(size=(20, 2))
    for columns in (None, x):
        model = fit(GroupedData.from_arrays(rng.normal(size=20) + np.repeat([0, 1, 2, 3], 5), group, columns))
        rows = figures.two_groups(model, a="a", b="b").spec["data"]["values"]
        shared = [[value for name, value in row.items() if name.startswith("shared")] for row in rows]
        variance = [row["own"] + np.sum(np.square(z)) for row, z in zip(rows, shared, strict=True)]
        np.testing.assert_allclose(np.sqrt(variance), model.alpha_sd, rtol=1e-9)
        apart = rows[0]["own"] + rows[2]["own"] + np.sum(np.square(np.subtract(shared[0], shared[2])))
        assert np.sqrt(apart) == pytest.approx(model.difference("a", "c")[1], rel=1e-9)


@pytest.mark.browser
def test_the_difference_of_any_two_counties_and_its_probability_are_the_packages(chart, model):
    shown = chart(*PLACE)
    place = {label: j for j, label in enumerate(model.labels)}
    for a, b in PAIRS:
        shown.choose("a", a)
        shown.choose("b", b)
        for row in shown.rows("estimate_0"):
            j = place[row["group"]]
            expected = model.alpha[j] + model.alpha_sd[j] * np.array([0, *norm.interval(0.95)])
            np.testing.assert_allclose([row["estimate"], row["low"], row["high"]], expected, rtol=1e-9, atol=1e-9)
        (row,) = shown.rows("gap_1")
        gap, sd = model.difference(a, b)
        np.testing.assert_allclose([row["gap"], row["sd"]], [gap, sd], rtol=1e-9, atol=1e-9)
        said = shown.place.get_by_role("status").text_content()
        if a == b:
            assert said == "the same county"
            continue
        np.testing.assert_allclose(row["above"], norm.cdf(gap / sd), rtol=1e-9, atol=1e-12)
        assert said == f"{a} above {b}, probability {row['above']:.2f}"
        clear = row["low"] > 0 or row["high"] < 0
        assert clear == (abs(row["above"] - 0.5) > 0.475)
