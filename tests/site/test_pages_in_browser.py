"""Every page of the built book in a browser, from disk and from a server, light and dark, wide and as on a phone."""

import re

import pytest
from built_book import HTML, PAGES, UNFOLD, wait_until_scrollable_by_key
from page_weight import limit, weigh

pytestmark = pytest.mark.browser
WIDE = {"width": 1280, "height": 720}
PHONE = {"width": 360, "height": 800}
PAPER = {"width": 680, "height": 960}  # A4 within its margins
WORDS = """(main) => {
  const copy = main.cloneNode(true);
  copy.querySelectorAll("pre, script, style").forEach((element) => element.remove());
  return copy.textContent;
}"""
BROKEN = "[...document.images].filter((image) => !image.complete || !image.naturalWidth).map((image) => image.src)"
CUT = """() => [...document.querySelectorAll("pre, figure, mjx-container[display], .pst-scrollable-table-container")]
  .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.closest("[id]").id)"""

# A page's tests follow each other: it is opened once from a server, and once from disk without its formulas, which
# tests/site/test_mathematics.py sees set from there.
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem, scope="module")


def turn(page, theme, media="screen"):
    """Let the reader's system ask for a theme; paper is always light."""
    page.emulate_media(media=media, color_scheme=theme)
    shown = "light" if media == "print" else theme
    page.wait_for_selector(f"html[data-theme={shown}]", state="attached")


@each_page
def test_the_theme_is_the_readers_and_changes_with_it(from_server):
    assert from_server.locator("html").get_attribute("data-theme") == "dark"
    for theme in ("light", "dark"):
        turn(from_server, theme)


@each_page
def test_all_mathematics_is_typeset(from_server):
    assert from_server.locator("mjx-container").count() == from_server.locator(".math").count()
    assert from_server.locator("mjx-merror").count() == 0
    assert not re.search(r"\$|\\[a-z]{2,}|\\\(", from_server.locator("main").evaluate(WORDS))


@each_page
def test_no_image_is_broken(from_server):
    assert from_server.evaluate(BROKEN) == []


@each_page
def test_a_phone_scrolls_no_page_sideways(from_server):
    from_server.set_viewport_size(PHONE)
    assert from_server.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@each_page
def test_a_printed_page_is_light_and_whole_and_has_no_buttons(from_server):
    from_server.set_viewport_size(PAPER)
    turn(from_server, "dark", media="print")
    around = from_server.locator("button, footer, .bd-header-article, #pst-primary-sidebar, #pst-secondary-sidebar")
    assert around.locator("visible=true").count() == 0 < around.count()
    assert from_server.evaluate(CUT) == []
    turn(from_server, "dark")


@each_page
def test_a_page_opened_from_disk_in_light_logs_nothing_and_asks_no_host(page, visit):
    with visit(page.as_uri(), formulas=False, color_scheme="light") as from_disk:
        assert from_disk.locator("html").get_attribute("data-theme") == "light"
        assert from_disk.evaluate(BROKEN) == []
        assert from_disk.wrong == []
        assert all(request.url.startswith(("file:", "data:")) for request in from_disk.requests)


@each_page
def test_a_page_from_a_server_logs_nothing_and_asks_no_other_host(from_server, server):
    from_server.evaluate(UNFOLD)
    assert from_server.wrong == []
    assert all(request.url.startswith((server, "data:")) for request in from_server.requests)


@each_page
def test_a_first_visit_loads_little(from_server):
    weight = weigh(from_server.requests)
    assert weight["styles"] > 10 < weight["scripts"]  # what every page needs was seen
    assert sum(weight.values()) <= limit(weight), weight


@each_page
def test_axe_finds_no_barrier(from_server, barriers):
    turn(from_server, "light")
    from_server.set_viewport_size(WIDE)
    from_server.evaluate(UNFOLD)
    assert barriers(from_server) == ""
    from_server.set_viewport_size(PHONE)
    wait_until_scrollable_by_key(from_server)
    assert barriers(from_server) == ""


@each_page
def test_axe_finds_no_barrier_in_the_dark(from_server, barriers):
    turn(from_server, "dark")
    from_server.evaluate(UNFOLD)
    assert barriers(from_server, "color-contrast", "link-in-text-block") == ""  # the others do not look at colours


def test_one_pale_word_or_unmarked_link_is_found(visit, barriers):
    with visit((HTML / "chapters" / "03-prior.html").as_uri(), color_scheme="light") as page:
        assert barriers(page, "color-contrast", "link-in-text-block") == ""
        page.locator("article p").first.evaluate(
            """(p) => { p.innerHTML = `Words, <i id="pale" style="color: #aaa">pale</i> words, words on
            <i id="dark" style="background: #444">dark ground</i>, and <a id="plain" href="#"
            style="color: #333; text-decoration: none">a link</a> in the middle of words.` }"""
        )
        found = barriers(page, "color-contrast", "link-in-text-block")
        assert re.findall(r"\['#(\w+)'\]", found) == ["pale", "dark", "plain"]
