"""The switch that hides a page's code or shows all of it: by mouse and by key, remembered, from disk, not on paper."""

import pytest
from built_book import HTML, PAGES

PAGE, NEXT = (HTML / "chapters" / f"{name}.html" for name in ("08-tau", "09-overall-mean"))
SWITCH = ".dropdown-code"
AT_FIRST = """addEventListener("DOMContentLoaded", () => {
  window.first = document.querySelectorAll("details.hide[open]").length;
})"""


def press(page, name):
    """Open the menu and press a button of it by key; return what its buttons then say."""
    page.locator(f"{SWITCH} > button").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=name, exact=True)
    button.wait_for()
    button.focus()
    page.keyboard.press("Enter")
    buttons = page.locator(f"{SWITCH} .dropdown-item").all()
    return [button.get_attribute("aria-pressed") for button in buttons]


def shown(page):
    """Return how many inputs outside solutions are seen, how many are folded, and how many there are."""
    inputs = page.locator("article div.cell:not(details.solution *) div.cell_input")
    folds = page.locator("article div.cell:not(details.solution *) > details.hide:not([open])")
    return inputs.locator("visible=true").count(), folds.locator("visible=true").count(), inputs.count()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_the_switch_if_it_has_code(page, parsed):
    assert len(parsed(page).select(SWITCH)) == bool(parsed(page).select("div.cell_input"))


@pytest.mark.browser
def test_code_is_hidden_or_all_shown_and_a_second_press_takes_it_back(visit):
    with visit(PAGE.as_uri(), formulas=False) as page:
        seen, folded, total = shown(page)
        assert 0 < seen < seen + folded == total
        assert press(page, "Hide code") == ["true", "false"]
        assert shown(page) == (0, 0, total)
        assert page.locator("article div.cell_output").first.is_visible()
        assert press(page, "Show all code") == ["false", "true"]
        assert shown(page) == (total, 0, total)
        assert press(page, "Show all code") == ["false", "false"]
        assert shown(page) == (seen, folded, total)
        assert page.wrong == []


@pytest.fixture(scope="module")
def on_paper(visit):
    """Return what the next page says on paper, where no switch was pressed."""
    with visit(NEXT.as_uri(), formulas=False) as page:
        page.emulate_media(media="print")
        return page.locator("article").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("way", ["Hide code", "Show all code"])
def test_the_next_page_from_disk_is_as_asked_from_the_start_and_paper_as_without(visit, way, on_paper):
    with visit(PAGE.as_uri(), formulas=False) as page:
        press(page, way)
        page.add_init_script(AT_FIRST)
        page.goto(NEXT.as_uri())
        seen, folded, total = shown(page)
        assert (seen, folded) == ((0, 0) if way == "Hide code" else (total, 0))
        assert page.evaluate("window.first") == (0 if way == "Hide code" else page.locator("details.hide").count())
        page.emulate_media(media="print")
        assert page.locator("article").inner_text() == on_paper
