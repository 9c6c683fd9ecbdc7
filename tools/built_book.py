"""The built book, served and opened in Chromium: for the tests, and for the table of what its pages weigh."""

import gc
import gzip
import hashlib
import re
import shutil
import sys
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from bs4 import BeautifulSoup
from bs4.element import PreformattedString

HTML = Path(__file__).resolve().parent.parent / "_build" / "html"
PAGES = [*sorted(HTML.glob("chapters/*.html")), HTML / "genindex.html", HTML / "search.html"]
# The first is Chromium without windows (Debian: chromium-headless-shell), which takes a quarter less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# Chromium draws two menus of its own beside every page that is opened, which costs more than most pages do. The other
# features Playwright turns off too, in a flag of which the last one counts.
OFF = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    f"--disable-features={','.join(OFF)}",
    "--js-flags=--no-opt",  # of a page that is open for seconds, what runs often is not worth being compiled twice
]
# Brings what fades or glides to its end at once.
SETTLE = "document.getAnimations().forEach((change) => change.finish());"
# Opens all that is folded on a page.
UNFOLD = f"""() => {{
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  {SETTLE}
}}"""
# A picture: its tag with what describes it, and what it draws, in which there is no other.
PICTURE = re.compile(r'(<svg\b(?:"[^"]*"|[^">])*>)([^<]*(?:<(?!/?svg\b)[^<]*)*)</svg>')
COLOURED = re.compile(r'<span class="\w{1,2}">([^<]*)</span>')  # a word of code
COMPRESSED = (".html", ".css", ".js", ".svg", ".json")


class Drawing(PreformattedString):
    """What a picture draws, as it is written."""


def soup(text):
    """Return HTML as a tree of its elements; a fifth of a page's are parts of drawings, which stay text."""
    tree = BeautifulSoup(PICTURE.sub(r"\1</svg>", text), "html.parser")
    for picture, (_, drawing) in zip(tree.find_all("svg"), PICTURE.findall(text), strict=True):
        picture.append(Drawing(drawing))
    gc.freeze()  # else Python searches these many thousand elements for garbage again with each page that is read
    return tree


def read(page):
    """Return a built page as a tree of its elements."""
    return soup(page.read_text(encoding="utf-8"))


def uncoloured(text):
    """Return HTML without the colours of its code, which are every second element of a page: for who asks of none."""
    return COLOURED.sub(r"\1", text)


def drawings(page):
    """Return all that a page's pictures draw."""
    return "".join(picture.decode_contents() for picture in page("svg"))


def note(sources):
    """Return the files that the book is built from, each with a digest of what it says."""
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path}\n" for path in sources if path.is_file())


def fault():
    """Return why the built book is not that of its sources, or an empty string."""
    stamps = list(HTML.glob(".built-with-*"))
    if not stamps:
        return "the built book is missing: make book"
    for line in stamps[0].read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition(" ")
        path = HTML.parent.parent / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            return f"the built book is older than {name}: make book"
    return ""


@cache
def compressed(path, changed):
    """Return what a file says since it was changed, as it travels: most pages ask for the same large scripts."""
    return gzip.compress(path.read_bytes())


class Handler(SimpleHTTPRequestHandler):
    """Sends text compressed, as web servers do, and says nothing."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in COMPRESSED or not path.is_file():
            super().do_GET()
            return
        body = compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def serve():
    """Serve the built book on this machine; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=HTML)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def start_chromium():
    """Start the browser and give it; say so if there is none."""
    if not CHROMIUM:
        sys.exit("This needs Chromium, which was not found (Debian: apt-get install chromium-headless-shell)")
    from playwright.sync_api import sync_playwright  # not for those who only ask whether there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, chromium_sandbox=False)
        yield browser
        browser.close()


def wait_until_typeset(page):
    """Wait until the mathematics of an open page stands, in its fonts, and its charts can be moved."""
    if page.locator(".math").count():
        page.wait_for_function("window.MathJax?.startup?.promise")
        page.evaluate("MathJax.startup.promise")
    page.evaluate("document.fonts.ready.then(() => true)")
    if page.locator(".chart").count():
        page.wait_for_function("[...document.querySelectorAll('.chart')].every((chart) => chart.vegaView)")


def wait_until_scrollable_by_key(page):
    """Wait until the theme, a moment after a page is opened or resized, has let the keyboard reach what scrolls."""
    page.wait_for_function(
        """() => [...document.querySelectorAll("pre, .cell_output > .output, .pst-scrollable-table-container")].every(
          ({ tabIndex, scrollWidth, scrollHeight, clientWidth, clientHeight }) =>
            (tabIndex === 0) === (scrollWidth > clientWidth || scrollHeight > clientHeight))"""
    )
