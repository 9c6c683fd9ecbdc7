"""What a reader is told about an answer."""

import numpy as np
import pytest

from mlmcore.exercises import check

NOT_YET = "Not yet (six digits count).\n"


@pytest.mark.parametrize(
    ("answer", "expected", "said"),
    [
        (..., 1.5, ""),
        (1.5, 1.5, "Right.\n"),
        (1.5 * (1 + 9e-7), 1.5, "Right.\n"),
        (1.5 * (1 + 1.1e-6), 1.5, NOT_YET),
        (-1.5, 1.5, NOT_YET),
        (-1.5, -1.5, "Right.\n"),
        (1e-12, 0, NOT_YET),
        (0.0, 0, "Right.\n"),
        (2, 2.0, "Right.\n"),
        ([2.0], [2.5], NOT_YET),
        ([1, 2, 3], np.array([1.0, 2.0, 3.0]), "Right.\n"),
        ([1, 2, 4], [1, 2, 3], "Not yet (six digits count): 1 of 3 values are off.\n"),
        ([3, 2, 4], [1, 2, 3], "Not yet (six digits count): 2 of 3 values are off.\n"),
        ([[1, 2], [3, 5]], [[1, 2], [3, 4]], "Not yet (six digits count): 1 of 4 values are off.\n"),
    ],
)
def test_an_answer_is_right_where_six_digits_agree_and_one_not_attempted_is_passed_over(answer, expected, said, capsys):
    check(answer, expected)
    assert capsys.readouterr().out == said


@pytest.mark.parametrize(
    ("answer", "expected", "message"),
    [
        (np.nan, 1.0, r"^answer: must be finite; got 1 NaN or infinite \(nan\)$"),
        (1.0, np.inf, r"^expected: must be finite; got 1 NaN or infinite \(inf\)$"),
        ("larger", 1.0, "^answer: must hold numbers only"),
        (None, [1.0], r"^answer: must have shape \(1,\); got \(\)$"),
        (1.0, [1.0, 2.0], r"^answer: must have shape \(2,\); got \(\)$"),
    ],
)
def test_what_cannot_be_an_answer_is_an_error(answer, expected, message):
    with pytest.raises(ValueError, match=message):
        check(answer, expected)
