"""Execute printed equations: what stands between equals signs must be equal, in every world."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np

from .evaluate import Evaluator
from .mutations import mutations
from .reader import PARTIAL, CannotRead, Reader, Relation
from .world import derivative

SEEDS = (1, 2)


class Wrong(AssertionError):
    """A printed equation does not hold."""


class Unreadable(Wrong):
    """A printed equation cannot be read, or speaks of something that the book does not have."""


@dataclass(frozen=True, eq=False)
class Claim:
    """What an equation is compared with beyond its own sides; most need nothing.

    `world` changes the random world first; `names` maps names that this equation alone uses, or uses in another sense,
    to functions of the world. A formula with one side says what that side `equals`, a function of the world. And since
    an equation "... = 0" holds with any factor in front, it claims something of its left side while `unsolved`, too.
    """

    world: Callable = lambda world: world
    names: dict = field(default_factory=dict)
    equals: Callable | None = None
    unsolved: "Claim | None" = None


class Checker:
    """Checks equations of a book, given its vocabulary, a function seed -> `World`, and its displayed equations."""

    def __init__(self, vocabulary, random_world, displayed=()):
        self.reader = Reader(vocabulary)
        self.evaluator = Evaluator(self.reader)
        self.random_world, self.displayed = random_world, displayed
        self.world_of = cache(self._world_of)

    def check(self, equation, claim):
        """Raise `Wrong` if an equation does not hold in some world, `Unreadable` if it cannot be read."""
        try:
            relation = self.reader.read(equation.latex)
            with np.errstate(all="ignore"):  # a wrong equation may divide by zero; what comes of it equals nothing
                for seed in SEEDS:
                    self.holds_in(self.world_of(claim, seed), relation, claim)
                    if claim.unsolved:
                        there = self.world_of(claim.unsolved, seed)
                        self.holds_in(there, Relation(relation.sides[:1]), claim.unsolved)
        except (CannotRead, Wrong) as problem:
            wrong = Unreadable if isinstance(problem, CannotRead) else Wrong
            raise wrong(f"{equation}: {problem}") from None

    def survivors(self, equation, claim):
        """Return the mutations of an equation that pass its check, as it does itself."""
        self.check(equation, claim)  # or whatever is wrong with the check would count as a find
        return [
            mutation
            for mutation in mutations(equation.latex, self.reader)
            if self.holds(equation._replace(latex=mutation.latex), claim)
        ]

    def holds(self, equation, claim):
        """Tell whether an equation can be read and is right."""
        try:
            self.check(equation, claim)
        except Wrong:
            return False
        return True

    def _world_of(self, claim, seed):
        world = claim.world(self.random_world(seed))
        return world.saying({name: function(world) for name, function in claim.names.items()})

    def holds_in(self, world, relation, claim):
        """Raise `Wrong` unless the sides are equal in a world, to each other and to what they are compared with."""
        at = self.evaluator.places(relation, world)
        places = next(iter(at.values()), None)
        tolerance = 1e-6 if any(side.limit for side in relation.sides) else 1e-9
        if not (pairs := self.pairs(world, relation, claim, at)):
            raise Wrong("it states nothing: one side, and nothing to compare it with")
        for pair in pairs:
            if places is None and any(map(np.ndim, pair)):
                raise CannotRead("it names nothing by an index, but what it says differs from one to the next")
            one, other = np.broadcast_arrays(*pair, np.zeros(np.shape(places)))[:2]
            absolute = np.where((one == 0) | (other == 0), 1e-12, 0)
            near = np.abs(one - other) <= absolute + tolerance * np.abs(other)
            if not (right := near & np.isfinite(other)).all():
                where = np.argmin(right)
                indices = " and ".join(f"{letter} = {number[where] + 1}" for letter, number in sorted(at.items()))
                said = f"{one.flat[where]:.6g} is not {other.flat[where]:.6g}"
                raise Wrong(f"{said} at {indices}" if indices else said)

    def pairs(self, world, relation, claim, at):
        """Return the pairs of numbers, or of arrays over the places, that must be equal."""
        if relation.subject:
            known = world.look_up(relation.subject)
            if not isinstance(known, tuple):
                raise CannotRead(f"{relation.subject} has no distribution")
            return [(k, self.evaluator.evaluate(s, world, at)) for k, s in zip(known, relation.sides, strict=True)]
        values = [value for side in relation.sides for value in self.values(side, world, at)]
        if claim.equals:
            values.append(claim.equals(world))
        return [(values[0], other) for other in values[1:]]

    def values(self, side, world, at):
        """Yield what a side comes to: a partial derivative by what the world knows, and by what the page derives."""
        partial = re.fullmatch(PARTIAL, side.text)
        function = self.defined.get(partial["of"]) if partial and side.text not in world.own else None
        if function:
            yield self.printed_derivative(function, 2 if partial["order"] else 1, partial["by"], world, at)
        if not function or side.text in world.meanings:
            yield self.evaluator.evaluate(side, world, at)

    @cached_property
    def defined(self):
        """The functions that the book defines: the first displayed equation with each alone on its left."""
        found = {}
        for equation in self.displayed:
            with suppress(CannotRead):  # its own check says so
                relation = self.reader.read(equation.latex)
                if len(relation.sides) > 1 and not relation.subject:
                    left, right, *_ = relation.sides
                    found.setdefault(re.sub(r"\(.*\)$", "", left.text), right)
        return found

    def printed_derivative(self, function, order, variable, world, at):
        """Differentiate a function that another printed equation defines."""
        name, _, letter = self.reader.parted(variable)
        here = world.look_up(name)
        if bool(np.ndim(here)) != bool(letter) or (letter and letter not in at):
            raise CannotRead(f"it differentiates with respect to {variable}")

        def along(direction):
            def moved(step):
                return self.evaluator.value(function, world.saying({name: here + step * direction}), at)

            return derivative(moved, 0.0, order)

        if not letter:
            return along(1.0)
        slopes = np.array([np.broadcast_to(along(unit), len(at[letter])) for unit in np.eye(len(here))])
        return slopes[at[letter], np.arange(len(at[letter]))]


def report(checker, claims, reason=lambda equation, mutation: None):
    """Check equations and try all their mutations; return the lines of a report, and how many faults it has.

    claims : pairs of an `Equation` and its `Claim`
    reason : function (equation, mutation) -> why the mutation leaves its equation true, or None
    """
    lines, tried, passed, faults = [], 0, 0, 0
    for equation, claim in claims:
        try:
            survivors = checker.survivors(equation, claim)
        except Wrong as wrong:
            lines.append(f"WRONG {wrong}")
            faults += 1
            continue
        tried, passed = tried + len(mutations(equation.latex, checker.reader)), passed + len(survivors)
        for mutation in survivors:
            why = reason(equation, mutation)
            faults += why is None
            lines.append(f"{equation}: {mutation.change} ({mutation.place}) passes: {why or mutation.latex}")
    lines += [f"{tried - passed} of {tried} misprints are found out ({1 - passed / tried:.1%})"] if tried else []
    return lines, faults
