"""What stands out of the text on a built page does so in one way: a quiet frame, the same everywhere."""

import pytest
from built_book import HTML, PAGES, SETTLE

from meanings import BOOK

PAGE = HTML / "chapters" / "05-weighted-average.html"
BOXES = [
    "blockquote.question",
    "p.answer",
    "div.exercise",
    "details.solution",
    "details.hide",
    "div.cell > div.cell_input",
]
FRAMES = """(boxes) => [...document.querySelectorAll(boxes)].map((box) => {
  const { borderTop, borderRight, borderBottom, borderLeft, borderRadius, boxShadow } = getComputedStyle(box);
  return [borderTop, borderRight, borderBottom, borderLeft, borderRadius, boxShadow].join(" | ");
})"""
GROUNDS = """(elements) => [...document.querySelectorAll(elements)].map((element) => {
  while (/^rgba\\(0, 0, 0, 0\\)$/.test(getComputedStyle(element).backgroundColor)) element = element.parentElement;
  return getComputedStyle(element).backgroundColor;
})"""


@pytest.mark.parametrize("page", BOOK.numbered, ids=lambda page: page.name)
def test_a_chapter_has_its_question_and_its_answer_in_boxes(page, parsed):
    built = parsed(HTML / "chapters" / f"{page.name}.html")
    (question,) = built.select("blockquote.question")
    assert question.find_previous_sibling().name == "h1"
    (answer,) = built.select("p.answer")
    assert answer.strong.get_text().startswith("The answer")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_boxes_have_one_frame(open_pages, theme):
    page = open_pages.open("boxes", PAGE.as_uri(), formulas=False)
    page.emulate_media(color_scheme=theme)
    page.wait_for_selector(f"html[data-theme={theme}]", state="attached")
    page.evaluate(SETTLE)
    frames = {box: set(page.evaluate(FRAMES, box)) for box in BOXES}
    assert all(frames.values())
    assert len(set.union(*frames.values())) == 1, frames


@pytest.mark.browser
def test_what_a_cell_prints_shares_no_ground_with_code(visit):
    with visit((HTML / "chapters" / "01-puzzle.html").as_uri(), formulas=False) as page:
        code = set(page.evaluate(GROUNDS, "div.cell_input pre"))
        printed = set(page.evaluate(GROUNDS, "div.cell_output pre"))
        assert printed == set(page.evaluate(GROUNDS, ".bd-article h1")) != code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_books_title_stands_once_beside_the_text_and_on_the_first_page_above_it_alone(page, parsed):
    title = parsed(HTML / "chapters" / "index.html").h1.get_text().rstrip("#")
    sidebar = parsed(page).select_one("#pst-primary-sidebar").get_text()
    assert sidebar.count(title) == (page.stem != "index")


@pytest.mark.browser
def test_the_titles_of_the_pages_before_and_after_are_whole_on_the_narrowest_phone(open_pages):
    cut = """() => [...document.querySelectorAll(".prev-next-area a")].map((link) => {
      const inside = [...link.querySelectorAll("*")].map((part) => part.getBoundingClientRect());
      const { left, right } = link.getBoundingClientRect();
      return inside.every((box) => box.left >= left && box.right <= right) && link.scrollWidth <= link.clientWidth;
    })"""
    page = open_pages.open("boxes", PAGE.as_uri(), formulas=False)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(cut) == [True, True]
