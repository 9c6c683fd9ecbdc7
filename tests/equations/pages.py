"""Every equation of the book's sources, as printed."""

import json
import re
from pathlib import Path
from typing import NamedTuple

CHAPTERS = Path(__file__).parents[2] / "chapters"
DISPLAYED = re.compile(r"\$\$(.*?)\$\$[ \t]*(?:\(([\w-]+)\))?", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$([^$]+)\$")
RELATION = re.compile(r"\S\s*(?:[=<>]|\\(?:sim|approx|neq?|leq?|geq?|propto|equiv)(?![a-zA-Z]))\s*\S")
FORMULA = re.compile(r"[\w})\]|]\s*[-+/]\s*[\w\\({|]|\\(?:frac|sqrt|exp|log|sum|pm)(?![a-zA-Z])")


class Equation(NamedTuple):
    """Printed mathematics: its page, its label and its LaTeX; in a line of text, no label, but the words before it."""

    page: str
    label: str | None
    latex: str
    after: str = ""


def printed_text(path):
    """Return the pieces of text that a page prints: its Markdown, its captions and its computed sentences."""
    if path.suffix == ".md":
        return [path.read_text()]
    texts = []
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "markdown":
            texts.append("".join(cell["source"]))
            continue
        texts.append(cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", ""))
        texts += ["".join(output.get("data", {}).get("text/markdown", "")) for output in cell["outputs"]]
    return texts


def all_pages():
    """Return the paths of the book's pages, in order of name."""
    return sorted(path for path in CHAPTERS.iterdir() if path.suffix in (".ipynb", ".md"))


def displayed(pages=None):
    """Return every displayed equation, labelled or not."""
    return [
        Equation(path.stem, match[2], match[1].strip())
        for path in pages or all_pages()
        for text in printed_text(path)
        for match in DISPLAYED.finditer(text)
    ]


def inline(pages=None):
    """Return every piece of mathematics in a line of text that is more than a symbol: a relation or a formula."""
    found = []
    for path in pages or all_pages():
        for text in printed_text(path):
            prose = re.sub(r"(`+)[^`]+?\1", " ", DISPLAYED.sub(" ", text))
            for match in INLINE.finditer(prose):
                if says_something(match[1]):
                    after = " ".join(prose[: match.start()].split()[-3:])
                    found.append(Equation(path.stem, None, " ".join(match[1].split()), after))
    return found


def says_something(latex):
    """Tell a relation or a formula in symbols from a name, a number or a lone sign."""
    symbols = re.sub(r"\\(?:d?frac|sqrt|exp|log|sum|pm|approx|to)(?![a-zA-Z])", "", latex)
    return bool(re.search("[A-Za-z]", symbols) and (RELATION.search(latex) or FORMULA.search(latex)))
