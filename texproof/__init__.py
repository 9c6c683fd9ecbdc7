"""Checks the mathematics that a Jupyter Book prints: reads its pages, executes its equations, makes them wrong."""

from .book import Book, Page
from .check import Checker, Claim, Unreadable, Unsolved, Wrong
from .formulas import Formula, formulas, is_found_out
from .mathematics import Equation, displayed, inline
from .reader import CannotRead
from .report import report
from .vocabulary import Vocabulary
from .world import World, derivative

__all__ = [
    "Book",
    "CannotRead",
    "Checker",
    "Claim",
    "Equation",
    "Formula",
    "Page",
    "Unreadable",
    "Unsolved",
    "Vocabulary",
    "World",
    "Wrong",
    "derivative",
    "displayed",
    "formulas",
    "inline",
    "is_found_out",
    "report",
]
