"""What every chapter's notebook must be, before anyone asks whether it is true."""

import ast
import builtins
import re
import subprocess
import sys

import pytest

from meanings import BOOK
from mlmcore.figures.charts.display import MIME
from mlmcore.figures.picture import MIME as SVG

CHAPTERS = BOOK.root / "chapters"
LABEL = re.compile(r"^\$\$ \((eq-[a-z-]+)\)$", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def figures_of(page, *of_types):
    return [
        cell.metadata["mystnb"]
        for cell in page.code_cells
        if any(of_type in output.get("data", {}) for output in cell.outputs for of_type in of_types or (SVG, MIME))
    ]


each_notebook = pytest.mark.parametrize("page", BOOK.notebooks, ids=lambda page: page.name)


def test_the_contents_list_every_page_and_no_other():
    files = [path for path in CHAPTERS.iterdir() if path.suffix in (".ipynb", ".md")]
    assert sorted(page.path for page in BOOK.pages) == sorted(files)


@each_notebook
def test_every_code_cell_was_run_once_and_in_order(page):
    counts = [cell.execution_count for cell in page.code_cells]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_output_is_an_error_a_warning_or_a_picture_that_nobody_compares(page):
    for output in page.outputs:
        assert output["output_type"] in ("stream", "display_data", "execute_result")
        assert output.get("name") != "stderr"
        assert "image/png" not in output.get("data", {}) or MIME in output["data"]  # the chart is compared


@each_notebook
def test_a_picture_has_the_books_colours_no_date_and_two_decimals_at_most(page):
    for output in page.outputs:
        if svg := output.get("data", {}).get(SVG):
            assert "matplotlib" not in svg and "<metadata" not in svg
            assert not re.findall(r"\d\.\d{3}", svg)
            assert not re.findall(r"[^ ]#[0-9a-f]{6}", svg)  # a colour is what a variable of the page falls back on


@each_notebook
def test_the_notebook_carries_nothing_of_the_machine_that_ran_it(page):
    assert page.notebook.metadata["kernelspec"]["name"] == "python3"
    assert page.notebook.metadata["language_info"] == {"name": "python"}
    assert not any("execution" in cell.metadata for cell in page.cells)
    assert not re.search(r"/home/|/root/|/tmp/|/work/|C:\\\\", page.path.read_text(encoding="utf-8"))


@each_notebook
def test_no_cell_turns_the_comparison_off(page):
    for cell in page.code_cells:
        assert "NBVAL" not in cell.source and "%%" not in cell.source
        assert cell.tags <= {"hide-input", "remove-input"}


@each_notebook
def test_visible_code_is_short_and_fits_the_page(page):
    for cell in page.code_cells:
        if not cell.tags:
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= 15, cell.source
            assert max(map(len, lines)) <= 82, cell.source


TREATED_ALIKE = [*BOOK.numbered, BOOK.page("appendix-thread")]
each_chapter = pytest.mark.parametrize("page", TREATED_ALIKE, ids=lambda page: page.name)


def shown(page):
    """Return the code cells whose code a reader sees: neither folded, nor removed, nor in a solution's fold."""
    return [cell for cell in page.code_cells if not cell.tags and "jupyter" not in cell.metadata]


@each_chapter
def test_checks_and_padding_are_folded(page):
    for cell in shown(page):
        assert not re.search(r"^\s*assert ", cell.source, re.MULTILINE), cell.source
        assert not re.search(r"end=|\{[^{}]*:[<>^]?\d", cell.source), cell.source  # a table says it


@each_chapter
def test_a_fold_says_in_words_of_its_own_what_is_in_it(page):
    for cell in page.code_cells:
        if "hide-input" in cell.tags:
            says = cell.metadata["mystnb"]
            assert says["code_prompt_show"] == says["code_prompt_hide"] and len(says["code_prompt_show"]) > 10


@each_chapter
def test_every_name_in_code_that_shows_was_defined_in_code_that_shows_or_unfolds(page):
    defined = set(dir(builtins))
    for cell in page.code_cells:
        if "remove-input" not in cell.tags and "outputs_hidden" not in cell.metadata.get("jupyter", {}):
            made, used = names_of(cell.source)
            assert used <= defined | made, cell.source
            defined |= made


def names_of(source):
    """Return the names that code makes, and those that it uses."""
    made, used = set(), set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(name, ast.Load()):
                used.add(name)
            case ast.Name(name) | ast.arg(name) | ast.FunctionDef(name):
                made.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                made |= {(each.asname or each.name).partition(".")[0] for each in names}
    return made, used


def test_the_appendix_on_the_thread_begins_with_a_picture():
    cells = [cell for cell in BOOK.page("appendix-thread").cells if "hide-input" not in cell.tags or cell.figure]
    assert cells[1].figure["name"] == "fig-thread-pole"


@each_notebook
def test_every_figure_has_a_name_a_caption_and_a_text_alternative(page):
    for figure in figures_of(page):
        assert figure["figure"]["name"].startswith("fig-")
        assert len(figure["figure"]["caption"]) > 60
        assert len(figure["image"]["alt"]) > 100


@each_notebook
def test_a_charts_text_alternative_says_what_moving_it_shows(page):
    charts = figures_of(page, MIME)
    assert all(chart in figures_of(page, "image/png") for chart in charts)  # each has its picture too
    assert all(re.search("Moving the slider|Choosing other", chart["image"]["alt"]) for chart in charts)


@each_notebook
def test_every_number_in_a_text_alternative_was_computed_in_the_notebook(page):
    computed = set(NUMBER.findall(page.text("computed", "printed")))
    axis_and_scale = {"0", "1"}
    for figure in figures_of(page):
        assert set(NUMBER.findall(figure["image"]["alt"])) <= computed | axis_and_scale


@each_notebook
def test_no_result_is_typed_into_the_prose(page):
    prose = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", " ", page.text("prose"), flags=re.DOTALL)
    assert not re.findall(r"\d+\.\d+|\d+ ?%", prose)


@each_notebook
def test_links_to_other_pages_are_such_that_jupyterlab_follows_them_too(page):
    printed = page.text("prose") + page.text("computed", "printed")
    assert "{doc}" not in printed
    assert all((CHAPTERS / other).exists() for other in re.findall(r"\]\(([^):#]+)\)", printed))


@each_notebook
def test_every_displayed_equation_has_a_label(page):
    assert len(re.findall(r"^\$\$", page.text("prose"), re.MULTILINE)) == 2 * len(LABEL.findall(page.text("prose")))


def test_no_two_equations_share_a_label():
    labels = [label for page in BOOK.notebooks for label in LABEL.findall(page.text("prose"))]
    assert len(labels) == len(set(labels)) > 20


def test_the_contents_are_numbered_as_the_files_are():
    assert [int(page.name[:2]) for page in BOOK.numbered] == list(range(1, len(BOOK.numbered) + 1))


@pytest.fixture(scope="module")
def noticed(tmp_path_factory):
    """Return what nbval says of a notebook with one changed digit and, in another cell, changed data of a figure."""
    text = BOOK.page("01-puzzle").path.read_text(encoding="utf-8")
    figure = re.compile(r'("figures.sampling_funnel\(\\n",\s+"    axes,\\n",\s+"    )mean,')
    changed, figures = figure.subn(r"\g<1>1.01 * mean,", text)
    assert (text.count("complete pooling 1.340"), figures) == (1, 1)
    path = tmp_path_factory.mktemp("changed") / "changed.ipynb"
    path.write_text(changed.replace("complete pooling 1.340", "complete pooling 1.341"), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q", path]
    result = subprocess.run(command, capture_output=True, text=True, cwd=path.parent, check=False)
    assert result.returncode == 1
    assert "2 failed" in result.stdout
    return result.stdout


def test_one_changed_digit_in_a_stored_output_is_noticed(noticed):
    assert "complete pooling" in noticed


def test_a_figure_whose_data_change_by_one_per_cent_is_noticed(noticed):
    assert SVG in noticed


@pytest.mark.parametrize("page", BOOK.numbered, ids=lambda page: page.name)
def test_a_chapter_says_at_its_head_what_it_needs_and_how_long_it_takes(page):
    head, *rest = page.text("prose").split("## Exercises")[0].split("minutes, without the exercises.*")
    assert len(rest) == 1 and "*You need" in head
    words = len(re.sub(r"\$\$.*?\$\$|\$[^$]*\$", " x ", rest[0], flags=re.DOTALL).split())
    assert 0.8 < int(head.split()[-1]) / (words / 100 + rest[0].count("$$") / 4) < 1.7
