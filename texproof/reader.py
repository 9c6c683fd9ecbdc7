r"""From printed LaTeX to something that can be evaluated.

sympy's parser knows sums, fractions, powers, roots and logarithms, but not what a book calls things. So each printed
name (`\hat\alpha_j`, `\bar x_{j[i]}`, `f(\Theta)`, `\frac{\partial f}{\partial \alpha_j}`) is first replaced by a
plain numbered symbol, a factor in front of a bracket gets its multiplication sign, and layout is dropped. What the page
says is not changed: names keep their spelling as keys, and a world says what they are.
"""

import re
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
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
PARTIAL = (
    r"\\frac\{\\partial(?P<order>\^2)? ?(?P<of>[^{}]*(?:\{[^{}]*\})?)\}"
    r"\{\\partial (?P<by>[^{}^]*(?:\{[^{}]*\})?)(?(order)\^2)\}"
)
ORDINARY = r"\\frac\{d(?:\^2)?[^{}]*\}\{d ?(?:[a-z]|\\[a-z]+)(?:\^2)?\}"
OPERATOR = re.compile(r"(\\lim_\{[^{}]*\})?(\\int(?![a-z]))?(.*?)(?(2) ?(d(?:\\[a-zA-Z]+|[a-zA-Z])))")
SLASH = re.compile(r"/ *(?:a_\{\d+\}|\d+|\([^()]*\)) *(?:\^\d+ *)?(?:a_|\(|\\(?:cdot|frac|sum|log|exp|sqrt))")
NUMPY = [{"log": lambda x, base=np.e: np.log(x) / np.log(base)}, "numpy"]
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
    """One side of an equation: its text, and the function of its names' values, and of the indices, that it is.

    `letters` are the indices that no sum binds. A limit that it begins with, or an integral, has a name, too.
    """

    text: str
    names: list
    letters: set
    function: Callable
    limit: str | None
    integral: str | None


class Relation(NamedTuple):
    """A printed equation: the sides that it says are equal, or a subject with the mean and variance of its normal."""

    sides: tuple
    subject: str | None = None


def plain(latex):
    """Return LaTeX without what only lays it out."""
    for pattern, replacement in LAYOUT:
        latex = re.sub(pattern, replacement, latex)
    return latex.strip()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    r"""The book's own way of writing.

    functions : what makes a name together with the brackets after it, such as `p` or `\mathrm{Var}`, or a whole name
        with its brackets, such as `c(\lambda)`; any other bracket after a symbol is a factor
    indices : the letters that number things, each with the symbol that counts them: `{"i": "N", "j": "J"}`, children
        before their parents
    parents : what each thing belongs to: `{"i": "j"}` gives a meaning to `j[i]` and to a sum over `i \in j`
    swaps : pairs of symbols that are taken for each other
    omitted : symbols that are left out by mistake
    """

    functions: tuple = ()
    indices: dict = field(default_factory=dict)
    parents: dict = field(default_factory=dict)
    swaps: tuple = ()
    omitted: tuple = ()


class Reader:
    """Reads the LaTeX of a book that writes with this vocabulary."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        letter = any_of(vocabulary.indices)
        self.function = any_of(
            rf"(?:\b|(?=\\)){re.escape(name)}{'' if name.endswith(')') else BRACKETS}" for name in vocabulary.functions
        )
        self.derivative = rf"{PARTIAL}|{ORDINARY}(?:{self.function})?"
        upto = any_of(rf"(?<={letter})=1\}}\^\{{?{count}\}}?" for letter, count in vocabulary.indices.items())
        self.sum = rf"\\sum_\{{?(?P<over>{letter})(?:{upto}|(?P<part> \\in {letter})\}}|(?![a-zA-Z]))"
        owner = any_of(rf"{parent}\[{child}\]" for child, parent in vocabulary.parents.items())
        self.index = re.compile(rf"_(?:\{{(?P<owner>{owner})\}}|(?P<letter>{letter})(?![a-zA-Z]))")
        self.token = re.compile(rf"{self.sum}|{self.derivative}|{self.function}|{LETTER}{SUBSCRIPT}")
        self.read_side = cache(self._read_side)

    def read(self, latex):
        """Return the `Relation` that a printed equation states."""
        subject, said, text = plain(latex).rpartition("\\sim")
        if not said:
            return Relation(tuple(map(self.read_side, split(text, "="))))
        inside = re.fullmatch(r"N\((.*)\)", text.strip())
        if not inside or len(moments := split(inside[1], ",")) != 2:
            raise CannotRead(f"a distribution must be N(mean, variance); got {text}")
        return Relation(tuple(map(self.read_side, moments)), subject.strip())

    def parted(self, name):
        """Return what a world knows a printed name by, and the owner and the letter of its index."""
        found = self.index.search(name)
        if not found:
            return name, None, None
        of_function = found.end() < len(name)  # such as Var(gamma_j), which a world knows with its brackets
        return name if of_function else name[: found.start()], found["owner"], found["letter"] or found["owner"][-2]

    def _read_side(self, text):
        limit, _, body, variable = OPERATOR.fullmatch(text).groups()
        names = []

        def symbol(name):
            if name not in names:
                names.append(name)
            return f"a_{{{names.index(name)}}}"

        def in_symbols(token):
            if not (letter := token["over"]):
                return f" {symbol(token[0])} "
            sign = rf"\sum_{{{letter}=0}}^{{{symbol(self.vocabulary.indices[letter])} - 1}}\,"
            return sign + rf"{symbol(letter + token['part'])} \cdot " if token["part"] else sign

        prepared = re.sub(r"(?<=[\d})]) *\(", r" \\cdot (", self.token.sub(in_symbols, body))
        if re.search(r"\^(?:\w|\{[^{}]*\})_", text):
            raise CannotRead(f"an index belongs to the symbol, before its power: {text}")
        if SLASH.search(prepared):
            raise CannotRead(f"what is below the slash? write a fraction: {text}")
        expression = parse(prepared)
        terms = {sympy.Symbol(symbol(name)): self.term(f"a_{n}", name) for n, name in enumerate(names)}
        if stray := expression.free_symbols - terms.keys():
            raise CannotRead(f"what is {', '.join(map(str, stray))} in {text}?")
        expression = expression.xreplace(terms)
        letters = {symbol.name for symbol in expression.free_symbols} & self.vocabulary.indices.keys()
        arguments = [f"a_{n}" for n in range(len(names))] + [*self.vocabulary.indices]
        try:
            function = sympy.lambdify(arguments, expression, NUMPY)
        except (KeyError, NotImplementedError):  # infinity by name, and what has no function in numpy
            raise CannotRead(f"nothing computes {text}") from None
        return Side(text, names, letters, function, limit, variable and rf"\int {variable}")

    def term(self, label, name):
        """Return a printed name as sympy writes it: an array at the name's indices, or a symbol."""
        letters = name.split(r" \in ") if r" \in " in name else filter(None, [self.parted(name)[2]])
        indices = tuple(map(sympy.Symbol, letters))
        return sympy.IndexedBase(label)[indices] if indices else sympy.Symbol(label)


def any_of(patterns):
    """Return a pattern for any of these, of which there may be none."""
    return rf"(?:{'|'.join([*patterns, '(?!)'])})"


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


class QuickParser(antlr.LaTeXParser):
    """sympy's parser, looking ahead without the whole context (SLL): five times as fast, and mostly enough."""

    def __init__(self, tokens):
        super().__init__(tokens)
        self._interp.predictionMode = PredictionMode.SLL


def quick_atom(atom, slow=antlr.convert_atom):
    """Return a symbol or number as sympy does, but whole numbers, most of them, without its parser of Python."""
    number = atom.number()
    return sympy.Integer(int(number.getText())) if number and number.getText().isdecimal() else slow(atom)


@cache
def parse(prepared):
    r"""Return a sympy expression: the one place that knows which parser reads LaTeX.

    sympy's other backend, lark, would not do: it is slower, and finds two readings of `\sum_{i=1}^{n} a - b`.
    """
    with warnings.catch_warnings(), patch.object(antlr, "convert_atom", quick_atom):
        warnings.simplefilter("ignore", DeprecationWarning)
        with suppress(LaTeXParsingError), patch.object(antlr, "LaTeXParser", QuickParser):
            return parse_latex(prepared, strict=True, backend="antlr")
        try:
            return parse_latex(prepared, strict=True, backend="antlr")
        except LaTeXParsingError as problem:
            raise CannotRead(f"{prepared}: {problem}") from None
