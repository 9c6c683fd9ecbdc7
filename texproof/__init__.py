"""Checks the mathematics that a Jupyter Book prints: reads its pages, executes its equations, makes them wrong."""

from .book import Book
from .check import Checker, Claim, Wrong, report
from .formulas import formulas
from .mathematics import displayed
from .reader import Vocabulary
from .world import World

__all__ = ["Book", "Checker", "Claim", "Vocabulary", "World", "Wrong", "displayed", "formulas", "report"]
