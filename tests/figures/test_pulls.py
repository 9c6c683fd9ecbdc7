"""The figure of three ways to pull a group that lies far out."""

import numpy as np
import pytest

from mlmcore import figures


def test_three_curves_stand_on_one_axis_with_the_line_of_no_pooling():
    distance = np.array([0.0, 1.0, 2.0])
    curves = {"a": 0.5 * distance, "b": distance**2 / 4, "c": np.maximum(distance - 0.7, 0.5 * distance)}
    ax = figures.canvas()
    figures.three_pulls(ax, distance, curves)
    diagonal, *lines = ax.lines
    assert diagonal.get_slope() == 1
    for line, values in zip(lines, curves.values(), strict=True):
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack((distance, values)))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b", "c"]
    assert len({(line.get_color(), line.get_linestyle(), str(line._dash_pattern)) for line in lines}) == 3


def test_there_are_three():
    with pytest.raises(ValueError, match="zip"):
        figures.three_pulls(figures.canvas(), np.array([0.0, 1.0]), {"a": np.array([0.0, 1.0])})
