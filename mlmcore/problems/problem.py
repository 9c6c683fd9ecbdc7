"""What a problem is: its words, its answer, and the steps that lead there."""

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

LETTERS = "abcdefgh"


class Trap(NamedTuple):
    """A wrong answer that a known mistake gives, and the words that name the mistake.

    Attributes
    ----------
    value : float
        The wrong answer, in the answer's unit.
    hint : str
        What was done, in a sentence.
    """

    value: float
    hint: str


@dataclass(frozen=True)
class Number:
    """An answer that is a number.

    Attributes
    ----------
    value : float
        The answer, unrounded.
    digits : int
        Decimals asked for.
    unit : str
        Its unit; empty for a weight, a probability or a count.
    tolerance : float
        How far an accepted answer may be off, in the same unit: 10^-digits, and 0 for a count.
    traps : tuple of Trap
        Typical wrong answers, each more than three tolerances away.
    """

    value: float
    digits: int
    unit: str
    tolerance: float
    traps: tuple[Trap, ...] = ()

    def __str__(self):
        """Return the answer as a student would write it."""
        return f"{self.value:.{self.digits}f} {self.unit}".strip()


@dataclass(frozen=True)
class Choice:
    """An answer that is one of several.

    Attributes
    ----------
    options : tuple of str
        What may be chosen, in Markdown.
    right : int
        The place of the right one, from 0.
    """

    options: tuple[str, ...]
    right: int

    def __str__(self):
        """Return the right option with its letter."""
        return f"({LETTERS[self.right]}) {self.options[self.right]}"


@dataclass(frozen=True)
class Problem:
    """A problem with its answer and key. Text and steps are Markdown, with mathematics between dollar signs.

    Attributes
    ----------
    kind : str
        What is asked, such as "weight on the data".
    place : str
        Where it plays, such as "schools".
    text : str
        The problem.
    answer : Number or Choice
        The answer, as `mlmcore` computes it.
    steps : str
        How to get there, with the book's equations by chapter and label.
    given : dict
        The numbers that the text gives, by name, in the place's unit.
    level : int
        1 to 3 stars.
    minutes : int
        How long it takes.
    paper : bool
        Whether paper and a pocket calculator are enough.
    """

    kind: str
    place: str
    text: str
    answer: Number | Choice
    steps: str
    given: dict
    level: int
    minutes: int
    paper: bool = True


def number(value, digits, unit="", *, traps=(), tolerance=None):
    """Return the answer, or None if it is too small, or so near to a trap, that a wrong one might pass."""
    answer = Number(float(value), digits, unit, 10.0**-digits if tolerance is None else tolerance, tuple(traps))
    wrong = [trap.value for trap in answer.traps]
    near_a_trap = any(abs(value - answer.value) <= 3 * answer.tolerance for value in wrong)
    alike = any(abs(a - b) <= 2 * answer.tolerance for a, b in combinations(wrong, 2))
    too_small = answer.value <= 5 * answer.tolerance
    return None if near_a_trap or alike or too_small else answer
