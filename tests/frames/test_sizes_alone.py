"""A summary by sizes has no groups: whoever asks for one is told, and never gets a new group's answer instead."""

import numpy as np
import polars as pl
import pytest

from mlmcore import fit, fit_bayes, posterior_mode, summarize_table

TABLE = pl.LazyFrame({"y": [1.0, 2.0, 5.0, 7.0, 4.0, 4.5, 3.0], "x": [0, 1, 0, 1, 1, 0, 1], "g": [*"aabbccd"]})
NAMES = {"y": "y", "group": "g", "x": "x"}


@pytest.fixture(scope="module")
def by_size():
    summary = summarize_table(TABLE, **NAMES, groups=False)
    return summary, fit(summary), fit_bayes(summary)


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("groups", lambda summary, model, posterior: model.groups()),
        ("a", lambda summary, model, posterior: model.difference("a", "b")),
        ("group", lambda summary, model, posterior: model.predict("a", x=0)),
        ("groups", lambda summary, model, posterior: posterior.groups()),
        ("alpha_quantile", lambda summary, model, posterior: posterior.alpha_quantile(0.5)),
        ("gamma", lambda summary, model, posterior: summary.gamma(0.5)),
        ("gamma", lambda summary, model, posterior: posterior_mode(summary, sigma=1.0, tau=1.0)),
    ],
    ids=["groups", "difference", "predict", "posterior-groups", "quantile", "gamma", "mode"],
)
def test_who_asks_a_summary_by_sizes_for_a_group_is_told(by_size, name, ask):
    with pytest.raises(
        ValueError, match=f"^{name}: needs the groups, and a summary by sizes has none; summarize_table"
    ):
        ask(*by_size)


def test_a_new_group_is_expected_as_with_all_groups_at_hand(by_size):
    whole = fit(summarize_table(TABLE, **NAMES))
    np.testing.assert_allclose(by_size[1].predict(None, x=1), whole.predict("new", x=1), rtol=1e-9)
    assert whole.predict(None, x=1) == whole.predict("new", x=1)


def test_what_is_printed_counts_the_groups_that_stayed_away(by_size):
    _, model, posterior = by_size
    assert "groups: 4" in str(model) and "groups: 4" in str(posterior)
