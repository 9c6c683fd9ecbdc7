"""What the built book tells search engines and those who pass a link on, and what it shows once it has an address."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import draw_logo
import matplotlib.image
import numpy as np
import pytest
import yaml
from built_book import HTML, PAGES

from texproof.book import Book

ROOT = Path(__file__).parents[2]
DESCRIBED = [page for page in PAGES if page.parent.name == "chapters"]
BASE = "https://reader.example/the-book/"
REPOSITORY = "https://github.com/reader/the-book"
BUILD = """import sys
from jupyter_book.cli.main import main
for folder in sys.argv[1:]:  # in one process: most of its work is to import what builds a book
  main(["build", folder, "-W", "-n", "--keep-going", "--quiet"], standalone_mode=False)
"""
PLAIN = {r"\(\sigma\)": "σ", r"\(\tau\)": "τ", "\u2019": "'", "\u201c": '"', "\u201d": '"'}

each_page = pytest.mark.parametrize("page", DESCRIBED, ids=lambda page: page.stem)


def told(page):
    """Return what the page's head says of it: the names with their contents."""
    return {tag.get("name") or tag.get("property"): tag.get("content") for tag in page.select("meta")}


def words_of(page):
    """Return the page's text with plain quotation marks, and sigma and tau as letters."""
    text = page.article.text
    for shown, plain in PLAIN.items():
        text = text.replace(shown, plain)
    return " ".join(text.split()).casefold()


@each_page
def test_a_page_is_described_by_words_of_its_own(page, parsed):
    description = told(parsed(page))["description"]
    assert 50 <= len(description) <= 160
    assert description.casefold() in words_of(parsed(page))


@each_page
def test_a_shared_link_says_the_same_as_the_page(page, parsed):
    head = told(parsed(page))
    assert head["og:description"] == head["description"]
    assert head["og:title"] in parsed(page).title.text


def test_no_two_pages_are_described_alike(parsed):
    for name in ("description", "og:title"):
        assert len({told(parsed(page))[name] for page in DESCRIBED}) == len(DESCRIBED) > 15


def test_the_folders_own_address_is_described_as_the_first_page(parsed):
    ours, first = told(parsed(HTML / "index.html")), told(parsed(HTML / "chapters" / "index.html"))
    assert {name: ours[name] for name in ours if name and ":" in name} == {
        name: first[name] for name in first if name and name.startswith("og:")
    }


@pytest.fixture(scope="module", params=[False, True], ids=["no address", "addresses"])
def published(request):
    return request.param


def write_small_book(folder, *, published):
    """Write the sources of a book of two pages with this book's settings, with the two addresses or without."""
    for name in ("_extensions", "_templates", "_static"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "references.bib", folder)
    settings = yaml.safe_load((ROOT / "_config.yml").read_text())
    settings["html"]["baseurl"] = BASE if published else ""
    settings["repository"]["url"] = REPOSITORY if published else ""
    (folder / "_config.yml").write_text(yaml.safe_dump(settings))
    (folder / "_toc.yml").write_text("{format: jb-book, root: chapters/index, chapters: [{file: chapters/01-puzzle}]}")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "index.md").write_text("# First")
    cell = '{"cell_type": "markdown", "id": "cell-01", "metadata": {}, "source": "# Second"}'
    kernel = '{"kernelspec": {"name": "python3", "display_name": "Python 3"}}'
    notebook = f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {kernel}, "cells": [{cell}]}}'
    (folder / "chapters" / "01-puzzle.ipynb").write_text(notebook)


@pytest.fixture(scope="module")
def small_books(tmp_path_factory):
    """Return the folders of the two small books, without addresses and with them, built as `make book` does."""
    folders = [tmp_path_factory.mktemp("book") for _ in range(2)]
    for published, folder in enumerate(folders):
        write_small_book(folder, published=bool(published))
    done = subprocess.run([sys.executable, "-c", BUILD, *folders], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folders


@pytest.fixture(scope="module")
def small_book(published, small_books):
    """Return the built pages of the small book with the two addresses, or of the one without."""
    return small_books[published] / "_build" / "html"


def test_until_it_has_an_address_the_book_names_none_and_no_button_leads_elsewhere(small_book, published, parsed):
    for page in small_book.glob("chapters/*.html"):
        addresses = [tag.get("href") or tag.get("content") for tag in parsed(page).select("[href], [content]")]
        assert any("http" in address for address in addresses) == published
        assert ("in Colab" in parsed(page).text) == (published and page.stem == "01-puzzle")
        assert ("git clone" in parsed(page).text) == (published and page.stem == "index")
    for name in ("sitemap.xml", "robots.txt"):
        assert (small_book / name).exists() == published


@pytest.mark.parametrize("published", [True], indirect=True, ids=[""])
@pytest.mark.parametrize("name", ["index", "01-puzzle"])
def test_with_an_address_each_page_says_its_own_and_has_a_picture(small_book, name, parsed):
    page = parsed(small_book / "chapters" / f"{name}.html")
    head = told(page)
    assert head["og:url"] == f"{BASE}chapters/{name}.html"
    assert [link["href"] for link in page.select("link[rel=canonical]")] == [head["og:url"]]
    picture = matplotlib.image.imread(small_book / head["og:image"].removeprefix(BASE))
    assert picture.shape[:2] == (int(head["og:image:height"]), int(head["og:image:width"]))


@pytest.mark.parametrize("published", [True], indirect=True, ids=[""])
def test_with_an_address_the_map_lists_the_pages(small_book):
    listed = [place.text for place in ElementTree.parse(small_book / "sitemap.xml").iter() if place.tag.endswith("loc")]
    assert listed == [f"{BASE}chapters/01-puzzle.html", f"{BASE}chapters/index.html"]
    assert f"Sitemap: {BASE}sitemap.xml" in (small_book / "robots.txt").read_text()


@pytest.mark.parametrize("published", [True], indirect=True, ids=[""])
def test_with_the_sources_address_a_notebook_opens_elsewhere(small_book, parsed):
    page = parsed(small_book / "chapters" / "01-puzzle.html")
    links = [link["href"] for link in page.select("[href]")]
    assert REPOSITORY in links
    assert "https://mybinder.org/v2/gh/reader/the-book/main?urlpath=lab/tree/chapters/01-puzzle.ipynb" in links
    assert "https://colab.research.google.com/github/reader/the-book/blob/main/chapters/01-puzzle.ipynb" in links
    assert f'%pip install "mlmcore[figures] @ git+{REPOSITORY}@main"' in page.text
    assert f"git clone {REPOSITORY}." in parsed(small_book / "chapters" / "index.html").text


def test_a_notebooks_page_offers_it_and_says_what_it_needs_by_itself(parsed):
    for notebook in Book(ROOT).notebooks:
        page = parsed(HTML / "chapters" / f"{notebook.name}.html")
        run = page.select_one("p.run")
        assert "what it needs" in page.select_one("a.btn-download-source-button")["title"]
        assert run.a["href"] == f"../_sources/chapters/{notebook.name}.ipynb"
        sources = any(
            re.search(r"^(?:from|import) (?:meanings|texproof)", c.source, re.MULTILINE) for c in notebook.code_cells
        )
        assert ("runs in a copy of them only" if sources else 'pip install ".[figures]"') in run.text
        assert ("pandas" in run.text) == (notebook.name in {"your-data", "other-software", "billion-rows"})
    assert "make pdf" in parsed(HTML / "chapters" / "index.html").select_one("p.run").text


def test_binder_has_a_python_that_the_workflow_tests():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "book.yml").read_text())
    tested = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert (ROOT / "runtime.txt").read_text().strip().removeprefix("python-") in tested
    assert "-e ." in (ROOT / "requirements.txt").read_text().splitlines()


def test_the_logo_and_the_picture_of_the_book_are_as_the_code_draws_them(tmp_path):
    for name, content in draw_logo.draw().items():
        if name.endswith(".svg"):
            assert (draw_logo.STATIC / name).read_bytes() == content
        else:  # the edges of letters may be drawn a shade differently by another version
            (tmp_path / name).write_bytes(content)
            stored, drawn = (matplotlib.image.imread(folder / name) for folder in (draw_logo.STATIC, tmp_path))
            assert np.abs(stored - drawn).mean() < 0.01


def test_the_support_of_the_sign_stands_where_its_two_weights_balance():
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", draw_logo.sign())]
    areas = {"prior": draw_logo.AREA / draw_logo.TAU**2, "data": draw_logo.AREA * draw_logo.N / draw_logo.SIGMA**2}
    support = next(float(x) for x in re.findall(r'd="m(\S+) \S+ 6 ', draw_logo.sign()))
    arms = {"prior": support - draw_logo.place(draw_logo.MU), "data": draw_logo.place(draw_logo.GAMMA) - support}
    assert len(numbers) > 8
    assert abs(areas["prior"] * arms["prior"] - areas["data"] * arms["data"]) < 0.01 * areas["prior"] * arms["prior"]
