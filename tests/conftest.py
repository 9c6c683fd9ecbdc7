"""What holds for all tests: how hypothesis draws its examples, and how `make test` shares the tests out to workers."""

import os
import re

import pytest
from hypothesis import Phase, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=60)
settings.register_profile(  # a failure is enough: no search for the smallest, and fewer examples
    "mutants", settings.get_profile("repeatable"), phases=[Phase.explicit, Phase.generate], max_examples=20
)
settings.load_profile("repeatable")

# Workers start with these, in this order: they take longest, and what is started last should be short.
FIRST = (
    "tests/site/test_pdf",
    "tests/site/test_jupyterlab",
    "tests/site/test_slides",
    "chapters/",
    "tests/notebooks/",
    "tests/site/",
)
# A worker runs a file's tests one after the other, as they share what it prepares. But in these it runs those of a page
# or of a chart, which is opened once,
BY_PAGE = "tests/site/test_pages_in_browser.py"
BY_CHART = ("tests/site/test_charts_controls.py", "tests/site/test_charts_readable.py")
# and these together: the reader of formulas needs seconds to warm up, and remembers what it has read; the slides are
# built once.
TOGETHER = (
    ("tests/notebooks/test_equations.py", "tests/notebooks/test_docstrings.py"),
    ("tests/site/test_slides.py", "tests/site/test_slides_shown.py"),
)


def group_of(test):
    """Return which tests one worker runs one after the other: a notebook's cells, a file's, those of one open page."""
    file, _, name = test.partition("::")
    if file == BY_PAGE:
        return f"page {name.partition('[')[2]}"
    if file in BY_CHART and (chart := re.search(r"fig-[\w-]+", name)):
        return chart[0]
    return next((files[0] for files in TOGETHER if file in files), file)


def pytest_collection_modifyitems(items):
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: [not item.nodeid.startswith(path) for path in FIRST])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    return os.cpu_count() or 1  # with one more the same tests took a quarter more of the processor


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the tests out by group, in their order. Under pytest 9.2, xdist 3.8 passes over its own marks of groups."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group_of(nodeid)

    config.option.loadscopereorder = False
    return ByGroup(config, log)
