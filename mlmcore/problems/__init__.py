"""Problems with fresh numbers, for a class: a sheet, a key, and a quiz for Moodle. `python -m mlmcore.problems`."""

from .generate import make_problems
from .moodle import moodle_quiz
from .problem import Choice, Number, Problem, Trap
from .sheets import key, sheet

__all__ = ["Choice", "Number", "Problem", "Trap", "key", "make_problems", "moodle_quiz", "sheet"]
