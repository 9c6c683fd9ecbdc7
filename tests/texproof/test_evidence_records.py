"""Records of what holds a sentence: they are read wherever they stand, and what is missing or stale is found."""

import json
import re
from collections import Counter

import pytest

from texproof import evidence
from texproof.book import Page

COMPARES = re.compile(r"\b(?:more|less|larger|smaller)\b")
TESTS = Counter(["test_larger_tau_pools_less", "test_it_grows", "test_of_two_files", "test_of_two_files"])
TEXT = "A larger tau\npools less. Is it more?\n\n{}\n\n$$ a = b $$ (eq-ab)\n\n> More in quotation.\n"
HELD = '<!-- held "pools less": test_larger_tau_pools_less -->'


@pytest.fixture
def markdown(tmp_path):
    """Return a function that makes a page of Markdown."""

    def page(text):
        (tmp_path / "page.md").write_text(text, encoding="utf-8")
        return Page(tmp_path / "page.md")

    return page


@pytest.fixture
def notebook(tmp_path):
    """Return a function that makes a page of one code cell."""

    def page(source, printed="", **metadata):
        output = {"output_type": "stream", "name": "stdout", "text": printed}
        cell = {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [output], "execution_count": 1}
        (tmp_path / "page.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
        return Page(tmp_path / "page.ipynb")

    return page


def faults(page):
    """Return what each check finds."""
    return (
        evidence.without_record(page, COMPARES),
        evidence.without_words(page),
        evidence.without_holder(page, TESTS),
        evidence.without_need(page, COMPARES),
    )


def test_a_page_whose_sentences_are_held_has_no_fault(markdown):
    page = markdown(TEXT.format(HELD))
    assert faults(page) == ([], [], [], [])
    assert [sentence.text for sentence in evidence.held(page)] == ["A larger tau pools less."]


def test_a_new_sentence_that_nothing_holds_is_found(markdown):
    page = markdown(TEXT.format(HELD + "\n\nA larger tau always pools more."))
    assert faults(page) == (["A larger tau always pools more."], [], [], [])


def test_changed_words_are_found_and_the_sentence_asks_for_its_record_again(markdown):
    page = markdown(TEXT.format(HELD).replace("pools less.", "pools more."))
    new, stale, loose, idle = faults(page)
    assert new == ["A larger tau pools more."] and "0 times" in stale[0] and not loose + idle


def test_words_that_stand_twice_are_found(markdown):
    _, twice, *_ = faults(markdown(TEXT.format(HELD + "\n\nIt pools less.")))
    assert "2 times" in twice[0]


@pytest.mark.parametrize("name", ["test_renamed", "test_of_two_files", "test_it_grows, test_renamed", "larger_tau"])
def test_a_test_that_has_gone_or_shares_its_name_is_found(markdown, name):
    *_, loose, _ = faults(markdown(TEXT.format(HELD.replace("test_larger_tau_pools_less", name))))
    assert loose == [f'"pools less": {name}']


def test_no_claim_is_recorded_only_where_a_sentence_would_be_asked_for(markdown):
    needed, idle = '"pools less": no claim, an example', '"Is it": no claim, a question'
    page = markdown(TEXT.format(f"<!-- held\n{needed}\n{idle}\n-->"))
    assert faults(page) == ([], [], [], [idle]) and evidence.held(page) == []


def test_a_formulas_meaning_is_read_and_left_to_others(markdown):
    page = markdown("A larger share $n/J$\n\n" + r'<!-- held "larger share $n/J$": share_of_a_group -->')
    assert [record.kind for record in evidence.records(page)] == ["formula"]
    assert faults(page) == (["A larger share $n/J$"], [], [], [])


def test_a_record_may_quote_several_words_and_name_several_tests(markdown):
    record = '"A larger" "pools less": test_it_grows, test_larger_tau_pools_less'
    page = markdown(TEXT.format(f"<!-- held {record} -->"))
    assert faults(page) == ([], [], [], []) and str(evidence.records(page)[0]) == record


def test_what_is_no_record_is_an_error(markdown):
    with pytest.raises(ValueError, match=r"page.*pools less"):
        evidence.records(markdown(TEXT.format("<!-- held pools less: test_it_grows -->")))


@pytest.mark.parametrize(("limit", "loose"), [("0.9", []), ("0.8", ['"is larger": assert share > 0.8'])])
def test_an_assertion_of_the_cell_holds_what_it_prints(notebook, limit, loose):
    source = f'assert (share\n > 0.9 and True)\nprint("it is larger")\n# held "is larger": assert share > {limit}'
    page = notebook(source, "it is larger\n", tags=["remove-input"])
    assert faults(page) == ([], [], loose, [])


def test_a_comment_that_a_reader_would_see_is_an_error(notebook):
    with pytest.raises(ValueError, match="shows this comment"):
        evidence.records(notebook('# held "is larger": test_it_grows', "it is larger\n", tags=["hide-input"]))


def test_a_caption_is_held_by_a_list_in_the_metadata(notebook):
    figure = {"figure": {"name": "fig-a", "caption": "The line above is larger."}}
    page = notebook("draw()", mystnb=figure, held=['"is larger": test_it_grows'])
    assert faults(page) == ([], [], [], []) and len(evidence.held(page)) == 1


def test_the_names_of_tests_are_counted_over_files(tmp_path):
    for file, code in (("test_a.py", "def test_one(): ..."), ("test_b.py", "def test_one(): ...\ndef helper(): ...")):
        (tmp_path / file).write_text(code)
    assert evidence.names_of_tests(tmp_path) == {"test_one": 2}
