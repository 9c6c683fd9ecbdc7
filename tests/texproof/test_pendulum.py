"""The checker on another book, as its README uses it: the pendulum, with two errors planted in it."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import texproof
from texproof import Book, Claim, Wrong, displayed, evidence, formulas
from texproof.book import Page
from texproof.formulas import is_found_out

HERE = Path(__file__).parent
README = (Path(texproof.__file__).parent / "README.md").read_text(encoding="utf-8")
BOOK = Book(HERE / "pendulum")


@pytest.fixture(scope="module")
def readme():
    """Return what the README's example defines, once it has been run where it says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(HERE)
        names = {"__name__": "readme", "print": lambda text: names.update(printed=text)}
        exec("".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL)), names)
    return SimpleNamespace(**names)


def test_the_example_prints_what_the_readme_says_and_finds_the_two_errors(readme):
    assert readme.printed.strip() == re.search(r"```text\n(.*?)\n```", README, re.DOTALL)[1]
    assert readme.faults == 2
    assert len(displayed(BOOK.page("swing"))) == 9


def test_the_pages_that_the_readme_quotes_are_these():
    printed = " ".join("\n".join(page.path.read_text() for page in BOOK.pages).split())
    quotations = re.findall(r"^    \$\$.*?\(eq-[a-z]+\)|^    <!--.*?-->", README, re.DOTALL | re.MULTILINE)
    assert len(quotations) == 2
    assert all(" ".join(quotation.split()) in printed for quotation in quotations)


@pytest.mark.parametrize(
    ("label", "printed", "misprint", "said"),
    [
        ("eq-speed", r"-A", "A", "is not"),
        ("eq-speed", r"\partial t", r"\partial L", "is not"),
        ("eq-speed", r"\partial t", r"\partial y", "differentiates with respect to y"),
        ("eq-speed", r"\partial \theta", r"\partial \phi", r"nothing says what .* is"),
        ("eq-period", r"= 2", "2", "it states nothing"),
        ("eq-period", "g", "q", "nothing says what q is"),
        ("eq-mean", "y_i", "y", "has not the index"),
        ("eq-mean", r"\bar y", r"\bar y_i", "has not the index"),
        ("eq-times", "y_i", r"\theta", "nothing says what"),
        ("eq-times", "s^2", "s", "is not"),
        ("eq-estimate", r"\frac{", r"\frac", r"from here on: \\sum"),
        ("eq-deviations", "(y_i", "2(y_i", "is not"),
        ("eq-motion", "cos", "sin", "is not"),
        ("eq-motion", r"\theta", r"\lim_{t \to 0} \theta", "nothing says what .*to 0"),
        ("eq-energy", "H", r"\int H \, d\theta", "nothing says what .*int d"),
    ],
)
def test_a_misprint_is_found_and_named(readme, label, printed, misprint, said):
    equation = next(equation for equation in readme.equations if equation.label == label)
    claim = readme.EXCEPTIONS.get(label, Claim())
    readme.checker.check(equation, claim)
    with pytest.raises(Wrong, match=f"{label}: .*({said})"):
        readme.checker.check(equation._replace(latex=equation.latex.replace(printed, misprint, 1)), claim)


@pytest.fixture
def told(tmp_path):
    """Return a function that gives the formulas of a page with this text."""

    def told(text, sides=lambda name: None):
        (tmp_path / "page.md").write_text(text)
        page = Page(tmp_path / "page.md")
        return formulas(page, displayed(page), Claim(), sides)

    return told


def test_a_formula_in_a_line_is_a_claim_a_repetition_or_what_its_record_says(told):
    says = "Say $a = b + c$, $c = d$, part $b + c$, if $a = 0$, name $f = (a, b)$, half $a/2$.\n\n"
    page = "$$\na = b + c\n$$ (eq-one)\n\n" + says
    records = ('"part $b + c$": eq-one', '"if $a = 0$": case', '"name $f = (a, b)$": definition', '"half $a/2$": half')
    record = f"<!-- held {'; '.join(records)} -->"
    half = Claim(equals=lambda world: 1)
    found = told(page + record, {"half": half}.get)
    assert [formula.kind for formula in found] == ["repeats", "holds", "repeats", "case", "definition", "holds"]
    assert found[-1].claim is half
    with pytest.raises(Wrong, match="nothing is called half"):
        told(page + record)
    with pytest.raises(Wrong, match=r"one side, and no record .* half \$a/2\$"):
        told(page + record.replace("half $a/2$", "half of $a/2$"), {"half": half}.get)
    with pytest.raises(Wrong, match="is no part of eq-one"):
        told((page + record).replace("part $b + c$", "part $b - c$"), {"half": half}.get)


def test_a_planted_error_must_be_readable_wrong_and_quoted(told, readme):
    wrong, right, unreadable = r"$T = \sqrt{\frac{L}{g}}$", r"$T = 2\pi\sqrt{\frac{L}{g}}$", "$T = q$"
    record = '\n\n<!-- held\n"states {}": wrong\n-->'
    for text, expected in ((f"> states {wrong}", True), (f"states {wrong}", False), (f"> states {right}", False),
                           (f"> states {unreadable}", False)):  # fmt: skip
        (formula,) = told(text + record.format(text.split("states ")[1]))
        assert formula.kind == "wrong"
        assert is_found_out(formula, readme.checker) is expected


def test_the_sentences_of_the_pendulum_are_held_by_tests():
    tests = {"test_a_longer_string_swings_more_slowly": 1, "test_a_weaker_pull_swings_more_slowly": 1}
    for page in BOOK.pages:
        assert evidence.without_words(page) == evidence.without_record(page, re.compile("onger")) == []
        assert evidence.without_holder(page, tests) == []
