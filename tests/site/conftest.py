"""The built book in a browser.

Without Chromium the tests marked `browser` are left out and a line says so (`-rs`), or, in CI, it is an error.
"""

import json
import os
from contextlib import ExitStack, contextmanager
from functools import cache

import built_book
import pytest
from built_book import HTML, SETTLE
from chart_on_page import Chart

WIDE = {"width": 1280, "height": 720}
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
NO_MATHJAX = "MathJax.startup.promise = Promise.resolve(); MathJax.typesetPromise = async () => {}"
# The rules about colours, and which elements they are put to.
OF_A_LOOK = {"color-contrast": "[data-one-of-its-look]", "link-in-text-block": "a[data-one-of-its-look]"}
COLOURS = [*OF_A_LOOK]
# What WCAG says of colours follows from an element's look: the colour of its letters, whether they are large, every
# background up to the page's, and, in a link, what tells it from the words around. Marked is one of each look that was
# not seen before; given back are these looks. Colours that change are waited for.
MARK_NEW_LOOKS = """async (before) => {
  await Promise.allSettled(document.getAnimations().map((change) => change.finished));
  const seen = new Set(JSON.parse(before)), behind = new Map([[null, ""]]), found = [];
  const large = (s) => parseFloat(s.fontSize) >= (s.fontWeight >= 700 ? 18.67 : 24);
  const letters = (s) => [s.color, s.webkitTextFillColor, s.fill, s.textShadow, large(s)].join();
  const linked = (s) => [letters(s), s.fontWeight, s.fontSize, s.fontStyle, s.textDecoration, s.borderBottom].join();
  const background = (s) => [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode].join();
  const backgrounds = (element) => {
    if (!behind.has(element)) {
      const above = backgrounds(element.parentElement), here = background(getComputedStyle(element));
      behind.set(element, above.endsWith(here) ? above : above + here);
    }
    return behind.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    delete element.dataset.oneOfItsLook;
    const speaks = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if ((speaks || element.matches("input, select, textarea")) &&
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      const link = element.closest("a[href]"), own = getComputedStyle(element);
      const look = [...(link ? [linked(own), linked(getComputedStyle(link.parentElement))] : [letters(own)]),
                    backgrounds(element)].join();
      if (seen.has(look)) continue;
      (link ?? element).dataset.oneOfItsLook = "";
      found.push(look);
      seen.add(look);
    }
  }
  return JSON.stringify(found);
}"""
# Notes what is shown, and gives how much of it was not shown when this was last asked: `shownAnew` has it, or the link,
# button or row of which it is a part.
NOTE_SHOWN = """() => {
  const all = { opacityProperty: true, visibilityProperty: true }, whole = "a, button, label, summary, li, tr";
  const shown = [...document.querySelectorAll("*")].filter((element) => element.checkVisibility(all));
  const anew = shown.filter((element) => !element.wasShown);
  for (const element of anew) element.wasShown = true;
  window.shownAnew = [...new Set(anew.map((element) => element.parentElement?.closest(whole) ?? element))];
  return anew.length;
}"""
# Draws a chart as when its page is opened, for a reader whose time passes so many times as fast.
DRAW_ANEW = """async ([figure, times]) => {
  window.real ??= { frame: requestAnimationFrame.bind(window), now: performance.now.bind(performance) };
  const begun = real.now(), at = (time) => begun + times * (time - begun);
  window.requestAnimationFrame = (show) => real.frame((time) => show(at(time)));
  performance.now = () => at(real.now());
  const place = document.querySelector(`#${figure} .chart`), drawn = document.createElement("div");
  const label = place.querySelector("svg").getAttribute("aria-label");
  await place.drawn;
  place.vegaView.finalize();
  place.parentNode.classList.remove("drawn");
  drawn.className = "chart";
  place.replaceWith(drawn);
  drawn.chart = place.chart;
  await (drawn.drawn = charts.draw(drawn, drawn.chart, label));
  document.activeElement.blur();
  scrollTo(0, 0);
}"""


def pytest_pycollect_makemodule():
    """Test no old book, and in CI no part of one; an error of collection is seen from any worker."""
    if problem := built_book.fault():
        raise pytest.Collector.CollectError(problem)
    if os.environ.get("CI") and not built_book.CHROMIUM:
        raise pytest.Collector.CollectError("Chromium is not installed, and in CI no test may be left out")


def pytest_collection_modifyitems(items):
    if not built_book.CHROMIUM:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium was found, which opens the built pages"))


@pytest.fixture(scope="session")
def parsed():
    """Return a function that gives a built page, without its colours of code, as a tree of its elements, read once."""
    return cache(lambda page: built_book.soup(built_book.uncoloured(page.read_text(encoding="utf-8"))))


@pytest.fixture(scope="session")
def browser():
    """Return Chromium, started."""
    with built_book.start_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def server():
    """Return the address of the built book on a server."""
    with built_book.serve() as address:
        yield address


@pytest.fixture(scope="session")
def slides(tmp_path_factory):
    """Return the folder in which the slides were built."""
    import build_slides

    folder = tmp_path_factory.mktemp("slides")
    build_slides.build(folder)
    return folder


@pytest.fixture(scope="session")
def visit(browser):
    """Return a function that opens an address; its page collects what was logged in `wrong`, and all `requests`."""

    @contextmanager
    def visit(address, *, formulas=True, **options):
        context = browser.new_context(**{"reduced_motion": "reduce"} | options)
        page = context.new_page()
        page.wrong, page.requests = [], []

        def asked(request):  # a function of our own: Playwright marks it, and a list's append takes no mark
            page.requests.append(request)

        page.on("console", lambda said: page.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("requestfailed", lambda request: page.wrong.append(request.url))
        page.on("request", asked)
        if not formulas:
            page.route("**/mathjax.js", lambda route: route.fulfill(body=NO_MATHJAX, content_type="text/javascript"))
        page.goto(address)
        built_book.wait_until_typeset(page)
        yield page
        context.close()

    return visit


@pytest.fixture(scope="session")
def barriers():
    """Return a function that says where an open page violates WCAG 2.1 A or AA: by these rules, or by all.

    Most of axe's time would go to the colours of thousands of words that look the same. Whether a word can be told from
    what is behind it depends on its look alone, so that the rules about colours are put to one word of each look, on
    the first page that has it. Of a page that was looked at in another size, the other rules may be put to what is
    shown anew alone.
    """
    from axe_playwright_python.base import AXE_SCRIPT  # the package's own tests do without

    seen = {}

    def put(page, rules, but=(), *, where="document"):
        options = {
            "runOnly": [*rules],
            "rules": {rule: {"enabled": False} for rule in but},
            "resultTypes": ["violations"],
            "preload": False,  # no rule of these asks for a file
        }
        for rule in page.evaluate(f"async (options) => (await axe.run({where}, options)).violations", options):
            yield f"{rule['id']}: {rule['help']}, see {rule['helpUrl']}"
            yield from (f"  {node['target']} {node['failureSummary']}" for node in rule["nodes"])

    def barriers(page, *only, shown_anew=False):
        colours = [rule for rule in COLOURS if rule in only or not only]
        before = seen.setdefault(tuple(colours), set())
        page.evaluate(SETTLE)
        looks = json.loads(page.evaluate(MARK_NEW_LOOKS, json.dumps([*before]))) if colours else []
        before.update(looks)
        if not page.evaluate("window.axe !== undefined"):
            page.evaluate(AXE_SCRIPT)
            rules = [{"id": rule, "selector": elements} for rule, elements in OF_A_LOOK.items()]
            page.evaluate("(rules) => axe.configure({ rules })", rules)
        anew = not only and page.evaluate(NOTE_SHOWN)
        found = []
        if only:
            rules = [rule for rule in only if looks or rule not in COLOURS]
            found += put(page, rules) if rules else []
        elif shown_anew:
            found += put(page, COLOURS) if looks else []
            found += put(page, ALL, COLOURS, where="shownAnew") if anew else []
        else:
            found += put(page, ALL, [] if looks else COLOURS)
        return "\n".join(found)

    return barriers


class OpenPages:
    """Pages that stay open from test to test, one for each use; what opens another in one of them comes anew."""

    def __init__(self, visit):
        self.visit, self.opened = visit, {}

    def open(self, use, address, *, color_scheme="light", **options):
        """Return the page of a use, open at an address; nothing is left in it of what was open before."""
        if use not in self.opened:
            stack = ExitStack()
            self.opened[use] = [None, stack.enter_context(self.visit("about:blank", **options)), stack]
        before, page, _ = self.opened[use]
        if before != address:
            if before:
                page.evaluate("localStorage.clear(); sessionStorage.clear()")
                page.goto("about:blank")
            page.wrong.clear()
            page.requests.clear()
            page.set_viewport_size(WIDE)
            page.emulate_media(media="screen", color_scheme=color_scheme, reduced_motion="reduce")
            page.goto(address)
            built_book.wait_until_typeset(page)
            self.opened[use][0] = address
        return page

    def close(self, use):
        """Close the page of a use."""
        self.opened.pop(use)[2].close()


@pytest.fixture(scope="session")
def open_pages(visit):
    """Return the pages that stay open."""
    pages = OpenPages(visit)
    yield pages
    for use in [*pages.opened]:
        pages.close(use)


@pytest.fixture
def opened(page, open_pages):
    """Return a built page as a reader of the dark theme sees it, open for all its tests; a search with its results."""
    query = "?q=weighted+average" if page.stem == "search" else ""
    opened = open_pages.open("page", f"{page.as_uri()}{query}", color_scheme="dark")
    if query:
        opened.wait_for_selector("ul.search li p")
    return opened


@pytest.fixture(scope="session")
def open_chart(open_pages):
    """Return a function that opens a page by its name and gives the chart in a figure of it; nothing may be logged.

    The reader wants less motion, or every press of a button would take a second; in tests of what moves, which ask for
    it, it takes a third of its time.

    The page stays open for the next test of it, for which the chart is drawn anew, as when the page is opened. The
    page's formulas, of which charts have none, would take a third of the time to set; other tests see them set.
    """

    @contextmanager
    def open_chart(name, figure, viewport=WIDE, reduced_motion="reduce"):
        address = (HTML / "chapters" / f"{name}.html").as_uri()
        page = open_pages.open("chart", address, formulas=False)
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", color_scheme="light", reduced_motion=reduced_motion)
        page.mouse.move(0, 0)
        page.evaluate(DRAW_ANEW, [figure, 1 if reduced_motion == "reduce" else 3])
        try:
            yield Chart(page, figure)
            assert page.wrong == []
        except BaseException:  # whatever it left behind, the next test does not meet it
            open_pages.close("chart")
            raise

    return open_chart


@pytest.fixture
def chart(open_chart):
    """Return a function that opens a chart for one test."""
    with ExitStack() as opened:
        yield lambda *place, **options: opened.enter_context(open_chart(*place, **options))
