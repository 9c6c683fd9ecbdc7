"""The exercises: right, or not yet, without the answer in sight; and how a solution stores what is right."""

import json
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import EllipsisType

import numpy as np
from numpy.typing import ArrayLike

from ._checks import numbers

ANSWERS = Path(str(files(__package__).joinpath("answers.json")))
OF_ANY_ANSWER = {  # what can go wrong whatever is asked
    "It has the wrong sign.": lambda right: -right,
    "It is the square of the right answer.": lambda right: right**2,
    "It is the root of the right answer.": lambda right: np.sqrt(np.abs(right)),
    "It is one minus the right answer.": lambda right: 1 - right,
    "It is one divided by the right answer.": lambda right: 1 / np.where(right, right, np.inf),
    "It is a hundred times the right answer.": lambda right: 100 * right,
}


def check(exercise: str, answer: ArrayLike | EllipsisType) -> None:
    """Say whether the answer to an exercise is right; say nothing while it is not attempted.

    Parameters
    ----------
    exercise : str
        The exercise's label in the book's source, without "ex-"; it stays when exercises are numbered anew.
    answer : array_like
        What the reader computed, as many numbers as the exercise asks, in its order and units; `...` or None stands for
        an answer not yet attempted.

    Returns
    -------
    None
        It prints "Right." or "Not yet", and what went wrong if the number tells.

    Raises
    ------
    ValueError
        If no exercise of this label has an answer to compare with, an entry of the answer is not a finite number, or
        there are not as many as are asked for.

    Notes
    -----
    The exercises at the end of each chapter call it below the place for your answer. Every value must agree with the
    stored one to six digits; a mistake is known by as many digits as the answer has, two at least.

    Examples
    --------
    >>> check("nine-tenths", ...)
    >>> check("nine-tenths", 12)
    Not yet.
    """
    if answer is ... or answer is None:
        return
    right, mistakes = _stored(exercise)
    if isinstance(answer, str):
        raise ValueError(f"answer: must be a number, without quotation marks; got {answer!r}")
    given = numbers("answer", answer)
    if given.size != right.size:
        raise ValueError(f"answer: must be {right.size} number{'s' * (right.size > 1)}; got {given.size}")
    given = given.reshape(right.shape)
    print("Right." if _agree(given, right, 6).all() else f"Not yet{_what_is_wrong(given, right, mistakes)}")


def solved(exercise: str, answer: ArrayLike, mistakes: Mapping[str, ArrayLike] | None = None) -> None:
    """Say that a solution's answer is the stored one, with what typical mistakes lead to; the solutions end with it.

    Parameters
    ----------
    exercise : str
        The exercise's label in the book's source, without "ex-".
    answer : array_like
        The right answer.
    mistakes : mapping of str to array_like, optional
        For each mistake that the number betrays, a sentence that names it and the wrong answer, in the right one's
        shape.

    Returns
    -------
    None
        It prints "Right.".

    Raises
    ------
    ValueError
        If what is stored differs, which `make notebooks` mends: there the answers are stored, for `check` to read.

    Notes
    -----
    It stores where the environment has a variable `MLMCORE_STORE_ANSWERS`, in `answers.json` of the package.

    Examples
    --------
    >>> solved("nine-tenths", 12)
    Traceback (most recent call last):
        ...
    ValueError: answer: must be the one stored for 'nine-tenths', with its mistakes; if it is right: make notebooks
    """
    right = numbers("answer", answer)
    wrong = {words: numbers(f"mistakes[{words!r}]", at, shape=right.shape) for words, at in (mistakes or {}).items()}
    if "MLMCORE_STORE_ANSWERS" in os.environ:
        _store(exercise, right, wrong)
    if not _is_stored(exercise, right, wrong):
        raise ValueError(
            f"answer: must be the one stored for {exercise!r}, with its mistakes; if it is right: make notebooks"
        )
    print("Right.")


def _agree(given, value, digits):
    """Return whether each number agrees with a value that is rounded to so many significant digits."""
    place = np.floor(np.log10(np.abs(value), where=value != 0, out=np.full(np.shape(value), -np.inf))) - digits + 1
    return np.abs(given - value) <= 0.5000001 * 10.0**place


def _digits(given):
    """Return how many significant digits an answer was given with, from two to six."""
    written = (f"{abs(value):.15e}".partition("e")[0].replace(".", "").rstrip("0") for value in given.flat)
    return min(max(2, *map(len, written)), 6)


def _what_is_wrong(given, right, mistakes):
    """Return the end of the message: a mistake that leads to this answer, or how much of it is off."""
    digits = _digits(given)
    if digits < 6 and _agree(given, right, digits).all():
        return ", but close: six digits count."
    wrong = mistakes | {words: road(right) for words, road in OF_ANY_ANSWER.items()}
    for words, value in wrong.items():
        if _agree(given, value, digits).all():
            return f". {words}"
    off = np.count_nonzero(~_agree(given, right, 6))
    return f": {off} of {right.size} values are off." if right.size > 1 else "."


def _answers():
    return json.loads(ANSWERS.read_text(encoding="utf-8"))


def _stored(exercise):
    """Return the right answer to an exercise, and the wrong ones by the sentences that name the mistakes."""
    answers = _answers()
    if exercise not in answers:
        raise ValueError(f"exercise: must be one of {', '.join(answers)}; got {exercise!r}")
    of_exercise = answers[exercise]
    return np.array(of_exercise["right"]), {words: np.array(at) for words, at in of_exercise["mistakes"].items()}


def _is_stored(exercise, right, wrong):
    stored, mistakes = _stored(exercise)
    if stored.shape != right.shape:
        return False
    pairs = [(right, stored), *((at, mistakes.get(words, np.inf)) for words, at in wrong.items())]
    return list(mistakes) == list(wrong) and all(np.all(_agree(a, b, 9)) for a, b in pairs)


def _store(exercise, right, wrong):
    """Store an answer, unless it is there: another machine's last digits are no change."""
    answers = _answers()
    if exercise in answers and _is_stored(exercise, right, wrong):
        return
    answers[exercise] = {"right": _short(right), "mistakes": {words: _short(at) for words, at in wrong.items()}}
    text = json.dumps(dict(sorted(answers.items())), indent=1, ensure_ascii=False)
    ANSWERS.write_text(f"{text}\n", encoding="utf-8")


def _short(values):
    return np.array([float(f"{value:.12g}") for value in values.flat]).reshape(values.shape).tolist()
