"""Formulas in lines of text: what each says, by convention, or by the record that stands beside it.

A relation that repeats a displayed equation is held by that; any other is executed like one. A formula with one side
has a record, `"with standard deviation $\\sigma/\\sqrt{n}$": standard_error`, whose holder is the name of its other
side, or the label of a displayed equation that it is a part of. The holder is `definition` if the formula only gives a
symbol its meaning; `case` if it is what the sentence supposes; `wrong`, maybe with a name, if it is an error to find.
"""

import re
from typing import NamedTuple

from .check import Claim, Unreadable, Wrong
from .evidence import UNTESTED, records
from .mathematics import RELATION, Equation, inline, single_spaced
from .reader import plain


class Formula(NamedTuple):
    """A formula in a line of text: `repeats`, `holds`, `wrong`, `definition` or `case`; executed if it has a claim."""

    equation: Equation
    kind: str
    claim: Claim | None = None


def formulas(page, displayed, claim, other_side):
    """Return the formulas in a page's lines of text; raise `Wrong` for one that nothing holds.

    displayed : the displayed equations of the book
    claim : what relations of this page are claims of
    other_side : function name -> Claim or None
    """
    held = records(page, "formula")
    return [formula_of(equation, beside(equation, held), displayed, claim, other_side) for equation in inline(page)]


def beside(equation, held):
    """Return the holder that a record beside an equation names."""
    text, (start, end) = single_spaced(equation.piece.text), equation.span
    for record in held:
        for words in record.words if record.cell is equation.piece.cell else ():
            if 0 <= (at := text.find(words)) <= start and end <= at + len(words):
                return record.holder
    return None


def formula_of(equation, holder, displayed, claim, other_side):
    if holder in UNTESTED:
        return Formula(equation, holder)
    if holder is None:
        if not RELATION.search(equation.latex):
            words = " ".join(single_spaced(equation.piece.text)[: equation.span[1]].split()[-9:])
            raise Wrong(f"{equation} has one side, and no record beside it names the other, in: {words}")
        if plain(equation.latex) in {plain(printed.latex) for printed in displayed}:
            return Formula(equation, "repeats")
        return Formula(equation, "holds", claim)
    by_label = {printed.label: printed for printed in displayed}
    if holder in by_label:
        if not part_of(equation.latex, by_label[holder].latex):
            raise Wrong(f"{equation} is no part of {holder}")
        return Formula(equation, "repeats")
    kind, name = ("wrong", holder[5:].strip()) if holder.split()[0] == "wrong" else ("holds", holder)
    if (said := other_side(name) if name else claim) is None:
        raise Wrong(f"{equation}: nothing is called {name}")
    return Formula(equation, kind, said)


def part_of(latex, whole):
    """Tell whether a formula stands in an equation, whole."""
    text = re.escape(plain(latex))
    return bool(re.search(rf"(?<![a-zA-Z\\])(?<!hat){text}(?![a-zA-Z^_])", plain(whole)))


def is_found_out(formula, checker):
    """Tell whether a planted error can be read, is wrong, and stands in quotation wherever its cell prints it."""
    try:
        checker.check(formula.equation, formula.claim)
    except Unreadable:
        return False
    except Wrong:
        lines = [line for line in formula.equation.piece.text.splitlines() if f"${formula.equation.latex}$" in line]
        return bool(lines) and all(line.startswith("> ") for line in lines)
    return False
