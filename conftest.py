"""The built pages in a browser.

Tests marked `browser` need Chromium: without it they are left out and a line says so, or, in CI, it is an error.
"""

import os
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

HTML = Path(__file__).parent / "_build" / "html"
ARGUMENTS = ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(config, items):
    if CHROMIUM:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("Chromium is not installed, and in CI no test may be left out")
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in left_out]
    config.left_out = len(left_out)


def pytest_terminal_summary(terminalreporter, config):
    if left_out := getattr(config, "left_out", 0):
        terminalreporter.write_line(f"left out: {left_out} tests of the built pages in a browser (no Chromium found)")


@pytest.fixture(scope="session")
def browser():
    """Return Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server():
    """Return the address of a server of the built pages."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=HTML)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def open_page(browser):
    """Return a function that opens a page; it gives the page, what went wrong on it and the addresses it asked for."""

    def open_page(address, **options):
        page = browser.new_page(**options)
        wrong, asked = [], []
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.append(request.url))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        if page.locator(".math").count():
            page.wait_for_function("window.MathJax?.startup?.promise")
            page.evaluate("MathJax.startup.promise")
        if page.locator(".chart").count():
            page.wait_for_function("[...document.querySelectorAll('.chart')].every((chart) => chart.vegaView)")
        return page, wrong, asked

    return open_page


class Chart:
    """A chart on an open page: its inputs, and what it draws."""

    def __init__(self, page, name):
        self.page, self.figure = page, page.locator(f"#{name}")
        self.place = self.figure.locator(".chart")

    def input(self, name):
        return self.place.locator(f'[name="{name}"]')

    def move(self, name, to):
        """Press a key on a range, or set it to a value; return the value that it then has."""
        if isinstance(to, str):
            self.input(name).press(to)
        else:
            self.input(name).fill(str(to))
        self._settle()
        return float(self.input(name).input_value())

    def choose(self, name, option):
        """Choose from a list."""
        self.input(name).select_option(option)
        self._settle()

    def drawn(self, layer):
        """Return the rows that a named layer draws, and where each mark stands, read back from the axes."""
        return self.place.evaluate(
            """(place, layer) => {
              const view = place.vegaView;
              const where = (axis, mark) => ({ [`drawn_${axis}`]: view.scale(axis).invert(mark[axis]) });
              return view.data(`${layer}_marks`).map((mark) => ({ ...mark.datum, ...where("x", mark), ...where("y", mark) }));
            }""",
            layer,
        )

    def value(self, parameter):
        """Return the value of one of the chart's parameters."""
        return self.place.evaluate("(place, name) => place.vegaView.signal(name)", parameter)

    def overlapping_labels(self):
        """Return the pairs of texts that overlap, and the texts that leave the picture."""
        return self.place.evaluate(
            """(place) => {
              const frame = place.querySelector("svg").getBoundingClientRect();
              const texts = [...place.querySelectorAll("svg text")].filter((text) => text.getAttribute("stroke") !== "white");
              const boxes = texts.filter((text) => text.textContent.trim()).map((text) => [text.textContent, text.getBoundingClientRect()]);
              const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
              const inside = (a) => a.left >= frame.left && a.right <= frame.right && a.top >= frame.top && a.bottom <= frame.bottom;
              const pairs = boxes.flatMap(([s, a], i) => boxes.slice(i + 1).filter(([, b]) => !apart(a, b)).map(([t]) => [s, t]));
              return { pairs, outside: boxes.filter(([, a]) => !inside(a)).map(([s]) => s), count: boxes.length };
            }"""
        )

    def _settle(self):
        self.place.evaluate("async (place) => { await place.vegaView.runAsync(); }")


@pytest.fixture
def chart(open_page):
    """Return a function of a page's name and a figure's that opens the page and gives its chart."""
    pages = []

    def chart(page, figure, **options):
        opened, wrong, _ = open_page((HTML / "chapters" / f"{page}.html").as_uri(), **options)
        pages.append((opened, wrong))
        return Chart(opened, figure)

    yield chart
    for opened, wrong in pages:
        opened.close()
        assert not wrong
