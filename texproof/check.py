"""Execute printed equations: what stands between equals signs must be equal, in every world."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from .evaluate import Evaluator, pick
from .mutations import mutations
from .reader import CannotRead, Reader
from .world import derivative

SEEDS = (1, 2)


class Wrong(AssertionError):
    """A printed equation does not hold."""


class Unreadable(Wrong):
    """A printed equation cannot be read, or speaks of something that the book does not have."""


class Unsolved(NamedTuple):
    """What an equation's left side is before the solution is put in: at other values of some names."""

    names: dict
    left: Callable


@dataclass(frozen=True, eq=False)
class Claim:
    """What an equation is compared with beyond its own sides; most need nothing.

    `world` changes the random world first; `names` maps names that this equation alone uses, or uses in another sense,
    to functions of the world. An equation "... = 0" holds with any factor in front, so it also says what its left side
    is while `unsolved`. A formula with one side says what that side `equals`.
    """

    world: Callable = lambda world: world
    names: dict = field(default_factory=dict)
    unsolved: Unsolved | None = None
    equals: Callable | None = None


class Tally(NamedTuple):
    """What became of an equation's mutations: how many were tried, which cannot be read, and which pass the check."""

    tried: int
    unreadable: int
    survivors: list


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
        except (CannotRead, Wrong) as problem:
            wrong = Unreadable if isinstance(problem, CannotRead) else Wrong
            raise wrong(f"{equation}: {problem}") from None

    def mutate(self, equation, claim):
        """Try every mutation of an equation that holds."""
        self.check(equation, claim)  # or whatever is wrong with the check would count as a find
        tried, unreadable, survivors = mutations(equation.latex, self.reader), 0, []
        for mutation in tried:
            try:
                self.check(equation._replace(latex=mutation.latex), claim)
            except Wrong as wrong:
                unreadable += isinstance(wrong, Unreadable)
            else:
                survivors.append(mutation)
        return Tally(len(tried), unreadable, survivors)

    def _world_of(self, claim, seed):
        world = claim.world(self.random_world(seed))
        return world.saying({name: function(world) for name, function in claim.names.items()})

    def holds_in(self, world, relation, claim):
        tolerance = 1e-6 if any(side.limit for side in relation.sides) else 1e-9
        for at in self.evaluator.places(relation, world):
            compared = self.pairs(world, relation, claim, at)
            if not compared:
                raise Wrong("it states nothing: one side, and nothing to compare it with")
            for one, other in compared:
                if not np.isclose(one, other, rtol=tolerance, atol=0 if one and other else 1e-12):
                    where = " and ".join(f"{index} = {place + 1}" for index, place in sorted(at.items()))
                    raise Wrong(f"{one:.6g} is not {other:.6g}" + (f" at {where}" if where else ""))

    def pairs(self, world, relation, claim, at):
        """Return the pairs of numbers that must be equal."""
        evaluate = self.evaluator.evaluate
        if relation.subject:
            known = world.distribution(relation.subject)
            return [(pick(k, at), evaluate(side, world, at)) for k, side in zip(known, relation.sides, strict=True)]
        values = [value for side in relation.sides for value in self.values(side, world, at)]
        if claim.equals:
            values.append(pick(claim.equals(world), at))
        found = [(values[0], other) for other in values[1:]]
        if claim.unsolved:
            there = world.saying({name: function(world) for name, function in claim.unsolved.names.items()})
            found.append((pick(claim.unsolved.left(world), at), evaluate(relation.sides[0], there, at)))
        return found

    def values(self, side, world, at):
        """Yield what a side comes to: a partial derivative by what the world knows, and by what the page derives."""
        order, name, variable = side.partial or (None, None, None)
        function = self.defined.get(name) if side.name not in world.own else None
        if function:
            yield self.printed_derivative(function, order, variable, world, at)
        if not function or side.name in world.meanings:
            yield self.evaluator.evaluate(side, world, at)

    @cached_property
    def defined(self):
        """The functions that the book defines: the first displayed equation with its name alone on the left."""
        found = {}
        for equation in self.displayed:
            try:
                relation = self.reader.read(equation.latex)
            except CannotRead:  # its own check says so
                continue
            left, *right = relation.sides
            if left.name and right and not relation.subject:
                found.setdefault(re.sub(r"\(.*\)$", "", left.name), right[0])
        return found

    def printed_derivative(self, function, order, variable, world, at):
        """Differentiate a function that another printed equation defines."""
        index = self.reader.index.search(variable)
        name, letter = (variable[: index.start()], index[2]) if index else (variable, None)
        here = world.look_up(name)
        if bool(np.ndim(here)) != bool(index) or (index and letter not in at):
            raise CannotRead(f"it differentiates with respect to {variable}")

        def moved(there):
            if index:
                there = np.where(np.arange(len(here)) == at[letter], there, here)
            return self.evaluator.value(function, world.saying({name: there}), at)

        return derivative(moved, here[at[letter]] if index else here, order)
