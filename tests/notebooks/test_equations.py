"""Every printed equation, executed: what stands on the page is what is checked.

The full count of wrong equations found out takes a minute or two: `make equations`.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from equations import pages, reader, report
from equations.check import Unreadable, Wrong, check, claims, covered_by, planted_errors, printed_equations
from equations.docstrings import formulas
from equations.mutations import mutations
from equations.register import DISPLAYED, EQUIVALENT, INLINE

PRINTED = printed_equations()
READ = {page: entry["lines"] for page, entry in tomllib.loads((Path(report.HERE) / "lines.toml").read_text()).items()}
CLAIMS = claims()
NAMES = [equation.label or equation.latex for equation, _ in CLAIMS]

each_claim = pytest.mark.parametrize("number", range(len(CLAIMS)), ids=NAMES)


def test_every_displayed_equation_has_a_label_of_its_own():
    labels = Counter(equation.label for equation in pages.displayed())
    assert not [equation for equation in pages.displayed() if equation.label is None]
    assert [label for label, count in labels.items() if count > 1] == []


def test_every_displayed_equation_is_in_the_register():
    for label in PRINTED.keys() - DISPLAYED.keys():
        page, _, latex = PRINTED[label]
        pytest.fail(
            f"{page} prints a new equation:\n    {latex}\nAdd it to DISPLAYED in tests/equations/register.py:\n"
            f'    "{label}": Claim("what it is compared with"),\nNames that it uses for the first time go into '
            f"tests/equations/names.py (or, if no other equation uses them, own.py), with a value that is computed "
            f"another way. If it only gives a symbol its meaning, enter Definition(...) instead."
        )


def test_every_formula_in_a_line_of_text_repeats_an_equation_or_is_in_the_register():
    displayed = pages.displayed()
    for formula in pages.inline():
        if not covered_by(formula, displayed):
            pytest.fail(
                f"{formula.page} prints ${formula.latex}$ in a line of text, which repeats no displayed equation.\n"
                f"Add it to INLINE in tests/equations/register.py, as a Claim (executed), Definition or Condition:\n"
                f'    r"{formula.latex}": Claim("what it is compared with"),'
            )


def test_every_formula_in_a_line_of_text_stands_after_the_words_that_it_was_read_with():
    found = {}
    for formula in pages.inline():
        found.setdefault(formula.page, []).append(f"{formula.after} ${formula.latex}$".strip())
    for page, lines in found.items():
        new = list((Counter(lines) - Counter(READ.get(page, []))).elements())
        assert not new, (
            f"{page} has formulas in lines of text that are new there, or follow other words than before. Read each "
            f"sentence, and see that what it says of the formula is what tests/equations/register.py has it compared "
            f"with; then put the line into [{page}] of tests/equations/lines.toml:\n" + "\n".join(new)
        )
    assert found == READ, "tests/equations/lines.toml has lines that no page has any more, or in another order"


def test_mathematics_is_written_in_the_forms_that_the_collector_knows():
    for path in pages.all_pages():
        for text in pages.printed_text(path):
            prose = re.sub(r"(`+)[^`]+?\1", " ", text)
            assert not re.search(r"\\begin\{(?:align|equation|gather)\*?\}|\{math\}|\\\(|\\\[", text), path.stem
            assert len(re.findall(r"(?<!\\)\$", prose)) % 2 == 0, (
                f"{path.stem}: a dollar sign without its other in {text}"
            )


def test_the_register_speaks_of_nothing_that_is_not_printed():
    inline = {reader.plain(formula.latex) for formula in pages.inline()}
    assert DISPLAYED.keys() <= PRINTED.keys()
    assert not [latex for latex in INLINE if reader.plain(latex) not in inline]
    assert EQUIVALENT.keys() <= set(NAMES)


@each_claim
def test_a_printed_claim_holds(number):
    equation, claim = CLAIMS[number]
    check(equation, claim, PRINTED)


@pytest.mark.parametrize(("equation", "claim"), planted_errors(), ids=lambda part: getattr(part, "latex", ""))
def test_an_error_that_an_exercise_plants_can_be_read_is_wrong_and_stands_in_quotation(equation, claim):
    with pytest.raises(Wrong) as found:
        check(equation, claim, PRINTED)
    assert not isinstance(found.value, Unreadable)
    for path in pages.all_pages():
        for line in "\n".join(pages.printed_text(path)).splitlines():
            assert f"${equation.latex}$" not in line or line.startswith("> "), path.stem


@each_claim
def test_a_wrong_sign_and_a_sample_of_other_changes_are_noticed(number):
    def chosen(mutation):
        return mutation.change == "flip a sign" or (number + mutation.place) % 8 == 0

    *_, left = report.survivors(number, chosen)
    assert [survivor for survivor in left if not report.why_true(survivor)] == []


def test_the_full_count_of_changes_is_of_this_text_and_explains_every_survivor():
    stored = report.stored()
    assert stored["fingerprint"] == report.fingerprint(), "equations or their checks have changed: run make equations"
    assert stored["killed"] + len(stored["survivors"]) == stored["mutations"]
    assert stored["killed"] / stored["mutations"] >= 0.99
    assert all(survivor["still true"] for survivor in stored["survivors"])
    explained = sum(len(places) for _, changes in EQUIVALENT.values() for places in changes.values())
    assert explained == len(stored["survivors"])


def holds_as(formula):
    """Return the labels of the equations that a docstring names and that its formula could stand for."""
    held = []
    for label in formula.labels:
        try:
            check(formula.equation, DISPLAYED[label], PRINTED)
        except Wrong:
            continue
        held.append(label)
    return held


@pytest.mark.parametrize("formula", list(formulas()), ids=lambda formula: formula.equation.page)
def test_a_docstrings_formula_holds_as_an_equation_that_it_names_and_with_a_wrong_sign_as_none(formula):
    assert holds_as(formula), formula.equation.latex
    for mutation in mutations(formula.equation.latex):
        if mutation.change == "flip a sign":
            assert not holds_as(formula._replace(equation=formula.equation._replace(latex=mutation.latex))), mutation


def test_every_formula_that_the_package_documents_is_found():
    documented = {formula.equation.page for formula in formulas()}
    assert {"log_likelihood", "log_prior", "log_posterior", "partial_pool", "profiled_deviance"} <= documented
    assert len(list(formulas())) > 10
