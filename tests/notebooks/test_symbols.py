"""The sheet of symbols: each is one that the checker knows, each name is one of mlmcore's, and none is left out."""

import inspect
import re

import pytest

import mlmcore
from meanings import BOOK, VOCABULARY, exceptions
from meanings.names import NAMES
from texproof.mathematics import INLINE
from texproof.reader import plain

ROWS = re.compile(r"^\|(.*)\|$", re.MULTILINE)
SINGLE = re.compile(r"(?:\\(?:hat|bar|tilde)\s*)?(?:\\[a-zA-Z]+|[a-zA-Z])(?:_\{?\\?\w+(?:\{\w+\})?\}?)?")  # no formula
INDEX = re.compile(r"_(?:[ij]|\{j\[i\]\})$")


def cells(page):
    """Return the rows of a page's first table below its head, each a list of its cells."""
    table = page.text("prose").partition("\n## In other places")[0]
    return [[cell.strip() for cell in row.split("|")] for row in ROWS.findall(table)][2:]


def names_in(cell):
    """Return the symbols in a cell, without the index of an observation or a group."""
    return [INDEX.sub("", plain(symbol)) for symbol in INLINE.findall(cell)]


def bare(name):
    """Return a name of the checker without its index."""
    return INDEX.sub("", plain(name))


def given_by(page):
    """Return the letters to which a page alone gives a meaning."""
    here = exceptions(page.name)
    names = [*here.NAMES, *(name for claim in here.CLAIMS.values() for name in claim.names or ())]
    return {bare(name) for name in names if SINGLE.fullmatch(name)}


SHEET = cells(BOOK.page("symbols"))
SYMBOLS = {name for row in SHEET for name in names_in(row[0])}
LENT = cells(BOOK.page("appendix-notation"))
KNOWN = {bare(name) for name in NAMES} | set(VOCABULARY.functions) | VOCABULARY.indices.keys()
KNOWN |= {name for page in BOOK.pages for name in given_by(page)}
GIVEN = {part for name in NAMES for part in re.findall(r"\\?\w+", name)}  # what stands in the brackets of a density


@pytest.mark.parametrize("row", SHEET, ids=lambda row: row[0])
def test_a_symbol_on_the_sheet_is_one_that_the_checker_knows(row):
    for name in names_in(row[0]):
        assert name in KNOWN | GIVEN or re.fullmatch(r"N\(.*\)", name), name


@pytest.mark.parametrize("row", SHEET, ids=lambda row: row[0])
def test_a_name_on_the_sheet_is_one_of_mlmcore(row):
    functions = [getattr(mlmcore, name) for name in mlmcore.__all__]
    arguments = {argument for function in functions for argument in inspect.signature(function).parameters}
    for name in re.findall("`([^`]+)`", row[2]):
        if name.endswith("="):
            assert name.removesuffix("=") in arguments
        else:
            item, _, attribute = name.partition(".")
            assert item in mlmcore.__all__
            fields = {*dir(getattr(mlmcore, item)), *getattr(getattr(mlmcore, item), "__annotations__", {})}
            assert not attribute or attribute in fields


def lent_to(page):
    """Return the letters that Appendix B says a page alone uses."""
    found, place = set(), ""
    for where, letters, _ in LENT:
        place = where or place
        if f"({page}.ipynb)" in place:
            found |= set(names_in(letters))
    return found


def test_every_symbol_of_the_book_is_on_the_sheet_or_among_the_local_ones():
    everywhere = {bare(name) for name in NAMES if SINGLE.fullmatch(name)} - {r"\pi"}
    lent = {name for page in BOOK.pages for name in lent_to(page.name)}
    assert everywhere - SYMBOLS - lent == set()
    assert len(SYMBOLS) > 30 and len(everywhere) > 20


@pytest.mark.parametrize("page", BOOK.notebooks, ids=lambda page: page.name)
def test_a_letter_that_a_page_alone_gives_a_meaning_is_said_to_be_lent_to_it(page):
    assert given_by(page) - SYMBOLS - lent_to(page.name) == set()
