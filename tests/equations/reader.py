r"""From printed LaTeX to something that can be evaluated.

sympy's parser knows sums, fractions, powers, roots and logarithms, but not what this book calls things. So each printed
name (`\hat\alpha_j`, `\bar x_{j[i]}`, `f(\Theta)`, `\frac{\partial f}{\partial \alpha_j}`) is first replaced by a
plain numbered symbol, a factor in front of a bracket gets its multiplication sign, and layout is dropped. What the page
says is not changed: names keep their spelling as keys, and `evaluate.py` looks up what they are in a world.
"""

import re
import warnings
from functools import cache
from typing import NamedTuple

import sympy
from sympy.parsing.latex import LaTeXParsingError, parse_latex

GREEK = "alpha|beta|gamma|delta|lambda|mu|nu|pi|sigma|tau|Theta|Pi"
LETTER = rf"(?:(?:\\hat|\\bar|\\tilde) ?)?(?:\\(?:{GREEK})(?![a-zA-Z])|(?<![a-zA-Z\\])[A-Za-z](?![a-zA-Z]))"
SUBSCRIPT = r"(?:_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]+|[A-Za-z0-9]))?"
BRACKETS = r" ?\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
FUNCTION = r"(?:\b[pfgqRE]|\b[cd](?= ?\(\\lambda)|f_\{2\}|[LP]_\{\+\}|\\det|\\mathrm\{(?:Cov|Var|sd)\})" + BRACKETS
PARTIAL = r"\\frac\{\\partial(?:\^2)? [^{}]*(?:\{[^{}]*\})?\}\{\\partial [^{}]*\}"
DERIVATIVE = PARTIAL + r"|\\frac\{d\^2\}\{dt\^2\} ?f" + BRACKETS
SUM = r"\\sum_(?:\{(?P<from>[ijk])=1\}\^\{?(?P<upto>[A-Z])\}?|\{i \\in j\}|(?P<over>[jk]))"
TOKEN = re.compile(
    rf"(?P<sum>{SUM})|(?P<name>{DERIVATIVE}|{FUNCTION}|{LETTER}{SUBSCRIPT})"
    r"|(?P<number>\d+)|(?P<command>\\[a-zA-Z]+)|(?P<other>.)"
)
LAYOUT = [
    (r"\\begin\{aligned\}|\\end\{aligned\}|\\\\|\{\} ?&|&|\\left(?![a-z])|\\right(?![a-z])", " "),
    (r"\\[,;! ]|\\quad(?![a-z])|~", " "),
    (r"\\dfrac", r"\\frac"),
    (r"\s+", " "),
    (r" ?([(){}]) ?", r"\1"),
    (r" ?, ?", ", "),
]
INDEX = re.compile(r"_(?:\{(j\[i\])\}|([ijk]))$")


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


class Relation(NamedTuple):
    """A printed equation: the sides that it says are equal, or a subject with the mean and variance of its normal."""

    sides: tuple
    subject: str | None = None


def plain(latex):
    """Return LaTeX without what only lays it out."""
    for pattern, replacement in LAYOUT:
        latex = re.sub(pattern, replacement, latex)
    return latex.strip()


def read(latex):
    """Return the `Relation` that a printed equation states."""
    text = plain(latex)
    if "\\sim" in text:
        subject, distribution = (part.strip() for part in text.split("\\sim"))
        inside = re.fullmatch(r"N\((.*)\)", distribution)
        if not inside or len(split(inside[1], ",")) != 2:
            raise CannotRead(f"a distribution must be N(mean, variance); got {distribution}")
        return Relation(tuple(map(read_side, split(inside[1], ","))), subject)
    return Relation(tuple(map(read_side, split(text, "="))))


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


@cache
def read_side(text):
    """Return one side of an equation, ready to be evaluated."""
    limit = over = None
    if match := re.match(r"\\lim_\{(.*?) ?\\to ?(.*?)\}(.*)", text):
        limit, text = (match[1], match[2]), match[3]
    if match := re.match(r"\\int(?![a-z])(.*) ?d(\\Theta)$", text):
        text, over = match[1], match[2]
    names, pieces, before = {}, [], ""
    for token in TOKEN.finditer(text):
        kind, piece = token.lastgroup, token[0]
        if token["sum"]:
            kind, upto = "sum", token["upto"] or ({"j": "J", "k": "J"}.get(token["over"]) or r"i \in j")
            piece = rf"\sum_{{{token['from'] or token['over'] or 'i'}=1}}^{{{symbol(upto, names)}}} "
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
    if re.search(r"/ *(?:a_\{\d+\}|\d+|\([^()]*\)) *(?:\^\d+ *)?(?:a_|\(|\\(?:cdot|frac|sum|log|exp|sqrt))", prepared):
        raise CannotRead(f"what is below the slash? write a fraction: {text}")
    expression = parse(prepared)
    if stray := {symbol.name for symbol in expression.free_symbols} - names.keys():
        raise CannotRead(f"what is {', '.join(sorted(stray))} in {text}?")
    return Side(expression, names, limit, over)


def symbol(name, names):
    """Return the plain symbol that stands for a printed name."""
    known = {printed: symbol for symbol, printed in names.items()}
    latex = known.get(name) or f"a_{{{len(names)}}}"
    names[latex] = name
    return latex


@cache
def parse(prepared):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return parse_latex(prepared, strict=True, backend="antlr")
    except LaTeXParsingError as problem:
        raise CannotRead(f"{prepared}: {problem}") from None
