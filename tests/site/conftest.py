"""The built book in a browser.

Without Chromium the tests marked `browser` are left out and a line says so, or, in CI, it is an error.
"""

import os
from contextlib import ExitStack, contextmanager

import built_book
import pytest
from chart_on_page import Chart


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config, items):
    if problem := built_book.fault():
        raise pytest.UsageError(problem)
    for item in items:  # what shares a costly fixture runs in one process
        of_page = getattr(item, "callspec", None) and {"page", "theme"} <= item.callspec.params.keys()
        if of_page:
            item.add_marker(pytest.mark.xdist_group("-".join(map(str, item.callspec.params.values()))))
        elif item.path.stem in ("test_pdf", "test_jupyterlab", "test_links_and_previews"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if built_book.CHROMIUM:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("Chromium is not installed, and in CI no test may be left out")
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in left_out]
    config.left_out = len(left_out)


def pytest_terminal_summary(terminalreporter, config):
    if left_out := getattr(config, "left_out", 0):
        terminalreporter.write_line(f"left out: {left_out} tests of the built pages in a browser (no Chromium found)")


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
def visit(browser):
    """Return a function that opens an address; its page collects what was logged in `wrong`, and all `requests`."""

    @contextmanager
    def visit(address, **options):
        context = browser.new_context(**options)
        page = context.new_page()
        page.wrong, page.requests = [], []

        def asked(request):  # a function of our own: Playwright marks it, and a list's append takes no mark
            page.requests.append(request)

        page.on("console", lambda said: page.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("requestfailed", lambda request: page.wrong.append(request.url))
        page.on("request", asked)
        page.goto(address)
        built_book.wait_until_typeset(page)
        yield page
        context.close()

    return visit


@pytest.fixture(scope="session")
def barriers():
    """Return a function that says where an open page violates WCAG 2.1 A or AA: by these rules, or by all but some."""
    from axe_playwright_python.sync_playwright import Axe  # the package's own tests do without

    axe = Axe()

    def barriers(page, *rules, leave_out=()):
        options = {
            "runOnly": rules or ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
            "rules": {rule: {"enabled": False} for rule in leave_out},
            "resultTypes": ["violations"],
        }
        lines = []
        for rule in axe.run(page, options=options).response["violations"]:
            lines.append(f"{rule['id']}: {rule['help']}, see {rule['helpUrl']}")
            lines += [f"  {node['target']} {node['failureSummary']}" for node in rule["nodes"]]
        return "\n".join(lines)

    return barriers


@pytest.fixture
def chart(visit):
    """Return a function that opens a page by its name and gives the chart in a figure of it; nothing may be logged."""
    with ExitStack() as pages:
        opened = []

        def chart(page, figure, **options):
            address = (built_book.HTML / "chapters" / f"{page}.html").as_uri()
            opened.append(pages.enter_context(visit(address, **options)))
            return Chart(opened[-1], figure)

        yield chart
        assert [page.wrong for page in opened] == [[]] * len(opened)
