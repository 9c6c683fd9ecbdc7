"""A table shows every entry once, numbers at their point, labels as they were given."""

import numpy as np
import pytest

from mlmcore.tables import table


def test_numbers_are_right_aligned_and_text_is_not():
    columns = {"name": ["a", "12 b"], "n": [1, 20], "interval": ["0.1 to ∞", "–"], "share": ["3 %", "12 %"]}
    assert table(columns)._repr_markdown_().splitlines()[1] == "| :--- | ---: | ---: | ---: |"


def test_numbers_are_rounded_with_a_true_minus_sign_and_no_negative_zero():
    shown = table({"v": np.array([-1.25, -0.001, np.inf, -np.inf, np.nan]), "n": [-1, 2, 3, 4, 10**6]}, digits={"v": 2})
    assert [row[0] for row in shown.cells] == ["−1.25", "0.00", "∞", "−∞", "–"]
    assert [row[1] for row in shown.cells] == ["−1", "2", "3", "4", "1000000"]


def test_a_pair_of_columns_is_a_value_and_its_standard_deviation():
    shown = table({"estimate": (np.array([1.5, -2]), np.array([0.25, 1]))}, digits=2)
    assert [row[0] for row in shown.cells] == ["1.50 ± 0.25", "−2.00 ± 1.00"]


def test_text_has_its_columns_one_under_another():
    lines = str(table({"name": ["a", "long name"], "n": [100, 1]})).splitlines()
    assert lines == ["name         n", "a          100", "long name    1"]


@pytest.mark.parametrize("columns", [{}, {"a": [1, 2], "b": [1]}])
def test_columns_of_different_lengths_are_refused(columns):
    with pytest.raises(ValueError, match=r"columns: at least one, and as many entries in each; got \{"):
        table(columns)
