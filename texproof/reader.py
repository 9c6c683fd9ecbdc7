r"""From printed LaTeX to something that can be evaluated.

sympy's parser knows sums, fractions, powers, roots and logarithms, but not what a book calls things. So each printed
name (`\hat\alpha_j`, `\bar x_{j[i]}`, `f(\Theta)`, `\frac{\partial f}{\partial \alpha_j}`) is first replaced by a
plain numbered symbol, a factor in front of a bracket gets its multiplication sign, and layout is dropped. What the page
says is not changed: names keep their spelling as keys, and a world says what they are.
"""

import re
import warnings
from contextlib import suppress
from functools import cache
from typing import NamedTuple
from unittest.mock import patch

import sympy
from antlr4.atn.PredictionMode import PredictionMode
from sympy.parsing.latex import LaTeXParsingError, parse_latex
from sympy.parsing.latex import _parse_latex_antlr as antlr

GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|"
    "upsilon|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega|ell"
)
LETTER = (
    rf"(?:(?:\\(?:hat|bar|tilde|dot|ddot|vec)) ?)?(?:\\(?:{GREEK})(?![a-zA-Z])|(?<![a-zA-Z\\])[A-Za-z](?![a-zA-Z]))"
)
SUBSCRIPT = r"(?:_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]+|[A-Za-z0-9]))?"
BRACKETS = r" ?\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
PARTIAL = re.compile(r"\\frac\{\\partial(\^2)? ?([^{}]*(?:\{[^{}]*\})?)\}\{\\partial (?(1)([^{}]*?)\^2|([^^{}]*))\}")
ORDINARY = r"\\frac\{d(?:\^2)?[^{}]*\}\{d ?(?:[a-z]|\\[a-z]+)(?:\^2)?\}"
LAYOUT = [
    (r"\\begin\{aligned\}|\\end\{aligned\}|\\\\|\{\} ?&|&|\\left(?![a-z])|\\right(?![a-z])", " "),
    (r"\\[,;! ]|\\quad(?![a-z])|~", " "),
    (r"\\dfrac", r"\\frac"),
    (r"\s+", " "),
    (r" ?([(){}]) ?", r"\1"),
    (r" ?, ?", ", "),
]


class CannotRead(ValueError):
    """The LaTeX is none that this reader understands."""


class Side(NamedTuple):
    """One side of an equation: a sympy expression, and the printed name behind each of its symbols.

    `limit` is (name, target) for a side that begins with a limit, `over` the variable of a side that is an integral.
    """

    expression: sympy.Basic
    names: dict
    limit: tuple | None = None
    over: str | None = None

    @property
    def name(self):
        """The one name that this side consists of, or an empty string."""
        return self.names[self.expression.name] if isinstance(self.expression, sympy.Symbol) else ""

    @property
    def partial(self):
        """Of a partial derivative its order, what it differentiates, and the variable; None for any other side."""
        found = PARTIAL.fullmatch(self.name)
        return found and (2 if found[1] else 1, found[2], found[3] or found[4])


class Relation(NamedTuple):
    """A printed equation: the sides that it says are equal, or a subject with the mean and variance of its normal."""

    sides: tuple
    subject: str | None = None


def plain(latex):
    """Return LaTeX without what only lays it out."""
    for pattern, replacement in LAYOUT:
        latex = re.sub(pattern, replacement, latex)
    return latex.strip()


class Reader:
    """Reads the LaTeX of a book that writes with this vocabulary."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        letters = "".join(vocabulary.indices) or "(?!)"
        heads = [re.escape(name) if name.endswith(")") else one(name) + BRACKETS for name in vocabulary.functions]
        self.function = "|".join([*heads, "(?!)"])
        self.derivative = rf"{PARTIAL_NAME}|{ORDINARY}(?:{self.function})?"
        member = "|".join(rf"{child} \\in {parent}" for child, parent in vocabulary.parents.items()) or "(?!)"
        self.sum = (
            rf"\\sum_(?:\{{(?P<from>[{letters}])=1\}}\^\{{?(?P<upto>[A-Z])\}}?|\{{(?P<member>{member})\}}"
            rf"|(?P<over>[{letters}]))"
        )
        owners = "|".join(rf"{parent}\[{child}\]" for child, parent in vocabulary.parents.items()) or "(?!)"
        self.index = re.compile(rf"_(?:\{{({owners})\}}|([{letters}]))$")
        self.inner_index = re.compile(rf"_(?:\{{({owners})\}}|([{letters}])(?![a-zA-Z]))")
        self.token = re.compile(
            rf"(?P<sum>{self.sum})|(?P<name>{self.derivative}|{self.function}|{LETTER}{SUBSCRIPT})"
            r"|(?P<number>\d+)|(?P<command>\\[a-zA-Z]+)|(?P<other>.)"
        )
        self.read_side = cache(self._read_side)

    def read(self, latex):
        """Return the `Relation` that a printed equation states."""
        text = plain(latex)
        if "\\sim" in text:
            subject, _, distribution = (part.strip() for part in text.partition("\\sim"))
            inside = re.fullmatch(r"N\((.*)\)", distribution)
            if not inside or len(split(inside[1], ",")) != 2:
                raise CannotRead(f"a distribution must be N(mean, variance); got {distribution}")
            return Relation(tuple(map(self.read_side, split(inside[1], ","))), subject)
        return Relation(tuple(map(self.read_side, split(text, "="))))

    def _read_side(self, text):
        """Return one side of an equation, ready to be evaluated."""
        limit = over = None
        if match := re.match(r"\\lim_\{(.*?) ?\\to ?(.*?)\}(.*)", text):
            limit, text = (match[1], match[2]), match[3]
        if match := re.match(r"\\int(?![a-z])(.*) ?d(\\[a-zA-Z]+|[a-zA-Z])$", text):
            text, over = match[1], match[2]
        names, pieces, before = {}, [], ""
        for token in self.token.finditer(text):
            kind, piece = token.lastgroup, token[0]
            if token["sum"]:
                kind, letter = "sum", token["from"] or token["over"] or token["member"][0]
                upto = token["upto"] or token["member"] or self.vocabulary.indices[letter]
                piece = rf"\sum_{{{letter}=1}}^{{{symbol(upto, names)}}} "
            elif token["name"]:
                kind, piece = "name", f" {symbol(piece.strip(), names)} "
            if piece == "(" and before in ("name", "number", "}", ")"):
                piece = r"\cdot ("
            pieces.append(piece)
            if not piece.isspace():
                before = kind if kind in ("name", "number", "sum") else piece
        prepared = "".join(pieces)
        if re.search(r"\^(?:\w|\{[^{}]*\})_", text):
            raise CannotRead(f"an index belongs to the symbol, before its power: {text}")
        if re.search(
            r"/ *(?:a_\{\d+\}|\d+|\([^()]*\)) *(?:\^\d+ *)?(?:a_|\(|\\(?:cdot|frac|sum|log|exp|sqrt))", prepared
        ):
            raise CannotRead(f"what is below the slash? write a fraction: {text}")
        expression = parse(prepared)
        if stray := {symbol.name for symbol in expression.free_symbols} - names.keys():
            raise CannotRead(f"what is {', '.join(sorted(stray))} in {text}?")
        return Side(expression, names, limit, over)


PARTIAL_NAME = r"\\frac\{\\partial(?:\^2)? ?[^{}]*(?:\{[^{}]*\})?\}\{\\partial [^{}]*\}"


def one(head):
    """Return a pattern for the head of a function that stands alone, not at the end of a word."""
    return rf"\b{head}" if head[0].isalpha() and len(head) == 1 else re.escape(head)


def split(text, separator):
    """Split at a separator that stands in no brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "({[") - (character in ")}]")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    if not all(map(str.strip, parts)):
        raise CannotRead(f"nothing stands on one side of {separator} in {text}")
    return [part.strip() for part in parts]


def symbol(name, names):
    """Return the plain symbol that stands for a printed name."""
    known = {printed: symbol for symbol, printed in names.items()}
    latex = known.get(name) or f"a_{{{len(names)}}}"
    names[latex] = name
    return latex


class QuickParser(antlr.LaTeXParser):
    """sympy's parser, looking ahead without the whole context (SLL): five times as fast, and mostly enough."""

    def __init__(self, tokens):
        super().__init__(tokens)
        self._interp.predictionMode = PredictionMode.SLL


@cache
def parse(prepared):
    r"""Return a sympy expression: the one place that knows which parser reads LaTeX.

    sympy's other backend, lark, would not do: it is slower, and finds two readings of `\sum_{i=1}^{n} a - b`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with suppress(LaTeXParsingError), patch.object(antlr, "LaTeXParser", QuickParser):
            return parse_latex(prepared, strict=True, backend="antlr")
        try:
            return parse_latex(prepared, strict=True, backend="antlr")
        except LaTeXParsingError as problem:
            raise CannotRead(f"{prepared}: {problem}") from None
