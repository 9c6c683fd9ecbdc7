"""What a reader is told about an answer, and that a solution's is stored."""

import json
from itertools import combinations

import numpy as np
import pytest

from mlmcore import exercises
from mlmcore.exercises import check, solved

NOT_YET = "Not yet.\n"
CLOSE = "Not yet, but close: six digits count.\n"
STORED = [(name, exercises._stored(name)) for name in exercises._answers()]
each_stored = pytest.mark.parametrize(("right", "mistakes"), [at for _, at in STORED], ids=[name for name, _ in STORED])


@pytest.fixture(autouse=True)
def answers(tmp_path, monkeypatch):
    """Stand in for the book's answers; give the file."""
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps(
            {
                "one": {"right": 1.5, "mistakes": {"A house is missing.": 1.2, "It is its square, of a sort.": 2.25}},
                "none": {"right": 0.0, "mistakes": {}},
                "small": {"right": 0.1234567, "mistakes": {}},
                "list": {"right": [2.5], "mistakes": {}},
                "three": {"right": [1, 2, 3], "mistakes": {"In the other order.": [3, 2, 1]}},
                "square": {"right": [[1, 2], [3, 4]], "mistakes": {}},
            }
        )
    )
    monkeypatch.setattr(exercises, "ANSWERS", path)
    monkeypatch.delenv("MLMCORE_STORE_ANSWERS", raising=False)
    return path


@pytest.mark.parametrize(
    ("answer", "exercise", "said"),
    [
        (..., "one", ""),
        (None, "list", ""),
        (1.5, "one", "Right.\n"),
        ([1.5], "one", "Right.\n"),
        (1.5 + 4.9e-6, "one", "Right.\n"),
        (1.5 + 5.1e-6, "one", NOT_YET),
        (0.123457, "small", "Right.\n"),
        (0.123456, "small", NOT_YET),
        (0.12346, "small", CLOSE),
        (0.12, "small", CLOSE),
        (0.124, "small", NOT_YET),
        (0.1, "small", NOT_YET),
        (1.51, "one", NOT_YET),
        (1.2, "one", "Not yet. A house is missing.\n"),
        (1.2 + 4.9e-6, "one", "Not yet. A house is missing.\n"),
        (1.2 + 5.1e-6, "one", NOT_YET),
        (2.25, "one", "Not yet. It is its square, of a sort.\n"),
        (2.1, "one", NOT_YET),
        (-1.5, "one", "Not yet. It has the wrong sign.\n"),
        (1.5**0.5, "one", "Not yet. It is the root of the right answer.\n"),
        (1.22, "one", "Not yet. It is the root of the right answer.\n"),
        (-0.5, "one", "Not yet. It is one minus the right answer.\n"),
        (2 / 3, "one", "Not yet. It is one divided by the right answer.\n"),
        (150, "one", "Not yet. It is a hundred times the right answer.\n"),
        (12, "small", "Not yet. It is a hundred times the right answer.\n"),
        (1e-12, "none", NOT_YET),
        (0.0, "none", "Right.\n"),
        (2, "list", NOT_YET),
        ([6.25], "list", "Not yet. It is the square of the right answer.\n"),
        ([1, 2, 3], "three", "Right.\n"),
        ([3, 2, 1], "three", "Not yet. In the other order.\n"),
        ([1, 4, 9], "three", "Not yet. It is the square of the right answer.\n"),
        ([1, 2, 4], "three", "Not yet: 1 of 3 values are off.\n"),
        ([3, 2, 4], "three", "Not yet: 2 of 3 values are off.\n"),
        ([[1, 2], [3, 5]], "square", "Not yet: 1 of 4 values are off.\n"),
    ],
)
def test_a_right_answer_has_six_digits_and_a_wrong_one_is_told_its_mistake(answer, exercise, said, capsys):
    check(exercise, answer)
    assert capsys.readouterr().out == said


@pytest.mark.parametrize(
    ("answer", "exercise", "message"),
    [
        (np.nan, "one", r"^answer: must be finite; got 1 NaN or infinite \(nan\)$"),
        ("larger", "one", "^answer: must be a number, without quotation marks; got 'larger'$"),
        (["76"], "one", "^answer: must hold numbers only"),
        ([], "one", "^answer: must be 1 number; got 0$"),
        (1.0, "three", "^answer: must be 3 numbers; got 1$"),
        (1.0, "6.2", "^exercise: must be one of one, none, small, list, three, square; got '6.2'$"),
    ],
)
def test_what_cannot_be_an_answer_is_an_error(answer, exercise, message):
    with pytest.raises(ValueError, match=message):
        check(exercise, answer)


@pytest.mark.parametrize(
    ("answer", "mistakes"),
    [
        (1.5 * (1 + 1e-8), {"A house is missing.": 1.2, "It is its square, of a sort.": 2.25}),
        (1.5, {"A house is missing.": 1.2 * (1 + 1e-8), "It is its square, of a sort.": 2.25}),
        (1.5, {"A house is missing.": 1.2}),
        (1.5, {"A house was missing.": 1.2, "It is its square, of a sort.": 2.25}),
        ([1.5], {"A house is missing.": [1.2], "It is its square, of a sort.": [2.25]}),
    ],
)
def test_a_solution_that_is_not_the_stored_one_says_how_to_store_it(answer, mistakes, answers, capsys):
    before = answers.read_text()
    with pytest.raises(ValueError, match=r"^answer: must be the one stored for 'one', .* make notebooks$"):
        solved("one", answer, mistakes)
    assert answers.read_text() == before and not capsys.readouterr().out


def test_a_run_of_the_book_stores_what_a_solution_computes(answers, monkeypatch, capsys):
    monkeypatch.setenv("MLMCORE_STORE_ANSWERS", "yes")
    solved("new", np.array([1 / 3, 2 / 3]), {"Half of it.": [1 / 6, 1 / 3]})
    solved("one", 1.5 + 1e-12)
    kept = answers.read_text()
    solved("new", np.array([1 / 3, 2 / 3 + 1e-13]), {"Half of it.": [1 / 6, 1 / 3]})  # another machine's last digit
    assert answers.read_text() == kept
    monkeypatch.delenv("MLMCORE_STORE_ANSWERS")
    capsys.readouterr()
    check("new", [1 / 3, 2 / 3])
    check("new", [1 / 6, 1 / 3])
    check("one", 1.3)
    assert capsys.readouterr().out == f"Right.\nNot yet. Half of it.\n{NOT_YET}"


def test_a_mistake_has_the_shape_of_the_answer():
    with pytest.raises(ValueError, match=r"^mistakes\['All of it.'\]: must have shape \(2,\); got \(\)$"):
        solved("one", [1, 2], {"All of it.": 3})


@each_stored
def test_no_mistake_of_the_book_is_taken_for_another_or_for_the_right_answer(right, mistakes):
    for one, other in combinations([right, *mistakes.values()], 2):
        assert np.any(np.abs(one - other) > 1e-4 * np.abs(other))


@each_stored
def test_a_mistake_is_named_in_one_short_sentence(right, mistakes):
    for words in mistakes:
        assert words[0].isupper() and words.endswith(".") and len(words) < 60
