"""The sheets of exercises: `make sheets`."""

import io
import re

import paper as on_paper
import print_sheets
import pypdfium2
import pytest
from built_book import soup

import mlmcore as mlm
from meanings import BOOK
from mlmcore.datasets import load_radon

CHAPTERS = {page.name: page.directives("exercise", "solution") for page in BOOK.numbered}


@pytest.fixture(scope="module")
def texts():
    """Return every sheet's HTML by its name."""
    return print_sheets.all_sheets()


@pytest.fixture(scope="module")
def sheets(texts):
    """Return every sheet's elements by its name."""
    return {name: soup(text).article for name, text in texts.items()}


@pytest.fixture(scope="module")
def pdfs(browser, server, texts):
    """Return the sheets of one chapter, printed."""
    text = on_paper.document("sheets", *texts.values(), style=print_sheets.STYLE)
    page = on_paper.open_on_paper(browser, server, text)
    printed = {}
    for name in ("08-tau", "08-tau-solutions"):
        page.evaluate(print_sheets.CHOOSE, name)
        target = io.BytesIO()
        on_paper.printed(page, tagged=False).save(target)
        printed[name] = pypdfium2.PdfDocument(target)
    yield printed
    page.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sheet_has_the_chapters_exercises_and_solutions_where_they_are_wanted_alone(sheets, chapter):
    to_set, solved = sheets[chapter], sheets[f"{chapter}-solutions"]
    names = [f"{chapter}:{found.options['label']}" for found in CHAPTERS[chapter]]
    assert [part["id"] for part in solved.select(".exercise, .solution")] == names
    assert [part["id"] for part in to_set.select(".exercise, .solution")] == names[::2]
    assert "# Solution" not in to_set.text and "assert" not in to_set.text and "solved(" not in solved.text
    assert to_set.text.count("answer = ...") == sum(bool(found.below) for found in CHAPTERS[chapter][::2])
    assert "details" not in {tag.name for sheet in (to_set, solved) for tag in sheet.find_all()}
    assert solved.h1.text == to_set.h1.text and f"chapters/{chapter}.ipynb" in to_set.text


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sheet_shows_every_equation_and_figure_that_it_names(sheets, chapter):
    for sheet in (sheets[chapter], sheets[f"{chapter}-solutions"]):
        shown = {element.text for element in sheet.select(".eqno")}
        shown |= {number.text.strip() for number in sheet.select("figure .caption-number")}
        named = [link.text for link in sheet.select("a") if re.match(r"\(\w+\.\d+\)$|Fig\. ", link.text)]
        assert {name for name in named if name not in shown} == set()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_room_is_left_to_write_where_paper_is_enough_and_there_is_no_solution(sheets, chapter):
    room = ["style" in exercise.attrs for exercise in sheets[chapter].select(".exercise")]
    assert room == ["paper is enough" in found.text for found in CHAPTERS[chapter][::2]]
    assert not sheets[f"{chapter}-solutions"].select(".exercise[style]")


def test_what_is_given_is_the_model_and_what_the_fit_found(sheets):
    box = sheets["08-tau"].select_one(".given")
    assert len(box.select(".eqno")) == len(print_sheets.THE_MODEL)
    fit = mlm.fit(mlm.GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    assert f"919 houses of {len(fit.n)} counties" in box.text
    for value in (fit.sigma, fit.tau, fit.mu, fit.beta[0]):
        assert f"= {value:.3f}" in box.text


@pytest.mark.browser
def test_a_printed_sheet_is_of_its_chapter_alone_and_typeset(pdfs):
    texts = {name: "".join(page.get_textpage().get_text_bounded() for page in pdf) for name, pdf in pdfs.items()}
    to_set, solved = texts["08-tau"], texts["08-tau-solutions"]
    assert re.findall(r"Exercise (\d+\.\d)", to_set) == [f"8.{number}" for number in range(1, 6)]
    assert "smallest number of houses" in to_set and "smallest number of houses" in solved
    assert all("CC BY 4.0" in pdf[0].get_textpage().get_text_bounded() for pdf in pdfs.values())
    assert "48 houses" in solved and "48 houses" not in to_set
    assert not re.search(r"\\\(|\\frac|\\tau", to_set + solved)
    assert [len(pdf) < limit for pdf, limit in zip(pdfs.values(), (5, 9), strict=True)] == [True, True]
