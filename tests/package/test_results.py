"""What a fit says of groups, of two of them and of a new observation: against the dense normal distribution of all."""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from mlmcore import GroupedData, GroupEstimates, fit, fit_bayes, summarize
from mlmcore.datasets import load_radon
from mlmcore.pooling import pool

HEAD = ["label", "n", "own", "weight", "estimate", "sd", "low", "high"]


def radon(*x):
    return GroupedData.from_table(load_radon(), y="log_radon", group="county", x=x)


def joint_covariance(model, x, precision):
    """Covariance of (alpha, mu, beta) given the rows, which have these precisions, from one dense matrix."""
    J, (N, P) = len(model.labels), x.shape
    group = np.arange(J) if N == J else radon().group
    rows = np.column_stack((np.equal.outer(group, np.arange(J)), np.zeros(N), x))
    population = np.column_stack((np.eye(J), -np.ones(J), np.zeros((J, P))))
    return np.linalg.inv(rows.T * precision @ rows + population.T @ population / model.tau**2)


each_model = pytest.mark.parametrize("x", [(), ("floor",), ("floor", "log_uranium")], ids=len)


@pytest.fixture
def fitted(x):
    data = radon(*x)
    model = fit(data)
    return model, joint_covariance(model, data.x, np.full(len(data.y), model.sigma**-2))


@each_model
def test_covariance_of_mu_and_beta_is_that_of_dense_matrices(fitted):
    model, dense = fitted
    np.testing.assert_allclose(model.covariance, dense[85:, 85:], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(np.sqrt(np.diag(model.covariance)), [model.mu_se, *model.beta_se], rtol=1e-12)


@each_model
def test_a_difference_has_the_standard_deviation_of_the_joint_distribution(fitted):
    model, dense = fitted
    for j, k in ((0, 1), (3, 70), (69, 45)):
        difference, sd = model.difference(model.labels[j], str(model.labels[k]))
        assert difference == model.alpha[j] - model.alpha[k]
        np.testing.assert_allclose(sd**2, dense[j, j] + dense[k, k] - 2 * dense[j, k], rtol=1e-9)
    assert model.difference("Anoka", "Anoka") == (0, 0)
    assert model.difference("Anoka", "Aitkin")[0] == -model.difference("Aitkin", "Anoka")[0]


@each_model
def test_the_difference_is_surer_than_the_intervals_together_and_less_sure_than_either(fitted):
    model, _ = fitted
    known = pool(0.0, model.n, 0.0, model.sigma, model.tau).sd  # mu and beta given
    for j, k in combinations(range(0, 85, 5), 2):
        _, sd = model.difference(model.labels[j], model.labels[k])
        assert sd < model.alpha_sd[j] + model.alpha_sd[k]
        assert max(known[j], known[k]) < np.hypot(known[j], known[k]) < known[j] + known[k]


@each_model
def test_a_prediction_is_that_of_the_joint_distribution_in_a_group_and_in_a_new_one(fitted, x):
    model, dense = fitted
    at = np.array([1.0, -0.4])[: len(x)]
    for label in ("Lac qui Parle", "nowhere"):
        known = np.flatnonzero(model.labels == label)
        lever = np.zeros(len(dense))
        lever[known if len(known) else 85] = 1
        lever[86:] = at
        variance = lever @ dense @ lever + (0 if len(known) else model.tau**2)
        level = model.alpha[known[0]] if len(known) else model.mu
        found = model.predict(label, at if len(x) else None)
        np.testing.assert_allclose(
            found, [level + at @ model.beta, variance**0.5, np.hypot(variance**0.5, model.sigma)]
        )


def test_at_x_0_a_prediction_is_the_groups_intercept():
    model = fit(radon("floor"))
    for label, alpha, sd in zip(model.labels, model.alpha, model.alpha_sd, strict=True):
        np.testing.assert_allclose(model.predict(label, 0)[:2], (alpha, sd), rtol=1e-12)


def test_a_large_common_level_of_x_costs_no_digits():
    rng = np.random.default_rng(4)
    group, x = np.repeat(np.arange(6), 5), rng.normal(size=30)
    y = rng.normal(size=6)[group] + x + rng.normal(size=30)
    plain, far = (fit(GroupedData.from_arrays(y, group, x + level)) for level in (0.0, 2.0**23))
    np.testing.assert_allclose(far.difference(0, 3), plain.difference(0, 3), rtol=1e-6)
    np.testing.assert_allclose(far.predict(2, 2.0**23 + 1), plain.predict(2, 1.0), rtol=1e-6)
    np.testing.assert_allclose(far.predict(99, 2.0**23 + 1), plain.predict(99, 1.0), rtol=1e-6)


@pytest.mark.parametrize("of", [fit, fit_bayes])
def test_the_table_of_groups_has_a_row_for_each(of):
    data = radon("floor")
    result = of(data)
    table = result.groups()
    assert list(table) == HEAD and {len(column) for column in table.values()} == {85}
    assert table["label"].tolist() == data.labels.tolist() and table["n"].sum() == 919
    slope, estimate = (result.beta, result.alpha) if of is fit else (result.beta_mean, result.alpha_mean)
    np.testing.assert_array_equal(table["own"], summarize(data).gamma(slope))
    np.testing.assert_array_equal(table["estimate"], estimate)
    assert np.all((0 < table["weight"]) & (table["weight"] < 1))
    narrow = result.groups(level=0.5)
    assert np.all((table["low"] < narrow["low"]) & (narrow["high"] < table["high"]))


def test_intervals_are_the_normal_distributions_of_a_fit_and_the_quantiles_of_a_posterior():
    data = radon("floor")
    model, posterior = fit(data), fit_bayes(data)
    table = model.groups(level=0.8)
    np.testing.assert_allclose(norm.cdf(table["low"], model.alpha, model.alpha_sd), 0.1, rtol=1e-12)
    np.testing.assert_allclose(norm.sf(table["high"], model.alpha, model.alpha_sd), 0.1, rtol=1e-12)
    np.testing.assert_array_equal(posterior.groups(level=0.8)["low"], posterior.alpha_quantile(0.5 - 0.8 / 2))


def test_the_weight_of_a_posterior_is_the_average_weight():
    posterior = fit_bayes(radon("floor"))
    draws = posterior.draws(np.random.default_rng(2), 3_000)
    n = posterior.groups()["n"]
    drawn = n / draws.sigma[:, None] ** 2 / (n / draws.sigma[:, None] ** 2 + 1 / draws.tau[:, None] ** 2)
    error = drawn.std(0) / len(drawn) ** 0.5
    assert np.all(np.abs(drawn.mean(0) - posterior.groups()["weight"]) < 5 * error)


def test_groups_known_by_an_error_have_it_in_place_of_a_size():
    groups = GroupEstimates([1.0, 4.0, -2.0, 7.0], [0.5, 1.0, 2.0, 0.7], labels=list("dcba"))
    for result in (fit(groups), fit_bayes(groups)):
        table = result.groups()
        assert list(table) == ["label", "se", *HEAD[2:]] and table["label"].tolist() == list("dcba")
        np.testing.assert_allclose(table["se"], groups.se, rtol=1e-15)
        np.testing.assert_allclose(table["own"], groups.estimate, rtol=1e-15)
    model = fit(groups)
    dense = joint_covariance(model, np.empty((4, 0)), groups.se**-2)
    np.testing.assert_allclose(model.difference("d", "a")[1] ** 2, dense[0, 0] + dense[3, 3] - 2 * dense[0, 3])
    mean, sd, of_observation = model.predict("new")
    np.testing.assert_allclose([mean, sd], [model.mu, np.hypot(model.tau, model.mu_se)])
    assert np.isnan(of_observation)


def test_at_the_boundary_groups_do_not_differ_and_are_sure_of_it():
    model = fit(GroupedData.from_arrays([1.0, 5.0, 2.0, 4.0, 3.0, 3.0], list("aabbcc")))
    assert model.at_boundary and model.difference("a", "c") == (0, 0)
    np.testing.assert_allclose(model.predict("a")[:2], (model.mu, model.mu_se))


@pytest.mark.parametrize(
    "labels",
    [
        [3, 1, 2],
        [date(2020, 1, 3), date(2020, 1, 1), date(2021, 1, 1)],
        [("a", 1), ("a", 2), ("b", 1)],
        [1.5, 2.5, 0.5],
    ],
)
def test_a_group_is_found_by_a_label_of_any_kind(labels):
    model = fit(GroupedData.from_arrays([1.0, 2.0, 5.0, 7.0, 4.0, 4.5], [label for label in labels for _ in "12"]))
    for label, alpha in zip(sorted(labels), model.alpha, strict=True):
        np.testing.assert_allclose(model.predict(label).mean, alpha)
        assert model.difference(label, label) == (0, 0)
    np.testing.assert_allclose(model.predict(model.labels[0]).mean, model.alpha[0])
    np.testing.assert_allclose(model.predict("another").mean, model.mu)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda m: m.difference("Aitken", "Anoka"),
            "a: must be the label of a group; got 'Aitken'; near it is 'Aitkin'",
        ),
        (lambda m: m.difference("Anoka", 7), "b: must be the label of a group; got 7"),
        (lambda m: m.predict("Anoka"), "x: must have a value for each of 'floor'; got None"),
        (lambda m: m.predict("Anoka", [1, 2]), r"x: must have shape \(1,\); got \(2,\)"),
        (lambda m: m.predict("Anoka", np.nan), "x: must be finite"),
        (lambda m: m.predict(["Anoka"], 1), r"group: must be one label; got \['Anoka'\]"),
        (lambda m: m.difference("Anoka", ["Aitkin"]), r"b: must be one label; got \['Aitkin'\]"),
        (lambda m: m.groups(level=95), "level: must be between 0 and 1; got 95"),
    ],
)
def test_what_cannot_be_asked_is_said(ask, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ask(fit(radon("floor")))


def test_results_and_data_print_what_they_are_and_no_arrays():
    data = radon("floor")
    for result in (fit(data), fit_bayes(data)):
        assert repr(result) == str(result)
    assert repr(data) == "<GroupedData: 919 observations in 85 groups; x: floor>"
    assert repr(summarize(data)) == "<GroupSummary: 919 observations in 85 groups; x: floor>"
    assert repr(GroupEstimates([1.0, 2.0], [1.0, 1.0])) == "<GroupEstimates: 2 groups>"


@pytest.mark.parametrize("of", [fit, fit_bayes])
def test_in_a_notebook_a_result_is_a_table_and_a_name_never_becomes_markup(of):
    houses = load_radon()
    named = GroupedData.from_arrays(houses["log_radon"], houses["county"], houses["floor"], x_names=["<b>floor & more"])
    shown = of(named)._repr_html_()
    assert shown.count("<tr>") == 5 and "<b>" not in shown and "&lt;b&gt;floor &amp; more" in shown
    assert f"{fit(named).mu:.3f}"[:4] in shown


def test_the_readmes_example_runs():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    names = {}
    exec(example, names)
    assert names["posterior"].groups()["label"].tolist() == names["fit"].labels.tolist()
