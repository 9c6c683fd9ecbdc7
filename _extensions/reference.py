"""Links in the package's docstrings: `eq-…` to its equation, "Chapter N" to its page, `name` to its entry.

A role (:math:`…`) stays as it is. Symbols in their sentences, alpha_j or tau / sigma, are set as mathematics. A figure
function says where it is drawn.
"""

import re
from functools import cache
from itertools import groupby
from operator import itemgetter

import mlmcore
from mlmcore import figures
from texproof.book import Book

ENTRIES = {name: f"mlmcore.{name}" for name in mlmcore.__all__}
ENTRIES |= {name: f"mlmcore.GroupedData.{name}" for name in ("from_arrays", "from_table")}
QUOTED = re.compile(r":\w+:`[^`]+`|(?<!`)`([^`]+)`(?!`)")
GREEK = re.compile(r"\b(alpha|beta|gamma|lambda|mu|sigma|tau|Theta|log)(?=\b|_)")
SIGNS = {"<=": r"\le", ">=": r"\ge", "|": r"\mid"}
SHAPE = r"\((?=[^()]*,)[^()]*\b[JKMNPT]\b[^()]*\)"
LETTER = r"(?:alpha|beta|gamma|lambda|mu|sigma|tau|Theta)(?:_j)?(?:\^2)?"
ATOM = rf"(?:beta x|{LETTER}|se_j(?:\^2)?|se\^2|[nw]_j|j\[i\]|[JNP])(?!\w)"
WHOLE = r"y - beta x|N\(mu, tau\^2\)|O\(J\)|log p\([^)]*\)|gamma_j\(beta\)|1 / " + ATOM
FORMULA = rf"(?<![\w.])(?:{WHOLE}|{ATOM})(?: (?:[-+/=<>]|[<>]=) (?:{ATOM}|\d+|p(?!\w)|\({ATOM} \+ {ATOM}\)))*"
SYMBOLS = re.compile(rf"(?P<kept>:\w+:`[^`]+`|`+[^`]+`+|(?<!O)(?<!N){SHAPE})|(?P<formula>{FORMULA})")
NAMED = ("Parameters", "Attributes", "Returns", "Raises")  # sections in which only what is indented is a sentence
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


def in_symbols(lines):
    """Return the docstring's lines with the symbols in their sentences as mathematics."""
    section, block, spoken = "", "", []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if below and set(below) == {"-"}:
            section = line
        if line.startswith((".. math::", ">>> ")):
            block = line[:3]
        elif not line if block == ">>>" else line and not line.startswith(" "):
            block = ""
        spoken.append(not block and (line.startswith(" ") or section not in NAMED))
    found = []
    for sentences, each in groupby(zip(spoken, lines, strict=True), key=itemgetter(0)):
        text = "\n".join(line for _, line in each)  # a quotation may go on in the next line
        found += (SYMBOLS.sub(_formula, text) if sentences else text).split("\n")
    return found


def _formula(match):
    if match["kept"]:
        return match["kept"]
    latex = re.sub(r"\bse\b|\bse(?=_)", r"\\mathrm{se}", GREEK.sub(r"\\\1", match["formula"]))
    return f":math:`{' '.join(SIGNS.get(part, part) for part in latex.split(' '))}`"


read = cache(Book)  # once for all names


def where_drawn(name, book):
    """Return the pages, in the order of the contents, whose notebooks call figures.name."""
    return [page.name for page in book.pages if any(f"figures.{name}(" in cell.source for cell in page.code_cells)]


def process(app, what, name, item, options, lines):
    book = read(app.srcdir)
    lines[:] = with_links(in_symbols(lines), {int(page.name[:2]): f"chapters/{page.name}" for page in book.numbered})
    if getattr(figures, name.rpartition(".")[2], None) is item and item is not figures.canvas:
        drawn = where_drawn(item.__name__, book)
        places = ["on the :doc:`first page </chapters/index>`"] if "index" in drawn else []
        places += [f"in :doc:`/chapters/{page}`" for page in drawn if page != "index"]
        lines += ["", f"Drawn {' and '.join(places)}"] if places else []  # titles end with marks of their own


def setup(app):
    app.connect("autodoc-process-docstring", process, priority=400)  # before napoleon reads the sections
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
