"""The reference is complete: every public name, every parameter, every link."""

import dataclasses
import importlib.util
import inspect
import re
from copy import copy
from pathlib import Path

import pytest

import mlmcore
from mlmcore import datasets, exercises, figures, problems, tables
from texproof.book import Book

ROOT = Path(__file__).parents[2]
STATISTICS, NOTEBOOKS = "appendix-reference", "reference-figures"  # the page for readers, and that for authors

PAGES = (STATISTICS, NOTEBOOKS)
HTML = ROOT / "_build" / "html" / "chapters"
DRAWING = {f"mlmcore.figures.{name}": getattr(figures, name) for name in figures.__all__ if name != "COLOURS"}
PUBLIC = {f"mlmcore.{name}": getattr(mlmcore, name) for name in mlmcore.__all__}
PUBLIC |= {f"mlmcore.datasets.{name}": getattr(datasets, name) for name in ("load_cars", "load_radon")}
AUTHORS = {f"mlmcore.exercises.{name}": getattr(exercises, name) for name in ("check", "solved")}
AUTHORS |= {"mlmcore.tables.table": tables.table} | DRAWING
AUTHORS |= {f"mlmcore.problems.{name}": getattr(problems, name) for name in problems.__all__}
READERS, PUBLIC = PUBLIC, PUBLIC | AUTHORS
CLASSES = {name: item for name, item in PUBLIC.items() if inspect.isclass(item)}
METHODS = {
    f"{name}.{method}": member
    for name, item in CLASSES.items()
    for method, member in inspect.getmembers(item, lambda m: inspect.isfunction(m) or inspect.ismethod(m))
    if not method.startswith("_") and method in vars(item)
}
FUNCTIONS = {name: item for name, item in PUBLIC.items() if name not in CLASSES} | METHODS


def sections(item):
    """Return the docstring's sections, each the lines under its name."""
    found, lines = {}, inspect.getdoc(item).splitlines()
    starts = [i for i, line in enumerate(lines[1:]) if line and set(lines[i + 1]) == {"-"}]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found[lines[start]] = lines[start + 2 : end]
    return found


def names_in(lines):
    entries = [line.partition(" : ")[0] for line in lines if line and not line.startswith(" ")]
    return [name.strip().lstrip("*") for entry in entries for name in entry.split(",")]


each_function = pytest.mark.parametrize("name", FUNCTIONS)


@each_function
def test_every_parameter_is_documented_and_nothing_else(name):
    parameters = [p for p in inspect.signature(FUNCTIONS[name]).parameters if p not in ("self", "cls")]
    assert sorted(names_in(sections(FUNCTIONS[name]).get("Parameters", []))) == sorted(parameters)


@each_function
def test_the_return_is_documented_and_so_is_what_is_refused(name):
    found = sections(FUNCTIONS[name])
    assert any(line.strip() for line in found["Returns"])
    if inspect.signature(FUNCTIONS[name]).parameters and name not in DRAWING:
        assert found["Raises"][0] == "ValueError" and re.match("    (If|As) ", found["Raises"][1])


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in DRAWING])
def test_every_function_has_an_example(name):
    assert any(line.startswith(">>> ") for line in sections(FUNCTIONS[name])["Examples"])


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in DRAWING])
def test_every_parameter_and_the_return_have_a_type(name):
    signature = inspect.signature(FUNCTIONS[name])
    types = [p.annotation for p in signature.parameters.values() if p.name != "self"] + [signature.return_annotation]
    assert inspect.Signature.empty not in types


@pytest.mark.parametrize("name", CLASSES)
def test_every_attribute_is_documented(name):
    item = CLASSES[name]
    fields = [field.name for field in dataclasses.fields(item)] if dataclasses.is_dataclass(item) else item._fields
    assert sorted(names_in(sections(item)["Attributes"])) == sorted(fields)


def source(page):
    return (ROOT / "chapters" / f"{page}.md").read_text(encoding="utf-8")


def test_the_pages_list_every_public_name_once():
    listed = {page: re.findall(r"^\.\. auto(?:class|function):: (\S+)", source(page), re.MULTILINE) for page in PAGES}
    assert sorted(listed[STATISTICS]) == sorted(READERS)
    assert sorted(listed[NOTEBOOKS]) == sorted(set(AUTHORS) - set(DRAWING))
    assert ".. automodule:: mlmcore.figures\n   :members:" in source(NOTEBOOKS)


def test_the_reference_begins_with_a_list_that_leads_to_every_entry(parsed):
    rows = parsed(HTML / f"{STATISTICS}.html").select("#at-a-glance tr")
    assert [row.a["href"] for row in rows] == [f"#{name}" for name in entries()]
    assert all(len(row("td")[1].text) > 20 for row in rows) and len(rows) == len(READERS)


def entries():
    """Return the public names in the order of the page."""
    return re.findall(r"^\.\. auto(?:class|function):: (\S+)", source(STATISTICS), re.MULTILINE)


def test_the_built_pages_have_every_name_and_lead_to_every_equation_that_a_docstring_names(parsed):
    wanted = {STATISTICS: [*READERS, *METHODS], NOTEBOOKS: AUTHORS}
    for name, page in ((name, parsed(HTML / f"{name}.html")) for name in PAGES):
        assert set(wanted[name]) <= {tag["id"] for tag in page.select("[id]")}
        assert "eq-" not in page.text and ":math:" not in page.text
    links = {
        link["href"].partition("#equation-")[2]
        for page in PAGES
        for link in parsed(HTML / f"{page}.html").select("a[href]")
    }
    named = {label for item in PUBLIC.values() for label in re.findall(r"`(eq-[a-z-]+)`", inspect.getsource(item))}
    assert len(named) > 10
    assert named <= links


@pytest.mark.parametrize("page", PAGES)
def test_symbols_in_sentences_are_mathematics(page, parsed):
    sentences = [copy(p) for p in parsed(HTML / f"{page}.html").select("dl.py dd p, table.autosummary p")]
    for sentence in sentences:  # other tests read the page, too
        for named in sentence.select("strong, em, code, span.math"):
            named.decompose()
    words = " ".join(sentence.text for sentence in sentences)
    assert not re.findall(r"(?<![=\w])(?:alpha|beta|gamma|mu|sigma|tau|n_j|w_j)(?![\w=])", words)


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_no_code_is_cut_on_a_desktop(page, visit):
    with visit((HTML / f"{page}.html").as_uri(), viewport={"width": 1280, "height": 800}) as opened:
        cut = "(all) => all.filter((pre) => pre.scrollWidth > pre.clientWidth).map((pre) => pre.textContent)"
        assert opened.locator("article pre").evaluate_all(cut) == []


@pytest.fixture(scope="module")
def extension():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "_extensions" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_labels_chapters_and_names_become_links_and_other_quotes_code(extension):
    text = "As `fit`, chapter\n4's `eq-weight` and Chapter 99; `labels[group[i]]`, ``kept``, :math:`w_j`, :math:`n_j`."
    expected = (
        "As :py:obj:`~mlmcore.fit`, :doc:`chapter\n4 </chapters/04-posterior>`'s :eq:`eq-weight` and Chapter 99; "
        "``labels[group[i]]``, ``kept``, :math:`w_j`, :math:`n_j`."
    )
    assert "\n".join(extension.with_links(text.split("\n"), {4: "chapters/04-posterior"})) == expected


def test_symbols_in_a_docstrings_sentences_are_set_as_mathematics_and_names_and_code_stay(extension):
    text = """The mean of alpha_j at `tau`, (J,), for tau / sigma <= 1.

>>> fit(tau=1)
tau 1

Parameters
----------
tau : float
    Of N(mu, tau^2); alpha_sd is another.
"""
    assert "\n".join(extension.in_symbols(text.split("\n"))) == text.replace("alpha_j", r":math:`\alpha_j`").replace(
        "tau / sigma <= 1", r":math:`\tau / \sigma \le 1`"
    ).replace("N(mu, tau^2)", r":math:`N(\mu, \tau^2)`")


def test_a_figure_is_found_on_the_pages_that_draw_it(extension):
    assert extension.where_drawn("sampling_funnel", Book(ROOT)) == ["01-puzzle"]
