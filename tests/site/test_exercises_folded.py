"""Exercises on the built pages: their solutions are folded, with the code in them, and a link to one opens it."""

import re
from collections import Counter

import pytest
from built_book import HTML, PAGES
from test_form_of_exercises import EXERCISES

SOLUTIONS = "details.solution"
CHAPTERS = {path.stem: exercises for path, exercises in EXERCISES.items()}


def address(page):
    return (HTML / "chapters" / f"{page}.html").as_uri()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_an_id_names_one_place_of_a_page(path):
    ids = Counter(re.findall(r'<[^>]* id="([^"]+)"', path.read_text(encoding="utf-8")))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.browser
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_solution_is_folded_and_holds_all_its_cells(visit, chapter):
    with visit(address(chapter)) as page:
        folds = page.locator(SOLUTIONS)
        assert folds.count() == len(CHAPTERS[chapter])
        for number, exercise in enumerate(CHAPTERS[chapter]):
            fold = folds.nth(number)
            assert fold.locator(f"#sol-{exercise.label}").is_hidden()
            assert fold.locator(".cell").count() == len(exercise.solution) - 1
            assert page.locator(f"#ex-{exercise.label} .caption-number").is_visible()
        assert page.locator("details.solution ~ .cell .cell_input", has_text="# Solution").count() == 0
        folds.first.locator("summary").click()
        assert page.locator(f"#sol-{CHAPTERS[chapter][0].label}").is_visible()


@pytest.mark.browser
def test_a_link_to_a_solution_opens_it(visit):
    last = CHAPTERS["12-beyond"][-1].label
    with visit(address("appendix-exercises")) as page:
        page.locator(f'a[href="12-beyond.html#sol-{last}"]').first.click()
        page.wait_for_url("**/12-beyond.html*")
        page.wait_for_function(f"document.getElementById('sol-{last}').checkVisibility()")
        assert page.locator(f"{SOLUTIONS}[open]").count() == 1


@pytest.mark.browser
def test_on_paper_a_folded_solution_stays_out_and_an_open_one_stands(visit):
    with visit(address("05-weighted-average")) as page:
        page.locator(SOLUTIONS).nth(1).locator("summary").click()
        page.emulate_media(media="print")
        shown = [fold.is_visible() for fold in page.locator(SOLUTIONS).all()]
        assert shown == [number == 1 for number in range(len(shown))]
        assert all(exercise.is_visible() for exercise in page.locator("div.exercise").all())
