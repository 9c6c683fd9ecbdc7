"""Symbols on the built pages have the charts' colours."""

import pytest
from built_book import HTML

from mlmcore.figures.style import COLOURS

pytestmark = pytest.mark.browser
INK = """(meaning) => [...document.querySelectorAll(`.bd-article mjx-container .${meaning}`)].map((symbol) =>
  getComputedStyle(symbol).color)"""
GROUND = "getComputedStyle(document.body).backgroundColor"


def rgb(colour):
    """Return red, green and blue of #rrggbb or rgb(r, g, b)."""
    if colour.startswith("#"):
        return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return [int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")]


def luminance(colour):
    """Return the relative luminance of WCAG 2.1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return WCAG's contrast of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_symbols_have_the_charts_colours_on_screen_and_are_black_on_paper(visit, theme):
    page = HTML / "chapters" / "05-weighted-average.html"
    with visit(page.as_uri(), color_scheme=theme) as opened:
        ground = opened.evaluate(GROUND)
        for meaning in ("data", "prior", "posterior"):
            (ink,) = set(opened.evaluate(INK, meaning))
            assert contrast(ink, ground) >= 4.5
            strongest = max(range(3), key=rgb(COLOURS[meaning]).__getitem__)
            assert max(range(3), key=rgb(ink).__getitem__) == strongest
            assert theme == "dark" or rgb(ink) == rgb(COLOURS[meaning])
        opened.emulate_media(media="print", color_scheme=theme)
        opened.wait_for_selector("html[data-theme=light]", state="attached")
        text = opened.evaluate("getComputedStyle(document.querySelector('.bd-article mjx-math')).color")
        assert {ink for meaning in ("data", "prior", "posterior") for ink in opened.evaluate(INK, meaning)} == {text}


def test_only_what_is_said_of_data_prior_and_posterior_has_a_colour(visit):
    symbols = """(meaning) => [...document.querySelectorAll(`.bd-article mjx-assistive-mml .${meaning}`)].map(
      (symbol) => symbol.textContent.replace(/[^αγμ^¯]/g, ""))"""
    with visit((HTML / "chapters" / "09-overall-mean.html").as_uri()) as opened:
        found = {meaning: set(opened.evaluate(symbols, meaning)) - {""} for meaning in ("data", "prior", "posterior")}
        assert found == {"data": {"γ", "γ¯"}, "prior": {"μ", "μ^"}, "posterior": {"\N{GREEK SMALL LETTER ALPHA}^"}}
