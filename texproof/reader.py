r"""From printed LaTeX to something that can be evaluated.

What a book calls things is its own. `\hat\alpha_j`, `\bar x_{j[i]}`, `f(\Theta)`, `\frac{\partial f}{\partial \mu}` are
names: each keeps its spelling as its key, and a world says what it is. How names are put together into sums, products
and fractions is the grammar's; layout is dropped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from types import CodeType
from typing import NamedTuple

import numpy as np
from lark import UnexpectedInput

from .grammar import Python, parser

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
NOTHING = r"[^\s\S]"
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
        self.parser = parser(rf"{self.derivative}|{self.function}|{LETTER}{SUBSCRIPT}", self.sum)
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

        def number(name):
            if name not in names:
                names.append(name)
            return f"a_{names.index(name)}"

        def term(name):
            letter = self.parted(name)[2]
            return f"{number(name)}[{letter}]" if letter else number(name)

        def total(sign):
            letter, part = re.fullmatch(self.sum, sign).group("over", "part")
            count = number(self.vocabulary.indices[letter])
            return letter, count, f"{number(letter + part)}[{letter}, {part[-1]}] * " if part else ""

        try:
            code = compile(Python(term, total).transform(self.parser.parse(body)), text, "eval")
        except UnexpectedInput as problem:
            raise CannotRead(f"{text} cannot be read from here on: {body[max(problem.pos_in_stream, 0) :]}") from None
        arguments = [f"a_{n}" for n in range(len(names))] + [*self.vocabulary.indices]

        def function(*values):
            try:
                return eval(code, {"np": np} | dict(zip(arguments, values, strict=True)))
            except ArithmeticError as problem:
                raise CannotRead(f"nothing computes {text}: {problem}") from None

        letters = free_names(code) & self.vocabulary.indices.keys()
        return Side(text, names, letters, function, limit, variable and rf"\int {variable}")


def any_of(patterns):
    """Return a pattern for any of these, of which there may be none."""
    return rf"(?:{'|'.join(patterns) or NOTHING})"


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


def free_names(code):
    """Return the names that compiled Python takes from without."""
    inside = [part for part in code.co_consts if isinstance(part, CodeType)]
    return set(code.co_names).union(*map(free_names, inside))
