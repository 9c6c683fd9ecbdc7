"""The mathematics that a page prints: displayed equations with their labels, and formulas in lines of text."""

import re
from typing import NamedTuple

from .book import Page, Piece

DISPLAYED = re.compile(r"\$\$(.*?)\$\$[ \t]*(?:\(([\w-]+)\))?", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$([^$]+)\$")
CODE = re.compile(r"(`+)[^`]+?\1")
RELATION = re.compile(r"\S\s*(?:[=<>]|\\(?:sim|approx|neq?|leq?|geq?|propto|equiv)(?![a-zA-Z]))\s*\S")
FORMULA = re.compile(r"[\w})\]|]\s*[-+/]\s*[\w\\({|]|\\(?:frac|sqrt|exp|log|sum|pm)(?![a-zA-Z])")
NO_SYMBOL = re.compile(r"\\(?:d?frac|sqrt|exp|log|sum|pm|approx|to)(?![a-zA-Z])")


class Equation(NamedTuple):
    """Printed mathematics: where it stands, its label if it is displayed with one, and its LaTeX."""

    page: str
    label: str | None
    latex: str
    piece: Piece | None = None
    span: tuple | None = None  # of a formula in a line of text, in the piece's text with single spaces

    def __str__(self):
        return f"{self.page}, {self.label or '$' + self.latex + '$'}"


def displayed(page: Page):
    """Return the displayed equations of a page, in reading order, labelled or not."""
    return [
        Equation(page.name, match[2], match[1].strip(), piece)
        for piece in page.pieces
        if piece.kind != "printed"
        for match in DISPLAYED.finditer(piece.text)
    ]


def inline(page: Page):
    """Return the mathematics in a page's lines of text that is more than a symbol: a relation or a formula."""
    found = []
    for piece in page.pieces:
        if piece.kind == "printed":
            continue
        text = single_spaced(piece.text)
        for hidden in (DISPLAYED, CODE):
            text = hidden.sub(lambda match: "\0" * len(match[0]), text)
        found += [
            Equation(page.name, None, match[1].strip(), piece, match.span())
            for match in INLINE.finditer(text)
            if says_something(match[1])
        ]
    return found


def single_spaced(text):
    """Return a text in which every gap is one space."""
    return " ".join(text.split())


def says_something(latex):
    """Tell a relation or a formula in symbols from a name, a number or a lone sign."""
    symbols = NO_SYMBOL.sub("", latex)
    return bool(re.search("[A-Za-z]", symbols) and (RELATION.search(latex) or FORMULA.search(latex)))
