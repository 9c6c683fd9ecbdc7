"""The problems as a quiz for Moodle, in its own XML."""

import re
from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree

from .problem import Number, Problem
from .sheets import _some, heading

MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def moodle_quiz(problems: Sequence[Problem], category: str = "mlmcore") -> str:
    """Write problems as a file that Moodle imports into a question bank ("Moodle XML format").

    A number is marked right within its tolerance; a typical wrong answer is told what was done; the worked key is the
    general feedback. Formulas are marked as its MathJax filter expects them.

    Parameters
    ----------
    problems : sequence of Problem
        What `make_problems` returns.
    category : str
        The question bank's category to put them in.

    Returns
    -------
    str
        XML.

    Raises
    ------
    ValueError
        If there are no problems.

    Examples
    --------
    >>> from mlmcore.problems import make_problems
    >>> print(moodle_quiz(make_problems(7, 1)).splitlines()[0])
    <?xml version="1.0" encoding="UTF-8"?>
    """
    _some(problems)
    quiz = ElementTree.Element("quiz")
    _text(ElementTree.SubElement(quiz, "question", type="category"), "category", f"$course$/top/{category}")
    for number, problem in enumerate(problems, start=1):
        _question(quiz, number, problem)
    ElementTree.indent(quiz)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(quiz, encoding="unicode")}\n'


def _question(quiz, number, problem):
    answer = problem.answer
    numerical = isinstance(answer, Number)
    question = ElementTree.SubElement(quiz, "question", type="numerical" if numerical else "multichoice")
    _text(question, "name", heading(number, problem).splitlines()[0].removeprefix("## "))
    _text(question, "questiontext", to_html(problem.text), format="html")
    _text(question, "generalfeedback", to_html(problem.steps), format="html")
    settings = {"defaultgrade": problem.level, "penalty": 0.3333333, "hidden": 0}
    if numerical:
        _answer(question, 100, f"{answer.value:.8g}", "", answer.tolerance)
        for value, hint in answer.traps:
            _answer(question, 0, f"{value:.8g}", hint, answer.tolerance)
        settings |= {"unitgradingtype": 0, "showunits": 3}  # the unit is named in the question, and not asked for
    else:
        for place, option in enumerate(answer.options):
            _answer(question, 100 if place == answer.right else 0, to_html(option), "")
        settings |= {"single": "true", "shuffleanswers": 0, "answernumbering": "abc"}
    for name, value in settings.items():
        ElementTree.SubElement(question, name).text = str(value)


def _answer(question, fraction, value, hint, tolerance=None):
    kind = "html" if tolerance is None else "moodle_auto_format"
    answer = _text(question, "answer", value, fraction=str(fraction), format=kind)
    _text(answer, "feedback", to_html(hint), format="html")
    if tolerance is not None:
        ElementTree.SubElement(answer, "tolerance").text = f"{tolerance:g}"


def _text(parent, name, text, **attributes):
    element = ElementTree.SubElement(parent, name, attributes)
    ElementTree.SubElement(element, "text").text = text
    return element


def to_html(text):
    r"""Return a problem's Markdown as HTML, formulas between \\( and \\), or \\[ and \\] if displayed."""
    marked = MATH.sub(lambda m: rf"\[{m[1]}\]" if m[1] else rf"\({m[2]}\)", escape(text, quote=False))
    marked = re.sub(r"`(.+?)`", r"<code>\1</code>", marked)
    return "".join(f"<p>{paragraph}</p>" for paragraph in marked.split("\n\n") if paragraph)
