"""What holds a sentence, named beside it where no reader sees it: what is missing, and what has gone stale.

A record is the words that carry the sentence's direction, in quotes, once or more; a colon; the holder: names of tests,
a fragment of an `assert` in the same notebook, or `no claim` and the reason. Words with a formula in them may have a
bare word for a holder, its meaning, which `formulas.py` checks. Records, parted by semicolons, stand

- in Markdown in a comment below the paragraph: `<!-- held "more": test_name; "less": assert a < b -->`;
- in a code cell that the page leaves out (tag `remove-input`) in comments: `# held "more": test_name`;
- in any other cell in its metadata, as a list named `held`.
"""

import ast
import re
from collections import Counter
from typing import NamedTuple

from .book import Cell, pieces_of
from .mathematics import single_spaced

IN_MARKDOWN = re.compile(r"^<!-- held\b(.*?)-->", re.DOTALL | re.MULTILINE)
IN_CODE = re.compile(r"^# held (.*)", re.MULTILINE)
PARTED = re.compile(r'; (?=")')
RECORD = re.compile(r'((?:"[^"]+" ?)+): *(\S.*)')
KINDS = {
    "tests": r"test_\w+(, test_\w+)*",
    "assert": r"assert .+",
    "no claim": r"no claim, .+",
    "formula": r"(wrong ?)?[a-z][\w-]*",
}
UNTESTED = ("definition", "case")  # what a formula may be that is not executed
NO_SENTENCE = re.compile(  # code, displayed equations, headings, quotations, tables, directives
    r"^```.*?^```|^\$\$.*?^\$\$[^\n]*$|^(?:#|>|\||:::|:[\w-]+:)[^\n]*$", re.DOTALL | re.MULTILINE
)
END = re.compile(r"(?<!St\.)(?<=[.?!:;])(?:\*\*|\)|\")? (?=[\"(*$A-Z])")


class Record(NamedTuple):
    words: list
    holder: str
    cell: Cell

    def __str__(self):
        return " ".join(f'"{words}"' for words in self.words) + f": {self.holder}"

    @property
    def kind(self):
        """One of KINDS, or None."""
        kind = next((kind for kind, form in KINDS.items() if re.fullmatch(form, self.holder)), None)
        return None if kind == "formula" and not all("$" in words for words in self.words) else kind

    def is_about(self, sentence):
        """Tell whether words of the record stand in the sentence."""
        return self.cell is sentence.cell and any(words in sentence.text for words in self.words)


def records(page, *kinds):
    """Return a page's records, or those of some kinds; one that is none, or that a reader would see, is an error."""
    found = []
    for cell in page.cells:
        comments = (IN_CODE if cell.kind == "code" else IN_MARKDOWN).findall(cell.source)
        if comments and cell.kind == "code" and "remove-input" not in cell.tags:
            raise ValueError(f"{page.name} shows a comment that belongs into its cell's metadata: {comments[0]}")
        for text in [*comments, *cell.metadata.get("held", [])]:
            for record in filter(None, PARTED.split(single_spaced(text))):
                if not (parts := RECORD.fullmatch(record)):
                    raise ValueError(f'{page.name} has a record that is not of the form "words": holder, but {record}')
                found.append(Record(re.findall('"(.+?)"', parts[1]), parts[2], cell))
    return [record for record in found if not kinds or record.kind in kinds]


def sentences(page, pattern=""):
    """Return, each as a piece, the sentences of text, captions and computed text that hold a pattern and do not ask."""
    return [
        piece._replace(text=sentence)
        for piece in page.pieces
        if piece.kind != "printed"
        for paragraph in re.split(r"\n\s*\n", NO_SENTENCE.sub("\n\n", piece.text))
        for sentence in END.split(single_spaced(paragraph))
        if sentence and not sentence.endswith("?") and re.search(pattern, sentence)
    ]


def held(page):
    """Return the sentences that a test, an assertion or an executed formula holds."""
    holding = [record for record in records(page) if record.kind != "no claim" and record.holder not in UNTESTED]
    return [sentence for sentence in sentences(page) if any(record.is_about(sentence) for record in holding)]


def without_record(page, compares):
    """Return the sentences with a word that compares of which no record says what holds them."""
    known = [record for record in records(page) if record.kind != "formula"]
    return [s.text for s in sentences(page, compares) if not any(record.is_about(s) for record in known)]


def without_words(page):
    """Return the records, but for formulas, with words that do not stand in their cell's text exactly once."""
    wrong = []
    for record in (record for record in records(page) if record.kind != "formula"):
        text = "\n".join(single_spaced(piece.text) for piece in pieces_of(record.cell))
        wrong += [f'"{words}", {count} times: {record}' for words in record.words if (count := text.count(words)) != 1]
    return wrong


def without_holder(page, tests):
    """Return the records whose holder is none: a test that is not counted once, an assertion that is not made."""
    trees = [ast.parse(cell.source) for cell in page.code_cells]
    asserted = [ast.unparse(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Assert)]

    def is_held(record):
        if record.kind == "tests":
            return all(tests[name] == 1 for name in record.holder.split(", "))
        if record.kind == "assert":
            return any(ast.unparse(ast.parse(record.holder)) in statement for statement in asserted)
        return record.kind is not None

    return [str(record) for record in records(page) if not is_held(record)]


def without_need(page, compares):
    """Return the records of "no claim" for which no sentence would be asked."""
    asked = sentences(page, compares)
    return [str(record) for record in records(page, "no claim") if not any(map(record.is_about, asked))]


def names_of_tests(folder):
    """Count the names of the test functions in the files below a folder."""
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("test_*.py"))
    return Counter(name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE))
