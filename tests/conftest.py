"""What the tests share: random data sets, the model written out as dense matrices, the built book in a browser."""

from contextlib import ExitStack, contextmanager
from pathlib import Path

import built_book
import numpy as np
import pytest
from chart_on_page import Chart
from hypothesis import Phase, settings
from hypothesis import strategies as st

from mlmcore import GroupedData

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=60)
settings.register_profile(  # a failure is enough: no search for the smallest, and fewer examples
    "mutants", settings.get_profile("repeatable"), phases=[Phase.explicit, Phase.generate], max_examples=20
)
settings.load_profile("repeatable")


@st.composite
def _data_sets(draw, max_P=2, J=(2, 7)):
    """Unbalanced data sets with a well-posed fit; every number is a multiple of 1/1024, so that sums are exact."""
    P = draw(st.integers(0, max_P))
    n = draw(st.lists(st.integers(1, 8), min_size=J[0], max_size=J[1]))
    n[draw(st.integers(0, len(n) - 1))] = P + 4
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = draw(st.sampled_from([0.0, 0.3, 1.0, 10.0]))
    group = np.repeat(np.arange(len(n)), n)
    x = rng.normal(size=(len(group), P)) + rng.normal(size=(len(n), P))[group]
    y = spread * rng.normal(size=len(n))[group] + x.sum(1) + rng.normal(size=len(group))
    return GroupedData.from_arrays(np.round(y * 1024) / 1024, group, np.round(x * 1024) / 1024)


@pytest.fixture(scope="session")
def data_sets():
    """Return the strategy; draw from it with hypothesis' st.data()."""
    return _data_sets


@pytest.fixture(scope="session")
def dense():
    """Return a function of (data, sigma, tau) that gives X, Z and the outcomes' covariance V."""

    def matrices(data, sigma, tau):
        N = len(data.y)
        X = np.column_stack((np.ones(N), data.x))
        Z = np.equal.outer(data.group, np.arange(len(data.labels))).astype(float)
        return X, Z, sigma**2 * np.eye(N) + tau**2 * Z @ Z.T

    return matrices


@pytest.fixture(scope="session")
def reference():
    """Return the folder of reference data."""
    return Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def browser():
    """Return Chromium, started. Not for the whole session: its event loop and the notebooks' kernels are at odds."""
    with built_book.start_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server():
    """Return the address of the built book on a server."""
    with built_book.serve() as address:
        yield address


@pytest.fixture(scope="module")
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
