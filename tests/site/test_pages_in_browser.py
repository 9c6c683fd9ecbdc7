"""Every page of the built book in a browser, light and dark, wide and as on a phone; and some from a server."""

import re

import pytest
from built_book import HTML, PAGES, UNFOLD, wait_until_scrollable_by_key
from chart_on_page import stored_charts
from page_weight import limit, weigh

pytestmark = pytest.mark.browser
WIDE = {"width": 1280, "height": 720}
WIDEST = {"width": 1920, "height": 720}
PHONES = [{"width": width, "height": 800} for width in (390, 360, 320)]
PHONE = PHONES[-1]  # the narrowest of which WCAG speaks, where most has to scroll
PAPER = {"width": 680, "height": 960}  # A4 within its margins
LONGEST = 80  # characters of a line of prose
WORDS = """(main) => {
  const copy = main.cloneNode(true);
  copy.querySelectorAll("pre, script, style").forEach((element) => element.remove());
  return copy.textContent;
}"""
BROKEN = "[...document.images].filter((image) => !image.complete || !image.naturalWidth).map((image) => image.src)"
CUT = """() => [...document.querySelectorAll("pre, figure, mjx-container[display], .pst-scrollable-table-container")]
  .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.closest("[id]").id)"""
# Of every chart: its figure, which is shown, it or the picture that stands for it, and whether both say the same.
CHARTS = """() => [...document.querySelectorAll("figure .chart")].map((chart) => {
  const figure = chart.closest("figure"), picture = figure.querySelector(".chart-picture > svg");
  const shown = Object.entries({ chart, picture }).filter(([, element]) => element.checkVisibility());
  const [said, instead] = [chart.querySelector("svg"), picture].map((svg) => svg.getAttribute("aria-label"));
  return [figure.id, shown.map(([name]) => name).join(), !!said && said === instead];
})"""
# Of every paragraph without formulas, whose letters are counted otherwise: the letters on each of its lines.
LINES = """() => [...document.querySelectorAll(".bd-article :is(p, li, dd, figcaption)")].filter(
  (block) => block.checkVisibility() && !block.querySelector("p, ul, ol, .math, pre, svg, img")
).flatMap((block) => {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), lines = [], range = document.createRange();
  let bottom = -Infinity;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (let at = 0; at < text.data.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if (box.top >= bottom - 2) {
        lines.push("");
        bottom = box.bottom;
      }
      lines[lines.length - 1] += text.data[at];
    }
  }
  return lines;
})"""
# Formulas that reach beyond the block they stand in, and how far.
TOO_WIDE = """() => [...document.querySelectorAll("main mjx-container")].flatMap((formula) => {
  const block = formula.parentElement.closest("p, li, td, th, dd, dt, h1, h2, h3, h4, div, figcaption, summary");
  const { right } = block.getBoundingClientRect(), edge = right - parseFloat(getComputedStyle(block).paddingRight);
  const inked = [formula, ...formula.querySelectorAll("mjx-math, mjx-math *")];
  const beyond = Math.max(...inked.map((element) => element.getBoundingClientRect().right)) - edge;
  return formula.checkVisibility() && beyond > 1 ? [[formula.querySelector("math").textContent, beyond]] : [];
})"""
# Formulas whose next letter, if no space comes before it, stands on another line.
TORN = """() => [...document.querySelectorAll("main span.math")].filter((formula) => {
  const block = formula.closest("p, li, td, th, dd, figcaption") ?? formula;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let next = walker.nextNode();
  while (next && !(formula.compareDocumentPosition(next) === Node.DOCUMENT_POSITION_FOLLOWING && next.data)) {
    next = walker.nextNode();
  }
  if (!next || !/^[^\\s\\w]/.test(next.data) || !formula.checkVisibility()) return false;
  const sign = document.createRange();
  sign.setStart(next, 0);
  sign.setEnd(next, 1);
  const { top, bottom } = formula.querySelector("mjx-math").getBoundingClientRect();
  const { top: above, bottom: below } = sign.getBoundingClientRect();
  return above > bottom || below < top;
}).map((formula) => formula.closest("p, li, td").textContent.slice(0, 120))"""
# What can be scrolled sideways, and shows no edge where it goes on.
SHOWS_NO_EDGE = """() => [...document.querySelectorAll("main *")].filter((element) =>
  ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && element.checkVisibility() &&
  element.scrollWidth > element.clientWidth + 1 && !getComputedStyle(element).backgroundImage.includes("gradient")
).map((element) => element.outerHTML.slice(0, 200))"""

# A page's tests follow each other, and it is opened once for them.
# Each says how the page has to stand; the order is that in which it is turned seldom.
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem, scope="module")


def scripts(page):
    """Return the addresses of a built page's scripts."""
    return frozenset(re.findall(r'<script[^>]* src="([^"]+)"', page.read_text(encoding="utf-8")))


def turn(page, theme, media="screen"):
    """Let the reader's system ask for a theme; paper is always light."""
    page.emulate_media(media=media, color_scheme=theme)
    shown = "light" if media == "print" else theme
    page.wait_for_selector(f"html[data-theme={shown}]", state="attached")


@each_page
def test_a_reader_of_the_dark_theme_is_shown_it(opened):
    assert opened.locator("html").get_attribute("data-theme") == "dark"


@each_page
def test_all_mathematics_is_typeset(opened):
    assert opened.locator("mjx-container").count() == opened.locator(".math").count()
    assert opened.locator("mjx-merror").count() == 0
    assert not re.search(r"\$|\\[a-z]{2,}|\\\(", opened.locator("main").evaluate(WORDS))


@each_page
def test_no_image_is_broken(opened):
    assert opened.evaluate(BROKEN) == []


@each_page
def test_a_page_from_disk_logs_nothing_and_asks_no_host(opened):
    opened.evaluate(UNFOLD)
    assert opened.wrong == []
    assert all(request.url.startswith(("file:", "data:")) for request in opened.requests)


@pytest.mark.parametrize("page", {scripts(page): page for page in PAGES}.values(), ids=lambda page: page.stem)
def test_from_a_server_the_same_scripts_log_nothing_and_ask_no_other_host_and_weigh_what_they_do_on_disk(
    page, visit, server
):
    """What a page asks for stands in it, as tests/site/test_pages.py sees, or is asked for by its scripts."""
    with visit(f"{server}/{page.relative_to(HTML).as_posix()}", color_scheme="light") as from_server:
        assert from_server.locator("html").get_attribute("data-theme") == "light"
        from_server.evaluate(UNFOLD)
        assert from_server.wrong == []
        assert all(request.url.startswith((server, "data:")) for request in from_server.requests)
        travelled = [request.sizes() for request in from_server.requests if not request.url.startswith("data:")]
        kilobytes = sum(sizes["responseHeadersSize"] + sizes["responseBodySize"] for sizes in travelled) / 1000
        assert sum(weigh(from_server.requests).values()) == pytest.approx(kilobytes, rel=0.01)


@each_page
def test_a_first_visit_loads_little(opened):
    weight = weigh(opened.requests)
    assert weight["styles"] > 10 < weight["scripts"]  # what every page needs was seen
    assert sum(weight.values()) <= limit(weight), weight


@each_page
def test_no_line_of_prose_is_long(opened):
    opened.evaluate(UNFOLD)
    for size in (WIDEST, WIDE):
        opened.set_viewport_size(size)
        assert [line for line in opened.evaluate(LINES) if len(line.strip()) > LONGEST] == []


@each_page
def test_axe_finds_no_barrier_in_the_dark(opened, barriers):
    turn(opened, "dark")
    opened.set_viewport_size(WIDE)
    opened.evaluate(UNFOLD)
    assert barriers(opened, "color-contrast", "link-in-text-block") == ""  # the others do not look at colours


@each_page
def test_a_printed_page_is_light_and_whole_and_has_pictures_for_charts_and_no_buttons(page, opened):
    on_screen = opened.evaluate(CHARTS)
    turn(opened, "dark", media="print")
    opened.set_viewport_size(PAPER)
    both = [on_screen, opened.evaluate(CHARTS)]
    charts = [figure for name, figure, _ in stored_charts() if name == page.stem]
    assert both == [[[figure, place, True] for figure in charts] for place in ("chart", "picture")]
    around = opened.locator("button, footer, .bd-header-article, #pst-primary-sidebar, #pst-secondary-sidebar")
    assert around.locator("visible=true").count() == 0 < around.count()
    assert opened.evaluate(CUT) == []
    opened.set_viewport_size(PHONES[0])
    turn(opened, "dark")


@each_page
def test_on_a_phone_no_formula_is_cut_and_no_line_begins_with_a_comma(opened):
    opened.evaluate(UNFOLD)
    for size in PHONES:
        opened.set_viewport_size(size)
        assert opened.evaluate(TOO_WIDE) == []
        assert opened.evaluate(TORN) == []


@each_page
def test_a_phone_scrolls_no_page_sideways(opened):
    opened.set_viewport_size(PHONE)
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@each_page
def test_the_theme_changes_when_the_reader_does(opened):
    turn(opened, "light")


@each_page
def test_what_scrolls_on_a_phone_shows_that_it_does(opened):
    opened.set_viewport_size(PHONE)
    opened.evaluate(UNFOLD)
    wait_until_scrollable_by_key(opened)
    assert opened.evaluate(SHOWS_NO_EDGE) == []


@each_page
def test_axe_finds_no_barrier_on_a_phone(opened, barriers):
    turn(opened, "light")
    opened.set_viewport_size(PHONE)
    opened.evaluate(UNFOLD)
    wait_until_scrollable_by_key(opened)
    assert barriers(opened) == ""


@each_page
def test_axe_finds_no_barrier(opened, barriers):
    turn(opened, "light")
    opened.set_viewport_size(WIDE)
    opened.evaluate(UNFOLD)
    assert barriers(opened, shown_anew=True) == ""


def test_one_pale_word_or_unmarked_link_is_found(visit, barriers):
    with visit((HTML / "chapters" / "03-prior.html").as_uri(), color_scheme="light") as page:
        assert barriers(page, "color-contrast", "link-in-text-block") == ""
        page.locator("article p").first.evaluate(
            """(p) => { p.innerHTML = `Words, <i id="pale" style="color: #aaa">pale</i> words, words on
            <i id="dark" style="background: #444">dark ground</i>, and <a id="plain" href="#"
            style="color: #333; text-decoration: none">a link</a> in the middle of words.` }"""
        )
        found = barriers(page, "color-contrast", "link-in-text-block")
        assert re.findall(r"\['#(\w+)'\]", found) == ["pale", "dark", "plain"]


def test_what_is_wrong_on_a_wide_screen_alone_is_found_there(visit, barriers):
    with visit((HTML / "chapters" / "03-prior.html").as_uri(), viewport=PHONE, color_scheme="light") as page:
        page.add_style_tag(content="@media (width < 600px) { .wide-alone { display: none } }")
        page.locator("article p").first.evaluate(
            """(p) => { p.innerHTML = `<button id="nameless" class="wide-alone"></button>
            <button id="outer">Words <a href="#" class="wide-alone">and a link</a></button>` }"""
        )
        assert barriers(page) == ""
        page.set_viewport_size(WIDE)
        found = barriers(page, shown_anew=True)
        assert re.findall(r"\['#(\w+)'\]", found) == ["nameless", "outer"]
        assert barriers(page, shown_anew=True) == ""


def test_what_scrolls_and_shows_no_edge_is_found(visit):
    with visit((HTML / "chapters" / "02-likelihood.html").as_uri(), viewport=PHONE) as page:
        wait_until_scrollable_by_key(page)
        assert page.evaluate(SHOWS_NO_EDGE) == []
        page.add_style_tag(content="pre { background: none !important; }")
        assert page.evaluate(SHOWS_NO_EDGE) != []


def test_what_is_cut_or_torn_is_found(visit):
    with visit((HTML / "chapters" / "02-likelihood.html").as_uri(), viewport=PHONE) as opened:
        whole = ".piece, mjx-math { white-space: nowrap !important; max-width: none !important; }"
        opened.add_style_tag(content=f"{whole} .glued {{ white-space: normal; }}")
        assert len(opened.evaluate(TOO_WIDE)) > 2
        torn = 0
        for width in range(320, 400, 8):
            opened.set_viewport_size({"width": width, "height": 800})
            torn += len(opened.evaluate(TORN))
        assert torn > 0
