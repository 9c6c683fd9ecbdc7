"""A link to a page with no text of its own says which page that is, in a way that its sentence bears."""

import re

import pytest
from built_book import HTML

from meanings import BOOK

CHAPTERS = {page.name: f"chapter {number}" for number, page in enumerate(BOOK.numbered, start=1)}
BARE_LINK = re.compile(r"\[\]\(([\w-]+)\.(?:ipynb|md)(?:#[\w-]+)?\)")

each_page = pytest.mark.parametrize("name", [page.name for page in BOOK.pages if BARE_LINK.search(page.text())])


def built(name):
    return HTML / "chapters" / f"{name}.html"


def links_of(page):
    """Return the links in a built page's text that say a title: each with the page that it leads to."""
    links = page.select("article a:has(> .std-doc)")
    return [(link, link["href"].partition("#")[0].removesuffix(".html")) for link in links]


def title_of(heading):
    """Return a heading's own words, without its number and the sign that links to it."""
    return "".join(heading.find_all(string=True, recursive=False)).strip()


def name_of(link, target, page):
    """Return what a link that leads to this page, or to a section of it, should say."""
    title, chapter = title_of(page.h1), CHAPTERS.get(target)
    appendix, _, rest = title.partition(": ")
    if re.fullmatch("Appendix [A-Z]", appendix):
        chapter, title = appendix, rest
    if section := link["href"].partition("#")[2]:
        return f"{chapter or title}, {title_of(page.find(id=section).h2)}"
    return f"{chapter}, {title}" if chapter else title


@each_page
def test_every_bare_link_of_the_sources_says_number_and_title(name, parsed):
    linked = [target for _, target in links_of(parsed(built(name)))]
    assert set(BARE_LINK.findall(BOOK.page(name).text())) <= set(linked)
    for link, target in links_of(parsed(built(name))):
        expected = name_of(link, target, parsed(built(target)))
        assert link.text in (expected, expected[0].upper() + expected[1:])


@each_page
def test_it_has_a_capital_where_a_sentence_begins_and_a_comma_where_one_goes_on(name, parsed):
    for link, target in links_of(parsed(built(name))):
        block = link.find_parent(["p", "li", "dd", "td"])
        before, after = (" ".join(text.split()) for text in block.text.split(link.text, 1))
        if target in CHAPTERS:
            assert (link.text[0] == "C") == (before == "" or before[-1] in ".?!")
            assert not re.match(r"\w", after)  # a word after a title would run on from it


def test_the_contents_have_bare_titles(parsed):
    entries = parsed(built("index")).select(".bd-docs-nav a.internal")
    assert len(entries) == len(BOOK.pages) - 1  # the first page is the sign above them
    assert not [entry.text for entry in entries if "chapter " in entry.text.lower()]
