"""The first page's cards: a chapter each, with its question, its answer and its picture, as the chapter has them."""

import pytest
from built_book import HTML, soup

from meanings import BOOK

INDEX = HTML / "chapters" / "index.html"
CHAPTERS = [page.name for page in BOOK.numbered]


def words(element):
    return " ".join(element.get_text().split())


@pytest.fixture(scope="module")
def dealt(parsed):
    """Return the cards by the pages that they lead to, in their order."""
    return {card.a["href"].removesuffix(".html"): card for card in parsed(INDEX).select("ul.cards > li")}


def test_every_chapter_has_a_card_in_the_order_of_the_contents(dealt):
    assert [name for name in dealt if name in CHAPTERS] == CHAPTERS
    assert list(dealt)[: len(CHAPTERS)] == CHAPTERS


def test_a_card_says_what_its_page_says(dealt, parsed):
    for name, card in dealt.items():
        page = parsed(HTML / "chapters" / f"{name}.html")
        assert words(card.a).endswith(page.h1.find(string=True, recursive=False))
        assert " ".join(words(asked) for asked in card.select(".asked")) == words(
            page.select_one("blockquote.question")
        )
        answer = words(card.select_one(".answered"))
        said = words(page.select_one("p.answer"))
        assert said.removeprefix(words(page.select_one("p.answer > strong"))).strip().startswith(answer)
        assert answer.endswith((".", "?", "!", ".”"))


def test_a_card_has_its_pages_first_picture_without_letters(dealt, parsed):
    for name, card in dealt.items():
        (thumbnail,) = card.select("svg.thumbnail")
        assert thumbnail["aria-hidden"] == "true"
        drawing = soup(thumbnail.decode_contents())
        assert not drawing("text")
        first = parsed(HTML / "chapters" / f"{name}.html").select_one("svg.narrow")
        drawn = [path.get("d") for path in drawing("path")]
        assert len(drawn) > 3
        assert first is None or drawn == [path.get("d") for path in soup(first.decode_contents())("path")]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_all_of_a_card_leads_to_its_chapter_from_disk(visit, width):
    with visit(INDEX.as_uri(), formulas=False, viewport={"width": width, "height": 900}) as page:
        card = page.locator("ul.cards > li").nth(4)
        box = card.bounding_box()
        card.click(position={"x": box["width"] - 5, "y": box["height"] - 5})
        page.wait_for_url(f"**/{CHAPTERS[4]}.html", wait_until="commit")
