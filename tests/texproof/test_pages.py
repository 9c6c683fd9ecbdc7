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
TESTS = Counter(["test_larger_tau_pools_less", "test_it_grows", "test_of_two_files", "test_of_two_files"])
TEXT = "A larger tau\npools less. Is it more?\n\n{}\n\n$$ a = b $$ (eq-ab)\n\n> More in quotation.\n"
HELD = '<!-- held "pools less": test_larger_tau_pools_less -->'


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


def test_a_page_whose_sentences_are_held_has_no_fault(page):
    written = page(TEXT.format(HELD))
    assert faults(written) == ([], [], [], [])
    assert [sentence.text for sentence in evidence.held(written)] == ["A larger tau pools less."]


def test_a_new_sentence_changed_words_and_words_that_stand_twice_are_found(page):
    assert faults(page(TEXT.format(HELD + "\n\nIt is more."))) == (["It is more."], [], [], [])
    new, stale, loose, idle = faults(page(TEXT.format(HELD).replace("pools less.", "pools more.")))
    assert new == ["A larger tau pools more."] and "0 times" in stale[0] and not loose + idle
    assert "2 times" in faults(page(TEXT.format(HELD + "\n\nIt pools less.")))[1][0]


@pytest.mark.parametrize("name", ["test_renamed", "test_of_two_files", "test_it_grows, test_renamed", "larger_tau"])
def test_a_test_that_has_gone_or_shares_its_name_is_found(page, name):
    *_, loose, _ = faults(page(TEXT.format(HELD.replace("test_larger_tau_pools_less", name))))
    assert loose == [f'"pools less": {name}']


def test_no_claim_is_recorded_only_where_a_sentence_would_be_asked_for(page):
    needed, idle = '"pools less": no claim, an example; or two', '"Is it": no claim, a question'
    written = page(TEXT.format(f"<!-- held {needed};\n{idle} -->"))
    assert faults(written) == ([], [], [], [idle]) and evidence.held(written) == []


def test_a_formulas_meaning_is_no_holder_of_a_comparison(page):
    written = page('A larger share $n/J$.\n\n<!-- held "A larger share $n/J$": case -->')
    assert [record.kind for record in evidence.records(written)] == ["formula"]
    assert faults(written) == (["A larger share $n/J$."], [], [], [])


def test_a_record_may_quote_several_words_and_name_several_tests(page):
    record = '"A larger" "pools less": test_it_grows, test_larger_tau_pools_less'
    written = page(TEXT.format(f"<!-- held {record} -->"))
    assert faults(written) == ([], [], [], []) and str(evidence.records(written)[0]) == record


def test_what_is_no_record_or_would_be_seen_is_an_error(page):
    with pytest.raises(ValueError, match=r"page.*pools less"):
        evidence.records(page(TEXT.format("<!-- held pools less: test_it_grows -->")))
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
