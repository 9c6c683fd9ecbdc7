"""Pages are read as written; what holds a sentence is found wherever it stands, and missed where it lacks."""

import re
from collections import Counter

import pytest
import yaml
from nbformat import v4, write

from texproof import Book, displayed, evidence
from texproof.book import Page
from texproof.mathematics import inline

COMPARES = re.compile(r"\b(?:more|less|larger|smaller)\b")
WORDS, TEST = '"pools less"', "test_larger_tau_pools_less"
RECORD = f"{WORDS}: {TEST}"
TEXT = f"A larger $n/J$\npools less. Is it more?\n\n<!-- held {RECORD} -->\n\n$$ a = b $$ (eq-ab)\n\n> More, quoted.\n"
TESTS = Counter([TEST, "test_it_grows", "test_of_two_files", "test_of_two_files"])


@pytest.fixture
def page(tmp_path):
    """Return a function that makes a page of these cells; a text is a cell of Markdown."""

    def page(*cells):
        cells = [v4.new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        write(v4.new_notebook(cells=cells), tmp_path / "page.ipynb")
        return Page(tmp_path / "page.ipynb")

    return page


def code(source, printed="", **metadata):
    output = v4.new_output("stream", name="stdout", text=printed)
    return v4.new_code_cell(source, outputs=[output], metadata=metadata)


def faults(page):
    """Return what each check finds: no record, words not there once, no holder, no need."""
    missing, stale = evidence.without_record(page, COMPARES), evidence.without_words(page)
    return missing, stale, evidence.without_holder(page, TESTS), evidence.without_need(page, COMPARES)


@pytest.mark.parametrize(
    ("words", "instead", "found"),
    [
        ("", "", ([], [], [], [])),
        ("Is it more?", "It is more.", (["It is more."], [], [], [])),
        ("pools less.", "pools more.", (["A larger $n/J$ pools more."], [f"{WORDS}, 0 times: {RECORD}"], [], [])),
        ("Is it more?", "It pools less.", ([], [f"{WORDS}, 2 times: {RECORD}"], [], [])),
        (TEST, f"test_it_grows, {TEST}", ([], [], [], [])),
        (TEST, "test_renamed", ([], [], [f"{WORDS}: test_renamed"], [])),
        (TEST, "test_it_grows, test_renamed", ([], [], [f"{WORDS}: test_it_grows, test_renamed"], [])),
        (TEST, "test_of_two_files", ([], [], [f"{WORDS}: test_of_two_files"], [])),
        (TEST, "larger_tau", ([], [], [f"{WORDS}: larger_tau"], [])),
        (TEST, 'no claim, an example; or two;\n"Is it": no claim, asked', ([], [], [], ['"Is it": no claim, asked'])),
        (WORDS, '"A larger" "pools less"', ([], [], [], [])),
        (RECORD, '"A larger $n/J$": case', (["A larger $n/J$ pools less."], [], [], [])),  # the formula's, not a test
    ],
)
def test_what_is_missing_and_what_has_gone_stale_is_found(page, words, instead, found):
    assert faults(page(TEXT.replace(words, instead, 1))) == found


def test_a_sentence_is_held_by_a_test_and_not_by_no_claim(page):
    assert [sentence.text for sentence in evidence.held(page(TEXT))] == ["A larger $n/J$ pools less."]
    assert evidence.held(page(TEXT.replace(TEST, "no claim, an example"))) == []


def test_what_is_no_record_or_would_be_seen_is_an_error(page):
    with pytest.raises(ValueError, match=r"page.*pools less"):
        evidence.records(page(TEXT.replace(WORDS, "pools less")))
    with pytest.raises(ValueError, match="shows a comment"):
        evidence.records(page(code('# held "is larger": test_it_grows', "it is larger\n", tags=["hide-input"])))


@pytest.mark.parametrize(("limit", "loose"), [("0.9", []), ("0.8", ['"is larger": assert share > 0.8'])])
def test_an_assertion_of_the_cell_holds_what_it_prints(page, limit, loose):
    source = f'assert (share\n > 0.9 and True)\nprint("it is larger")\n# held "is larger": assert share > {limit}'
    assert faults(page(code(source, "it is larger\n", tags=["remove-input"]))) == ([], [], loose, [])


def test_a_caption_is_held_by_a_list_in_the_metadata(page):
    figure = {"figure": {"name": "fig-a", "caption": "The line above is larger."}}
    written = page(code("draw()", mystnb=figure, held=['"is larger": test_it_grows']))
    assert faults(written) == ([], [], [], []) and len(evidence.held(written)) == 1


def test_the_names_of_tests_are_counted_over_files(tmp_path):
    for file, text in (("test_a.py", "def test_one(): ..."), ("test_b.py", "def test_one(): ...\ndef helper(): ...")):
        (tmp_path / file).write_text(text)
    assert evidence.names_of_tests(tmp_path) == {"test_one": 2}


def test_a_directive_has_its_title_options_text_and_the_cells_below_it(page):
    exercise = ":::{exercise} Predict\n:label: ex-one\n\nWhich way?\n\n<!-- held -->\n\nSay why.\n:::"
    solution = ":::{solution} ex-one\n:label: sol-one\n:class: dropdown\n\nUp.\n:::"
    texts = ["# A page", exercise, solution, "Not\n\n:::{exercise} alone\n:::"]
    written = page(*texts, code("assert True"))
    first, second = written.directives("exercise", "solution")
    assert (first.title, first.options, first.below) == ("Predict", {"label": "ex-one"}, [])
    assert first.text.split() == ["Which", "way?", "Say", "why."]
    assert second.options == {"label": "sol-one", "class": "dropdown"} and second.below == written.cells[3:]
    assert written.directives("note") == []


def test_equations_are_found_in_markdown_and_not_in_code_or_comments(page):
    written = page(
        "Say $a = b$, not `$c = d$`, or $x$.\n\n$$\nu\n= v\n$$ (eq-uv)\n\nand $$p = q$$\n\n<!-- $e = f$ -->\n"
    )
    assert [(found.label, found.latex) for found in displayed(written)] == [("eq-uv", "u\n= v"), (None, "p = q")]
    assert [found.latex for found in inline(written)] == ["a = b"]


def test_the_contents_give_the_pages_in_order_and_name_what_is_not_there(tmp_path):
    chapters = [{"file": "b", "sections": [{"file": "c"}]}]
    contents = {"root": "a", "parts": [{"numbered": True, "chapters": chapters}, {"chapters": [{"file": "d"}]}]}
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents))
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# {name}\n")
    with pytest.raises(FileNotFoundError, match=r"lists d, and there is neither d\.ipynb nor d\.md"):
        Book(tmp_path).pages  # noqa: B018
    (tmp_path / "d.md").write_text("# d\n")
    book = Book(tmp_path)
    assert [page.name for page in book.pages] == list("abcd")
    assert [page.name for page in book.numbered] == list("bc")
    with pytest.raises(KeyError, match="no page 'e'; it has a, b, c, d"):
        book.page("e")
