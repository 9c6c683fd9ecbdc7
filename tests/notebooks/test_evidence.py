"""Every sentence that claims a direction names beside it, where no reader sees it, the test that holds it.

How such a record is written, CONTRIBUTING.md says under "A claim", and `texproof/evidence.py` reads.
"""

import re
from pathlib import Path

import pytest
import yaml

from meanings import BOOK
from texproof import evidence

ROOT = Path(__file__).parents[2]
PAGES = BOOK.pages
TESTS = evidence.names_of_tests(ROOT / "tests")
WITHOUT_CLAIMS = {"references"}
# Words that compare or that admit no exception; a sentence with one of them must have a record.
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
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@each_page
def test_every_sentence_that_compares_says_what_holds_it(page):
    new = evidence.without_record(page, COMPARES)
    assert not new, (
        f"{page.name} has sentences that compare and do not say what holds them. Below the paragraph of each "
        'write <!-- held "the words that give the direction": test_name --> (or a fragment of an `assert` in this '
        "notebook; or `no claim, ` and the reason, if it claims nothing):\n" + "\n".join(new)
    )


@each_page
def test_the_words_of_every_record_stand_in_its_cell_once(page):
    wrong = evidence.without_words(page)
    assert not wrong, (
        f"{page.name} has records with words that are not in their cell exactly once. If the sentence was reworded, "
        "give its new words, and ask whether the test named there still holds what it now says; if it has gone, delete "
        "its record (and the test, if no other claim needs it):\n" + "\n".join(wrong)
    )


@each_page
def test_every_record_leads_to_a_test_or_an_assertion(page):
    loose = evidence.without_holder(page, TESTS)
    assert not loose, (
        f"{page.name} has records of tests that do not exist or share their name with another, or of assertions that "
        "its code does not make. If a test was renamed, give its new name; if it has gone, the claim needs another:\n"
        + "\n".join(loose)
    )


@each_page
def test_what_is_recorded_as_no_claim_would_be_asked_for(page):
    idle = evidence.without_need(page, COMPARES)
    assert not idle, f"{page.name}: delete these records, no sentence needs them:\n" + "\n".join(idle)


@each_page
def test_every_page_but_the_bibliography_has_evidence(page):
    assert bool(evidence.held(page)) == (page.name not in WITHOUT_CLAIMS)


def test_the_book_holds_its_sentences_and_most_records_are_of_claims():
    assert sum(len(evidence.held(page)) for page in PAGES) >= 500
    kinds = [record.kind for page in PAGES for record in evidence.records(page)]
    claims = kinds.count("tests") + kinds.count("assert")
    assert kinds.count("no claim") < claims / 2, "narrow the words in COMPARES: they catch more than claims"


def test_speakers_notes_compare_nothing_of_their_own():
    for slide in yaml.safe_load((ROOT / "slides" / "slides.yml").read_text(encoding="utf-8")):
        assert not COMPARES.search(slide["notes"]), f"{slide['from']}: let a sentence of the book say it"
