"""Beside a reference stands what it leads to, for pointer and key; from disk, in either theme, never on paper."""

import json
import re

import pytest
from built_book import HTML

REFERENCES = "article a.reference.internal[href]"
PREVIEWED = re.compile(r"([^/]*)(?:\.html)?#(equation-.*|fig-.*|(?<=references\.html#)id\d+)")
PAGE = HTML / "chapters" / "03-prior.html"
EQUATION = 'article p a[href="02-likelihood.html#equation-eq-log-likelihood"]'
FIGURE = 'article p a[href="01-puzzle.html#fig-funnel"]'
WORK = 'article a[href^="references.html#id"]'
CHART = 'article p a[href="#fig-balance"]'


@pytest.fixture(scope="module")
def previews():
    """Return what each page's targets show."""
    scripts = [path.read_text(encoding="utf-8") for path in (HTML / "_static" / "previews").glob("*.js")]
    pages = [json.loads(re.fullmatch(r"Object\.assign\(previews, (.*)\);\n", script)[1]) for script in scripts]
    return {name: targets for page in pages for name, targets in page.items()}


def test_every_reference_finds_what_it_leads_to(parsed, previews):
    seen = set()
    for path in HTML.glob("chapters/*.html"):
        for link in parsed(path).select(REFERENCES):
            if target := PREVIEWED.fullmatch(link["href"]):
                page, name = target.groups()
                assert previews[page.removesuffix(".html") or path.stem][name]
                seen.add(name[:3])
    assert {"equ", "fig"} < seen and any(name.startswith("id") for name in seen)


def test_a_target_takes_no_name_of_the_page(previews):
    html = "".join(html for targets in previews.values() for html in targets.values())
    assert 'id="preview-' in html and 'href="#preview-' in html
    assert not re.search(r'\bid="(?!preview-)|(url\(|href=")#(?!preview-)|headerlink|<script', html)


@pytest.fixture(scope="module")
def opened(visit):
    with visit(PAGE.as_uri(), viewport={"width": 1280, "height": 800}, color_scheme="dark") as page:
        yield page
        assert page.wrong == []


@pytest.fixture
def page(opened):
    """Return the page as at its opening: at its top, the pointer nowhere and nothing shown."""
    opened.emulate_media(media="screen")
    opened.mouse.move(2, 2)
    opened.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    box(opened).wait_for(state="detached")
    return opened


def box(page):
    return page.locator(".popover.preview")


@pytest.mark.browser
def test_a_pointer_is_shown_the_equation_typeset_and_may_go_onto_it(page, barriers):
    link = page.locator(EQUATION).first
    link.hover()
    box(page).wait_for()
    assert box(page).locator("mjx-container").count() == 1 and "\\" not in box(page).inner_text()
    assert "(2.2)" in box(page).inner_text()
    assert barriers(page) == ""
    box(page).hover()
    page.wait_for_timeout(400)
    assert box(page).is_visible()
    page.mouse.move(2, 2)
    box(page).wait_for(state="detached")
    assert link.get_attribute("aria-describedby") is None


@pytest.mark.browser
def test_a_key_is_shown_it_too_and_escape_hides_it(page):
    link = page.locator(EQUATION).first
    page.keyboard.press("Tab")  # from here the reader moves by keyboard
    link.focus()
    box(page).wait_for()
    assert box(page).get_attribute("role") == "tooltip"
    assert box(page).get_attribute("id") == link.get_attribute("aria-describedby")
    page.keyboard.press("Escape")
    assert box(page).count() == 0 and link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    box(page).wait_for()
    page.keyboard.press("Tab")
    assert link.get_attribute("aria-describedby") is None


@pytest.mark.browser
def test_a_figure_is_shown_whole_with_its_caption_in_the_readers_colours(page, barriers):
    page.locator(FIGURE).first.hover()
    box(page).wait_for()
    drawn = box(page).locator("svg:visible")
    assert drawn.count() == 1 and "Lac qui Parle" in drawn.get_attribute("aria-label")
    assert "Fig. 1.1" in box(page).inner_text()
    assert barriers(page, "color-contrast") == ""
    inside = box(page).bounding_box()
    assert inside["y"] >= 0 and inside["y"] + inside["height"] <= 800


@pytest.mark.browser
def test_a_work_is_shown_as_the_bibliography_has_it(visit):
    with visit((HTML / "chapters" / "07-five-roads.html").as_uri(), color_scheme="light") as page:
        page.locator(WORK).first.hover()
        box(page).wait_for()
        assert re.search(r", \d{4}\.", box(page).inner_text()) and box(page).locator("h3").count() == 0
        assert page.wrong == []


@pytest.mark.browser
def test_a_chart_is_shown_as_its_picture(visit):
    with visit((HTML / "chapters" / "05-weighted-average.html").as_uri(), color_scheme="light") as page:
        page.locator(CHART).first.hover()
        box(page).wait_for()
        assert box(page).locator("svg:visible").count() == 1
        assert box(page).locator("form").count() == 0


@pytest.mark.browser
def test_what_is_in_passing_or_on_paper_is_not_shown(page):
    link = page.locator(EQUATION).first
    link.hover()
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    assert box(page).count() == 0
    link.hover()
    box(page).wait_for()
    page.emulate_media(media="print")
    assert not box(page).is_visible()


@pytest.mark.browser
def test_a_finger_follows_the_link(visit):
    with visit(PAGE.as_uri(), viewport={"width": 390, "height": 800}, has_touch=True) as page:
        page.locator(EQUATION).first.tap()
        page.wait_for_url("**/02-likelihood.html#equation-eq-log-likelihood")
        assert page.wrong == []
