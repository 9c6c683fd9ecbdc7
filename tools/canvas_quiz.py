"""Fresh problems as a quiz that Canvas imports (QTI 1.2), by text2qti."""

import re
from html import escape

from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from mlmcore.problems import Choice
from mlmcore.problems.sheets import lettered

FORMULA = re.compile(r"(\$[^$]+\$|`[^`]+`)")
MARKS = re.compile(r"([\\*_\[\]#{}])")  # Markdown's, which are no marks in a problem's sentences


def canvas_quiz(problems, title):
    """Return the bytes of a zipped quiz: numbers within their tolerance, the worked key as feedback.

    Canvas draws a formula from its LaTeX; it keeps no hint for a typical wrong number, so the feedback lists them all.
    """
    return QTI(Quiz(quiz_text(problems, title), config=Config())).zip_bytes()


def quiz_text(problems, title):
    """Return the problems in the text format of text2qti."""
    parts = [f"Quiz title: {title}"]
    for number, problem in enumerate(problems, start=1):
        parts.append(
            f"Title: {number}. {problem.kind.capitalize()}: {problem.place} {'★' * problem.level}\n"
            f"Points: {problem.level}\n{block(f'{number}.', problem.text)}\n{block('...', feedback(problem))}\n"
            f"{answer_of(problem)}"
        )
    return "\n\n".join(parts) + "\n"


def feedback(problem):
    """Return the worked key, and the mistakes that lead to other numbers."""
    if isinstance(problem.answer, Choice):
        return problem.steps
    wrong = [f"Not {value:.{problem.answer.digits}f}: {hint}" for value, hint in problem.answer.traps]
    return "\n\n".join([problem.steps, *wrong])


def answer_of(problem):
    """Return the lines that say what is right."""
    answer = problem.answer
    if isinstance(answer, Choice):
        right = answer.options[answer.right]
        return "\n".join(
            block(f"{'*' if option == right else ''}{letter})", option) for letter, option in lettered(answer)
        )
    return f"=   {answer.value:.6f} +- {answer.tolerance}" if answer.tolerance else f"=   {answer.value:.0f}"


def block(mark, text):
    """Return a text beside its mark, its further paragraphs indented; text2qti sets formulas in lines of text only."""
    inline = re.sub(r"\$\$ (.+?) \$\$", r"$\\displaystyle \1$", text)
    pieces = [piece if piece[:1] in ("$", "`") else escaped(piece) for piece in FORMULA.split(inline)]
    first, *rest = "".join(pieces).split("\n\n")
    return "\n\n".join([f"{mark} {first}", *(f"    {paragraph}" for paragraph in rest)])


def escaped(words):
    """Return words in which neither Markdown nor HTML finds a mark."""
    return MARKS.sub(r"\\\1", escape(words, quote=False))
