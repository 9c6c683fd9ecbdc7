"""Exercises on the built pages: their solutions are folded, with the code in them, and a link to one opens it."""

import re
from collections import Counter

import pytest
from built_book import HTML, PAGES, drawings

from meanings import BOOK

SOLUTIONS = "details.solution"
CHAPTERS = {page.name: page.directives("solution", "exercise") for page in BOOK.numbered}


def address(page):
    return (HTML / "chapters" / f"{page}.html").as_uri()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_an_id_names_one_place_of_a_page(path, parsed):
    page = parsed(path)
    ids = Counter([*(tag["id"] for tag in page(id=True)), *re.findall(r'\sid="([^"]*)"', drawings(page))])
    assert [name for name, count in ids.items() if count > 1] == []


def test_the_appendix_lists_every_exercise_and_solution_in_the_chapters_order(parsed):
    links = parsed(HTML / "chapters" / "appendix-exercises.html").select("a[href*='.html#ex-'], a[href*='.html#sol-']")
    listed = [tuple(link["href"].split(".html#")) for link in links]
    expected = [(name, found.options["label"]) for name, directives in CHAPTERS.items() for found in directives]
    assert listed[: len(expected)] == expected
    with_an_error = [
        (name, d) for name, directives in CHAPTERS.items() for d in directives if d.title.startswith("Find")
    ]
    assert listed[len(expected) :: 2] == [(name, exercise.options["label"]) for name, exercise in with_an_error]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_solution_is_folded_and_holds_all_its_cells(parsed, chapter):
    page = parsed(HTML / "chapters" / f"{chapter}.html")
    solutions = [directive for directive in CHAPTERS[chapter] if directive.name == "solution"]
    for fold, solution in zip(page.select(SOLUTIONS), solutions, strict=True):
        assert "open" not in fold.attrs
        assert fold.select(f"#{solution.options['label']}")
        assert len(fold.select(".cell")) == len(solution.below)
        assert page.select(f"#{solution.title} .caption-number") and not page.select(f"details #{solution.title}")
    assert not [code for code in page.select("details.solution ~ .cell .cell_input") if "# Solution" in code.text]


@pytest.mark.browser
def test_a_link_to_a_solution_opens_it(visit):
    last = CHAPTERS["16-beyond"][-1].options["label"]
    with visit(address("appendix-exercises"), formulas=False) as page:
        page.locator(f'a[href="16-beyond.html#{last}"]').first.click()
        page.wait_for_url("**/16-beyond.html*")
        page.wait_for_function(f"document.getElementById('{last}').checkVisibility()")
        assert page.locator(f"{SOLUTIONS}[open]").count() == 1


@pytest.mark.browser
def test_on_paper_a_folded_solution_stays_out_and_an_open_one_stands(visit):
    with visit(address("05-weighted-average"), formulas=False) as page:
        assert page.locator(SOLUTIONS).locator(".solution > *").locator("visible=true").count() == 0
        page.locator(SOLUTIONS).nth(1).locator("summary").click()
        assert page.locator(SOLUTIONS).nth(1).locator(".solution > *").locator("visible=true").count() > 0
        page.emulate_media(media="print")
        shown = [fold.is_visible() for fold in page.locator(SOLUTIONS).all()]
        assert shown == [number == 1 for number in range(len(shown))]
        assert all(exercise.is_visible() for exercise in page.locator("div.exercise").all())
