"""The slides, built and printed as `make slides` does: what they show is the book's."""

import json
import re
from pathlib import Path

import build_slides
import excerpts
import pypdfium2
import pytest
import yaml
from built_book import read

from meanings import BOOK

ROOT = Path(__file__).parents[2]
ENTRIES = yaml.safe_load((ROOT / "slides" / "slides.yml").read_text(encoding="utf-8"))
FORMULA = re.compile(r"\$\$\n(.*?)\n\$\$ \((eq-[\w-]+)\)", re.DOTALL)
TYPED = re.compile(r"\d\.\d|\d ?%")
PRINTED = {label: latex for page in BOOK.pages for latex, label in FORMULA.findall(page.text("prose"))}
each_slide = pytest.mark.parametrize(
    "number", [pytest.param(k, id=f"{k + 1}-{entry['from']}") for k, entry in enumerate(ENTRIES)]
)


@pytest.fixture(scope="module")
def sections(slides):
    """Return the slides as trees of their elements."""
    return read(slides / "index.html").select("section")


def text_of(part):
    """Return a part's words and formulas on one line."""
    return " ".join(part.get_text().split())


def drawn(script):
    """Return a chart without its inputs and its question: one that serves a guess alone is left out of a slide."""
    chart = json.loads(script.string)
    parameters = [{key: value for key, value in told.items() if key != "bind"} for told in chart["params"]]
    return chart | {"params": parameters, "usermeta": chart["usermeta"].get("formula")}


def pages_of(number):
    """Return the pages of the book that a slide takes from."""
    entry = ENTRIES[number]
    names = {entry["from"].partition("#")[0], *re.findall(r"^([\w-]+)#", entry["show"], re.MULTILINE)}
    return [excerpts.page(name) for name in sorted(names)]


@each_slide
def test_each_equation_on_a_slide_is_to_the_letter_one_of_the_books(number, sections):
    for equation in sections[number].select("div.math"):
        latex = equation.find(string=re.compile(r"\\\[")).replace(r"\begin{split}", "").replace(r"\end{split}", "")
        label = equation["id"].removeprefix("equation-")
        assert latex.strip().removeprefix(r"\[").removesuffix(r"\]").strip() == PRINTED[label].strip()


@each_slide
def test_each_sentence_and_heading_on_a_slide_stands_in_the_book(number, sections):
    book = " ".join(map(text_of, pages_of(number)))
    for words in sections[number].select("h2, .said p"):
        assert text_of(words) and text_of(words) in book


@each_slide
def test_each_figure_on_a_slide_is_that_of_the_book(number, sections):
    shown = sections[number].select("figure")
    assert [figure["id"] for figure in shown] == re.findall(r"fig-[\w-]+", ENTRIES[number]["show"])
    for figure in shown:
        [built] = [found for page in pages_of(number) if (found := page.find(id=figure["id"]))]
        assert list(map(str, figure.select("svg"))) == list(map(str, built.select("svg"))) != []
        assert list(map(drawn, figure.select("script"))) == list(map(drawn, built.select("script")))


@pytest.mark.parametrize(
    ("page", "quoted"),
    [
        ("05-weighted-average", "Nobody ever assumed an average."),
        ("05-weighted-average", "Nobody assumed"),
        ("05-weighted-average", "assumed an average."),
        ("appendix-thread", "See"),
    ],
)
def test_a_slide_takes_whole_sentences_that_the_page_has_once(page, quoted):
    with pytest.raises(ValueError, match=re.escape(f"whole sentences must stand in page {page} once")):
        excerpts.words(page, quoted)


def test_a_label_that_the_page_has_not_is_refused():
    with pytest.raises(ValueError, match="page 05-weighted-average must have eq-bayes, and has not"):
        excerpts.find("05-weighted-average", "eq-bayes")


def test_a_sentence_brings_its_formulas_and_emphasis_along():
    words = excerpts.words("06-drawn-estimated", "After the data, it is one … survivors:")
    assert words == "<strong>After</strong> the data, it is one of the survivors:"
    assert r"\(\gamma_j\)" in excerpts.words("04-posterior", "At $\\gamma_j$ only the population pulls, … do.")


def test_no_number_is_typed_for_a_slide():
    assert not TYPED.search((ROOT / "slides" / "slides.yml").read_text(encoding="utf-8"))


@each_slide
def test_each_slide_has_notes_a_time_and_an_exercise(number, sections):
    notes = sections[number].select_one("aside.notes")
    said, *_, last = notes.select("p")
    assert 2 <= len(re.findall(r"[.?!](?= |$)", said.text)) <= 4
    assert int(sections[number]["data-timing"]) == 60 * int(re.match(r"(\d) min\. To set: Exercise", last.text)[1])


def test_each_link_leads_to_a_place_of_the_book(sections):
    links = [link["href"] for section in sections for link in section.select("a[href]")]
    assert len(links) > 2 * len(ENTRIES)
    for link in links:
        name, place = re.fullmatch(r"\.\./html/chapters/([\w-]+)\.html(?:#([\w-]+))?", link).groups()
        assert excerpts.page(name).parent.find(id=place) if place else excerpts.page(name)


def test_slides_of_a_published_book_lead_to_its_address(monkeypatch):
    monkeypatch.setattr(excerpts, "BOOK", "https://example.org/book")
    link = excerpts.linked("08-tau", "count", "Count")
    assert link == '<a href="https://example.org/book/chapters/08-tau.html#count">Count</a>'


@pytest.mark.browser
def test_the_pdf_has_each_slide_on_a_page_with_its_title(browser, slides, tmp_path, sections):
    build_slides.write(browser, slides, tmp_path / "slides.pdf")
    with pypdfium2.PdfDocument(tmp_path / "slides.pdf") as pdf:
        titles = [bookmark.get_title() for bookmark in pdf.get_toc()]
        assert titles == [text_of(section.h2) for section in sections]
        assert len(pdf) == len(ENTRIES)
        for sheet, section in zip(pdf, sections, strict=True):
            said = re.sub(r"\s", "", sheet.get_textpage().get_text_bounded())
            assert re.sub(r"\s", "", section.h2.text) in said
            assert sheet.get_width() / sheet.get_height() == pytest.approx(16 / 9)
            ink = sheet.render(scale=0.2).to_pil().convert("L")
            assert ink.getpixel((1, 1)) == 255  # light
            if section.figure:  # and the figure is there, in the right half
                right = ink.crop((ink.width // 2, ink.height // 5, ink.width, ink.height // 2))
                assert right.getextrema()[0] < 200
