"""`make test-others`: the code of the page "In other software", run as printed, finds what is stored beside it."""

import json

import numpy as np
import pytest
import run_others

TABS = run_others.tabs()
STORED = json.loads(run_others.STORED.read_text())


def test_what_is_stored_is_of_the_code_that_the_page_says_was_run():
    assert list(STORED) == [name for name, parts in TABS.items() if parts]
    assert len(STORED) >= 7


@pytest.mark.parametrize("name", STORED)
def test_the_printed_code_finds_what_is_stored(name):
    found, stored = run_others.run(name, TABS[name]), STORED[name]
    assert found.keys() == stored.keys()
    sampled = name in {"rstanarm", "Stan", "PyMC", "Bambi"}  # other machines draw other numbers
    for key in found.keys() - {"version"}:
        spread = 0.0
        if sampled:  # draws find the ends of an interval, where they are rare, less well than a mean
            spread = np.ptp(stored[key]) / 8 if key == "tau_interval" else np.min(stored["alpha_sd"]) / 10
        np.testing.assert_allclose(found[key], stored[key], rtol=1e-4, atol=spread, err_msg=key)
