"""Reading, evaluating and mutating LaTeX, on trees in orchards: i numbers trees, j and k number orchards."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from texproof import CannotRead, Checker, Claim, Equation, Vocabulary, World, Wrong
from texproof.mathematics import says_something
from texproof.mutations import mutations

ORCHARD = np.array([0, 0, 1, 2, 2, 2])
HEIGHT, HEALTH = np.array([2.0, 3.0, 5.0, 7.0, 1.0, 4.0]), np.array([0.5, -1.5, 2.0])


@dataclass(frozen=True, kw_only=True)
class Orchards(World):
    a: float = 0.7
    b: float = 1.3

    meanings: ClassVar[dict] = {
        "h": lambda w: HEIGHT,
        r"\alpha": lambda w: HEALTH,
        r"\bar h": lambda w: np.bincount(ORCHARD, HEIGHT) / np.bincount(ORCHARD),
        r"\bar h_{\mathrm{all}}": lambda w: HEIGHT.mean(),
        "n": lambda w: np.bincount(ORCHARD),
        "N": lambda w: 6,
        "J": lambda w: 3,
        "a": lambda w: w.a,
        "b": lambda w: w.b,
        r"\pi": lambda w: np.pi,
        r"\det(-H)": lambda w: 5.0,
        r"\mathrm{Var}(\alpha_j)": lambda w: HEALTH**2,
        r"\frac{d^2}{dt^2}f(a + t b)": lambda w: 9.0,
    }

    def count(self, letter):
        return {"i": 6, "j": 3, "k": 3}[letter]

    def parent(self, letter):
        return ORCHARD

    def near(self, name, target):
        return self.at(**{name: {"0": 1e-9, r"\infty": 1e9}[target]})

    def integral(self, variable, integrand):
        return 2 * integrand(self)


VOCABULARY = Vocabulary(
    functions=("f", r"\det", r"\mathrm{Var}"),
    indices={"i": "N", "j": "J", "k": "J"},
    parents={"i": "j"},
    swaps=(("a", "b"),),
    omitted=("n_j",),
)
CHECKER = Checker(VOCABULARY, lambda seed: Orchards())
WORLD = Orchards()


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


@pytest.mark.parametrize(
    "latex",
    [
        r"a^2/n_j b",
        r"a/n_j (b + 1)",
        r"1/2a^2",
        r"a^2_j",
        "(a",
        r"\frac{1}{2",
        "= 2",
        "a +",
        r"a \sim b",
        r"a \sim N(b)",
    ],
)
def test_what_is_ambiguous_or_broken_is_refused(latex):
    with pytest.raises(CannotRead):
        CHECKER.reader.read(latex)


def test_what_the_reader_reads_but_cannot_compute_is_refused():
    for latex in (r"\int a", r"\arcsin a"):
        with pytest.raises(CannotRead):
            value(latex)


def test_an_equation_speaks_of_every_thing_that_its_indices_number():
    for latex, count in [("h_i = a", 6), (r"h_i = \alpha_j", 6), (r"\bar h_j = a", 3), (r"\sum_{i \in j} h_i = 0", 3),
                         (r"\sum_{i=1}^{N} h_i = a", 1)]:  # fmt: skip
        assert len(CHECKER.evaluator.places(CHECKER.reader.read(latex), WORLD)) == count


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
        "turn a fraction over": 2,
    }
    assert r"\alpha_j = \frac{1}{2}a + b^2/n_j + a^2 h_j" in made["flip a sign"]
    assert r"\alpha_j = \frac{2}{1}a - b^2/n_j + a^2 h_j" in made["turn a fraction over"]
    assert r"\alpha_j = \frac{1}{2}b - a^2/n_j + b^2 h_j" in made["swap a and b"]


@pytest.mark.parametrize(
    "latex", [r"\alpha_j", r"-\alpha_j", "j[i]", r"N(a, b^2)", "2a", r"\approx", "=", r"\sqrt{2}", "1.96"]
)
def test_a_name_a_number_or_a_lone_sign_says_nothing(latex):
    assert not says_something(latex)


@pytest.mark.parametrize("latex", ["n_j = 0", r"J \ge 4", r"a/\sqrt{n_j}", "1 - a", "-(a - b)", r"h_i \sim N(a, b^2)"])
def test_a_relation_or_a_formula_says_something(latex):
    assert says_something(latex)


def test_a_claim_about_one_number_may_not_differ_between_groups():
    with pytest.raises(Wrong, match="names nothing by an index"):
        CHECKER.check(Equation("a page", None, "a + b"), Claim(equals=lambda world: HEALTH))
