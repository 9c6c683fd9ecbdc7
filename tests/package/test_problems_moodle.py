"""The quiz for Moodle says what the sheet says."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from mlmcore.problems import Choice, Number, Problem, Trap, make_problems, moodle_quiz
from mlmcore.problems.moodle import to_html


@pytest.fixture(scope="module")
def questions():
    problems = make_problems(7, 16)
    category, *questions = ElementTree.fromstring(moodle_quiz(problems, "week-3").encode())
    assert category.get("type") == "category" and category.findtext("category/text") == "$course$/top/week-3"
    return list(zip(problems, questions, strict=True))


def test_a_number_is_marked_within_its_tolerance_and_a_typical_mistake_is_told(questions):
    seen = 0
    for problem, question in questions:
        if isinstance(answer := problem.answer, Number):
            right, *wrong = question.findall("answer")
            assert question.get("type") == "numerical" and right.get("fraction") == "100"
            assert float(right.findtext("text")) == pytest.approx(answer.value, rel=1e-7)
            assert float(right.findtext("tolerance")) == answer.tolerance
            assert len(wrong) == len(answer.traps)
            for each, trap in zip(wrong, answer.traps, strict=True):
                assert each.get("fraction") == "0" and each.findtext("feedback/text") == to_html(trap.hint)
                assert float(each.findtext("text")) == pytest.approx(trap.value, rel=1e-7)
            assert question.findtext("showunits") == "3"  # none asked for
            seen += 1
    assert seen > 10


def test_of_a_choice_exactly_the_right_option_counts(questions):
    seen = 0
    for problem, question in questions:
        if isinstance(problem.answer, Choice):
            fractions = [answer.get("fraction") for answer in question.findall("answer")]
            assert question.get("type") == "multichoice" and question.findtext("single") == "true"
            assert [k for k, fraction in enumerate(fractions) if fraction == "100"] == [problem.answer.right]
            assert fractions.count("0") == len(fractions) - 1 == len(problem.answer.options) - 1
            seen += 1
    assert seen == 3


def test_text_and_key_keep_every_word_and_formula(questions):
    for problem, question in questions:
        for told, path in ((problem.text, "questiontext"), (problem.steps, "generalfeedback")):
            element = question.find(path)
            assert element.get("format") == "html"
            words = unescape(re.sub(r"</?(?:p|code)>|\\[\[\]()]", "", element.findtext("text")))
            assert re.sub(r"\s", "", words) == re.sub(r"[\s$`]|\\[\[\]()]", "", told)
        name = question.findtext("name/text")
        assert problem.kind.capitalize() in name and "★" * problem.level in name


def test_formulas_stand_between_the_marks_that_moodle_sets_and_markup_is_escaped():
    assert to_html("A $w_j < 1$ & `eq-x`.\n\n$$ a = b $$") == (
        r"<p>A \(w_j &lt; 1\) &amp; <code>eq-x</code>.</p><p>\[ a = b \]</p>"
    )


def test_what_xml_and_html_use_as_marks_comes_back_from_the_file():
    odd = "R&D <b>said</b> \"x\" ]]> 'y' µ {1~2=3#4} 100% \\ $\\tau < \\sigma$"
    answer = Number(1.5, 1, "a<b", 0.1, (Trap(2.5, odd),))
    quiz = ElementTree.fromstring(moodle_quiz([Problem("x", "y", odd, answer, odd, {}, 1, 2)], odd).encode())
    shown = "R&D <b>said</b> \"x\" ]]> 'y' µ {1~2=3#4} 100% \\ \\(\\tau < \\sigma\\)"
    assert quiz.findtext("question/category/text") == f"$course$/top/{odd}"
    for path in ("questiontext/text", "generalfeedback/text", "answer[2]/feedback/text"):
        assert unescape(quiz[1].findtext(path)) == f"<p>{shown}</p>"


def test_a_quiz_of_no_problems_is_an_error():
    with pytest.raises(ValueError, match=r"^problems: must be at least one; got none$"):
        moodle_quiz([])
