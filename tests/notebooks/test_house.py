"""What CONTRIBUTING.md promises of the house itself: dependencies, imports, figures, explanations, the release."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib.util import resolve_name as absolute
from itertools import chain
from pkgutil import resolve_name

import pytest
from packaging.requirements import Requirement

import mlmcore
from meanings import BOOK
from mlmcore import figures

ROOT = BOOK.root
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHARTS = set(figures.charts.__all__)
DRAWING = sorted(set(figures.__all__) - {"COLOURS", "canvas"})

CORE = {"mlmcore", "numpy", "scipy"}
FIGURES = CORE | {"matplotlib", "IPython", "altair", "vl_convert", "PIL"}


def text_of(folder, pattern):
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / folder).glob(pattern))


def direct_dependencies():
    """Return every requirement of pyproject.toml by name, the package's own name left out."""
    parsed = map(Requirement, chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()))
    return {each.name: each for each in parsed if each.name != PROJECT["name"]}


def pins(file):
    """Return a file's pins: pairs of a name and a version."""
    return re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def imports_in(source, package=""):
    """Return what a text of Python imports, by whole names."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = absolute("." * node.level + (node.module or ""), package)
            found |= {f"{module}.{name.name}" for name in node.names}
    return found


def outside(modules):
    return {module.partition(".")[0] for module in modules} - sys.stdlib_module_names


def test_mypy_finds_no_wrong_type():
    """A test, as the other core need not wait the ten seconds that mypy takes in a fresh clone."""
    found = subprocess.run([sys.executable, "-m", "mypy"], check=False, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_make_builds_the_book_again_for_each_of_its_files_and_for_nothing_else():
    """A folder among them, which changes when Python compiles what is in it, would build an unchanged book again."""
    told = subprocess.run(["make", "-pn", "book"], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    watched = re.search(r"^SOURCES := (.*)$", told, re.MULTILINE)[1].split()
    files = [ROOT / "_config.yml", ROOT / "_toc.yml", ROOT / "references.bib", *(ROOT / "mlmcore").rglob("*.py")]
    for folder in ("chapters", "_static", "_templates", "_extensions"):
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    names = {path.relative_to(ROOT).as_posix() for path in files}
    assert set(watched) == {name for name in names if not re.search(r"(^|/)(\.|__pycache__)", name)}


@pytest.mark.parametrize("path", sorted((ROOT / "mlmcore").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path):
    package = ".".join(path.relative_to(ROOT).parent.parts)
    modules = imports_in(path.read_text(encoding="utf-8"), package)
    draws = package.startswith("mlmcore.figures")
    reads_engines = path.name in ("engines.py", "_engine_rows.py")
    optional = {"narwhals"} if reads_engines else set()  # imported where it is used, as it may be missing
    assert outside(modules) <= (FIGURES if draws else CORE) | optional
    assert draws or not any(module.startswith("mlmcore.figures") for module in modules)


@pytest.mark.parametrize("path", sorted((ROOT / "tests/package").glob("*.py")), ids=lambda path: path.name)
def test_a_test_of_the_package_needs_little_more_than_the_package(path):
    modules = imports_in(path.read_text(encoding="utf-8"))
    assert outside(modules) <= CORE | {"pytest", "hypothesis", "mpmath"}
    assert not any(module.startswith("mlmcore.figures") for module in modules)


@pytest.mark.parametrize("path", sorted((ROOT / "texproof").glob("*.py")), ids=lambda path: path.name)
def test_texproof_knows_nothing_of_this_book(path):
    assert not outside(imports_in(path.read_text(encoding="utf-8"), "texproof")) & {"mlmcore", "meanings", "tests"}


@pytest.mark.parametrize("page", BOOK.notebooks, ids=lambda page: page.name)
def test_a_chapter_imports_what_is_installed_and_nothing_of_the_tests(page):
    modules = imports_in("\n".join(cell.source for cell in page.code_cells))
    about_the_book = {"texproof", "meanings"} if page.name.startswith("appendix") else set()
    assert outside(modules) <= CORE | {"IPython", "matplotlib", "pandas", "duckdb"} | about_the_book


@pytest.mark.parametrize("name", DRAWING)
def test_a_figure_is_drawn_in_a_chapter_and_its_numbers_are_tested(name):
    assert any(f"figures.{name}(" in cell.source for page in BOOK.notebooks for cell in page.code_cells)
    tests = text_of("tests/site", "test_charts*.py") if name in CHARTS else text_of("tests/figures", "test_*.py")
    assert re.search(rf"\b{name}\b", tests)
    assert name in CHARTS or next(iter(inspect.signature(getattr(figures, name)).parameters)) in ("ax", "axes")


def test_what_contributing_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:\.\w+|_?[a-z]+)/[\w./-]*|[\w-]+\.(?:toml|yml|bib))`", text)
    places = ROOT, ROOT / "mlmcore", ROOT / "meanings"
    assert len(paths) > 20
    assert [path for path in paths if not any((place / path).exists() for place in places)] == []


def test_every_direct_dependency_has_its_reason_beside_it():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line.startswith('  "')]
    reasons = {re.split(r"[\[=<>]", line.split('"')[1])[0]: line.partition(" # ")[2] for line in listed}
    assert all(reasons[name] for name in direct_dependencies())


def test_every_direct_dependency_is_pinned_as_pyproject_allows():
    pinned = pins("requirements.txt")
    for name, wanted in direct_dependencies().items():
        versions = [version for pin, version in pinned if pin == name]
        assert name == "mutmut" or versions  # make mutants has an environment of its own
        assert all(wanted.specifier.contains(version) for version in versions), (wanted, versions)


def test_an_explained_mutant_is_still_in_the_function_that_it_is_explained_for():
    _, *parts = re.split(r"^## (\S+)\n", (ROOT / "tests/mutants.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        source = re.sub(r"\s", "", inspect.getsource(resolve_name(name)))
        for words in re.findall(r"`([^`]+)`\s→", text):
            assert re.sub(r"\s", "", words) in source, f"{words} is not in {name}"


def test_the_version_is_the_same_everywhere():
    assert re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)[1] == mlmcore.__version__
    assert re.search(r"^## \[(\d.*?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == mlmcore.__version__
