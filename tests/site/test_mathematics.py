"""Formulas on the built pages: how large they are, and where they break."""

import pytest
from built_book import HTML

pytestmark = pytest.mark.browser

SIZES = """(formulas) => [...document.querySelectorAll(formulas)].map((formula) =>
  parseFloat(getComputedStyle(formula).fontSize))"""


@pytest.mark.parametrize("width", [320, 1280])
def test_displayed_mathematics_is_as_large_as_that_in_a_line(visit, width):
    page = HTML / "chapters" / "05-weighted-average.html"
    with visit(page.as_uri(), viewport={"width": width, "height": 800}) as opened:
        displayed = opened.evaluate(SIZES, "div.math > mjx-container")
        assert min(displayed) >= max(16, *opened.evaluate(SIZES, ".bd-article section > p mjx-container"))
        assert opened.wrong == []  # from disk


def test_an_equation_is_one_line_where_there_is_room_and_more_where_there_is_not(visit):
    page = HTML / "chapters" / "02-likelihood.html"
    with visit(page.as_uri(), viewport={"width": 1280, "height": 800}) as opened:
        wide = opened.locator("#equation-eq-log-likelihood mjx-math").bounding_box()["height"]
        opened.set_viewport_size({"width": 320, "height": 800})
        assert opened.locator("#equation-eq-log-likelihood mjx-math").bounding_box()["height"] > 1.4 * wide
