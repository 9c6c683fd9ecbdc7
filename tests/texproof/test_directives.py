"""Cells that are a directive: found by name, with title, options, text, and the cells below them."""

import json

import pytest

from texproof.book import Page

CELLS = [
    ("markdown", "# A page"),
    ("markdown", ":::{exercise} Predict\n:label: ex-one\n\nWhich way?\n\n<!-- held -->\n\nSay why.\n:::"),
    ("code", "answer = ..."),
    ("markdown", ":::{solution} ex-one\n:label: sol-one\n:class: dropdown\n\nUp.\n:::"),
    ("code", "assert True"),
    ("markdown", "Text, and then\n\n:::{exercise} Inside\n:label: ex-two\n\nNo cell of its own.\n:::"),
    ("markdown", ":::{exercise} Break\n:label: ex-three\n\nHow?\n:::"),
]


@pytest.fixture
def page(tmp_path):
    cells = [{"cell_type": kind, "source": source, "metadata": {}, "outputs": []} for kind, source in CELLS]
    (tmp_path / "page.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return Page(tmp_path / "page.ipynb")


def test_a_directive_has_its_title_options_and_text_without_comments(page):
    first, second = page.directives("exercise")
    assert (first.title, first.options) == ("Predict", {"label": "ex-one"})
    assert first.text.split() == ["Which", "way?", "Say", "why."]
    assert (second.title, second.text, second.below) == ("Break", "How?", [])


def test_below_it_stand_the_cells_up_to_the_next_of_these_names(page):
    exercise, solution, _ = page.directives("exercise", "solution")
    assert [cell.source for cell in exercise.below] == ["answer = ..."]
    assert solution.name == "solution" and solution.options == {"label": "sol-one", "class": "dropdown"}
    assert solution.below == page.cells[4:6]


def test_other_names_are_not_found(page):
    assert page.directives("note") == []
