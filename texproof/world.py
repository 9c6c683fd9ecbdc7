"""A world: one random case in which every printed name has a value that was not read from the page."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from .reader import CannotRead


@dataclass(frozen=True, kw_only=True)
class World:
    r"""What printed names stand for. A book derives its own: with parameters as fields, and what follows from them.

    A name is written as on the page, without an index of its own: `\alpha` for `\alpha_j`, `\bar x` for `\bar x_i`.

    meanings : name -> function of the world that gives one number, or one for each thing that its index numbers
    distributions : subject of a normal distribution, as printed -> function that gives mean and variance
    own : values of names that only one equation uses, or uses in another sense
    """

    meanings: ClassVar[dict] = {}
    distributions: ClassVar[dict] = {}
    own: dict = field(default_factory=dict, repr=False)
    known: dict = field(default_factory=dict, init=False, repr=False)

    def look_up(self, name):
        """Return a name's value: one number, or an array."""
        return self._look_up(name, self.meanings)

    def distribution(self, subject):
        """Return mean and variance of the subject of a normal distribution."""
        found = self._look_up(subject, self.distributions)
        if not isinstance(found, tuple):
            raise CannotRead(f"{subject} has no distribution")
        return found

    def _look_up(self, name, among):
        if name in self.own:
            return self.own[name]
        if name not in self.known:
            if name not in among:
                raise CannotRead(f"nothing says what {name} is")
            self.known[name] = among[name](self)
        return self.known[name]

    def at(self, **fields):
        """Return the same world with other parameters or data."""
        return replace(self, **fields)

    def saying(self, names):
        """Return the same world with other values for some printed names."""
        return replace(self, own=self.own | names)

    def count(self, letter):
        """Return how many things an index numbers."""
        raise CannotRead(f"nothing is numbered by {letter} here")

    def parent(self, letter):
        """Return the number of the parent of each thing that an index numbers."""
        raise CannotRead(f"what {letter} numbers belongs to nothing")

    def near(self, name, target):
        r"""Return the world with a parameter close to where a limit takes it: "0" or "\infty"."""
        raise CannotRead(f"a limit of {name} to {target}")

    def integral(self, variable, integrand):
        """Return the integral over a variable of a function of the world."""
        raise CannotRead(f"an integral over {variable}")


def derivative(function, at, order=1):
    """Return the first or second derivative of an analytic function at a number, to about twelve digits.

    By a step into the complex plane; the second as Cauchy's integral over a small circle.
    """
    if order == 1:
        return np.imag(function(at + 1e-30j)) / 1e-30
    radius, turns = 0.25, np.exp(2j * np.pi * np.arange(32) / 32)
    return 2 * np.real(np.mean([function(at + radius * turn) / turn**2 for turn in turns])) / radius**2
