"""The model in one place, with its numbers drawn, and the sentences that tell them."""

from typing import NamedTuple

from ..pooling import partial_pool
from .draws import Draws
from .places import Place
from .words import TO, count, four, plain, quantity


class Group(NamedTuple):
    """A group of a problem: the letter it goes by, its size and its own mean."""

    letter: str
    n: int
    gamma: float


class After(NamedTuple):
    """What is known of a group's true mean after the data."""

    weight: float
    mean: float
    sd: float


class World(NamedTuple):
    """A place, the mean and the scales there, and the draws that the rest of the problem comes from."""

    place: Place
    draw: Draws
    mu: float
    sigma: float
    tau: float

    @classmethod
    def at(cls, place, draw):
        """Draw the mean and the scales at a place."""
        return cls(place, draw, draw.number(*place.mu), draw.number(*place.sigma), draw.number(*place.tau))

    def size(self):
        """Draw a group's size."""
        low, high = self.place.n
        return self.draw.choice(range(low, high + 1))

    def group(self, letter):
        """Draw a group whose own mean lies where such means usually lie, but not near the overall mean."""
        n = self.size()
        sd = (self.tau**2 + self.sigma**2 / n) ** 0.5
        return Group(
            letter, n, self.rounded(self.mu + sd * self.draw.choice((-1, 1)) * self.draw.number(0.6, 1.8, 0.1))
        )

    def rounded(self, value):
        """Return a value with as many decimals as an own mean has here."""
        return round(value, self.place.digits)

    def own(self, value):
        """Return an own mean as text."""
        return f"{value:.{self.place.digits}f}"

    def fine(self, value):
        """Return a mean on the way to an answer, with two decimals more, so that differences keep their digits."""
        return f"{value:.{self.place.digits + 2}f}"

    def amount(self, value):
        """Return a value as text, with its unit."""
        return count(self.own(value), self.place.unit)

    def within(self):
        """Say how the readings vary in a group."""
        place, sigma = self.place, quantity(r"\sigma", plain(self.sigma), self.place.unit)
        return (
            f"{place.readings} vary about the true mean $\\alpha_j$ of their {place.group.one} with standard deviation "
            f"{sigma}{place.note}"
        )

    def between(self, *, mean=True):
        """Say how the true means of the groups vary, and about what."""
        unit, tau = self.place.unit, quantity(r"\tau", plain(self.tau), self.place.unit)
        mu = quantity(r"\mu", plain(self.mu), unit)
        about = f"about {mu} " if mean else ""
        return f"the true means of the {self.place.group.many} vary {about}with standard deviation {tau}"

    def scene(self, *, mean=True):
        """Say both, in a sentence: all that is known before the data."""
        return f"{self.within()}, and {self.between(mean=mean)}; both distributions are normal."

    def told(self, group):
        """Say what the data are of a group."""
        place, own = self.place, quantity(rf"\gamma_{group.letter}", self.own(group.gamma), self.place.unit)
        observed = count(group.n, place.observation)
        return f"{place.group.one.capitalize()} {group.letter} has {observed} in the data, with the own mean {own}."

    def asked(self):
        """Say in which unit to answer, and how exactly."""
        return f"in {self.place.unit.many}, {TO[self.place.digits]}"


def precision(n, scale):
    """Return n / scale^2 as the book sets it, with these numbers."""
    return rf"\dfrac{{{n}}}{{{plain(scale)}^2}}"


def weight_step(world, letter, n, weight):
    """Return the weight of a group, written out with its numbers."""
    data, prior = precision(n, world.sigma), precision(1, world.tau)
    return rf"$$ w_{letter} = \frac{{{data}}}{{{data} + {prior}}} = {four(weight)} $$"


def average_step(world, group, weight, mean):
    """Return the weighted average of a group, written out with its numbers."""
    w, own = four(weight), world.own(group.gamma)
    return (
        rf"$$ \hat\alpha_{group.letter} = {w} \cdot {own} + (1 - {w}) \cdot {plain(world.mu)} = {world.fine(mean)} $$"
    )


def sd_step(world, group, sd):
    """Return the standard deviation after the data of a group, written out with its numbers."""
    data, prior = precision(group.n, world.sigma), precision(1, world.tau)
    return rf"$$ \sqrt{{v_{group.letter}}} = \frac{{1}}{{\sqrt{{{data} + {prior}}}}} = {four(sd)} $$"


def pooled(world, group):
    """Return weight, mean and standard deviation of a group's true mean after the data, from `mlmcore`."""
    answer = partial_pool(group.gamma, group.n, world.mu, sigma=world.sigma, tau=world.tau)
    return After(float(answer.weight), float(answer.mean), float(answer.sd))


def numbers_of(world, *groups):
    """Return what the text gives: the mean, the scales, and each group's size and own mean, by letter."""
    given = {"mu": world.mu, "sigma": world.sigma, "tau": world.tau}
    for letter, n, gamma in groups:
        given |= {f"n_{letter}": n, f"gamma_{letter}": gamma}
    return given
