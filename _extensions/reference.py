"""Links in the package's docstrings: `eq-…` to its equation, "Chapter N" to its page, `name` to its entry.

A role (:math:`…`) stays as it is. A figure function says where it is drawn.
"""

import re
from pathlib import Path

import mlmcore
from mlmcore import figures

ENTRIES = {name: f"mlmcore.{name}" for name in mlmcore.__all__}
ENTRIES |= {name: f"mlmcore.GroupedData.{name}" for name in ("from_arrays", "from_table")}
QUOTED = re.compile(r":\w+:`[^`]+`|(?<!`)`([^`\n]+)`(?!`)")
CHAPTER = re.compile(r"\b[Cc]hapter\s+(\d+)\b")


def with_links(lines, pages):
    """Return the docstring's lines with links; pages maps a chapter's number to its page."""

    def to_page(chapter):
        page = pages.get(int(chapter[1]))
        return f":doc:`{chapter[0]} </{page}>`" if page else chapter[0]

    text = QUOTED.sub(_link, "\n".join(lines))
    return CHAPTER.sub(to_page, text).split("\n")


def _link(quoted):
    name = quoted[1]
    if not name:
        return quoted[0]
    if name.startswith("eq-"):
        return f":eq:`{name}`"
    if name.removeprefix("mlmcore.") in ENTRIES:
        return f":py:obj:`~{ENTRIES[name.removeprefix('mlmcore.')]}`"
    return f"``{name}``"


def where_drawn(name, chapters):
    """Return the pages, in the order of their names, whose notebooks call figures.name."""
    notebooks = sorted(chapters.glob("*.ipynb"))
    return [path.stem for path in notebooks if f"figures.{name}(" in path.read_text(encoding="utf-8")]


def process(app, what, name, item, options, lines):
    chapters = Path(app.srcdir) / "chapters"
    pages = {int(path.name[:2]): f"chapters/{path.stem}" for path in chapters.glob("[0-9][0-9]-*.ipynb")}
    lines[:] = with_links(lines, pages)
    if getattr(figures, name.rpartition(".")[2], None) is item and item is not figures.canvas:
        drawn = ", ".join(f":doc:`/chapters/{page}`" for page in where_drawn(item.__name__, chapters))
        lines += ["", f"Drawn in {drawn}."] if drawn else []


def setup(app):
    app.connect("autodoc-process-docstring", process, priority=400)  # before napoleon reads the sections
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
