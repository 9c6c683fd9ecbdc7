"""The reader of printed equations, the mutations, and what the check says of wrong equations."""

import numpy as np
import pytest
from equations import pages, reader
from equations.check import Wrong, check, printed_equations
from equations.evaluate import evaluate, places
from equations.mutations import mutations
from equations.pages import Equation
from equations.register import DISPLAYED, Claim
from equations.world import random_world

WORLD = random_world(1)
PRINTED = printed_equations()


def value(latex, **at):
    (side,) = reader.read(latex).sides
    return evaluate(side, WORLD, at)


def holds(label, latex):
    check(Equation("a page", label, latex), DISPLAYED[label], PRINTED)


@pytest.mark.parametrize(
    ("latex", "at", "expected"),
    [
        (r"2\sigma^2", {}, 2 * WORLD.sigma**2),
        (r"\frac{1}{2\sigma^2}", {}, 0.5 / WORLD.sigma**2),
        (r"-\frac{\dfrac{N}{2}}{\dfrac{1}{\tau}}", {}, -len(WORLD.data.y) / 2 * WORLD.tau),
        (r"\sigma^2/n_j", {"j": 0}, WORLD.sigma**2 / WORLD.summary.n[0]),
        (r"\log\frac{\sigma}{\tau}", {}, np.log(WORLD.sigma / WORLD.tau)),
        (
            r"\log\left(2\pi\left(\tau^2 + \sigma^2\right)\right)",
            {},
            np.log(2 * np.pi * (WORLD.tau**2 + WORLD.sigma**2)),
        ),
        (r"\exp\left(-\tau\right)", {}, np.exp(-WORLD.tau)),
        (r"\sqrt{\sigma^2}", {}, WORLD.sigma),
        (r"\sum_{j=1}^{J} \alpha_j + \mu", {}, WORLD.alpha.sum() + WORLD.mu),
        (r"\sum_{j=1}^{J} (\alpha_j + \mu)", {}, (WORLD.alpha + WORLD.mu).sum()),
        (r"\sum_{k=1}^{J} \alpha_k\,\alpha_j", {"j": 1}, WORLD.alpha.sum() * WORLD.alpha[1]),
        (r"\sum_{i \in j} y_i", {"j": 2}, WORLD.data.y[WORLD.data.group == 2].sum()),
        (r"\sum_{i=1}^{N} \alpha_{j[i]}", {}, WORLD.alpha[WORLD.data.group].sum()),
        (r"n_j (\alpha_j - \mu)^2", {"j": 1}, WORLD.summary.n[1] * (WORLD.alpha[1] - WORLD.mu) ** 2),
        (
            r"\bar y_j - \bar y_{\mathrm{all}}",
            {"j": 0},
            WORLD.data.y[WORLD.data.group == 0].mean() - WORLD.data.y.mean(),
        ),
        (r"\frac{1}{2} \log\det(-H)", {}, 0.5 * np.log(value(r"\det(-H)"))),
    ],
)
def test_the_reader_reads_what_a_reader_reads(latex, at, expected):
    assert value(latex, **at) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "latex",
    [
        r"\sigma^2/n_j \mu",
        r"\sigma/n_j (\mu + 1)",
        r"1/2\sigma^2",
        r"\sigma^2_j",
        r"(\sigma",
        r"\frac{1}{2",
        "= 2",
        r"\sigma +",
        r"\mu \sim \tau",
        r"\mu \sim N(\tau)",
    ],
)
def test_what_is_ambiguous_or_broken_is_refused(latex):
    with pytest.raises(reader.CannotRead):
        reader.read(latex)


def test_what_the_reader_reads_but_cannot_compute_is_refused():
    with pytest.raises(reader.CannotRead, match=r"what is x in \\int"):
        value(r"\int \sigma")


def test_an_equation_speaks_of_every_observation_or_group_that_its_indices_name():
    observations, groups = len(WORLD.data.y), len(WORLD.alpha)
    for latex, count in [(r"y_i = x_i", observations), (r"y_i = \alpha_j", observations), (r"\gamma_j = w_j", groups),
                         (r"\sum_{i \in j} y_i = 0", groups), (r"\sum_{i=1}^{N} y_i = \mu", 1)]:  # fmt: skip
        assert len(places(reader.read(latex), WORLD)) == count


def test_every_kind_of_mutation_is_made_once_at_every_place():
    latex = r"\hat\alpha_j = \frac{1}{2}\,\mu - \tau^2/n_j + \sigma^2\,\gamma_j"
    made = {}
    for mutation in mutations(latex):
        made.setdefault(mutation.change, []).append(mutation.latex)
    assert {change: len(found) for change, found in made.items()} == {
        "flip a sign": 2,
        "drop a 2": 1,
        "drop a square": 2,
        "drop n_j": 1,
        "add a factor 2": 7,
        "add a factor 1/2": 7,
        "swap sigma and tau": 3,
        "swap mu and gamma_j": 3,
        "turn a fraction over": 2,
    }
    assert r"\hat\alpha_j = \frac{1}{2}\mu + \tau^2/n_j + \sigma^2 \gamma_j" in made["flip a sign"]
    assert r"\hat\alpha_j = \frac{2}{1}\mu - \tau^2/n_j + \sigma^2 \gamma_j" in made["turn a fraction over"]
    assert r"\hat\alpha_j = \frac{1}{2}\gamma_j - \tau^2/n_j + \sigma^2 \mu" in made["swap mu and gamma_j"]


def test_the_mistakes_of_the_thread_are_found_out():
    density = r"p(y_i \mid x_i, \alpha, \beta, \sigma) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp(%s)"
    residual = r"(y_i - \alpha_{j[i]} - \beta x_i)^2"
    holds("eq-density", density % rf"-\frac{{{residual}}}{{2\sigma^2}}")
    for exponent in (rf"\frac{{{residual}}}{{2\sigma^2}}", rf"-\frac{{{residual}}}{{\sigma^2}}"):
        with pytest.raises(Wrong, match=r"a page, eq-density: .* is not "):
            holds("eq-density", density % exponent)
    derivative = (
        r"\frac{\partial f}{\partial \alpha_j} = %s\frac{\alpha_j - \mu}{\tau^2}"
        r" + \frac{1}{\sigma^2} \sum_{i \in j} (y_i - \alpha_j - \beta x_i)"
    )
    holds("eq-derivative", derivative % "-")
    with pytest.raises(Wrong):
        holds("eq-derivative", derivative % "")


@pytest.mark.parametrize(
    ("label", "printed", "misprint"),
    [
        ("eq-weight-tau", r"\partial w_j", r"\partial \hat\alpha_j"),  # the derivative of another function
        ("eq-pulls", r"\partial f", "0"),
        ("eq-pulls", r"\partial \alpha_j", r"\partial \alpha_k"),
        ("eq-model-alpha", r"\tau^2", r"\tau^2_j"),  # an index after the power
        ("eq-weighted-average", r"\hat\alpha_j =", ""),  # nothing left to compare
        ("eq-mean-of-estimates", r"\hat\alpha_j", r"\alpha_j"),  # the drawn one for the estimated one
        ("eq-james-stein", "(J - 3)", "(J - 3)^2"),
        ("eq-ml-bias", r"\frac{1}{J}", r"\frac{1}{5}"),
        ("eq-thread-joint", "= p(x)", "= -p(x)"),  # all densities are small numbers
        ("eq-gain", r"\mu +", r"\mu_j +"),
    ],
)
def test_misprints_of_other_kinds_are_found_out(label, printed, misprint):
    latex = PRINTED[label].latex
    assert printed in latex
    with pytest.raises(Wrong):
        holds(label, latex.replace(printed, misprint))


def test_a_symbol_that_nothing_explains_is_named():
    with pytest.raises(Wrong, match=r"knows nothing that is printed \\delta"):
        holds("eq-gain", r"\hat\alpha_j = \delta + w_j\,(\gamma_j - \mu)")


def test_a_printed_derivative_must_be_that_of_the_printed_function():
    wrong = PRINTED | {"eq-log-posterior": PRINTED["eq-thread-half"]}
    with pytest.raises(Wrong):
        check(PRINTED["eq-derivative"], DISPLAYED["eq-derivative"], wrong)


def test_equations_are_collected_from_markdown_captions_and_computed_sentences(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Say $a = b$, not `$c = d$`, or $x$.\n\n$$\nu\n= v\n$$ (eq-label)\n\nand $$p = q$$\n")
    assert pages.displayed([page]) == [Equation("page", "eq-label", "u\n= v"), Equation("page", None, "p = q")]
    assert [formula.latex for formula in pages.inline([page])] == ["a = b"]
    sources = [equation.page for equation in pages.inline()]
    assert "appendix-notation" in sources and "04-posterior" in sources
    assert any(r"J \log 10" in formula.latex for formula in pages.inline())  # a computed sentence


@pytest.mark.parametrize(
    "latex", [r"\alpha_j", r"-\alpha_j", r"j[i]", r"N(\mu, \tau^2)", r"2\tau", r"\approx", "=", r"\sqrt{2}", "1.96"]
)
def test_a_name_a_number_or_a_lone_sign_says_nothing(latex):
    assert not pages.says_something(latex)


@pytest.mark.parametrize(
    "latex", [r"n_j = 0", r"J \ge 4", r"\sigma/\sqrt{n_j}", r"1 - w_j", r"-(a - b)", r"\alpha_j \sim N(\mu, \tau^2)"]
)
def test_a_relation_or_a_formula_says_something(latex):
    assert pages.says_something(latex)


def test_a_claim_about_one_number_may_not_differ_between_groups():
    claim = Claim("each group's size", equals=lambda world: world.summary.n)
    with pytest.raises(Wrong, match="names no observation or group"):
        check(Equation("a page", None, r"\sigma + \tau"), claim, PRINTED)
