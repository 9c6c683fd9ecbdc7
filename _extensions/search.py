"""What a search looks through: every section, exercise and function of the book, with its words and no LaTeX.

They stand in a script, so that a page opened from disk can search as well as one from a server; `search.js` searches.
The words of the field, a table in Appendix B, count as words of the places that the table leads to.
"""

import json
import unicodedata
from pathlib import Path

from bs4 import BeautifulSoup
from letters import in_letters
from sphinx.util.fileutil import copy_asset

PLACES = "section[id]:not([id$=-content]), div.exercise[id], dl.py:has(> dt[id])"
LEFT_OUT = ".headerlink, pre, table.dataframe, script, style, img, svg, button, summary"
FIELD = "section#words-of-the-field tr:has(td)"
TITLES = "h1, h2, h3, p.admonition-title, dt"
GREEK = {letter: unicodedata.name(letter).split()[-1].lower() for letter in "αβγδεζηθικλμνξοπρστυφχψω"}
UNUSED = ("searchindex.js", "_static/searchtools.js")


def said(element):
    """Return an element's text on one line."""
    return " ".join(element.text.split())


def without_latex(article):
    """Leave out what no snippet should quote, and write mathematics in letters: a displayed equation as its number."""
    for element in article.select(LEFT_OUT):
        element.decompose()
    for equation in article.select("div.math"):
        number = equation.select_one(".eqno")
        equation.replace_with(f" {said(number)} " if number else " … ")
    for formula in article.select("span.math"):
        formula.replace_with(in_letters(formula.text))
    return article


def places_of(address, article):
    """Return a page's places in their order: address, page, title, text, and room for words of the field."""
    page, found = said(article.h1), []
    for place in reversed(article.select(PLACES)):
        title = place.select_one(TITLES)
        name = (title if place.name == "dl" else place)["id"]
        heading = said(title.extract()) if title else page
        at = address if heading == page else f"{address}#{name}"
        found.insert(0, {"at": at, "page": page, "title": heading, "text": said(place.extract()), "words": []})
    return found


def words_of_the_field(address, article):
    """Return the words, each row's as one text, and the addresses that they lead to."""
    folder = Path(address).parent
    for row in article.select(FIELD):
        first, _, last = row.select("td")
        for link in last.select("a"):
            file, _, name = link["href"].partition("#")
            page = (folder / file).as_posix() if file else address
            yield said(first), f"{page}#{name}" if name else page


def write_sections(app, problem):
    if problem is not None or app.builder.format != "html":
        return
    built, places, field = Path(app.outdir), {}, []
    for path in sorted(built.glob("chapters/*.html")):
        address = path.relative_to(built).as_posix()
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        article = without_latex(page.select_one("article.bd-article"))
        field += words_of_the_field(address, article)
        places |= {place["at"]: place for place in places_of(address, article)}
    for words, at in field:
        places[at]["words"].append(words)
    constants = {"SECTIONS": list(places.values()), "GREEK": GREEK}
    script = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in constants.items())
    (built / "_static" / "search-sections.js").write_text(script, encoding="utf-8")
    copy_asset(Path(__file__).with_suffix(".js"), built / "_static")
    for name in UNUSED:  # Sphinx's own search, which leads to pages only
        (built / name).unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", write_sections)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
