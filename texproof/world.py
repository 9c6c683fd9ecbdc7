"""A world: one random case in which every printed name has a value that was not read from the page."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from .reader import CannotRead


@dataclass(frozen=True, kw_only=True)
class World:
    r"""What printed names stand for. A book derives its own: with parameters as fields, and what follows from them.

    meanings : name, written as on the page without an index of its own (`\alpha` for `\alpha_j`) -> function of the
        world. It gives one number, or one for each thing that the index numbers; for what has a normal distribution,
        such as `\alpha_j \mid y`, mean and variance; for `j[i]`, the number of each parent; for a limit, such as
        `\lim_{\tau \to 0}`, the world there; and for `\int d\tau` a function that integrates functions of the world.
    own : values of names that only one equation uses, or uses in another sense
    """

    meanings: ClassVar[dict] = {}
    own: dict = field(default_factory=dict, repr=False)
    known: dict = field(default_factory=dict, init=False, repr=False)

    def look_up(self, name):
        """Return what a name stands for."""
        if name in self.own:
            return self.own[name]
        if name not in self.known:
            if name not in self.meanings:
                raise CannotRead(f"nothing says what {name} is")
            self.known[name] = self.meanings[name](self)
        return self.known[name]

    def at(self, **fields):
        """Return the same world with other parameters or data."""
        return replace(self, **fields)

    def saying(self, names):
        """Return the same world with other values for some printed names."""
        return replace(self, own=self.own | names)


def derivative(function, at, order=1):
    """Return the first or second derivative of an analytic function at a number, to about twelve digits.

    By a step into the complex plane; the second as Cauchy's integral over a small circle.
    """
    if order == 1:
        return np.imag(function(at + 1e-30j)) / 1e-30
    radius, turns = 0.25, np.exp(2j * np.pi * np.arange(32) / 32)
    return 2 * np.real(np.mean([function(at + radius * turn) / turn**2 for turn in turns], axis=0)) / radius**2
