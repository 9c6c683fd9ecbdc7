"""What a change of units, origin, names, order or batches must do to a fit: exactly what it does to the model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlmcore import GroupedData, GroupSummary, fit, summarize

methods = pytest.mark.parametrize("reml", [True, False], ids=["REML", "ML"])
RTOL = 1e-11  # the digits that the conditioning of a random small data set may cost


def same(actual, desired, size=0.0):
    """Compare, relative to the larger of the entry and `size`, the scale of what was added up."""
    np.testing.assert_allclose(actual, desired, rtol=RTOL, atol=RTOL * size)


def size_of(data):
    return np.abs(data.y).max() + np.abs(data.x).sum(1).max(initial=0) * 10


@methods
@given(draw=st.data(), shift=st.integers(-(2**36), 2**36))
def test_adding_a_constant_to_y_moves_only_mu_and_alpha(data_sets, draw, shift, reml):
    data = draw.draw(data_sets())
    before = fit(data, reml=reml)
    after = fit(GroupedData.from_arrays(data.y + shift, data.group, data.x), reml=reml)
    same([after.sigma, after.tau], [before.sigma, before.tau])
    same(after.beta, before.beta, size_of(data))
    same(after.mu - shift, before.mu, size_of(data) + 1e-4 * abs(shift))  # 1e-15 of the shift: mu is stored once
    same(after.alpha - shift, before.alpha, size_of(data) + 1e-4 * abs(shift))
    same(after.log_likelihood, before.log_likelihood, len(data.y))


@methods
@given(draw=st.data(), exponent=st.sampled_from([-9, -3, 1, 9]), sign=st.sampled_from([-1, 1]))
def test_the_unit_of_y_is_the_unit_of_every_estimate(data_sets, draw, exponent, sign, reml):
    data = draw.draw(data_sets())
    unit = 10.0**exponent
    before = fit(data, reml=reml)
    after = fit(GroupedData.from_arrays(sign * unit * data.y, data.group, data.x), reml=reml)
    for field in ("sigma", "tau", "mu_se", "beta_se", "alpha_sd"):
        same(getattr(after, field) / unit, getattr(before, field))
    for field in ("mu", "beta", "alpha"):
        same(sign * getattr(after, field) / unit, getattr(before, field), size_of(data))
    same(after.weight, before.weight)
    nu = len(data.y) - (1 + data.x.shape[1] if reml else 0)
    same(after.log_likelihood, before.log_likelihood - nu * np.log(unit), nu * 20)


@methods
@given(draw=st.data(), shift=st.integers(-(2**20), 2**20), exponent=st.integers(-9, 9))
def test_shift_and_unit_of_x_change_only_beta_and_what_stands_at_x_0(data_sets, draw, shift, exponent, reml):
    data = draw.draw(data_sets(max_P=1).filter(lambda data: data.x.shape[1] == 1))
    unit = 2.0**exponent
    before = fit(data, reml=reml)
    after = fit(GroupedData.from_arrays(data.y, data.group, unit * data.x + shift), reml=reml)
    same([after.sigma, after.tau], [before.sigma, before.tau])
    same(after.beta * unit, before.beta, 1)
    same(after.beta_se * unit, before.beta_se)
    moved = before.beta[0] / unit * shift
    same(after.mu + moved, before.mu, size_of(data) + abs(shift) / unit)
    same(after.alpha + moved, before.alpha, size_of(data) + abs(shift) / unit)


@methods
@given(draw=st.data())
def test_the_order_of_rows_does_not_matter(data_sets, draw, reml):
    data = draw.draw(data_sets())
    rows = np.array(draw.draw(st.permutations(range(len(data.y)))))
    before = fit(data, reml=reml)
    after = fit(GroupedData.from_arrays(data.y[rows], data.group[rows], data.x[rows]), reml=reml)
    for field in ("sigma", "tau", "mu_se", "beta_se", "alpha_sd", "weight"):
        same(getattr(after, field), getattr(before, field))
    for field in ("mu", "beta", "alpha"):
        same(getattr(after, field), getattr(before, field), size_of(data))


@methods
@given(draw=st.data())
def test_the_names_and_order_of_groups_do_not_matter(data_sets, draw, reml):
    data = draw.draw(data_sets())
    J = len(data.labels)
    kinds = [
        st.text(min_size=1).filter(lambda text: "\0" not in text), st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False), st.dates(), st.binary(min_size=1).filter(lambda text: not text.endswith(b"\0")),
    ]  # fmt: skip
    names = draw.draw(st.one_of(*(st.lists(kind, min_size=J, max_size=J, unique=True) for kind in kinds)))
    before = fit(data, reml=reml)
    after = fit(GroupedData.from_arrays(data.y, [names[j] for j in data.group], data.x), reml=reml)
    place = [list(after.labels).index(name) for name in names]
    assert after.n[place].tolist() == before.n.tolist()
    for field in ("alpha_sd", "weight"):
        same(getattr(after, field)[place], getattr(before, field))
    same(after.alpha[place], before.alpha, size_of(data))
    same([after.sigma, after.tau], [before.sigma, before.tau])


@methods
@given(draw=st.data())
def test_the_order_of_predictors_does_not_matter(data_sets, draw, reml):
    data = draw.draw(data_sets())
    before, after = (fit(GroupedData.from_arrays(data.y, data.group, x), reml=reml) for x in (data.x, data.x[:, ::-1]))
    same([after.sigma, after.tau], [before.sigma, before.tau])
    same(after.beta[::-1], before.beta, size_of(data))
    same(after.beta_se[::-1], before.beta_se)


def merged(first, second):
    """Merge the summaries of two parts of a data set, group by group (Chan, Golub and LeVeque's update)."""
    labels = np.union1d(first.labels, second.labels)
    n, total = np.zeros(len(labels), dtype=int), np.zeros((len(labels), len(first.origin)))
    means = {}
    within = first.within + second.within
    for part in (first, second):
        mean = np.column_stack((part.y_mean, part.x_mean))
        for label, size, m in zip(part.labels, part.n, mean, strict=True):
            j = np.searchsorted(labels, label)
            if j in means:
                d = m - means[j]
                within = within + n[j] * size / (n[j] + size) * np.outer(d, d)
            means[j] = m
            n[j] += size
            total[j] += size * m
    return GroupSummary(labels, first.x_names, n, np.zeros(len(first.origin)), total / n[:, np.newaxis], within)


@methods
@given(draw=st.data())
def test_summaries_of_two_parts_merge_into_that_of_the_whole(data_sets, draw, reml):
    data = draw.draw(data_sets(max_P=1, J=(4, 7)).filter(lambda data: len(data.y) > 15))
    cut = draw.draw(st.permutations(range(len(data.y))))
    parts = [GroupedData.from_arrays(data.y[rows], data.group[rows], data.x[rows]) for rows in (cut[:6], cut[6:])]
    whole, sum_of_parts = summarize(data), merged(*map(summarize, parts))
    assert np.array_equal(sum_of_parts.n, whole.n)
    scale = np.abs(data.y).max() + np.abs(data.x).max(initial=0)
    np.testing.assert_allclose(sum_of_parts.y_mean, whole.y_mean, atol=1e-13 * scale)
    np.testing.assert_allclose(sum_of_parts.within, whole.within, atol=1e-13 * scale**2 * len(data.y))
    one, other = fit(whole, reml=reml), fit(sum_of_parts, reml=reml)
    same([other.sigma, other.tau], [one.sigma, one.tau])
    same(other.alpha, one.alpha, size_of(data))


@methods
@given(draw=st.data())
def test_an_estimated_intercept_lies_between_its_groups_own_and_mu(data_sets, draw, reml):
    summary = summarize(draw.draw(data_sets()))
    found = fit(summary, reml=reml)
    gamma = summary.gamma(found.beta)
    rounding = 1e-14 * (np.abs(gamma).max() + abs(found.mu))
    assert np.all(np.minimum(gamma, found.mu) - rounding <= found.alpha)
    assert np.all(found.alpha <= np.maximum(gamma, found.mu) + rounding)
    order = np.argsort(found.n, kind="stable")
    assert np.all(np.diff(found.weight[order]) >= 0)  # larger groups keep more of their own
    np.testing.assert_allclose(found.alpha.mean(), found.mu, rtol=0, atol=1e-12 * np.abs(gamma).max())
