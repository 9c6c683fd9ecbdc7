"""The built book in a browser.

Without Chromium the tests marked `browser` are left out and a line says so (`-rs`), or, in CI, it is an error.
"""

import os
from contextlib import ExitStack, contextmanager
from functools import cache

import built_book
import pytest
from chart_on_page import Chart

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
NO_MATHJAX = "MathJax.startup.promise = Promise.resolve(); MathJax.typesetPromise = async () => {}"
COLOURS = ["color-contrast", "link-in-text-block"]
# An element's look: its own and its surroundings' letters, and every background up to the page's.
MARK_ONE_OF_EACH_LOOK = """() => {
  const seen = new Set(), behind = new Map([[null, ""]]);
  const letters = (s) => [s.color, s.fontSize, s.fontWeight, s.textShadow, s.textDecoration, s.borderBottom].join();
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
      const link = element.closest("a[href]"), around = letters(getComputedStyle((link ?? element).parentElement));
      const look = [link !== null, letters(getComputedStyle(element)), around, backgrounds(element)].join();
      if (!seen.has(look) || !speaks) (link ?? element).dataset.oneOfItsLook = "";
      seen.add(look);
    }
  }
}"""

DRAW_ANEW = """async (figure) => {
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
    """Return a function that gives a built page as a tree of its elements, read once."""
    return cache(built_book.read)


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
        context = browser.new_context(**options)
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
    what is behind it depends on its look alone, so that the rules about colours are put to one word of each look.
    """
    from axe_playwright_python.sync_playwright import Axe  # the package's own tests do without

    axe = Axe()

    def violations(page, rules, elements=None):
        options = {
            "runOnly": rules,
            "resultTypes": ["violations"],
            "preload": False,
        }  # no rule of these asks for a file
        if rules is ALL:
            options["rules"] = {rule: {"enabled": False} for rule in COLOURS}
        return axe.run(page, context=elements, options=options).response["violations"]

    def barriers(page, *rules):
        rest = [rule for rule in rules if rule not in COLOURS] if rules else ALL
        colours = [rule for rule in COLOURS if rule in rules or not rules]
        found = violations(page, rest) if rest else []
        if colours:
            page.evaluate(MARK_ONE_OF_EACH_LOOK)
            found += violations(page, colours, {"include": [["[data-one-of-its-look]"]]})
        lines = []
        for rule in found:
            lines.append(f"{rule['id']}: {rule['help']}, see {rule['helpUrl']}")
            lines += [f"  {node['target']} {node['failureSummary']}" for node in rule["nodes"]]
        return "\n".join(lines)

    return barriers


@pytest.fixture(scope="session")
def open_chart(visit):
    """Return a function that opens a page by its name and gives the chart in a figure of it; nothing may be logged.

    The page that was opened last is kept for the next test of it, which has the chart drawn anew, as when the page is
    opened. The page's formulas, of which charts have none, would take a third of the time to set; other tests see them.
    """
    opened, kept = {}, ExitStack()

    def page_of(name):
        if name not in opened:
            kept.close()
            opened.clear()
            address = (built_book.HTML / "chapters" / f"{name}.html").as_uri()
            opened[name] = kept.enter_context(visit(address, formulas=False))
        return opened[name]

    @contextmanager
    def open_chart(name, figure, viewport=built_book.WIDE, reduced_motion="no-preference"):
        page = page_of(name)
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", color_scheme="light", reduced_motion=reduced_motion)
        page.mouse.move(0, 0)
        page.evaluate(DRAW_ANEW, figure)
        try:
            yield Chart(page, figure)
            assert page.wrong == []
        except BaseException:  # whatever it left behind, the next test does not meet it
            opened.clear()
            raise

    with kept:
        yield open_chart


@pytest.fixture
def chart(open_chart):
    """Return a function that opens a chart for one test."""
    with ExitStack() as opened:
        yield lambda *place, **options: opened.enter_context(open_chart(*place, **options))
