"""What a first visit to each page of the built book loads, in kB as they travel (text compressed): `make weight`."""

import gzip
import shutil
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

HTML = Path(__file__).resolve().parent.parent / "_build" / "html"
PAGES = sorted(HTML.glob("chapters/*.html")) + [HTML / "genindex.html", HTML / "search.html"]
COMPRESSED = (".html", ".css", ".js", ".svg", ".json")
FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync"]

# A page's parts, by the first of these that its address contains
KINDS = {"fonts": ".woff", "MathJax": "/mathjax/", "Vega": "vega", "scripts": ".js", "styles": ".css", "HTML": ".html"}
LIMITS = {"page": 700, "page with a chart": 1100}


class Handler(SimpleHTTPRequestHandler):
    """Sends text compressed, as web servers do, and says nothing."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in COMPRESSED or not path.is_file():
            return super().do_GET()
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def served(folder=HTML):
    """Serve a folder on this machine; give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def chromium(executable):
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, chromium_sandbox=False)
        yield browser
        browser.close()


def typeset(page):
    """Wait until the page's mathematics and fonts stand."""
    if page.locator(".math").count():
        page.wait_for_function("window.MathJax?.startup?.promise")
        page.evaluate("MathJax.startup.promise")
    page.evaluate("document.fonts.ready.then(() => true)")


def weigh(browser, address):
    """Return kB by kind of everything that a first visit to the address loads."""
    context = browser.new_context()
    page = context.new_page()
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request))
    page.goto(address, wait_until="networkidle")
    typeset(page)
    weight = dict.fromkeys([*KINDS, "images"], 0.0)
    for request in loaded:
        if urlsplit(request.url).scheme != "data":
            kind = next((kind for kind, part in KINDS.items() if part in request.url), "images")
            sizes = request.sizes()
            weight[kind] += (sizes["responseBodySize"] + sizes["responseHeadersSize"]) / 1000
    context.close()
    return weight


def limit(weight):
    """Return the kB that a page of this weight may have: more if it loads a chart."""
    return LIMITS["page with a chart" if weight["Vega"] else "page"]


def main():
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not executable:
        sys.exit("Chromium is not installed; it measures what a page loads")
    print(f"{'kB':24}" + "".join(f"{kind:>9}" for kind in [*KINDS, "images", "total", "limit"]))
    with chromium(executable) as browser, served() as address:
        for page in PAGES:
            weight = weigh(browser, f"{address}/{page.relative_to(HTML).as_posix()}")
            numbers = [*weight.values(), sum(weight.values()), limit(weight)]
            print(f"{page.stem:24}" + "".join(f"{number:9.0f}" for number in numbers))


if __name__ == "__main__":
    main()
