"""Every printed equation, executed and made wrong: what stands on the page is what is checked."""

import re

import pytest

from meanings import BOOK, CHECKER, EQUATIONS, VOCABULARY, claim_of, claims_of, exceptions, formulas_of, still_true
from texproof import Checker, Wrong, displayed, evidence
from texproof.formulas import is_found_out
from texproof.mathematics import inline
from texproof.mutations import mutations
from texproof.reader import plain

each_page = pytest.mark.parametrize("page", BOOK.pages, ids=lambda page: page.name)


def assert_that_every_misprint_is_found_out(equation, claim):
    passing = CHECKER.survivors(equation, claim)
    assert {mutation[:2] for mutation in passing} == still_true(equation).keys(), (
        f"These misprints pass: {passing}. Sharpen what the equation is compared with, in meanings, or, if one is "
        f"still true, and only then, say why in SURVIVORS of meanings/pages/{equation.page}.py."
    )


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: f"{equation.page}-{equation.label}")
def test_a_displayed_equation_holds_and_no_misprint_of_it_does(equation):
    assert_that_every_misprint_is_found_out(equation, claim_of(equation))


@each_page
def test_a_formula_in_a_line_of_text_holds_and_no_misprint_of_it_does(page):
    for equation, claim in claims_of(page):
        if not equation.label:
            assert_that_every_misprint_is_found_out(equation, claim)


@each_page
def test_an_error_that_an_exercise_plants_can_be_read_is_wrong_and_stands_in_quotation(page):
    planted = [formula for formula in formulas_of(page) if formula.kind == "wrong"]
    assert [str(formula.equation) for formula in planted if not is_found_out(formula, CHECKER)] == []


@each_page
def test_mathematics_is_written_in_the_forms_that_the_collector_knows(page):
    for piece in page.pieces:
        prose = re.sub(r"(`+)[^`]+?\1", " ", piece.text)
        assert not re.search(r"\\begin\{(?:align|equation|gather)\*?\}|\{math\}|\\\(|\\\[", piece.text)
        assert piece.kind == "printed" or len(re.findall(r"(?<!\\)\$", prose)) % 2 == 0, prose


@each_page
def test_the_exceptions_of_a_page_speak_of_what_it_prints(page):
    here = exceptions(page.name)
    labels = {equation.label for equation in displayed(page)}
    holders = {record.holder.removeprefix("wrong ") for record in evidence.records(page, "formula")}
    text = plain(" ".join(equation.latex for equation in [*displayed(page), *inline(page)]))
    assert here.CLAIMS.keys() <= labels | holders
    assert here.SURVIVORS.keys() <= labels | {equation.latex for equation in inline(page)}
    assert [name for name in here.NAMES if plain(name) not in text and name not in holders] == []


def test_every_file_of_exceptions_is_of_a_page():
    files = {path.stem for path in (BOOK.root / "meanings" / "pages").glob("*.py")}
    assert files <= {page.name for page in BOOK.pages}


def test_the_book_is_as_full_of_mathematics_and_as_well_held_as_its_appendix_says():
    claims = [claim for page in BOOK.pages for claim in claims_of(page)]
    tried = sum(len(mutations(equation.latex, CHECKER.reader)) for equation, _ in claims)
    explained = sum(len(still_true(equation)) for equation, _ in claims)
    assert len(EQUATIONS) > 100
    assert tried > 3400
    assert explained / tried <= 0.01


LABELLED = {equation.label: equation for equation in EQUATIONS}


@pytest.mark.parametrize(
    ("label", "printed", "misprint"),
    [
        ("eq-weight-tau", r"\partial w_j", r"\partial \hat\alpha_j"),  # the derivative of another function
        ("eq-pulls", r"\partial f", "0"),
        ("eq-pulls", r"\partial \alpha_j", r"\partial \alpha_k"),
        ("eq-model-alpha", r"\tau^2", r"\tau^2_j"),  # an index after the power
        ("eq-weighted-average", r"\hat\alpha_j =", ""),  # nothing left to compare
        ("eq-mean-of-estimates", r"\hat\alpha_j", r"\alpha_j"),  # the drawn one for the estimated one
        ("eq-james-stein", "(J - 3)", "(J - 3)^2"),
        ("eq-ml-bias", r"\frac{1}{J}", r"\frac{1}{5}"),
        ("eq-thread-joint", "= p(x)", "= -p(x)"),  # all densities are small numbers
        ("eq-gain", r"\mu +", r"\mu_j +"),
        ("eq-gain", r"\mu +", r"\delta +"),  # a symbol that nothing explains
    ],
)
def test_misprints_of_other_kinds_are_found_out(label, printed, misprint):
    equation = LABELLED[label]
    assert printed in equation.latex
    with pytest.raises(Wrong):
        CHECKER.check(equation._replace(latex=equation.latex.replace(printed, misprint)), claim_of(equation))


def test_a_printed_derivative_must_be_that_of_the_printed_function():
    wrong = LABELLED["eq-log-posterior"].latex.replace(r"2\sigma^2", r"\sigma^2")
    other = Checker(VOCABULARY, CHECKER.random_world, [LABELLED["eq-log-posterior"]._replace(latex=wrong)])
    equation = LABELLED["eq-derivative"]
    with pytest.raises(Wrong):
        other.check(equation, claim_of(equation))
