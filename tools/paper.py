"""The built book's pages turned to paper, and printed by Chromium: for `make pdf` and `make sheets`."""

import io
import os
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pikepdf
import yaml
from built_book import HTML, read, serve, start_chromium, wait_until_typeset

import mlmcore

SETTINGS = yaml.safe_load((HTML.parent.parent / "_config.yml").read_text(encoding="utf-8"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
FIRST = "chapters/index.html"
UNHEARD = "MathJax.options.enableAssistiveMml = false"  # what is heard of a formula: a PDF has nothing of it
ADDRESS = "chapters/on-paper.html"  # of the one page, beside the others so that it finds their pictures; no file
TERMS = f"Version {mlmcore.__version__}. Text and figures: CC BY 4.0. Code: BSD 3-Clause."


def place(address):
    """Return the name that chapters/05-x.html#section has in the one page: 05-x:section."""
    page, section = urldefrag(address)
    return f"{Path(page).stem}:{section}"


def lead_within(text, page, pages):
    """Let a page's links to these pages lead to their places in the one page, and to nowhere else but the web."""
    for link in text.select("a[href]"):
        address = urljoin(page, link["href"])
        if urldefrag(address).url in pages:
            link["href"] = f"#{place(address)}"
        elif ":" not in address:  # a file beside the pages, which paper has not
            del link["href"]


def text_of(page, pages):
    """Return a page's text, its places and links renamed: charts left to their pictures, solutions open."""
    text = read(HTML / page).select_one("article.bd-article")
    for unprinted in text.select(".chart, .headerlink"):
        unprinted.decompose()
    for fold in text.select("details.solution"):
        fold["open"] = ""
    lead_within(text, page, pages)
    for element in text.select("[id]"):  # those in drawings, which use them, are of one picture alone already
        element["id"] = place(f"{page}#{element['id']}")
    text["id"] = place(page)
    return text


@cache
def first():
    """Return the first page as it was built."""
    return read(HTML / FIRST)


def parts():
    """Return the first page and all that its navigation names, in order: addresses of pages, and captions of parts."""
    entries = first().select(".bd-docs-nav :is(.caption, a.internal)")
    return [FIRST] + [urljoin(FIRST, entry["href"]) if entry.name == "a" else entry.text for entry in entries]


def document(title, *articles, style=""):
    """Return articles as one page, in the style of the book on paper, of its scripts only those that set formulas."""
    head = copy(first().head)
    for script in head.select("script:not([src*=math], :-soup-contains('MathJax'))"):
        script.decompose()
    head.title.string = title
    return f"""\
<!DOCTYPE html>
<html lang="en" data-content_root="../" data-theme="light">
<head>{head.decode_contents()}<script>{UNHEARD}</script><style>{STYLE}{style}</style></head>
<body><div class="bd-main"><div class="bd-content">
{"".join(map(str, articles))}
</div></div></body>
</html>
"""


def open_on_paper(browser, server, text):
    """Open the one page, as if the server had it, and turn it to paper: turned only as it prints, it loses its end."""
    page = browser.new_page(color_scheme="light")
    page.route(f"{server}/{ADDRESS}", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto(f"{server}/{ADDRESS}", timeout=180_000)  # all pages in one, maybe on a busy machine
    wait_until_typeset(page)
    page.emulate_media(media="print")
    return page


def printed(page, *, tagged):
    """Print the open page, with or without the tags by which it is read aloud; they take most of the time."""
    return pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=tagged)))


def save(pdf, target):
    """Write a PDF, with its author, to the file; it is there whole or not at all."""
    pdf.docinfo.Author = SETTINGS["author"]
    target.parent.mkdir(exist_ok=True)
    new = target.with_name(f"{os.getpid()}-{target.name}")
    pdf.save(new, object_stream_mode=pikepdf.ObjectStreamMode.generate)  # else it is two and a half times as large
    new.replace(target)


@contextmanager
def press():
    """Give a browser, and the address at which the built book is served."""
    with serve() as server, start_chromium() as browser:
        yield browser, server
