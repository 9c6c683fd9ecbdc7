"""What every chapter's notebook must be, before anyone asks whether it is true."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import mlmcore
from mlmcore.figures.charts.display import MIME

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
LABEL = re.compile(r"^\$\$ \((eq-[a-z-]+)\)$", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def cells_of(path, kind):
    notebook = json.loads(path.read_text())
    return [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"] if cell["cell_type"] == kind]


def outputs_of(path):
    return [output for cell in cells_of(path, "code") for output in cell["outputs"]]


def computed_text(path):
    texts = [o.get("text") or o.get("data", {}).get("text/markdown", "") for o in outputs_of(path)]
    return " ".join("".join(text) for text in texts)


def prose_of(path):
    return "\n\n".join(cell["source"] for cell in cells_of(path, "markdown"))


def figures_of(path, of_type="image/png"):
    return [
        cell["metadata"]["mystnb"]
        for cell in cells_of(path, "code")
        if any(of_type in output.get("data", {}) for output in cell["outputs"])
    ]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_the_contents_list_every_page_and_no_other():
    contents = re.findall(r"chapters/[\w-]+", (ROOT / "_toc.yml").read_text())
    pages = [p for p in (ROOT / "chapters").iterdir() if p.suffix in (".ipynb", ".md")]
    assert sorted(contents) == sorted(f"chapters/{page.stem}" for page in pages)


@each_notebook
def test_every_code_cell_was_run_once_and_in_order(path):
    counts = [cell["execution_count"] for cell in cells_of(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_output_is_an_error_a_warning_or_svg(path):
    for output in outputs_of(path):
        assert output["output_type"] in ("stream", "display_data", "execute_result")
        assert output.get("name") != "stderr"
        assert "image/svg+xml" not in output.get("data", {})


@each_notebook
def test_the_notebook_carries_nothing_of_the_machine_that_ran_it(path):
    notebook = json.loads(path.read_text())
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert not any("execution" in cell["metadata"] for cell in notebook["cells"])
    assert not re.search(r"/home/|/root/|/tmp/|/work/|C:\\\\", path.read_text())


@each_notebook
def test_no_cell_turns_the_comparison_off(path):
    for cell in cells_of(path, "code"):
        assert "NBVAL" not in cell["source"] and "%%" not in cell["source"]
        assert set(cell["metadata"].get("tags", [])) <= {"hide-input", "remove-input"}


@each_notebook
def test_visible_code_is_short_and_fits_the_page(path):
    for cell in cells_of(path, "code"):
        if not cell["metadata"].get("tags"):
            lines = [line for line in cell["source"].splitlines() if line.strip()]
            assert len(lines) <= 15, cell["source"]
            assert max(map(len, lines)) <= 82, cell["source"]


@each_notebook
def test_every_figure_has_a_name_a_caption_and_a_text_alternative(path):
    for figure in figures_of(path):
        assert figure["figure"]["name"].startswith("fig-")
        assert len(figure["figure"]["caption"]) > 60
        assert len(figure["image"]["alt"]) > 100


@each_notebook
def test_a_charts_text_alternative_says_what_moving_it_shows(path):
    charts = figures_of(path, MIME)
    assert all(chart in figures_of(path) for chart in charts)  # each has its picture too
    assert all("Moving the slider" in chart["image"]["alt"] for chart in charts)


@each_notebook
def test_every_number_in_a_text_alternative_was_computed_in_the_notebook(path):
    computed = set(NUMBER.findall(computed_text(path)))
    axis_and_scale = {"0", "1"}
    for figure in figures_of(path):
        assert set(NUMBER.findall(figure["image"]["alt"])) <= computed | axis_and_scale


@each_notebook
def test_no_result_is_typed_into_the_prose(path):
    prose = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", " ", prose_of(path), flags=re.DOTALL)
    assert not re.findall(r"\d+\.\d+|\d+ ?%", prose)


@each_notebook
def test_links_to_other_pages_are_such_that_jupyterlab_follows_them_too(path):
    printed = prose_of(path) + computed_text(path)
    assert "{doc}" not in printed
    assert all((path.parent / page).exists() for page in re.findall(r"\]\(([^):#]+)\)", printed))


@each_notebook
def test_every_displayed_equation_has_a_label(path):
    assert len(re.findall(r"^\$\$", prose_of(path), re.MULTILINE)) == 2 * len(LABEL.findall(prose_of(path)))


def test_no_two_equations_share_a_label():
    labels = [label for path in NOTEBOOKS for label in LABEL.findall(prose_of(path))]
    assert len(labels) == len(set(labels)) > 20


def test_the_equations_that_docstrings_name_are_in_the_book():
    labels = {label for path in NOTEBOOKS for label in LABEL.findall(prose_of(path))}
    public = [getattr(mlmcore, name) for name in mlmcore.__all__]
    named = [label for item in public for label in re.findall(r"`(eq-[a-z-]+)`", inspect.getsource(item))]
    assert len(named) > 10
    assert set(named) <= labels


def test_the_contents_are_numbered_as_the_files_are():
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    files = [Path(chapter["file"]).name for part in parts if part.get("numbered") for chapter in part["chapters"]]
    assert [int(name[:2]) for name in files] == list(range(1, len(files) + 1))


def run_nbval(path):
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q", path]
    return subprocess.run(command, capture_output=True, text=True, cwd=path.parent, check=False)


def test_one_changed_digit_in_a_stored_output_is_noticed(tmp_path):
    text = (ROOT / "chapters" / "01-puzzle.ipynb").read_text()
    changed = text.replace("complete pooling 1.340", "complete pooling 1.341")
    assert changed != text
    (tmp_path / "changed.ipynb").write_text(changed)
    result = run_nbval(tmp_path / "changed.ipynb")
    assert result.returncode == 1
    assert "1 failed" in result.stdout and "complete pooling" in result.stdout
