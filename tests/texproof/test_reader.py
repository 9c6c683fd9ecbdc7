"""Reading, evaluating and mutating LaTeX, on trees in orchards: i numbers trees, j and k number orchards."""

import numpy as np
import pytest

from texproof import Checker, Claim, Vocabulary, World, Wrong
from texproof.mathematics import Equation, says_something
from texproof.mutations import mutations
from texproof.reader import CannotRead

ORCHARD = np.array([0, 0, 1, 2, 2, 2])
HEIGHT, HEALTH = np.array([2.0, 3.0, 5.0, 7.0, 1.0, 4.0]), np.array([0.5, -1.5, 2.0])
NAMES = {
    "h": HEIGHT,
    r"\alpha": HEALTH,
    r"\bar h": np.bincount(ORCHARD, HEIGHT) / np.bincount(ORCHARD),
    r"\bar h_{\mathrm{all}}": HEIGHT.mean(),
    "n": np.bincount(ORCHARD),
    "N": 6,
    "J": 3,
    "j[i]": ORCHARD,
    "a": 0.7,
    "b": 1.3,
    r"\pi": np.pi,
    r"\det(-H)": 5.0,
    r"\mathrm{Var}(\alpha_j)": HEALTH**2,
    r"\frac{d^2}{dt^2}f(a + t b)": 9.0,
    r"\lim_{a \to 0}": World(own={"a": 0.0, "b": 1.3}),
    r"\int db": lambda integrand: 2 * integrand(World(own={"a": 0.7})),
}
VOCABULARY = Vocabulary(
    functions=("f", r"\det", r"\mathrm{Var}"),
    indices={"i": "N", "j": "J", "k": "J"},
    parents={"i": "j"},
    swaps=(("a", "b"),),
    omitted=("n_j",),
)
WORLD = World(own=NAMES)
CHECKER = Checker(VOCABULARY, lambda seed: WORLD)


def value(latex, **at):
    (side,) = CHECKER.reader.read(latex).sides
    return CHECKER.evaluator.evaluate(side, WORLD, at)


@pytest.mark.parametrize(
    ("latex", "at", "expected"),
    [
        (r"2a^2", {}, 2 * 0.7**2),
        (r"\frac{1}{2b^2}", {}, 0.5 / 1.3**2),
        (r"-\frac{\dfrac{N}{2}}{\dfrac{1}{b}}", {}, -3 * 1.3),
        (r"a^2/n_j", {"j": 2}, 0.7**2 / 3),
        (r"\log\frac{a}{b}", {}, np.log(0.7 / 1.3)),
        (r"\log\left(2\pi\left(a^2 + b^2\right)\right)", {}, np.log(2 * np.pi * (0.7**2 + 1.3**2))),
        (r"\log_{10} a", {}, np.log10(0.7)),
        (r"\log_2 (a b) + \ln 2a", {}, np.log2(0.7 * 1.3) + np.log(1.4)),
        (r"\sqrt[3]{a}^2", {}, np.cbrt(0.7) ** 2),
        (r"\arctan a", {}, np.arctan(0.7)),
        (r"a^{-b} / \sum_j \alpha_j^2", {}, 0.7**-1.3 / (HEALTH**2).sum()),
        (r"\sum_j n_j \alpha_j / n_j", {}, HEALTH.sum()),
        (r"+a - b", {}, 0.7 - 1.3),
        (r"\exp\left(-a\right)", {}, np.exp(-0.7)),
        (r"\sqrt{a^2}\,\cos(b)", {}, 0.7 * np.cos(1.3)),
        (r"\sum_{j=1}^{J} \alpha_j + a", {}, HEALTH.sum() + 0.7),
        (r"\sum_j (\alpha_j + a)", {}, (HEALTH + 0.7).sum()),
        (r"\sum_{k=1}^{J} \alpha_k\,\alpha_j", {"j": 1}, HEALTH.sum() * HEALTH[1]),
        (r"\sum_{i \in j} h_i", {"j": 2}, 12),
        (r"\sum_{i=1}^{N} \alpha_{j[i]}", {}, HEALTH[ORCHARD].sum()),
        (r"n_j (\alpha_j - a)^2", {"j": 1}, (HEALTH[1] - 0.7) ** 2),
        (r"\bar h_j - \bar h_{\mathrm{all}}", {"j": 0}, 2.5 - 22 / 6),
        (r"\frac{1}{2} \log\det(-H)", {}, np.log(5) / 2),
        (r"\mathrm{Var}(\alpha_j)", {"j": 1}, HEALTH[1] ** 2),
        (r"\frac{d^2}{dt^2} f(a + t b)", {}, 9),
        (r"\lim_{a \to 0} (a + b)", {}, 1.3),
        (r"\int a \, db", {}, 1.4),
    ],
)
def test_the_reader_reads_what_a_reader_reads(latex, at, expected):
    assert value(latex, **at) == pytest.approx(expected, rel=1e-8)


AMBIGUOUS = [
    r"a^2/n_j b",
    r"a/n_j (b + 1)",
    r"1/2a^2",
    r"a/2 \cdot b",
    "a/b/2",
    "a^b^2",
    r"\sum_j n_j / 2 \cdot a",
    r"a^2_j",
    r"a \sim b",
    r"a \sim N(b)",
    r"\int a",
]
BROKEN = ["(a", r"\frac{1}{2", "= 2", "a +", "a - -b"]
UNKNOWN = [r"\int_0^1 a \, db + b", r"\prod_{j=1}^{J} n_j", r"\sum_{j=1}^{N} n_j"]


@pytest.mark.parametrize("latex", [*AMBIGUOUS, *BROKEN, *UNKNOWN])
def test_what_is_ambiguous_or_broken_or_cannot_be_computed_is_refused(latex):
    with pytest.raises(CannotRead):
        CHECKER.reader.read(latex)


@pytest.mark.parametrize(
    ("latex", "things", "parents"),
    [
        ("h_i = a", 6, 3),
        (r"h_i = \alpha_j", 6, 3),
        (r"\bar h_j = a", 3, 0),
        (r"\sum_{i \in j} h_i = 0", 3, 0),
        (r"\sum_{i=1}^{N} h_i = a", 0, 0),
    ],
)
def test_an_equation_speaks_of_everything_that_its_indices_number(latex, things, parents):
    at = CHECKER.evaluator.places(CHECKER.reader.read(latex), WORLD)
    assert [len(set(numbers)) for numbers in at.values()] == [number for number in (things, parents) if number]


def test_every_kind_of_mutation_is_made_once_at_every_place():
    latex = r"\alpha_j = \frac{1}{2}\,a - b^2/n_j + a^2\,h_j"
    made = {}
    for mutation in mutations(latex, CHECKER.reader):
        made.setdefault(mutation.change, []).append(mutation.latex)
    assert {change: len(found) for change, found in made.items()} == {
        "flip a sign": 2,
        "drop a 2": 1,
        "drop a square": 2,
        "drop n_j": 1,
        "add a factor 2": 7,
        "add a factor 1/2": 7,
        "swap a and b": 4,
        "turn a fraction over": 1,
        "turn a slash over": 1,
    }
    assert r"\alpha_j = \frac{1}{2}a + b^2/n_j + a^2 h_j" in made["flip a sign"]
    assert r"\alpha_j = \frac{2}{1}a - b^2/n_j + a^2 h_j" in made["turn a fraction over"]
    assert r"\alpha_j = \frac{1}{2}b - a^2/n_j + b^2 h_j" in made["swap a and b"]


SILENT = [r"\alpha_j", r"-\alpha_j", "j[i]", r"N(a, b^2)", "2a", r"\approx", "=", r"\sqrt{2}", "1.96"]
SAYING = ["n_j = 0", r"J \ge 4", r"a/\sqrt{n_j}", "1 - a", "-(a - b)", r"h_i \sim N(a, b^2)"]


@pytest.mark.parametrize("latex", SILENT + SAYING)
def test_a_relation_or_a_formula_says_something_and_a_name_a_number_or_a_lone_sign_does_not(latex):
    assert says_something(latex) == (latex in SAYING)


@pytest.mark.parametrize(
    "latex", [r"a = \frac{b}{b - b}", r"\frac{b}{b - b} = a", r"\frac{1}{b - b} = \frac{2}{b - b}"]
)
def test_what_divides_by_zero_equals_nothing(latex):
    with pytest.raises(Wrong):
        CHECKER.check(Equation("a page", None, latex), Claim())


def test_numbers_alone_that_divide_by_zero_are_refused_with_their_text():
    with pytest.raises(CannotRead, match=r"nothing computes \\frac\{1\}\{2 - 2\}"):
        value(r"\frac{1}{2 - 2}")


def test_what_cannot_be_read_is_quoted_from_where_it_cannot():
    with pytest.raises(CannotRead, match=r"^a \+ n_j b_ c cannot be read from here on: _ c$"):
        CHECKER.reader.read("a + n_j b_ c")


def test_a_claim_about_one_number_may_not_differ_between_groups():
    with pytest.raises(Wrong, match="names nothing by an index"):
        CHECKER.check(Equation("a page", None, "a + b"), Claim(equals=lambda world: HEALTH))
