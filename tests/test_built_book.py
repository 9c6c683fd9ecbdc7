"""The built book: complete in itself, and whole. `make test` builds it before these tests run."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

HTML = Path(__file__).parent.parent / "_build" / "html"
PAGES = sorted(HTML.glob("chapters/*.html")) + [HTML / "genindex.html", HTML / "search.html"]
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


class Elements(HTMLParser):
    """All start tags of a page, with their attributes, and the text of its inline scripts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.scripts, self._in_script = [], [], False
        self.feed(page.read_text())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)
            self._in_script = False


def test_every_page_of_the_contents_was_built():
    contents = re.findall(r"chapters/[\w-]+", (HTML.parents[1] / "_toc.yml").read_text())
    assert {f"chapters/{page.stem}" for page in HTML.glob("chapters/*.html")} == set(contents)


@each_page
def test_a_page_loads_nothing_from_another_host(page):
    elements = Elements(page)
    loads = [attrs.get(LOADS[tag]) or "" for tag, attrs in elements.tags if tag in LOADS]
    assert len(loads) > 10
    assert not [address for address in loads if urlsplit(address).scheme not in ("", "data") or address[:2] == "//"]
    assert not [script for script in elements.scripts if "http" in script]


def test_no_style_sheet_loads_from_another_host():
    sheets = list(HTML.glob("_static/**/*.css"))
    assert len(sheets) > 4
    for sheet in sheets:
        assert not re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text()), sheet.name


@each_page
def test_every_internal_link_and_file_exists(page):
    tags = Elements(page).tags
    addresses = [attrs.get("href") or attrs.get("src") or "" for _, attrs in tags]
    internal = [urlsplit(a) for a in addresses if a and not urlsplit(a).scheme and not a.startswith("#")]
    for address in internal:
        target = (page.parent / unquote(address.path)).resolve()
        assert target.exists(), address.path
        if address.fragment and target.suffix == ".html":
            assert f'id="{address.fragment}"' in target.read_text(), address.geturl()


@each_page
def test_only_a_page_with_a_chart_loads_what_draws_it(page):
    tags = Elements(page).tags
    loaded = sum("charts.js" in attrs.get("src", "") for tag, attrs in tags if tag == "script")
    charts = sum(attrs.get("class") == "chart" for _, attrs in tags)
    assert loaded == (charts > 0)


@each_page
def test_every_image_has_its_text_alternative(page):
    for tag, attrs in Elements(page).tags:
        if tag == "img":
            assert len(attrs.get("alt", "")) > 100


@pytest.mark.browser
@each_page
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_opened_from_disk_is_typeset_and_silent(page, theme, open_page):
    opened, wrong, asked = open_page(page.as_uri(), color_scheme=theme)
    assert opened.locator("html").get_attribute("data-theme") == theme
    assert opened.locator("mjx-container").count() == opened.locator(".math").count()
    assert opened.locator("mjx-merror").count() == 0
    assert not re.search(r"\$|\\frac", opened.locator("main").inner_text())
    assert not wrong
    assert all(address.startswith(("file:", "data:")) for address in asked)
    opened.set_viewport_size({"width": 360, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360  # no sideways scrolling on a phone
    opened.close()


@pytest.mark.browser
@each_page
def test_a_page_opened_from_a_server_is_silent_and_asks_no_other_host(page, open_page, server):
    opened, wrong, asked = open_page(f"{server}/{page.relative_to(HTML).as_posix()}")
    assert not wrong
    assert all(address.startswith((server, "data:")) for address in asked)
    opened.close()


@pytest.mark.browser
def test_the_first_page_leads_to_the_answer_and_search_finds_it(open_page):
    opened, wrong, _ = open_page((HTML / "index.html").as_uri())
    opened.wait_for_url("**/chapters/index.html")
    assert "weighted average" in opened.locator("article").first.inner_text()
    opened.goto((HTML / "search.html").as_uri() + "?q=weighted+average")
    opened.wait_for_selector("ul.search li")
    assert "The weighted average" in opened.locator("ul.search").inner_text()
    assert not wrong
    opened.close()
