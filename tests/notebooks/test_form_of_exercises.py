"""Every chapter has its exercises, and every exercise a solution that was run."""

import ast
import json
import re
from collections import Counter

import pytest

from meanings import BOOK
from mlmcore.exercises import ANSWERS

EFFORT = re.compile(r"(★{1,3}) · (5|10|15|20|25|30) minutes · (paper is enough|with a computer)\n\n")
KINDS = ["Predict", "Compute", "Derive", "Break", "Find the error"]
CHAPTERS = BOOK.numbered
FOUND = [directive for page in CHAPTERS for directive in page.directives("exercise", "solution")]
EXERCISES = [directive for directive in FOUND if directive.name == "exercise"]
SOLUTIONS = [directive for directive in FOUND if directive.name == "solution"]
each_chapter = pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.title)
each_solution = pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda solution: solution.title)


def kind_of(exercise):
    return next((kind for kind in KINDS if exercise.title.startswith(kind)), None)


def printed(cell):
    return "".join("".join(output.get("text", "")) for output in cell.outputs)


@each_chapter
def test_a_chapter_ends_with_three_to_five_exercises_that_rise_and_one_asks_for_an_error(page):
    exercises = [exercise for exercise in page.directives("exercise", "solution") if exercise.name == "exercise"]
    kinds = list(map(kind_of, exercises))
    assert 3 <= len(kinds) <= 5
    assert kinds == sorted(kinds, key=KINDS.index)
    assert kinds[0] == "Predict" and "Find the error" in kinds
    assert any(exercise.below for exercise in exercises)


@each_chapter
def test_every_exercise_and_solution_is_a_cell_of_its_own_and_a_solution_follows_each(page):
    directives = page.directives("exercise", "solution")
    cells = [cell for cell in page.cells if ":::{exercise}" in cell.source or ":::{solution}" in cell.source]
    assert [directive.cell for directive in directives] == cells
    for exercise, solution in zip(directives[::2], directives[1::2], strict=True):
        name = solution.title.removeprefix("ex-")
        assert exercise.name == "exercise" and exercise.options == {"label": f"ex-{name}"}
        assert solution.name == "solution" and solution.options == {"label": f"sol-{name}", "class": "dropdown"}


def test_no_two_exercises_share_a_label_or_a_title():
    assert max(Counter(exercise.options["label"] for exercise in EXERCISES).values()) == 1
    assert max(Counter(exercise.title for exercise in EXERCISES).values()) == 1


@each_exercise
def test_its_first_line_says_how_hard_it_is_how_long_it_takes_and_whether_paper_is_enough(exercise):
    level, minutes, where = EFFORT.match(exercise.text).groups()
    assert (len(level) == 3) <= (int(minutes) >= 15) and (len(level) == 1) <= (int(minutes) <= 10)
    assert (kind_of(exercise) == "Predict") <= (len(level) < 3)
    assert bool(exercise.below) <= (where == "with a computer")


@each_solution
def test_its_code_was_run_and_jupyterlab_keeps_it_closed(solution):
    assert solution.text and solution.below
    for cell in solution.below:
        assert cell.kind == "code"
        assert cell.metadata["jupyter"] == {"source_hidden": True, "outputs_hidden": True}
        assert cell.source.startswith("# Solution\n")  # the one line that JupyterLab shows


@each_solution
def test_it_is_held_by_its_code(solution):
    code = "\n".join(cell.source for cell in solution.below)
    assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(code))) or "\nsolved(" in code


@each_exercise
def test_an_error_to_find_stands_in_quotation(exercise):
    assert (kind_of(exercise) == "Find the error") == ("\n> " in exercise.text)


@pytest.mark.parametrize(
    ("exercise", "solution"),
    [pair for pair in zip(EXERCISES, SOLUTIONS, strict=True) if pair[0].below],
    ids=lambda directive: directive.options["label"],
)
def test_the_place_to_write_has_no_answer_in_sight_and_the_solution_is_right(exercise, solution):
    (cell,) = exercise.below
    name = solution.title.removeprefix("ex-")
    assert "answer = ...  # " in cell.source and not cell.outputs and not cell.tags
    assert cell.source.endswith(f'\ncheck("{name}", answer)')
    (solved,) = [cell for cell in solution.below if f'\nsolved("{name}", answer, mistakes)' in cell.source]
    assert printed(solved) == "Right.\n"


def test_an_answer_is_stored_for_each_place_to_write_and_for_no_other():
    asked = [exercise.options["label"].removeprefix("ex-") for exercise in EXERCISES if exercise.below]
    assert list(json.loads(ANSWERS.read_text(encoding="utf-8"))) == sorted(asked)
