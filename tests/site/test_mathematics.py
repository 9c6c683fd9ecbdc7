"""Formulas on the built pages: whole on a phone, never torn from their commas."""

import pytest
from built_book import HTML, PAGES, UNFOLD

pytestmark = pytest.mark.browser
PHONES = [320, 360, 390]

# Formulas that reach beyond the block they stand in, and how far.
TOO_WIDE = """() => [...document.querySelectorAll("main mjx-container")].flatMap((formula) => {
  const block = formula.parentElement.closest("p, li, td, th, dd, dt, h1, h2, h3, h4, div, figcaption, summary");
  const { right } = block.getBoundingClientRect(), edge = right - parseFloat(getComputedStyle(block).paddingRight);
  const inked = [formula, ...formula.querySelectorAll("mjx-math, mjx-math *")];
  const beyond = Math.max(...inked.map((element) => element.getBoundingClientRect().right)) - edge;
  return formula.checkVisibility() && beyond > 1 ? [[formula.querySelector("math").textContent, beyond]] : [];
})"""
# Formulas whose next letter, if no space comes before it, stands on another line.
TORN = """() => [...document.querySelectorAll("main span.math")].filter((formula) => {
  const block = formula.closest("p, li, td, th, dd, figcaption") ?? formula;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let next = walker.nextNode();
  while (next && !(formula.compareDocumentPosition(next) === Node.DOCUMENT_POSITION_FOLLOWING && next.data)) {
    next = walker.nextNode();
  }
  if (!next || !/^[^\\s\\w]/.test(next.data) || !formula.checkVisibility()) return false;
  const sign = document.createRange();
  sign.setStart(next, 0);
  sign.setEnd(next, 1);
  const { top, bottom } = formula.querySelector("mjx-math").getBoundingClientRect();
  const { top: above, bottom: below } = sign.getBoundingClientRect();
  return above > bottom || below < top;
}).map((formula) => formula.closest("p, li, td").textContent.slice(0, 120))"""
SIZES = """(formulas) => [...document.querySelectorAll(formulas)].map((formula) =>
  parseFloat(getComputedStyle(formula).fontSize))"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_on_a_phone_nothing_is_cut_and_no_line_begins_with_a_comma(page, opened):
    opened.evaluate(UNFOLD)
    for width in PHONES:
        opened.set_viewport_size({"width": width, "height": 800})
        assert opened.evaluate(TOO_WIDE) == []
        assert opened.evaluate(TORN) == []


def test_what_is_cut_or_torn_is_found(visit):
    page = HTML / "chapters" / "02-likelihood.html"
    with visit(page.as_uri(), viewport={"width": 320, "height": 800}) as opened:
        whole = ".piece, mjx-math { white-space: nowrap !important; max-width: none !important; }"
        opened.add_style_tag(content=f"{whole} .glued {{ white-space: normal; }}")
        assert len(opened.evaluate(TOO_WIDE)) > 2
        torn = 0
        for width in range(320, 400, 8):
            opened.set_viewport_size({"width": width, "height": 800})
            torn += len(opened.evaluate(TORN))
        assert torn > 0


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
