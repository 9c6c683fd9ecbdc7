"""What is run where.

Tests marked `browser` need Chromium: without it they are left out and a line says so, or, in CI, it is an error.
With --package only the package's own tests are run, which need no more than numpy and scipy.
"""

import os

import pytest
from built_book import CHROMIUM

OF_THE_BOOK = (
    "mlmcore/figures",
    "tests/equations",
    "tests/test_built_*",
    "tests/test_chapter_exercises.py",
    "tests/test_chapters.py",
    "tests/test_charts*",
    "tests/test_claims.py",
    "tests/test_equations*",
    "tests/test_figures*",
    "tests/test_page*",
    "tests/test_reader_at_work.py",
    "tests/test_reference.py",
    "tests/test_tables_of_others.py",
)


def pytest_addoption(parser):
    parser.addoption("--package", action="store_true", help="leave out what needs the book's environment")


def pytest_ignore_collect(collection_path, config):
    if config.getoption("package") and any(map(collection_path.relative_to(config.rootpath).match, OF_THE_BOOK)):
        return True
    return None


def pytest_collection_modifyitems(config, items):
    if CHROMIUM:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("Chromium is not installed, and in CI no test may be left out")
    left_out = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in left_out]
    config.left_out = len(left_out)


def pytest_terminal_summary(terminalreporter, config):
    if left_out := getattr(config, "left_out", 0):
        terminalreporter.write_line(f"left out: {left_out} tests of the built pages in a browser (no Chromium found)")
