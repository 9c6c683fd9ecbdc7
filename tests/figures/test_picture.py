"""A figure's SVG: the same every time, in the book's colours, for two widths, whatever its labels."""

import re
from xml.etree import ElementTree as ET

import matplotlib
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from mlmcore import figures
from mlmcore.figures.picture import svg
from mlmcore.figures.style import label


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def drawn(scale=1.0):
    ax = figures.canvas(height=3)
    ax.plot([1, 2, 3], [1, 1.7 * scale, 3], "o-", color=figures.COLOURS["data"])
    label(ax, "αⱼ and α̂ⱼ\nsecond line", (2, 2), "prior")
    return ax.figure


def test_a_picture_is_the_same_every_time_and_another_when_its_data_change_by_one_per_cent():
    assert svg(drawn()) == svg(drawn())
    assert svg(drawn()) != svg(drawn(1.01))


def test_a_difference_in_a_processors_last_bits_does_not_reach_the_picture():
    assert svg(drawn()) == svg(drawn(1 + 1e-12))


def test_text_is_text_with_its_index_lowered_and_its_lines_one_under_another():
    root = ET.fromstring(svg(drawn()))
    texts = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("second line") == 2  # in the wide drawing and in the narrow one
    assert texts.count("αj\u200b and α̂j\u200b") == 2


def test_colours_are_variables_of_the_page_and_no_name_is_given_twice():
    text = svg(drawn())
    assert "var(--data, #b84a00)" in text and not re.findall(r"[^ ]#[0-9a-f]{6}", text)
    names = re.findall(r'id="(\w+)"', text)
    assert len(names) == len(set(names)) and set(re.findall(r'(?:url\(#|href="#)(\w+)', text)) == set(names)


def test_the_second_drawing_is_narrower_and_its_text_as_large():
    wide, narrow = ET.fromstring(svg(drawn())), ET.fromstring(svg(drawn())).find(".//{*}defs/{*}svg")
    assert float(wide.get("viewBox").split()[2]) == 468 and float(narrow.get("viewBox").split()[2]) == 259.2
    assert wide.get("font-size") == narrow.get("font-size") == "10.5"
