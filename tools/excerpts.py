"""Parts of the built book, taken from its pages as they are: equations, figures, whole sentences, with their links."""

import re
from functools import cache
from html import unescape
from urllib.parse import urljoin

from built_book import HTML, read, soup
from paper import SETTINGS

BOOK = SETTINGS["html"]["baseurl"].rstrip("/") or "../html"  # from a folder beside that of the book
TOKEN = re.compile(r'<span class="math[^"]*">\\\((?P<formula>.*?)\\\)</span>|(?P<tag><[^>]*>)|&\w+;|.', re.DOTALL)
LIKE = str.maketrans("\u2019\u201c\u201d\n", '\'"" ')  # what a page prints, and what a keyboard has


@cache
def page(name):
    """Return the text of a built page, without the marks that link to its places."""
    text = read(HTML / "chapters" / f"{name}.html").select_one("article.bd-article")
    for mark in text.select(".headerlink"):
        mark.decompose()
    return text


def find(name, label):
    """Return the one element of a page that has this name in it."""
    found = page(name).find(id=f"equation-{label}" if label.startswith("eq-") else label)
    if found is None:
        raise ValueError(f"page {name} must have {label}, and has not")
    return found


@cache
def paragraphs(name):
    """Return the paragraphs of a page: each as HTML, as text, and where in the HTML each letter of the text stands."""
    found = []
    for paragraph in page(name).select("p:not(.solution p, .admonition-title)"):
        html, text, places, opened = paragraph.decode_contents(), "", [], None
        for token in TOKEN.finditer(html):
            said = f"${token['formula']}$" if token["formula"] else "" if token["tag"] else token[0]
            text += (said := unescape(said).translate(LIKE))
            places += [(token.start() if opened is None else opened, token.end())] * len(said)
            opened = None if said or token[0][1] == "/" else token.start() if opened is None else opened
        found.append((html, text, places))
    return found


def words(name, quoted):
    """Return, with its formulas and links, the part of a page's paragraph that these whole sentences name.

    They are quoted with formulas as `$\\tau$`; "…" stands for any words that are left out of the quotation alone.
    """
    pattern = ".+?".join(re.escape(part.strip()) for part in quoted.split("…"))
    sentences = re.compile(rf"""(?:^|(?<=[.?!:)"] )){pattern}(?:(?<=[.?!:)"])(?= )|$)""")
    found = [
        html[places[match.start()][0] : places[match.end() - 1][1]]
        for html, text, places in paragraphs(name)
        for match in sentences.finditer(text)
    ]
    if len(found) != 1:
        raise ValueError(f"whole sentences must stand in page {name} once; {len(found)} times: {quoted}")
    return str(soup(found[0]))  # which closes what the cut left open


def into_book(html, name):
    """Turn the links of a page's part, which lead from that page, into links that lead there from another folder."""
    part = soup(html)
    for link in part.select("a[href]"):
        if ":" not in link["href"]:
            link["href"] = f"{BOOK}/{urljoin(f'chapters/{name}.html', link['href'])}"
    return str(part)


def linked(name, label, text):
    """Return a link to a place of the book."""
    return into_book(f'<a href="{name}.html{"#" if label else ""}{label}">{text}</a>', name)
