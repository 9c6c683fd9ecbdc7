"""Tests marked `browser` need Chromium: without it they are left out and a line says so, or, in CI, it is an error."""

import os

import pytest
from built_book import CHROMIUM


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
