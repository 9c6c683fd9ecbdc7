"""The pages of a Jupyter Book as their author wrote them, in the order of the contents: cells, text and outputs."""

import re
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import nbformat
import yaml
from nbformat import v4

COMMENT = re.compile(r"^<!--.*?-->[ \t]*\n?", re.DOTALL | re.MULTILINE)
DIRECTIVE = re.compile(r":::\{([\w-]+)\}(.*)\n((?::[\w-]+:.*\n)*)((?:.|\n)*?)\n:::\s*")
OPTION = re.compile(r"^:([\w-]+):[ \t]*(.*)$", re.MULTILINE)
PARTS = ("parts", "chapters", "sections")


class Cell(NamedTuple):
    """A cell of a notebook; a Markdown file is one cell of Markdown."""

    kind: str  # "markdown" or "code"
    source: str
    metadata: dict
    outputs: list
    execution_count: int | None = None

    @property
    def tags(self):
        return set(self.metadata.get("tags", []))

    @property
    def figure(self):
        """The name and caption that MyST-NB gives the cell's output; empty if it gives none."""
        return self.metadata.get("mystnb", {}).get("figure", {})


class Piece(NamedTuple):
    """Text that a reader sees: `prose`, a `caption`, Markdown that a cell has `computed`, or what it has `printed`."""

    text: str
    kind: str
    cell: Cell


class Directive(NamedTuple):
    """A Markdown cell that is one directive, such as `:::{exercise} Title`, with its options and its text."""

    name: str
    title: str
    options: dict
    text: str
    cell: Cell
    below: list  # the cells that follow, up to the next such directive


class Page:
    """One page: its name is that of its file."""

    def __init__(self, path):
        self.path, self.name = Path(path), Path(path).stem

    @cached_property
    def notebook(self):
        """The page as a notebook."""
        if self.path.suffix == ".ipynb":
            return nbformat.read(self.path, as_version=4)
        return v4.new_notebook(cells=[v4.new_markdown_cell(self.path.read_text(encoding="utf-8"))])

    @cached_property
    def cells(self):
        """The cells, in order."""
        return [
            Cell(cell.cell_type, cell.source, cell.metadata, cell.get("outputs", []), cell.get("execution_count"))
            for cell in self.notebook.cells
        ]

    @cached_property
    def pieces(self):
        """What a reader sees, in reading order: without comments, and without code."""
        return [piece for cell in self.cells for piece in pieces_of(cell)]

    def text(self, *kinds):
        """Return the pieces of these kinds (of all, if none is named) as one text."""
        return "\n\n".join(piece.text for piece in self.pieces if not kinds or piece.kind in kinds)

    def directives(self, *names):
        """Return the cells that are a directive of one of these names, in order."""
        found = []
        for cell in self.cells:
            match = DIRECTIVE.fullmatch(cell.source)
            if match and match[1] in names:
                name, title, options, text = match.groups()
                text = COMMENT.sub("", text).strip()
                found.append(Directive(name, title.strip(), dict(OPTION.findall(options)), text, cell, []))
            elif found:
                found[-1].below.append(cell)
        return found

    @property
    def code_cells(self):
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def outputs(self):
        return [output for cell in self.cells for output in cell.outputs]


class Book:
    """A folder with `_toc.yml`: the pages that it lists, in its order."""

    def __init__(self, root):
        self.root = Path(root)
        self.contents = yaml.safe_load((self.root / "_toc.yml").read_text(encoding="utf-8"))

    @cached_property
    def pages(self):
        return [Page(self.path_of(file)) for file in [self.contents["root"], *files_in(self.contents)]]

    @property
    def notebooks(self):
        return [page for page in self.pages if page.path.suffix == ".ipynb"]

    @cached_property
    def numbered(self):
        """The pages of the numbered parts: the chapters."""
        files = {file for part in self.contents.get("parts", []) if part.get("numbered") for file in files_in(part)}
        return [page for page in self.pages if str(page.path.relative_to(self.root).with_suffix("")) in files]

    def path_of(self, file):
        """Return the path of a file of the contents, which names it without its ending."""
        for path in (self.root / f"{file}.ipynb", self.root / f"{file}.md"):
            if path.exists():
                return path
        raise FileNotFoundError(f"_toc.yml lists {file}, and there is neither {file}.ipynb nor {file}.md")

    def page(self, name):
        """Return the page of this name."""
        for page in self.pages:
            if page.name == name:
                return page
        raise KeyError(f"the book has no page {name!r}; it has {', '.join(page.name for page in self.pages)}")


def files_in(part):
    """Yield the files that a part of the contents lists, at any depth."""
    for below in (child for key in PARTS for child in part.get(key, [])):
        if "file" in below:
            yield below["file"]
        yield from files_in(below)


def pieces_of(cell):
    """Yield what a reader sees of a cell."""
    if cell.kind == "markdown":
        yield Piece(COMMENT.sub("", cell.source), "prose", cell)
    if caption := cell.figure.get("caption"):
        yield Piece(caption, "caption", cell)
    for output in cell.outputs:
        if computed := output.get("data", {}).get("text/markdown"):
            yield Piece(computed, "computed", cell)
        elif printed := output.get("text"):
            yield Piece(printed, "printed", cell)
