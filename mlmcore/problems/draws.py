"""Draws that are the same for a seed on every machine and with every version of NumPy."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Draws:
    """A stream of draws from PCG64's raw integers.

    NumPy keeps the stream of a bit generator and what `SeedSequence` makes of a seed for good (NEP 19); how its
    `Generator` turns them into draws may change with a version, so that is done here. A remainder favours the first of
    k options by less than k / 2^64.
    """

    def __init__(self, *seed: int):
        self._bits = np.random.PCG64(np.random.SeedSequence(seed))

    def choice(self, options: Sequence[T]) -> T:
        """Return one of the options, each as likely as the others."""
        return options[int(self._bits.random_raw()) % len(options)]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return the options in an order drawn at random (Fisher and Yates)."""
        rest = list(options)
        return [rest.pop(int(self._bits.random_raw()) % len(rest)) for _ in options]

    def number(self, low: float, high: float, step: float) -> float:
        """Return one of low, low + step, ..., high."""
        return round(low + step * self.choice(range(round((high - low) / step) + 1)), 6)
