"""The lessons on the page for teachers last as long as they say, and its twelve misconceptions have their exercises."""

import re

import pytest

from meanings import BOOK

TEXT = BOOK.page("teachers").text()
EXERCISES = {
    exercise.options["label"]: exercise.text
    for page in BOOK.numbered
    for exercise in page.directives("exercise", "solution")
    if exercise.name == "exercise"
}
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
LESSONS = [ROW.findall(section) for section in re.split(r"^##+ ", TEXT, flags=re.MULTILINE) if ROW.search(section)]


@pytest.mark.parametrize(
    ("lesson", "minutes"), list(zip(LESSONS, (45, 90, 90), strict=True)), ids=["short", "first", "second"]
)
def test_the_minutes_of_a_lesson_add_up(lesson, minutes):
    assert sum(int(row[0]) for row in lesson) == minutes


@pytest.mark.parametrize(("minutes", "where"), [row[:2] for rows in LESSONS for row in rows if "`ex-" in row[1]])
def test_an_exercise_of_a_lesson_takes_the_minutes_that_it_says_and_paper_is_enough(minutes, where):
    label = re.fullmatch(r"\{numref\}`(ex-.+)`", where)[1]
    assert re.match(rf"★+ · {minutes} minutes · paper is enough\n", EXERCISES[label])


def test_twelve_misconceptions_have_a_question_and_an_exercise_in_the_order_of_the_chapters():
    listed = re.findall(r'^- \*"(.+?)"\*((?:.|\n)+?)\{numref\}`(ex-[\w-]+)`$', TEXT, re.MULTILINE)
    assert len(listed) == 12 and TEXT.count('\n- *"') == 12
    assert all(question.rstrip().endswith("?") for _, question, _ in listed)
    places = [list(EXERCISES).index(label) for *_, label in listed]
    assert places == sorted(set(places))


def test_a_lesson_goes_through_the_chapters_in_their_order():
    for lesson in LESSONS[:2]:
        chapters = re.findall(r"\((\d\d)-[\w-]+\.ipynb", " ".join(row[1] for row in lesson))
        assert chapters == sorted(chapters)
