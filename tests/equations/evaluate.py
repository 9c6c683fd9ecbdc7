"""What one side of a printed equation comes to, in a world, for one observation or group."""

import math
import re

import numpy as np
import sympy

from .names import look_up
from .normal import integral_over_theta
from .reader import INDEX, CannotRead

TINY, HUGE = 1e-8, 1e8  # where limits are evaluated: their error is of this order, times the square of a ratio


def evaluate(side, world, at):
    if side.limit:
        world = near(world, *side.limit)
    if side.over:
        return integral_over_theta(world, lambda there: value(side, there, at))
    return value(side, world, at)


def near(world, name, target):
    """Return the world with a parameter close to where a limit takes it."""
    if name == r"\tau":
        return world.at(tau={"0": TINY, r"\infty": HUGE}[target])
    if name == "n_j":
        return world.at(sizes=np.full(len(world.alpha), {"0": 0, r"\infty": 10**15}[target]))
    raise CannotRead(f"a limit in {name}")


def places(relation, world):
    """Return every observation or group that an equation speaks of; one empty place if it names none."""
    free = set().union(*(free_indices(side) for side in relation.sides))
    if relation.subject:
        free |= set(re.findall(r"^\S+?_([ij])", relation.subject))
    if "i" in free:
        return [{"i": i, "j": j} for i, j in enumerate(world.data.group)]
    if "j" in free:
        return [{"j": j} for j in range(len(world.alpha))]
    return [{}]


def free_indices(side):
    def of(e):
        if isinstance(e, sympy.Symbol):
            name = side.names[e.name]
            if name == r"i \in j":
                return {"j"}
            found = re.search(r"_(?:\{(j\[i\])\}|([ijk])(?![a-zA-Z]))", name)
            return {(found[2] or "i")} if found else set()
        if isinstance(e, sympy.Sum):
            body, (index, _, last) = e.args[0], e.args[1]
            return (of(body) - {index.name}) | of(last)
        return set().union(*map(of, e.args))

    return of(side.expression)


def pick(values, at):
    """Return the value at this place, of one number or of one for each observation or group."""
    if np.ndim(values) and not at:
        raise CannotRead("it names no observation or group, but what it says differs from one to the next")
    return values[at.get("i", at.get("j"))] if np.ndim(values) else values


def value(side, world, at):
    """Evaluate a side in a world, for the observation and group in `at` (for example {"i": 4, "j": 1})."""

    def of(e):
        if isinstance(e, sympy.Number):
            return float(e)
        if isinstance(e, sympy.Symbol):
            return named(side.names[e.name], world, at)
        if isinstance(e, sympy.Sum):
            body, (index, first, last) = e.args[0], e.args[1]
            if side.names[last.name] == r"i \in j":
                steps = np.flatnonzero(world.data.group == at["j"])
            else:
                steps = range(int(first) - 1, int(of(last)))
            return sum(value(side._replace(expression=body), world, at | {index.name: step}) for step in steps)
        if isinstance(e, sympy.log):
            return np.log(of(e.args[0]))
        if not isinstance(e, sympy.Add | sympy.Mul | sympy.Pow | sympy.exp):
            raise CannotRead(f"{type(e).__name__} is nothing that can be evaluated here")
        values = [of(argument) for argument in e.args]
        if isinstance(e, sympy.Add):
            return sum(values)
        if isinstance(e, sympy.Mul):
            return math.prod(values)
        return np.power(*values) if isinstance(e, sympy.Pow) else np.exp(*values)

    return of(side.expression)


def named(name, world, at):
    """Return what a printed name stands for, at the place its index says."""
    index = INDEX.search(name)
    letter = index and (index[1] or index[2])
    values = look_up(world, name[: index.start()] if index else name)
    if not np.ndim(values) and not index:
        return values
    if not index and (inside := re.search(r"_([ij])(?![a-zA-Z])", name)):  # of a function, such as Var(gamma_j)
        letter = inside[1]
    place = world.data.group[at["i"]] if letter == "j[i]" and "i" in at else at.get(letter)
    if place is None or not np.ndim(values) or len(values) not in lengths(world, letter):
        raise CannotRead(f"{name} has not the index that belongs to it")
    return values[place]


def lengths(world, letter):
    """Return how many values a symbol with this index may have: one for each observation, or one for each group."""
    return [len(world.data.y)] if letter == "i" else [len(world.alpha)]
