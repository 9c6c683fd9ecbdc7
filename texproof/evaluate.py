"""What one side of a printed equation comes to, in a world, for one of the things that its indices number."""

import math

import numpy as np
import sympy

from .reader import CannotRead


class Evaluator:
    """Evaluates what a reader has read."""

    def __init__(self, reader):
        self.reader, self.vocabulary = reader, reader.vocabulary

    def evaluate(self, side, world, at):
        """Return the value of a side for the things in `at`, for example {"i": 4, "j": 1}."""
        if side.limit:
            world = world.near(*side.limit)
        if side.over:
            return world.integral(side.over, lambda there: self.value(side, there, at))
        return self.value(side, world, at)

    def value(self, side, world, at):
        """Return the value of a side's expression."""

        def of(e):
            if isinstance(e, sympy.Number | sympy.NumberSymbol):
                return float(e)
            if isinstance(e, sympy.Symbol):
                return self.named(side.names[e.name], world, at)
            if isinstance(e, sympy.Sum):
                body, (index, _, last) = e.args
                steps = self.steps(index.name, side.names[last.name], world, at)
                return sum(self.value(side._replace(expression=body), world, at | {index.name: k}) for k in steps)
            if not isinstance(e, sympy.Add | sympy.Mul | sympy.Pow) and type(e).__name__ not in FUNCTIONS:
                raise CannotRead(f"{type(e).__name__} is nothing that can be evaluated here")
            values = [of(argument) for argument in e.args]
            if isinstance(e, sympy.Add):
                return sum(values)
            if isinstance(e, sympy.Mul):
                return math.prod(values)
            return np.power(*values) if isinstance(e, sympy.Pow) else FUNCTIONS[type(e).__name__](*values)

        return of(side.expression)

    def steps(self, letter, last, world, at):
        r"""Return what a sum runs over: all things, or (`i \in j`) the children of one."""
        if " \\in " in last:
            return np.flatnonzero(world.parent(letter) == at[self.vocabulary.parents[letter]])
        return range(int(self.named(last, world, at)))

    def named(self, name, world, at):
        """Return what a printed name stands for, at the place that its index says."""
        index = self.reader.index.search(name)
        values = world.look_up(name[: index.start()] if index else name)
        if not np.ndim(values) and not index:
            return values
        index = index or self.reader.inner_index.search(name)  # of a function, such as Var(gamma_j)
        owner, letter = index.groups() if index else (None, None)
        if owner:
            letter, child = owner[0], owner[2]
            place = world.parent(child)[at[child]] if child in at else None
        else:
            place = at.get(letter)
        if place is None or not np.ndim(values) or len(values) != world.count(letter):
            raise CannotRead(f"{name} has not the index that belongs to it")
        return values[place]

    def places(self, relation, world):
        """Return every thing that an equation speaks of; one empty place if it names none."""
        free = set().union(*(self.free_indices(side) for side in relation.sides))
        free |= {letter for _, letter in self.reader.inner_index.findall(relation.subject or "")}
        for letter in self.vocabulary.indices:
            if letter in free:
                return [self.with_parents(letter, place, world) for place in range(world.count(letter))]
        return [{}]

    def with_parents(self, letter, place, world):
        """Return a place together with those of its parents."""
        at = {letter: place}
        while parent := self.vocabulary.parents.get(letter):
            place = world.parent(letter)[place]
            letter, at[parent] = parent, place
        return at

    def free_indices(self, side):
        """Return the letters of the indices that no sum of this side binds."""

        def of(e):
            if isinstance(e, sympy.Symbol):
                name = side.names[e.name]
                if " \\in " in name:
                    return {name[-1]}
                found = self.reader.inner_index.search(name)
                return {(found[1] or found[2]).rstrip("]")[-1]} if found else set()
            if isinstance(e, sympy.Sum):
                body, (index, _, last) = e.args
                return (of(body) - {index.name}) | of(last)
            return set().union(*map(of, e.args))

        return of(side.expression)


FUNCTIONS = {name: getattr(np, name) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")}
FUNCTIONS["log"] = lambda x, base: np.log(x) / np.log(base)


def pick(values, at):
    """Return the value at this place, of one number or of one for each thing of the first index there."""
    if np.ndim(values) and not at:
        raise CannotRead("it names nothing by an index, but what it says differs from one to the next")
    return values[next(iter(at.values()))] if np.ndim(values) else values
