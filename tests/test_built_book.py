"""The built book: complete in itself, and whole. `make test` builds it before these tests run."""

import re
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import sync_playwright

HTML = Path(__file__).parent.parent / "_build" / "html"
PAGES = [*sorted(HTML.glob("chapters/*.html")), HTML / "genindex.html", HTML / "search.html"]
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}
ARGUMENTS = ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync"]

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
def test_every_image_has_its_text_alternative(page):
    for tag, attrs in Elements(page).tags:
        if tag == "img":
            assert len(attrs.get("alt", "")) > 100


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server():
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=HTML)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def open_page(browser, address, **options):
    """Open a page; return it, what went wrong on it and the addresses it asked for."""
    page = browser.new_page(**options)
    wrong, asked = [], []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    if page.locator(".math").count():
        page.wait_for_function("window.MathJax?.startup?.promise")
        page.evaluate("MathJax.startup.promise")
    return page, wrong, asked


@pytest.mark.browser
@each_page
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_opened_from_disk_is_typeset_and_silent(page, theme, browser):
    opened, wrong, asked = open_page(browser, page.as_uri(), color_scheme=theme)
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
def test_a_page_opened_from_a_server_is_silent_and_asks_no_other_host(page, browser, server):
    opened, wrong, asked = open_page(browser, f"{server}/{page.relative_to(HTML).as_posix()}")
    assert not wrong
    assert all(address.startswith((server, "data:")) for address in asked)
    opened.close()


@pytest.mark.browser
def test_the_first_page_leads_to_the_answer_and_search_finds_it(browser):
    opened, wrong, _ = open_page(browser, (HTML / "index.html").as_uri())
    opened.wait_for_url("**/chapters/index.html")
    assert "weighted average" in opened.locator("article").first.inner_text()
    opened.goto((HTML / "search.html").as_uri() + "?q=weighted+average")
    opened.wait_for_selector("ul.search li")
    assert "The weighted average" in opened.locator("ul.search").inner_text()
    assert not wrong
    opened.close()
