"""Every chapter has its exercises, and every exercise a solution that was run."""

import ast
import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("[0-9]*.ipynb"))
KINDS = ["Predict", "Compute", "Derive", "Break", "Find the error"]
EXERCISE = re.compile(r":::\{exercise\} (.+)\n:label: ex-([a-z-]+)\n\n(.+)\n:::", re.DOTALL)
SOLUTION = re.compile(r":::\{solution\} ex-([a-z-]+)\n:label: sol-([a-z-]+)\n:class: dropdown\n\n(.+)\n:::", re.DOTALL)


class Exercise(NamedTuple):
    title: str
    label: str
    text: str
    write_in: list  # the cells between the exercise and its solution
    solution: list  # the cells from its solution on, to the next exercise

    @property
    def kind(self):
        return next((kind for kind in KINDS if self.title.startswith(kind)), None)


def source(cell):
    return "".join(cell["source"])


def printed(cell):
    return "".join("".join(output.get("text", "")) for output in cell["outputs"])


def exercises_of(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    starts = [number for number, cell in enumerate(cells) if source(cell).startswith(":::{exercise}")]
    found = []
    for start, end in zip(starts, [*starts, len(cells)][1:], strict=True):
        own = cells[start + 1 : end]
        turn = next((n for n, cell in enumerate(own) if source(cell).startswith(":::{solution}")), len(own))
        title, label, text = EXERCISE.fullmatch(source(cells[start])).groups()
        found.append(Exercise(title, label, text, own[:turn], own[turn:]))
    return found


EXERCISES = {path: exercises_of(path) for path in CHAPTERS}
ALL = [exercise for exercises in EXERCISES.values() for exercise in exercises]
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.label)
each_write_in = pytest.mark.parametrize("exercise", [e for e in ALL if e.write_in], ids=lambda exercise: exercise.label)


@each_chapter
def test_a_chapter_ends_with_three_to_five_exercises_that_rise_and_one_asks_for_an_error(path):
    kinds = [exercise.kind for exercise in EXERCISES[path]]
    assert 3 <= len(kinds) <= 5
    assert kinds == sorted(kinds, key=KINDS.index)
    assert kinds[0] == "Predict" and "Find the error" in kinds
    assert any(exercise.write_in for exercise in EXERCISES[path])


def test_no_two_exercises_share_a_label_or_a_title():
    assert max(Counter(exercise.label for exercise in ALL).values()) == 1
    assert max(Counter(exercise.title for exercise in ALL).values()) == 1


@each_exercise
def test_its_solution_follows_with_code_that_was_run_and_that_jupyterlab_keeps_closed(exercise):
    words, *code = exercise.solution
    assert SOLUTION.fullmatch(source(words)).groups()[:2] == (exercise.label, exercise.label)
    assert code
    for cell in code:
        assert cell["cell_type"] == "code"
        assert cell["metadata"]["jupyter"] == {"source_hidden": True, "outputs_hidden": True}
        assert source(cell).startswith("# Solution\n")  # the one line that JupyterLab shows


@each_exercise
def test_its_solution_is_held_by_the_code(exercise):
    code = "\n".join(map(source, exercise.solution[1:]))
    assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(code))) or "\ncheck(answer, " in code


@each_exercise
def test_an_error_to_find_stands_in_quotation(exercise):
    assert (exercise.kind == "Find the error") == ("\n> " in exercise.text)


@each_write_in
def test_the_place_to_write_says_nothing_until_the_answer_is_written_and_then_right(exercise):
    (cell,) = exercise.write_in
    *_, asked = ast.parse(source(cell)).body
    assert "answer = ...  # " in source(cell) and not cell["outputs"] and not cell["metadata"].get("tags")
    assert ast.unparse(asked.value.func) == "check" and ast.unparse(asked.value.args[0]) == "answer"
    names = {node.id for node in ast.walk(asked.value.args[1]) if isinstance(node, ast.Name)}
    assert names and "answer" not in names
    solved = [c for c in exercise.solution[1:] if ast.unparse(asked) in ast.unparse(ast.parse(source(c)))]
    assert len(solved) == 1 and printed(solved[0]).startswith("Right.\n")
