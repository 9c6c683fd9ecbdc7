"""The formulas in the package's docstrings, executed as the printed equations that they name."""

import pytest

from meanings import CHECKER, EQUATIONS, claim_of
from meanings.docstrings import formulas
from texproof import Wrong
from texproof.mutations import mutations

LABELLED = {equation.label: equation for equation in EQUATIONS}


def holds_as(formula):
    """Return the labels of the equations that a docstring names and that its formula could stand for."""
    held = []
    for label in formula.labels:
        try:
            CHECKER.check(formula.equation, claim_of(LABELLED[label]))
        except Wrong:
            continue
        held.append(label)
    return held


@pytest.mark.parametrize("formula", list(formulas()), ids=lambda formula: formula.equation.page)
def test_a_docstrings_formula_holds_as_an_equation_that_it_names_and_with_a_wrong_sign_as_none(formula):
    assert holds_as(formula), formula.equation.latex
    for mutation in mutations(formula.equation.latex, CHECKER.reader):
        if mutation.change == "flip a sign":
            assert not holds_as(formula._replace(equation=formula.equation._replace(latex=mutation.latex))), mutation


def test_every_formula_that_the_package_documents_is_found():
    documented = {formula.equation.page for formula in formulas()}
    assert {"log_likelihood", "log_prior", "log_posterior", "partial_pool", "profiled_deviance"} <= documented
    assert len(list(formulas())) > 10
