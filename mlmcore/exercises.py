"""The exercises: right, or not yet."""

from types import EllipsisType

import numpy as np
from numpy.typing import ArrayLike

from ._checks import numbers


def check(answer: ArrayLike | EllipsisType, expected: ArrayLike) -> None:
    """Say whether the answer to an exercise is right; say nothing while it is not attempted.

    Parameters
    ----------
    answer : array_like
        What the reader computed, in the shape and units of `expected`; `...` stands for an answer not yet attempted.
    expected : array_like
        The right answer, to which every value must agree to six digits.

    Returns
    -------
    None
        It prints "Right." or "Not yet".

    Raises
    ------
    ValueError
        If an entry of either is not a finite number, or the answer does not have the shape of what is expected.

    Notes
    -----
    The exercises at the end of each chapter call it below the place for your answer.

    Examples
    --------
    >>> check(..., 0.75)
    >>> check(3 / 4, 0.75)
    Right.
    >>> check([0.5, 0.7, 0.9], [0.5, 0.75, 0.9])
    Not yet (six digits count): 1 of 3 values are off.
    """
    if answer is ...:
        return
    expected = numbers("expected", expected)
    answer = numbers("answer", answer, shape=expected.shape)
    wrong = np.count_nonzero(np.abs(answer - expected) > 1e-6 * np.abs(expected))
    if not wrong:
        print("Right.")
    elif expected.size == 1:
        print("Not yet (six digits count).")
    else:
        print(f"Not yet (six digits count): {wrong} of {expected.size} values are off.")
