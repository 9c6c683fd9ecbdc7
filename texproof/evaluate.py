"""What one side of a printed equation comes to, in a world, for each of the things that its indices number."""

import numpy as np

from .reader import CannotRead


class Evaluator:
    """Evaluates what a reader has read."""

    def __init__(self, reader):
        self.reader, self.indices, self.parents = reader, reader.vocabulary.indices, reader.vocabulary.parents

    def evaluate(self, side, world, at):
        """Return the value of a side for the things in `at`, for example {"i": [0, 1, 2], "j": [0, 0, 1]}."""
        if side.limit:
            world = world.look_up(side.limit)
        if side.integral:
            return world.look_up(side.integral)(lambda there: self.value(side, there, at))
        return self.value(side, world, at)

    def value(self, side, world, at):
        """Return the value of a side's function."""
        if unknown := side.letters - at.keys():
            raise CannotRead(f"{', '.join(sorted(unknown))} is the index of nothing else here")
        values = [self.named(name, world) for name in side.names]
        return side.function(*values, *(at.get(letter) for letter in self.indices))

    def named(self, name, world):
        """Return what a printed name stands for: one number, or one for each thing that its index numbers."""
        child, of, parent = name.partition(r" \in ")
        if of:
            return np.equal.outer(world.look_up(f"{parent}[{child}]"), np.arange(self.count(parent, world)))
        head, owner, letter = self.reader.parted(name)
        values, shape = np.asarray(world.look_up(head)), (self.count(letter, world),) if letter else ()
        if owner and values.ndim:
            values = values[world.look_up(owner)]
        if head == name and not values.ndim:
            values = np.broadcast_to(values, shape)
        if values.shape != shape:
            raise CannotRead(f"{name} has not the index that belongs to it")
        return values[()]

    def count(self, letter, world):
        """Return how many things an index numbers."""
        return int(world.look_up(self.indices[letter]))

    def places(self, relation, world):
        """Return everything that an equation speaks of: its first index's things, their parents, and so on."""
        free = {self.reader.parted(relation.subject or "")[2]}.union(*(side.letters for side in relation.sides))
        letter = next((letter for letter in self.indices if letter in free), None)
        at = {letter: np.arange(self.count(letter, world))} if letter else {}
        while parent := self.parents.get(letter):
            at[parent] = world.look_up(f"{parent}[{letter}]")[at[letter]]
            letter = parent
        return at
