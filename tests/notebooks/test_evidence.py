"""The register of directional and comparative claims: each is still on its page, and a test holds it.

`claims.toml` lists the claims ([[claim]]: page, words, test) and, so that a new claim cannot slip in, the sentences
that compare without claiming ([[other]]: page, words, why).
"""

import ast
import json
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTER = tomllib.loads((ROOT / "tests" / "claims.toml").read_text(encoding="utf-8"))
CLAIMS, OTHERS = REGISTER["claim"], REGISTER["other"]
PAGES = {path.stem: path for path in sorted((ROOT / "chapters").iterdir()) if path.suffix in (".ipynb", ".md")}
WITHOUT_CLAIMS = {"references"}
# Words that compare or that admit no exception; a sentence with one of them must be in the register.
COMPARES = re.compile(
    r"""(?<!once\ )(?<!any\ )(?<!no\ )\b(?:
    more | less | fewer | never | always | neither | none | only\ if | only\ when | at\ most | at\ least
    | twice | halved | doubl\w+ | exceed\w* | beat\w* | increas\w* | decreas\w* | shrinks? | grows? | rises?
    | falls? | below | the\ same | does\ not\ depend | depends? | better | best | worse | worst | larger
    | largest | smaller | smallest | higher | highest | lower | lowest | nearer | nearest | farther | farthest
    | wider | narrower | sharper | steeper | stronger | harder | longer | shorter | most | least | closer
    | surer | whatever | however\ many | cannot | without\ (?:end|bound|limit)
    )\b""",
    re.VERBOSE,
)


def pieces_of(path):
    """Return the page's texts in reading order, each with whether it is prose."""
    if path.suffix == ".md":
        return [(path.read_text(encoding="utf-8"), True)]
    pieces = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            pieces.append(("".join(cell["source"]), True))
            continue
        pieces.append((cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", ""), True))
        for output in cell["outputs"]:
            pieces.append(("".join(output.get("data", {}).get("text/markdown", "")), True))
            pieces.append(("".join(output.get("text", "")), False))
    return pieces


def normalised(text):
    return " ".join(text.split())


@cache
def text_of(page):
    return "\n".join(normalised(text) for text, _ in pieces_of(PAGES[page]))


def sentences_of(page):
    """Return the sentences of the page's prose: no headings, quotations, questions, tables, titles, code, equations."""
    for text, is_prose in pieces_of(PAGES[page]):
        if not is_prose:
            continue
        text = re.sub(r"^```.*?^```|^\$\$.*?^\$\$.*?$", "\n\n", text, flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"^(?:#|>|\||:::|:label:|:class:|- \{numref\}).*$", "\n\n", text, flags=re.MULTILINE)
        for paragraph in re.split(r"\n\s*\n", text):
            sentences = re.split(r"(?<!St\.)(?<=[.?!:;])(?:\*\*|\)|\")? (?=[\"(*$A-Z])", normalised(paragraph))
            yield from (sentence for sentence in sentences if sentence and not sentence.endswith("?"))


def holder_of(entry):
    """Return the file and the name or words that an entry's test consists of."""
    file, _, name = entry["test"].partition("::")
    return ROOT / file, name


@cache
def names_in(path):
    """Return the test functions of a test file, or the asserts of a notebook, however they are laid out."""
    if path.suffix == ".py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    trees = (ast.parse("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code")
    return {ast.unparse(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Assert)}


def test_every_sentence_is_on_its_page_once():
    counts = {(e["page"], e["words"]): text_of(e["page"]).count(normalised(e["words"])) for e in CLAIMS + OTHERS}
    wrong = [f"{page}, {count} times: {words}" for (page, words), count in counts.items() if count != 1]
    assert not wrong, (
        "tests/claims.toml names words that are not on their page exactly once. If a sentence was reworded, give its "
        "new words there, and ask whether the test named with it still holds what it now says; if it has gone, delete "
        "its entry (and the test, if no other claim needs it):\n" + "\n".join(wrong)
    )


def is_held(entry):
    path, name = holder_of(entry)
    if not path.exists():
        return False
    if path.suffix == ".py":
        return name in names_in(path)
    return name.startswith("assert ") and any(ast.unparse(ast.parse(name)) in statement for statement in names_in(path))


def test_every_claim_has_its_test():
    loose = [f"{entry['page']}, {entry['words']}: {entry['test']}" for entry in CLAIMS if not is_held(entry)]
    assert not loose, (
        "tests/claims.toml names tests that do not exist. If a test was renamed, give its new name; if it has gone, "
        "the claim needs another:\n" + "\n".join(loose)
    )


@pytest.mark.parametrize("page", sorted(PAGES.keys() - WITHOUT_CLAIMS))
def test_every_page_that_claims_is_registered(page):
    assert any(entry["page"] == page for entry in CLAIMS)


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_that_compares_is_registered(page):
    words = [normalised(entry["words"]) for entry in CLAIMS + OTHERS if entry["page"] == page]
    new = [s for s in sentences_of(page) if COMPARES.search(s) and not any(w in s for w in words)]
    assert not new, (
        f"{page} has sentences that compare and that tests/claims.toml does not know. Register each as [[claim]] with "
        "the test that holds it, or as [[other]] with the reason why it claims nothing:\n" + "\n".join(new)
    )


def test_the_register_is_in_order_without_duplicates_and_complete():
    assert {*REGISTER} == {"claim", "other"}
    assert all(entry.keys() == {"page", "words", "test"} for entry in CLAIMS)
    assert all(entry.keys() == {"page", "words", "why"} and entry["why"] for entry in OTHERS)
    assert {entry["page"] for entry in CLAIMS + OTHERS} <= PAGES.keys()
    counts = Counter((entry["page"], normalised(entry["words"])) for entry in CLAIMS + OTHERS)
    assert not [words for words, count in counts.items() if count > 1]
    order = re.findall(r"chapters/([\w-]+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    for entries in (CLAIMS, OTHERS):
        pages = [entry["page"] for entry in entries]
        assert pages == sorted(pages, key=order.index)
        for page in {*pages}:
            places = [text_of(page).find(normalised(entry["words"])) for entry in entries if entry["page"] == page]
            assert places == sorted(places), f"{page}: entries stand in the order of the page"


def test_what_is_listed_as_no_claim_would_be_asked_for():
    compared = {page: [s for s in sentences_of(page) if COMPARES.search(s)] for page in PAGES}
    idle = [e["words"] for e in OTHERS if not any(normalised(e["words"]) in s for s in compared[e["page"]])]
    assert not idle, f"these [[other]] entries are not needed: {idle}"


def test_most_of_the_register_is_claims():
    assert len(OTHERS) < len(CLAIMS) / 2, "narrow the words in COMPARES: they catch more than claims"
