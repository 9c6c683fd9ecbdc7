"""The formulas in the package's docstrings, executed and made wrong as the printed equations that they name."""

import inspect
import re
import textwrap

import pytest

import mlmcore
from meanings import CHECKER, EQUATIONS, claim_of
from mlmcore import figures
from texproof.mathematics import Equation

MATH = re.compile(r"^\.\. math::\n\n((?: .*\n?)+)", re.MULTILINE)
LABELLED = {equation.label: equation for equation in EQUATIONS}


def documented():
    """Return every public name of the package and of its figures, and every public method of a public class."""
    public = [getattr(module, name) for module in (mlmcore, figures) for name in module.__all__ if name != "COLOURS"]
    methods = [method for item in public if inspect.isclass(item) for method in vars(item).values()]
    return public + [method for method in methods if inspect.isfunction(method) and method.__name__[0] != "_"]


def labels_in(item):
    return re.findall(r"`(eq-[a-z-]+)`", inspect.getdoc(item) or "")


FORMULAS = [
    (Equation(item.__qualname__, None, " ".join(textwrap.dedent(formula).split())), labels_in(item)[0])
    for item in documented()
    for formula in MATH.findall(inspect.getdoc(item) or "")
]


@pytest.mark.parametrize(("formula", "label"), FORMULAS, ids=lambda part: getattr(part, "page", part))
def test_a_docstrings_formula_holds_and_no_misprint_of_it_does(formula, label):
    assert CHECKER.survivors(formula, claim_of(LABELLED[label])) == []


def test_a_function_that_computes_an_equation_prints_it_and_names_one_that_is_in_the_book():
    computing = {"log_likelihood", "log_prior", "log_posterior", "partial_pool", "profiled_deviance"}
    assert computing <= {formula.page for formula, _ in FORMULAS}
    named = [label for item in documented() for label in labels_in(item)]
    assert len(FORMULAS) > 10 and len(named) > 10
    assert set(named) <= LABELLED.keys()
