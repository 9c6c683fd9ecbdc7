"""What a reader does with a page: moves by keyboard, opens what is folded, changes the theme."""

import pytest
from built_book import HTML, SETTLE, wait_until_scrollable_by_key

pytestmark = pytest.mark.browser
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
PAGE = (HTML / "chapters" / "08-tau.html").as_uri()  # folds, wide code, equations, contents

# Of the element that has the focus: its name; whether an outline or a shadow shows it; whether it lies in the window.
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  element.dataset.reached = "";
  const shadow = style.boxShadow.match(/[1-9]\\d*px/);
  return {
    name: element.getAttribute("aria-label") || element.title || element.textContent.trim().split("\\n")[0],
    shown: ((style.outlineStyle !== "none" && style.outlineWidth !== "0px") || shadow) && style.opacity === "1",
    inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    isBody: element === document.body,
  };
}"""
MISSED = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !("reached" in element.dataset))
  .map((element) => element.outerHTML)"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_tab_reaches_everything_and_shows_where_it_is(visit, size):
    with visit(PAGE, viewport=size, reduced_motion="reduce") as page:
        wait_until_scrollable_by_key(page)
        reached = []
        while len(reached) < 200:
            page.keyboard.press("Tab")
            page.evaluate(SETTLE)
            focus = page.evaluate(FOCUS)
            if focus["isBody"]:
                break
            reached.append(focus)
        assert [focus["name"] for focus in reached if not (focus["shown"] and focus["inside"])] == []
        assert page.evaluate(MISSED) == []
        names = [focus["name"] for focus in reached]
        assert names[0] == "Skip to main content"
        folds = page.locator("article .cell > details > summary").all_inner_texts()
        assert folds and {"Search", "Color mode", *folds} <= set(names)
        assert ("1. Random draw or average?" in names) == (size is WIDE)  # on a phone the contents are behind a button
        assert page.wrong == []


def test_the_skip_link_leads_into_the_text(visit):
    with visit(PAGE, formulas=False) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_enter_opens_and_closes_folded_code(open_pages):
    page = open_pages.open("keys", PAGE, formulas=False)
    fold = page.locator("details").first
    page.keyboard.press("Tab")  # from here the reader moves by keyboard
    fold.locator("summary").focus()
    for opened in (True, False):
        page.keyboard.press("Enter")
        assert fold.locator("pre").first.is_visible() == opened
    assert page.wrong == []


def test_the_theme_button_turns_the_page_dark_and_back(open_pages):
    page = open_pages.open("keys", PAGE, formulas=False)
    button = page.locator("button.theme-switch-button").first
    seen = [page.locator("html").get_attribute("data-theme")]
    for _ in range(3):  # as the system has it, dark, light
        button.focus()
        page.keyboard.press("Enter")
        seen.append(page.locator("html").get_attribute("data-theme"))
    assert seen[0] == "light"
    assert set(seen) == {"light", "dark"}
    assert page.wrong == []


@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_a_phone_opens_and_closes_the_contents(open_pages, barriers, server, side):
    page = open_pages.open("contents", f"{server}/chapters/08-tau.html")
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    link = "1. Random draw or average?" if side == "primary" else "8.1. One number to compare with"
    contents = page.get_by_role("dialog").get_by_role("link", name=link)
    page.locator(f"button.{side}-toggle").focus()
    page.keyboard.press("Enter")
    contents.wait_for()
    assert page.wrong == []
    assert barriers(page, shown_anew=True) == ""  # in the other contents, the page behind them is the same
    page.keyboard.press("Escape")
    contents.wait_for(state="hidden")


def test_the_first_page_leads_to_the_answer(visit):
    with visit((HTML / "chapters" / "references.html").as_uri(), formulas=False) as page:
        page.goto((HTML / "index.html").as_uri(), wait_until="commit")  # it leaves at once
        page.wait_for_url("**/chapters/index.html")
        assert "weighted average" in page.locator("article").first.inner_text()
