"""What the symbols of this book mean, by roads that its chapters do not take; `pages` holds the exceptions of each."""

from functools import cache
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import texproof
from texproof import Book, Checker, Claim, Vocabulary, displayed

from .names import NAMES
from .world import random_world

VOCABULARY = Vocabulary(
    functions=(
        *("p", "f", "g", "q", "R", "E", r"c(\lambda)", r"d(\lambda)", "f_{2}", "L_{+}", "P_{+}"),
        *(r"\det", r"\mathrm{Cov}", r"\mathrm{Var}", r"\mathrm{sd}"),
    ),
    indices={"i": "N", "j": "J", "k": "J"},
    parents={"i": "j"},
    swaps=((r"\sigma", r"\tau"), (r"\mu", r"\gamma_j")),
    omitted=("n_j",),
)
BOOK = Book(Path(__file__).parent.parent)
EQUATIONS = [equation for page in BOOK.pages for equation in displayed(page)]
CHECKER = Checker(VOCABULARY, random_world, EQUATIONS)


@cache
def exceptions(page):
    """Return what a page alone says: its names, what its equations claim, and why a misprint of one is still true."""
    path = Path(__file__).parent / "pages" / f"{page}.py"
    found = SimpleNamespace(NAMES={}, CLAIMS={}, SURVIVORS={})
    found.__dict__.update(run_path(str(path)) if path.exists() else {})
    found.claim = Claim(names=found.NAMES)
    return found


def claim_of(equation):
    """Return what a displayed equation is compared with: by convention, or by the exceptions of its page."""
    page = exceptions(equation.page)
    return page.CLAIMS.get(equation.label, page.claim)


@cache
def formulas_of(page):
    """Return the formulas in a page's lines of text, each with what it claims."""
    here = exceptions(page.name)
    sides = {name: Claim(names=here.NAMES, equals=meaning) for name, meaning in (NAMES | here.NAMES).items()}
    return texproof.formulas(page, EQUATIONS, here.claim, (sides | here.CLAIMS).get)


def claims_of(page):
    """Return what a page claims, once each: its displayed equations, and the formulas in its lines of text."""
    found = {equation.label: (equation, claim_of(equation)) for equation in displayed(page)}
    for formula in formulas_of(page):
        if formula.kind == "holds":
            found.setdefault((formula.equation.latex, formula.claim), (formula.equation, formula.claim))
    return list(found.values())


def still_true(equation):
    """Return why some mutations, by change and place, leave an equation true: its page's exceptions say so."""
    return exceptions(equation.page).SURVIVORS.get(equation.label or equation.latex, {})
