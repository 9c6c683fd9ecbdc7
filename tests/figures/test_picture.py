"""A figure's SVG: the same every time, in the book's colours, for two widths, whatever its labels."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib
import pytest

from mlmcore import figures
from mlmcore.figures.picture import svg
from mlmcore.figures.style import label


def drawn(scale=1.0):
    ax = figures.canvas(height=3)
    ax.plot([1, 2, 3], [1, 1.7 * scale, 3], "o-", color=figures.COLOURS["data"])
    ax.vlines([1, 2, 3], 1, 2, color=figures.COLOURS["muted"])
    label(ax, "αⱼ and α̂ⱼ\nsecond line", (2, 2), "prior")
    return ax.figure


def test_a_picture_is_the_same_every_time_and_another_when_its_data_change_by_one_per_cent():
    assert svg(drawn()) == svg(drawn())
    assert svg(drawn()) != svg(drawn(1.01))


def test_another_process_draws_the_same_picture():
    pictures = {draw_elsewhere(seed) for seed in "12"}
    assert len(pictures) == 1


def draw_elsewhere(seed):
    command = "from test_picture import drawn, svg; print(svg(drawn()))"
    options = {"capture_output": True, "text": True, "cwd": Path(__file__).parent}
    surroundings = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run([sys.executable, "-c", command], check=True, env=surroundings, **options).stdout


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


def contrast(colour, ground):
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in matplotlib.colors.to_rgb(colour)]
    return linear[0] * 0.2126 + linear[1] * 0.7152 + linear[2] * 0.0722


@pytest.mark.parametrize("meaning", figures.COLOURS)
def test_every_colour_can_be_read_as_text_on_white(meaning):
    assert contrast(figures.COLOURS[meaning], "#ffffff") >= 4.5  # WCAG 2.1 AA


def test_the_page_has_the_figures_colours_and_others_for_the_dark_theme_that_can_be_read_there():
    css = (Path(__file__).parents[2] / "_static" / "book.css").read_text(encoding="utf-8")
    themes = [line for line in css.splitlines() if "--posterior: #" in line]
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6});", theme)) for theme in themes)
    assert light == figures.COLOURS and light.keys() == dark.keys()
    assert all(contrast(colour, "#121212") >= 4.5 for colour in dark.values())  # on the theme's ground
