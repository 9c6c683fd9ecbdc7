"""The whole book as one PDF, in two editions: `make pdf`."""

import re
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

import built_book
import numpy as np
import paper as on_paper
import pikepdf
import print_book
import pypdfium2
import pytest
import yaml
from built_book import HTML, soup, uncoloured

from meanings import BOOK

ROOT = Path(__file__).parents[2]
ADDRESSES = [page.path.relative_to(ROOT).with_suffix(".html") for page in BOOK.pages]
PAPER = {"width": 642, "height": 960}  # A4 within the margins of the book, in pixels of CSS
CUT = """() => [...document.querySelectorAll("pre, figure, mjx-container[display], .pst-scrollable-table-container")]
  .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.closest("[id]").id)"""

needs_chromium = pytest.mark.browser


def words(text):
    """Return the text without the space, which a line's end takes away or puts in."""
    return re.sub(r"\s", "", text.replace("\x02", "-"))  # pdfium's sign for the hyphen at a line's end


class Seen(NamedTuple):
    """A page of paper as it is seen."""

    text: str
    foot: str  # what stands where its number does
    picture: np.ndarray
    lines: int


@pytest.fixture(scope="module")
def editions():
    """Return the HTML of the one page that is printed, for readers and for teachers."""
    return print_book.editions()


@pytest.fixture(scope="module")
def text(editions):
    """Return the HTML for readers."""
    return editions[0]


@pytest.fixture(scope="module")
def whole_book(browser, server, text):
    """Return the one page that is printed, opened."""
    return on_paper.open_on_paper(browser, server, text)


@pytest.fixture(scope="module")
def path(whole_book, tmp_path_factory):
    """Return where the book was printed."""
    path = tmp_path_factory.mktemp("printed") / "book.pdf"
    print_book.write(whole_book, path)
    return path


@pytest.fixture(scope="module")
def pdf(path):
    """Return the PDF's objects: bookmarks, links, places."""
    with pikepdf.open(path) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def paper(path):
    """Return the pages of paper, each looked at once."""
    seen = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            lines = sum(1 for _ in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH]))
            picture = page.render(scale=0.5).to_numpy().copy()
            foot = text.get_text_bounded(left=285, right=310, top=50)
            seen.append(Seen(text.get_text_bounded(), foot, picture, lines))
    return seen


@pytest.fixture(scope="module")
def texts(paper):
    """Return the words of every page, the first at 1."""
    return ["", *(words(page.text) for page in paper)]


@pytest.fixture(scope="module")
def bookmarks(pdf):
    """Return level, title and page of every bookmark."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    with pdf.open_outline() as outline:
        levels = [[(1, top), *((2, entry) for entry in top.children)] for top in outline.root]
    return [(level, entry.title, numbers[entry.destination[0].objgen]) for level, entry in chain(*levels)]


@pytest.fixture(scope="module")
def articles():
    """Return the text of every page of the contents as it was built, in the order of the contents."""
    pages = [uncoloured((HTML / address).read_text(encoding="utf-8")) for address in ADDRESSES]
    return [soup(re.sub(r'<a class="headerlink".*?</a>', "", page)).select_one("article.bd-article") for page in pages]


@pytest.fixture(scope="module")
def solutions(text):
    """Return the part that has the solutions, the last."""
    return soup(uncoloured(text[text.rindex("<article") :])).article


@needs_chromium
def test_every_page_of_the_contents_is_bookmarked_in_their_order(bookmarks, articles):
    titles = [words(article.h1.text) for article in articles]
    assert [words(title) for level, title, _ in bookmarks if level == 1] == [*titles, "Solutions"]
    chapters = [words(article.h1.text) for article in articles if article.select(".exercise")]
    assert [words(title) for _, title, _ in bookmarks[-len(chapters) :]] == chapters
    assert len(bookmarks) == len(titles) + sum(len(article.select("h2")) for article in articles) + 1 + len(chapters)


@needs_chromium
def test_the_contents_and_the_bookmarks_name_the_page_where_each_title_stands(bookmarks, texts, articles, solutions):
    contents = "".join(texts[2 : bookmarks[0][2]])
    headings = [heading for article in (*articles, solutions) for heading in article.select("h1, h2")]
    for heading, (_, title, number) in zip(headings, bookmarks, strict=True):
        if not heading.select(".math"):  # which the PDF keeps apart from the words
            assert words(title) == words(heading.text)
            assert f"{words(title)}{number}" in contents
            assert words(title) in texts[number]


@needs_chromium
def test_a_page_of_the_book_begins_a_page_of_paper(bookmarks, texts):
    for level, title, number in bookmarks:
        if level == 1:
            assert texts[number].removeprefix(str(number)).startswith(words(title))


@needs_chromium
def test_every_paragraph_is_printed(texts, articles):
    pages = [page.removeprefix(str(number)) for number, page in enumerate(texts)]
    text = "".join(pages)

    def ends_on_the_next_page(end):  # formulas, which the PDF keeps apart, may stand between its two parts
        parts = [(end[:cut], end[cut:]) for cut in range(1, len(end))]
        return any(after.startswith(b) and a in before for before, after in pairwise(pages) for a, b in parts)

    kept = "p:not(.run, :has(.math, .on-screen), details.hide p, .fit-result p, .fit-buttons)"
    paragraphs = [p.text for article in articles for p in article.select(kept)]
    ends = [words(paragraph)[-30:] for paragraph in paragraphs]
    assert len(ends) > 400
    assert [end for end in ends if end not in text and not ends_on_the_next_page(end)] == []


@needs_chromium
def test_the_code_of_every_tab_is_printed_on_the_page_of_its_name(texts, articles):
    labels = [label for article in articles for label in article.select(".sd-tab-label")]
    assert len(labels) > 5
    for label in labels:
        code = words(label.find_next_sibling(class_="sd-tab-content").pre.text)[:30]
        assert any(words(label.text) in page and code in page for page in texts), label.text


@needs_chromium
def test_every_link_leads_into_the_book_or_to_the_web(pdf):
    links = [link for page in pdf.pages for link in page.get("/Annots", []) if link.Subtype == "/Link"]
    inside = [str(link.Dest) for link in links if "/Dest" in link]
    outside = [str(link.A.URI) for link in links if "/Dest" not in link]
    assert len(inside) > 300
    assert set(inside) <= set(pdf.Root.Dests.keys())
    assert [address for address in outside if not re.match(r"https://(?!127\.|localhost)", address)] == []


@needs_chromium
def test_a_link_to_an_equation_or_figure_leads_to_its_number(pdf, texts, articles):
    numbers = print_book.page_numbers(pdf)
    found = 0
    for address, article in zip(ADDRESSES, articles, strict=True):
        for target in article.select("div.math[id], figure[id]"):
            place = f"{address.stem}:{target['id']}"
            if place in numbers:
                number = target.select_one(".eqno, .caption-number").text
                assert words(number) in texts[numbers[place]]
                found += 1
    assert found > 30


@needs_chromium
def test_every_equation_and_figure_is_there_with_its_number_caption_and_picture(paper, texts, articles, editions):
    text, html = "".join(texts), editions[0]
    for number in (eqno.text for article in articles for eqno in article.select(".eqno")):
        assert number in text
    captions = [caption for article in articles for caption in article.select("figcaption")]
    for caption in captions:
        start = caption.select_one(".caption-text").contents[0].text.split(".")[0]
        assert words(caption.select_one(".caption-number").text + start) in text
    figures, charts = (
        sum(len(article.select(name)) for article in articles) for name in ("svg.wide", ".chart-picture svg")
    )
    assert figures + charts == len(captions) and figures > 15 and charts > 2
    lines = sum(page.lines for page in paper)
    assert lines > len(re.findall("<(?:path|use)", html))  # formulas and boxes alone have fewer


def test_every_mark_that_a_picture_uses_is_there_on_paper(text):
    pictures = "".join(re.findall(r"<svg\b.*?</svg>", text, re.DOTALL))
    used = re.findall(r'<use (?:xlink:)?href="#([^"]+)"', pictures)
    there = re.findall(r'<[^>]*\sid="([^"]+)"', pictures)
    assert len(used) == text.count("<use") and len(set(used)) > 100
    assert set(used) <= set(there)


@needs_chromium
def test_the_pages_are_numbered_at_the_foot(paper):
    feet = [page.foot.split() for page in paper]
    assert [foot[:1] for foot in feet] == [[], *([str(number)] for number in range(2, len(paper) + 1))]
    assert 80 < len(paper) < 320


@needs_chromium
def test_the_paper_is_light_and_no_page_is_blank(whole_book, paper):
    link = whole_book.locator("article p a").first
    assert link.evaluate("a => getComputedStyle(a).color !== getComputedStyle(a.parentNode).color")  # of a theme
    for number, page in enumerate(paper, start=1):
        ink = page.picture < 250
        assert 0.001 < ink.mean() < 0.3, f"page {number}: blank or dark"


@needs_chromium
def test_nothing_is_cut_at_the_side_nor_so_wide_that_chromium_shrinks_the_book(whole_book, path):
    whole_book.set_viewport_size(PAPER)
    assert whole_book.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    assert whole_book.evaluate(CUT) == []


@needs_chromium
def test_what_is_for_the_screen_only_is_not_printed(texts, bookmarks):
    assert not re.search(r"Showcode|Hidecode|Skiptomain|Searchthisbook|previous\d|next\d", "".join(texts))
    (reference,) = (number for _, title, number in bookmarks if title.startswith("Appendix C"))
    read_first = "".join(texts[:reference])
    assert "slider" not in read_first and "Move" not in re.sub("Moved?(anestimate|n)", "", read_first)
    assert "Atzerotheschoolsarealike,at" in read_first  # what moving it shows is left


def test_the_screen_alone_has_what_says_to_move_something(articles):
    left_out = [part.text for article in articles for part in article.select(".on-screen")]
    assert len(left_out) > 12
    assert [text for text in left_out if not re.search("slider|drag|[Pp]oint|buttons|reset|Move", text)] == []
    for capital in (capital for article in articles for capital in article.select(".capital")):
        assert capital["data-letter"] == capital.find_previous(class_="on-screen").text[-1].upper()


@needs_chromium
def test_a_solution_stands_behind_the_book_and_its_exercise_names_its_page(
    paper, texts, bookmarks, solutions, articles
):
    (start,) = (number for level, title, number in bookmarks if title == "Solutions")
    exercises = [exercise for article in articles for exercise in article.select(".exercise")]
    titles = [words(exercise.select_one(".admonition-title").text) for exercise in exercises]
    assert [words(rubric.text) for rubric in solutions.select(".rubric")] == titles and len(titles) > 50
    lines = "\n".join(page.text for page in paper)
    named = [int(number) for number in re.findall(r"Solution: page (\d+)\s", lines)]
    assert len(named) == len(titles) and named == sorted(named) and start <= named[0]
    assert all(title in texts[page] for title, page in zip(titles, named, strict=True))


@needs_chromium
def test_no_page_is_half_empty_but_the_last_of_a_chapter(paper, bookmarks):
    ends = {number - 1 for level, _, number in bookmarks if level == 1} | {1, len(paper)}
    for number, page in enumerate(paper, start=1):
        ink = page.picture.min(axis=2) < 200
        rows = ink[: int(len(ink) * 277 / 297)].any(axis=1).nonzero()[0]  # the number of the page is lower
        assert number in ends or rows[-1] > len(ink) / 2, f"page {number}"


def test_the_edition_for_teachers_has_each_solution_at_its_exercise_and_their_page_at_the_chapters_heads(
    editions, parsed
):
    book = soup(uncoloured(editions[1]))
    said = parsed(HTML / print_book.FOR_TEACHERS)
    assert all(exercise.find_next("div", class_="solution") for exercise in book.select(".exercise"))
    assert len(book.select("details.solution[open]")) == len(book.select(".exercise")) > 50
    notes = book.select(".admonition.teachers")
    assert "For teachers</p>" in editions[1] and "For teachers</p>" not in editions[0]
    assert [note.find_previous_sibling().name for note in notes] == ["h1"] * len(notes)
    told = [paragraph.text for note in notes for paragraph in note.select("p:not(.admonition-title)")]
    assert len(told) == len(said.select("tbody tr")) + len(said.select("#twelve-misconceptions li"))
    (fifth,) = (note.text for note in notes if "5.The" in words(note.find_previous("h1").text))
    assert "sample size" in fifth and "Lesson one: from the draw to the average, 10 minutes" in fifth
    places = {f"#{element['id']}" for element in book.find_all(id=True)}
    assert {link["href"] for note in notes for link in note.select("a[href^='#']")} <= places


@needs_chromium
def test_the_document_says_its_title_author_and_language(pdf):
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert (pdf.docinfo.Title, pdf.docinfo.Author, pdf.Root.Lang) == (settings["title"], settings["author"], "en")
    assert pdf.Root.MarkInfo.Marked  # tagged, for those who hear it read
    assert pdf.Root.PageMode == "/UseOutlines"


def test_a_page_keeps_its_pictures_opens_its_solutions_and_leads_to_places_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "a.html").write_text("""\
<article class="bd-article">
<h1 id="top">A</h1>
<p><a href="#top">top</a><a href="b.html#here">b</a><a href="../_downloads/d.csv">d</a><a href="https://x.org/b.html">x</a></p>
<figure><img src="../_images/p.png"/><div class="chart"><script>{}</script></div></figure>
<details class="hide"><summary>Show</summary></details>
<details class="solution"><summary>Solution</summary></details>
</article>""")
    monkeypatch.setattr(on_paper, "HTML", tmp_path)
    text = on_paper.text_of("chapters/a.html", ["chapters/a.html", "chapters/b.html"])
    links = [link.get("href") for link in text.select("a")]
    assert (text["id"], text.h1["id"]) == ("a:", "a:top")
    assert links == ["#a:top", "#b:here", None, "https://x.org/b.html"]
    assert text.select(".chart") == []
    assert text.img["src"] == "../_images/p.png"
    assert ["open" in fold.attrs for fold in text.select("details")] == [False, True]


def test_without_chromium_it_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(built_book, "CHROMIUM", None)
    with pytest.raises(SystemExit, match="apt-get install chromium"):
        print_book.main()
