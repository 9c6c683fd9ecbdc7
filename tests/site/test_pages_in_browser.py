"""Every page of the built book in a browser, from disk and from a server, light and dark, wide and as on a phone."""

import re

import pytest
from built_book import HTML, PAGES, wait_until_scrollable_by_key
from page_weight import limit, weigh

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 800}
PAPER = {"width": 680, "height": 960}  # A4 within its margins
BROKEN = "[...document.images].filter((image) => !image.complete || !image.naturalWidth).map((image) => image.src)"
CUT = """() => [...document.querySelectorAll("pre, figure, mjx-container[display], .pst-scrollable-table-container")]
  .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.closest("[id]").id)"""
UNFOLD = """async () => {
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  await Promise.all(document.getAnimations().map((fade) => fade.finished));
}"""

each_page_and_theme = pytest.mark.parametrize(
    ("page", "theme"),
    [(page, theme) for page in PAGES for theme in ("light", "dark")],
    ids=lambda value: getattr(value, "stem", value),
    scope="module",  # so that the tests of one visit follow each other
)


@pytest.fixture(scope="module")
def from_disk(page, theme, visit):
    """Return the page, opened from disk."""
    with visit(page.as_uri(), color_scheme=theme) as opened:
        yield opened


@pytest.fixture(scope="module")
def from_server(page, theme, visit, server):
    """Return the page, opened from a server; the search page shows results."""
    query = "?q=weighted+average" if page.stem == "search" else ""
    with visit(f"{server}/{page.relative_to(HTML).as_posix()}{query}", color_scheme=theme) as opened:
        if query:
            opened.wait_for_selector("ul.search li p")
        yield opened


@each_page_and_theme
def test_the_theme_is_the_readers(theme, from_disk):
    assert from_disk.locator("html").get_attribute("data-theme") == theme


@each_page_and_theme
def test_all_mathematics_is_typeset(from_disk):
    assert from_disk.locator("mjx-container").count() == from_disk.locator(".math").count()
    assert from_disk.locator("mjx-merror").count() == 0
    assert not re.search(r"\$|\\[a-z]{2,}|\\\(", from_disk.locator("main").inner_text())


@each_page_and_theme
def test_no_image_is_broken(from_disk):
    assert from_disk.evaluate(BROKEN) == []


@each_page_and_theme
def test_a_phone_scrolls_no_page_sideways(from_disk):
    from_disk.set_viewport_size(PHONE)
    assert from_disk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@each_page_and_theme
def test_a_printed_page_is_light_and_whole_and_has_no_buttons(theme, from_disk):
    from_disk.set_viewport_size(PAPER)
    from_disk.emulate_media(media="print", color_scheme=theme)
    from_disk.wait_for_selector("html[data-theme=light]", state="attached")
    around = from_disk.locator("button, footer, .bd-header-article, #pst-primary-sidebar, #pst-secondary-sidebar")
    assert around.locator("visible=true").count() == 0 < around.count()
    assert from_disk.evaluate(CUT) == []
    from_disk.emulate_media(media="screen", color_scheme=theme)
    from_disk.wait_for_selector(f"html[data-theme={theme}]", state="attached")


@each_page_and_theme
def test_a_page_from_disk_logs_nothing_and_asks_no_host(from_disk):
    assert from_disk.wrong == []
    assert all(request.url.startswith(("file:", "data:")) for request in from_disk.requests)


@each_page_and_theme
def test_a_page_from_a_server_logs_nothing_and_asks_no_other_host(from_server, server):
    from_server.evaluate(UNFOLD)
    assert from_server.wrong == []
    assert all(request.url.startswith((server, "data:")) for request in from_server.requests)


@each_page_and_theme
def test_a_first_visit_loads_little(from_server):
    weight = weigh(from_server.requests)
    assert weight["styles"] > 10 < weight["scripts"]  # what every page needs was seen
    assert sum(weight.values()) <= limit(weight), weight


@each_page_and_theme
def test_axe_finds_no_barrier(theme, from_server, barriers):
    from_server.evaluate(UNFOLD)
    if theme == "dark":
        assert barriers(from_server, "color-contrast", "link-in-text-block") == ""
    else:  # the other rules do not look at colours
        assert barriers(from_server) == ""
        from_server.set_viewport_size(PHONE)
        wait_until_scrollable_by_key(from_server)
        assert barriers(from_server, leave_out=["color-contrast"]) == ""  # the colours are the wide page's
