"""Execute printed equations: what stands between equals signs must be equal, in every world."""

import re

import numpy as np
import sympy

from . import names, pages, reader
from .evaluate import evaluate, pick, places, value
from .normal import complex_step, second_difference
from .register import DISPLAYED, INLINE, Claim, PlantedError
from .world import random_world

SEEDS = (1, 2)
PARTIAL = re.compile(r"\\frac\{\\partial(\^2)? ([^{}]*(?:\{2\})?)\}\{\\partial (?(1)(.*?)\^2|([^^]*))\}")


class Wrong(AssertionError):
    """A printed equation does not hold."""


class Unreadable(Wrong):
    """A printed equation cannot be read, or speaks of something that the book does not have."""


def check(equation, claim, printed):
    """Raise `Wrong` if an equation does not hold in some world or cannot be read; `printed` has all by their labels."""
    try:
        relation = reader.read(equation.latex)
        with np.errstate(all="ignore"):  # a wrong equation may divide by zero; what comes of it equals nothing
            for seed in SEEDS:
                holds_in(world_of(claim, seed), relation, claim, printed)
    except (reader.CannotRead, Wrong) as problem:
        wrong = Unreadable if isinstance(problem, reader.CannotRead) else Wrong
        raise wrong(f"{equation.page}, {equation.label or equation.latex}: {problem}") from None


def world_of(claim, seed):
    world = claim.world(random_world(seed))
    return world.saying({name: function(world) for name, function in (claim.names or {}).items()})


def holds_in(world, relation, claim, printed):
    tolerance = 1e-6 if any(side.limit for side in relation.sides) else 1e-9
    for at in places(relation, world):
        compared = pairs(world, relation, claim, printed, at) + unsolved_pairs(world, relation, claim, at)
        if not compared:
            raise Wrong("it states nothing: one side, and nothing to compare it with")
        for one, other in compared:
            if not np.isclose(one, other, rtol=tolerance, atol=0 if one and other else 1e-12):
                where = " and ".join(f"{index} = {place + 1}" for index, place in at.items())
                raise Wrong(f"{one:.6g} is not {other:.6g}" + (f" at {where}" if where else ""))


def pairs(world, relation, claim, printed, at):
    """Return the pairs of numbers that must be equal."""
    if relation.subject:
        known = names.distribution(world, relation.subject)
        return [(pick(k, at), evaluate(side, world, at)) for k, side in zip(known, relation.sides, strict=True)]
    values = []
    for side in relation.sides:
        if claim.derivative_of and is_derivative(side):
            values.append(printed_derivative(side, printed[claim.derivative_of], world, at))
        if not claim.derivative_of or not is_derivative(side) or only(side) in names.NAMES:
            values.append(evaluate(side, world, at))
    if claim.equals:
        values.append(pick(claim.equals(world), at))
    return [(values[0], other) for other in values[1:]]


def unsolved_pairs(world, relation, claim, at):
    """Return the left side before its solution is put in, and what it must be then."""
    if not claim.unsolved:
        return []
    there = world.saying({name: function(world) for name, function in claim.unsolved.names.items()})
    return [(pick(claim.unsolved.left(world), at), evaluate(relation.sides[0], there, at))]


def only(side):
    """Return the one name that a side consists of, or an empty string."""
    return side.names[side.expression.name] if isinstance(side.expression, sympy.Symbol) else ""


def is_derivative(side):
    return bool(PARTIAL.fullmatch(only(side)))


def printed_derivative(side, definition, world, at):
    """Differentiate the function that another printed equation defines."""
    twice, of, *variable = PARTIAL.fullmatch(only(side)).groups()
    defined, function = reader.read(definition.latex).sides
    if of != only(defined).removesuffix(r"(\Theta)"):
        raise reader.CannotRead(f"it differentiates {of}, and {definition.label} defines {only(defined)}")
    variable = "".join(filter(None, variable))
    name = reader.INDEX.sub("", variable)
    here = names.look_up(world, name)
    if variable != (f"{name}_j" if np.ndim(here) else name):
        raise reader.CannotRead(f"it differentiates with respect to {variable}")

    def moved(step):
        there = here + step
        if np.ndim(here):
            there = np.where(np.arange(len(here)) == at["j"], there, here)
        return value(function, world.saying({name: there}), at)

    return second_difference(moved) if twice else complex_step(moved, 0.0)


def printed_equations():
    """Return the displayed equations by their labels."""
    return {equation.label: equation for equation in pages.displayed()}


def claims():
    """Return every equation and formula that is a claim, with its entry: first the displayed ones."""
    printed = printed_equations()
    found = [(printed[label], entry) for label, entry in DISPLAYED.items() if label in printed]
    return [(equation, entry) for equation, entry in found + in_lines() if isinstance(entry, Claim)]


def planted_errors():
    """Return every formula that an exercise prints as an error to find, with the claim that it must not fulfil."""
    return [(equation, entry.claim) for equation, entry in in_lines() if isinstance(entry, PlantedError)]


def in_lines():
    """Return the formulas in lines of text that have an entry, each as it is first printed."""
    first = {reader.plain(equation.latex): equation for equation in reversed(pages.inline())}
    entries = {reader.plain(latex): entry for latex, entry in INLINE.items()}
    return [(first[latex], entry) for latex, entry in entries.items() if latex in first]


def covered_by(equation, displayed):
    """Return what covers mathematics in a line of text: its entry, or the label that it repeats, or None."""
    text = reader.plain(equation.latex)
    if text in map(reader.plain, INLINE):
        return "its entry"
    whole = re.compile(rf"(?<![a-zA-Z\\])(?<!hat){re.escape(text)}(?![a-zA-Z^_])")
    for printed in displayed:
        other = reader.plain(printed.latex)
        if text == other or (not pages.RELATION.search(equation.latex) and whole.search(other)):
            return printed.label
    return None
