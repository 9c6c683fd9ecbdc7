"""The numbers of equations, figures and exercises say where they stand; a reference shows the one it leads to."""

import re

import pytest
from built_book import HTML

from meanings import BOOK

CHAPTERS = {page.name: f"{number}." for number, page in enumerate(BOOK.numbered, start=1)}
PLACES = CHAPTERS | {"index": "", "your-data": "Y.", "fit-here": "Y.", "appendix-thread": "A.", "appendix-scales": "F."}
NUMBER = re.compile(r"(?:[A-Z]|\d+)?\.?\d+")


def numbers_of(page, kind):
    """Return the numbers that a built page shows, in order: of its equations, or of what has a caption of this kind."""
    if kind == "Equation":
        return [eqno.text.strip("#()\uf0c1") for eqno in page.select(".eqno")]
    shown = [caption.text for caption in page.select("article .caption-number")]
    return [text.removeprefix(kind).strip() for text in shown if text.startswith(kind)]


@pytest.mark.parametrize("kind", ["Equation", "Fig.", "Exercise"])
def test_numbers_begin_with_their_place_and_count_from_one(kind, parsed):
    found = {page.name: numbers_of(parsed(HTML / "chapters" / f"{page.name}.html"), kind) for page in BOOK.pages}
    assert len([numbers for numbers in found.values() if numbers]) > 11
    at = {}
    for page, numbers in found.items():
        if numbers:
            at.setdefault(PLACES[page], []).extend(numbers)
    for place, numbers in at.items():
        assert numbers == [f"{place}{count}" for count in range(1, len(numbers) + 1)]


def test_a_reference_shows_the_number_that_it_leads_to(parsed):
    tried = 0
    for page in HTML.glob("chapters/*.html"):
        for link in parsed(page).select("article a.reference.internal"):
            address, _, name = link["href"].partition("#")
            if name.startswith(("equation-", "fig-", "ex-")):
                target = parsed(page.parent / address if address else page).find(id=name)
                shown = target.select_one(".eqno, .caption-number").text
                assert NUMBER.search(link.text)[0] == NUMBER.search(shown)[0]
                tried += 1
    assert tried > 200
