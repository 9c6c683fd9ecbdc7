"""The keys of the fresh problems cite the book's equations, as the book prints them."""

import re

import yaml

from meanings import BOOK, EQUATIONS
from mlmcore.problems import book as cited
from mlmcore.problems import key, make_problems, sheet

PRINTED = {equation.label: equation for equation in EQUATIONS}


def squeezed(formula):
    return re.sub(r"\s", "", formula)


def test_an_equation_in_a_key_stands_in_the_chapter_that_the_key_names_as_it_stands_there():
    for label, (chapter, formula) in cited.EQUATIONS.items():
        page = PRINTED[label].page
        assert int(page[:2]) == chapter, label
        assert squeezed(formula) == squeezed(PRINTED[label].latex), label


def test_a_sheet_and_its_key_name_the_book_and_its_licence():
    title = yaml.safe_load((BOOK.root / "_config.yml").read_text(encoding="utf-8"))["title"]
    problems = make_problems(7, 1)
    for text in (sheet(problems), key(problems)):
        assert text.splitlines()[2] == f"From the book *{title}*; CC BY 4.0."


def test_every_equation_that_may_be_cited_is_cited():
    text = "".join(key(make_problems(seed, 16)) for seed in range(20))
    assert set(re.findall(r"^Chapter \d+, `(eq-[a-z-]+)`:$", text, re.MULTILINE)) == set(cited.EQUATIONS)
