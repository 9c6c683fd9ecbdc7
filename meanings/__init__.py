"""What the symbols of this book mean, by roads that its chapters do not take; `pages` holds the exceptions of each."""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import texproof
from texproof import Book, Checker, Claim, displayed

from . import formulas
from .vocabulary import VOCABULARY
from .world import random_world

ROOT = Path(__file__).parent.parent
BOOK = Book(ROOT)
EQUATIONS = [equation for page in BOOK.pages for equation in displayed(page)]
CHECKER = Checker(VOCABULARY, random_world, EQUATIONS)


@cache
def exceptions(page):
    """Return what a page alone says: its names, claims, survivors, and the other sides of its formulas."""
    path = Path(__file__).parent / "pages" / f"{page}.py"
    found = SimpleNamespace(NAMES={}, CLAIMS={}, SURVIVORS={})
    if path.exists():
        spec = spec_from_file_location(f"{__name__}.pages.{page}", path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        found.__dict__.update(vars(module))
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

    @cache
    def other_side(name):
        found = getattr(here, name, None) or getattr(formulas, name, None)
        return found if isinstance(found, Claim) or found is None else Claim(names=here.NAMES, equals=found)

    return texproof.formulas(page, EQUATIONS, here.claim, other_side)


def claims_of(page):
    """Return what a page claims, once each: its displayed equations, and the formulas in its lines of text."""
    found = {equation.label: (equation, claim_of(equation)) for equation in displayed(page)}
    for formula in formulas_of(page):
        if formula.kind == "holds":
            found.setdefault((formula.equation.latex, formula.claim), (formula.equation, formula.claim))
    return list(found.values())


def still_true(equation, mutation):
    """Return why a mutation leaves its equation true, if the exceptions of its page say so."""
    reasons = exceptions(equation.page).SURVIVORS.get(equation.label or equation.latex, {})
    return reasons.get((mutation.change, mutation.place))
