"""Sheets of fresh problems: whole, in good English, never degenerate, no two alike, the same for a seed everywhere."""

import re
import subprocess
import sys
from itertools import combinations

import pytest

from mlmcore.problems import Choice, Number, generate, key, make_problems, sheet
from mlmcore.problems.derivation import MISTAKES
from mlmcore.problems.draws import Draws
from mlmcore.problems.generate import KINDS, TRIES
from mlmcore.problems.places import PLACES
from mlmcore.problems.words import count, four, plain
from mlmcore.problems.worlds import World

PLURALS = {noun.many for place in PLACES for noun in (place.group, place.observation, place.unit)}
SINGULARS = {noun.one for place in PLACES for noun in (place.group, place.observation, place.unit)}


def test_a_seed_gives_the_same_problems_again_and_another_seed_others(problem_sheets):
    assert all(make_problems(seed, len(KINDS)) == problem_sheets[seed] for seed in range(5))
    texts = [problem.text for each in problem_sheets for problem in each]
    assert len(set(texts)) > 0.9 * len(texts)  # two standard deviations alone come twice in two hundred sheets


def test_the_stream_of_draws_is_pinned():
    draw = Draws(7, 1)
    assert [draw.choice(range(1000)) for _ in range(5)] == [757, 548, 490, 179, 516]
    assert draw.shuffled("abcdef") == list("abcedf")
    assert draw.number(0.2, 0.5, 0.1) == 0.5


def test_a_draw_reaches_every_option_and_no_other():
    draw = Draws(1)
    assert {draw.choice("abc") for _ in range(100)} == set("abc")
    assert {draw.number(0.3, 0.5, 0.1) for _ in range(100)} == {0.3, 0.4, 0.5}
    assert {"".join(draw.shuffled("abc")) for _ in range(200)} == {"abc", "acb", "bac", "bca", "cab", "cba"}


def test_of_two_sets_with_one_seed_the_larger_contains_the_smaller():
    small, large = ({problem.text for problem in make_problems(7, number)} for number in (5, 40))
    assert small < large and len(large) == 40


def test_each_problem_has_a_stream_of_its_own(monkeypatch):
    seeds = []

    class Recorded(Draws):
        def __init__(self, *seed):
            seeds.append(seed)
            super().__init__(*seed)

    monkeypatch.setattr(generate, "Draws", Recorded)
    make_problems(7, 100)
    assert len(set(seeds)) == len(seeds) == 101 and {seed[0] for seed in seeds} == {7}


def test_no_two_of_ten_ask_the_same_or_play_in_the_same_place(problem_sheets):
    for ten in (make_problems(seed) for seed in range(200)):
        assert len({problem.kind for problem in ten}) == len({problem.place for problem in ten}) == 10
    assert all(len({problem.kind for problem in each}) == len(KINDS) >= 12 for each in problem_sheets)


def test_no_two_of_a_hundred_share_kind_and_place():
    hundred = make_problems(7, 100)
    assert len({(problem.kind, problem.place) for problem in hundred}) == 100


def test_most_problems_are_not_about_radon(problems):
    assert 0 < sum(problem.place == "radon" for problem in problems) < len(problems) / 3


def test_the_easy_problems_come_first(problem_sheets):
    levels = [[problem.level for problem in each] for each in problem_sheets]
    assert all(each == sorted(each) and set(each) == {1, 2, 3} for each in levels)


def test_a_few_draws_are_enough_for_every_kind_in_every_place():
    for kind in KINDS:
        for place in PLACES:
            for seed in range(20):
                draw = Draws(seed)
                tries = next(k for k in range(TRIES) if kind(World.at(place, draw)))
                assert tries < TRIES / 5, (kind, place.name)


def test_no_answer_is_degenerate(problems):
    for problem in problems:
        if isinstance(answer := problem.answer, Choice):
            assert 3 <= len(set(answer.options)) == len(answer.options) and 0 <= answer.right < len(answer.options)
        else:
            wrong = [trap.value for trap in answer.traps]
            assert len(wrong) >= 1
            assert all(abs(value - answer.value) > 3 * answer.tolerance for value in wrong), problem
            assert all(abs(a - b) > 2 * answer.tolerance for a, b in combinations(wrong, 2)), problem
            assert answer.value > 5 * answer.tolerance, problem  # the tolerance decides nothing


def test_every_option_is_right_in_some_sheet(problems):
    right = {}
    for problem in problems:
        if isinstance(problem.answer, Choice):
            right.setdefault(problem.kind, set()).add(problem.answer.right)
    assert right == {"limit": {0, 1, 2, 3, 4}, "wrong line": {0, 1, 2, 3, 4}, "which moves farther": {0, 1}}


def test_every_variant_of_a_problem_comes_up(problems):
    variants = {
        "scale": 2,
        "factor": 3,
        "side": 2,
        "reading": 2,
        "estimates": 2,
        "complete": 2,
        "limit": 4,
        "weight": 12,
    }
    seen = {name: {p.given[name] for p in problems if name in p.given} for name in variants}
    assert {name: len(values) for name, values in seen.items()} == variants
    kinds = {(p.given["scale"], p.given["factor"]) for p in problems if p.kind == "a scale misjudged"}
    assert len(kinds) == 6
    mistakes = {p.steps.partition("\n\n")[0] for p in problems if p.kind == "wrong line"}
    assert mistakes == {why for _, _, why in MISTAKES}


def test_weights_and_probabilities_lie_well_inside_their_range(problems):
    for problem in problems:
        if problem.kind in ("weight on the data", "a scale misjudged", "correlation within a group", "which is higher"):
            assert 0.03 < problem.answer.value < 0.98, problem


def test_own_means_are_positive_and_where_such_means_lie(problems):
    for problem in problems:
        given = problem.given
        for letter in "AB":
            if f"gamma_{letter}" in given:
                sd = (given["tau"] ** 2 + given["sigma"] ** 2 / given[f"n_{letter}"]) ** 0.5
                assert given[f"gamma_{letter}"] > 0 and 0.4 < abs(given[f"gamma_{letter}"] - given["mu"]) / sd < 2


def test_the_text_tells_every_number_that_the_answer_is_computed_from(problems):
    for problem in problems:
        told = {float(found) for found in re.findall(r"(?<![\d.])\d+(?:\.\d+)?", problem.text)}
        numbers = [
            value
            for name, entry in problem.given.items()
            for value in (entry if isinstance(entry, list) else [entry])
            if isinstance(value, int | float) and not isinstance(value, bool) and name not in ("side", "factor")
        ]
        assert numbers
        missing = [value for value in numbers if float(value) not in told]
        assert missing == [], (problem.text, missing)


def test_the_text_asks_names_the_unit_and_says_how_exactly_to_answer(problems):
    for problem in problems:
        assert problem.text.count("?") == 1
        answer = problem.answer
        if isinstance(answer, Number) and answer.tolerance:
            asked = {0: "to the nearest whole number", 1: "to one decimal", 2: "to two decimals"}[answer.digits]
            assert problem.text.endswith(f"{asked}.")
            assert answer.tolerance == 10.0**-answer.digits
            assert not answer.unit or f"in {answer.unit}, {asked}" in problem.text


def test_only_a_sign_of_a_unit_has_no_plural():
    for place in PLACES:
        for one, many in (place.group, place.observation, place.unit):
            assert many != one or "/" in one or len(one) <= 2, one
            assert many == one or (many[:3] == one[:3] and len(many) > len(one)), many


def test_singular_and_plural_agree_with_their_numbers(problem_sheets):
    text = "\n".join(sheet(each) + key(each) for each in problem_sheets)
    only_many, only_one = ("|".join(map(re.escape, names)) for names in (PLURALS - SINGULARS, SINGULARS - PLURALS))
    assert len(re.findall(rf"\d\$? (?:{only_many})\b", text)) > 5000 and re.search(rf"\b1\$? (?:{only_one})\b", text)
    assert re.findall(rf"(?<![\d.])1\$? (?:{only_many})\b", text) == []
    assert re.findall(rf"(?:[02-9]|\d\d|\.\d+)\$? (?:{only_one})\b(?! drive)", text) == []
    assert not re.search(r"\ba [aeiou]\w+|\ban [^aeiou]\w+|  |\.\.|\bNone\b|\bnan\b|\binf\b", text)
    assert count(1, PLACES[0].observation) == "1 house" and count(12, PLACES[0].observation) == "12 houses"


def test_every_sentence_ends_and_every_formula_closes(problems):
    for problem in problems:
        for text in (problem.text, problem.steps):
            assert text.count("$") % 2 == 0 and text.count("{") == text.count("}")
            for paragraph in text.split("\n\n"):
                assert re.search(r"[.?:]$|[$]$|(?:is|were|be|it|needs)$", paragraph), paragraph
                assert paragraph[0].isupper() or paragraph[0] == "$" or paragraph.startswith("and "), paragraph


def test_numbers_are_set_as_short_as_they_are_exact():
    assert [plain(value) for value in (80.0, 0.8, 1e15, 0.1 + 0.2)] == ["80", "0.8", "1000000000000000", "0.3"]
    assert [four(value) for value in (1234.5, 0.12345, 0.00012346, 0)] == [
        "1234",
        "0.1235",
        "0.0001235",
        "0",
    ]


def test_a_sheet_has_no_answers_and_its_key_has_all():
    problems = make_problems(7)
    text, solved = sheet(problems, "Week 3"), key(problems, "Week 3, solved")
    assert text.startswith("# Week 3\n") and solved.startswith("# Week 3, solved\n")
    assert "Answer:" not in text and "`eq-" not in text
    for number, problem in enumerate(problems, start=1):
        title = f"\n## {number}. {problem.kind.capitalize()}: {problem.place} {'★' * problem.level}\n"
        assert title in text and title in solved
        assert problem.text in text and problem.steps in solved and f"**Answer: {problem.answer}**" in solved
        if isinstance(problem.answer, Choice):
            assert all(
                f"- ({letter}) {option}" in text
                for letter, option in zip("abcde", problem.answer.options, strict=False)
            )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1,), r"^seed: must be a whole number >= 0; got -1$"),
        ((0.5,), r"^seed: must be a whole number >= 0; got 0\.5$"),
        ((7, 0), r"^number: must be a whole number from 1 to 100; got 0$"),
        ((7, 101), r"^number: must be a whole number from 1 to 100; got 101$"),
        ((7, 2.5), r"^number: must be a whole number from 1 to 100; got 2\.5$"),
        (("7",), "^seed: must hold numbers only"),
    ],
)
def test_a_set_that_cannot_be_drawn_is_an_error(arguments, message):
    with pytest.raises(ValueError, match=message):
        make_problems(*arguments)


@pytest.mark.parametrize("write", [sheet, key])
def test_a_sheet_of_no_problems_is_an_error(write):
    with pytest.raises(ValueError, match=r"^problems: must be at least one; got none$"):
        write([])


def run(folder, *arguments):
    command = [sys.executable, "-m", "mlmcore.problems", "--folder", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_command_writes_sheet_key_and_quiz(tmp_path):
    done = run(tmp_path / "new", "--seed", "7", "--number", "3")
    assert done.returncode == 0 and done.stderr == ""
    files = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert files == ["problems-7-key.md", "problems-7-moodle.xml", "problems-7.md"]
    assert all(name in done.stdout for name in files)
    written = (tmp_path / "new" / "problems-7.md").read_text(encoding="utf-8")
    assert written == sheet(make_problems(7, 3), "Problems, seed 7")


def test_the_command_says_what_is_wrong(tmp_path):
    done = run(tmp_path, "--seed", "7", "--number", "200")
    assert done.returncode == 2 and "number: must be a whole number from 1 to 100; got 200" in done.stderr
    assert list(tmp_path.iterdir()) == []
