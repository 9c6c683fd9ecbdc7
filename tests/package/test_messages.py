"""Bad input: every message names the argument, the rule and the value."""

import numpy as np
import pytest

from mlmcore import (
    GroupedData,
    GroupEstimates,
    Theta,
    fit,
    fit_bayes,
    log_likelihood,
    log_posterior,
    log_posterior_curvature,
    log_posterior_gradient,
    log_prior,
    partial_pool,
    pooling_weight,
    posterior_mode,
    profiled_deviance,
    simulate,
    summarize,
    tau_interval,
)

nan, inf = np.nan, np.inf
U = [1, 1, 3, 3, 9, 9, 0, 0]
Y, GROUP = [1.0, 2.0, 4.0, 7.0], list("aabb")
DATA = GroupedData.from_arrays(Y, GROUP)
SUMMARY = summarize(DATA)
TABLE = {"y": Y, "g": GROUP, "x": [0, 1, 1, 3], "short": [1, 2], "text": list("pqrs"), "holes": [1, nan, nan, 2]}


class NotAvailable:
    """A missing value that will not say whether it equals anything, as pandas' NA."""

    def __eq__(self, other):
        return self

    __ne__ = __eq__
    __hash__ = None

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")


class Frame:
    """A table with an error class of its own for a missing column, as polars."""

    class ColumnNotFoundError(Exception):
        pass

    def __getitem__(self, name):
        if name not in TABLE:
            raise self.ColumnNotFoundError(name)
        return TABLE[name]


class FrameWithColumns(Frame):
    columns = ("y", "g")


class LazyFrame(dict):
    """A table that is asked for its rows first, as polars' of that name."""

    columns = ("y", "g")

    def collect(self):
        raise AssertionError("not asked for")


def arrays(y=Y, group=GROUP, x=None, **more):
    return summarize(GroupedData.from_arrays(y, group, x, **more))


def table(columns=TABLE, y="y", group="g", x=()):
    return GroupedData.from_table(columns, y=y, group=group, x=x)


def masked(values):
    return np.ma.array(values, mask=[False, True, False, True])


def objects(*labels):
    return np.array(labels, dtype=object)


ARRAYS = {
    "NaN and infinity in y": (lambda: arrays([1, nan, inf, 2]), r"y: .*finite.* 2 .*first at index 1 \(nan\)"),
    "infinity in x": (lambda: arrays(x=[1, 2, -inf, 3]), r"x: .*finite.* 1 .*index 2 \(-inf\)"),
    "NaN in a matrix x": (lambda: arrays(x=[[1, 2], [1, 2], [0, nan], [3, 1]]), r"x: .*finite.* 1 .*index \(2, 1\)"),
    "None in y": (lambda: arrays([1, None, 2, 3]), r"y: .*finite.* 1 .*index 1"),
    "masked y": (lambda: arrays(masked(Y)), r"y: .*finite.* 2 .*index 1"),
    "masked x": (lambda: arrays(x=masked([1, 2, 3, 5])), r"x: .*finite.* 2 .*index 1"),
    "words for y": (lambda: arrays(["low", "high", "low", "low"]), r"y: .*numbers.*low"),
    "complex y": (lambda: arrays([1, 2, 3, 1j]), r"y: .*real"),
    "complex x": (lambda: arrays(x=[1, 2, 3, 1j]), r"x: .*real"),
    "an integer beyond any float": (lambda: arrays([1, 2, 3, 10**400]), r"y: "),
    "ragged y": (lambda: arrays([[1], [2, 3], [4], [5]]), r"y: "),
    "no rows": (lambda: arrays([], []), r"y: .*at least one row.*\(0,\)"),
    "y not a list": (lambda: arrays(1.0, ["a"]), r"y: .*one-dimensional.*\(\)"),
    "y a matrix": (lambda: arrays([[1, 2]], ["a"]), r"y: .*one-dimensional.*\(1, 2\)"),
    "group too short": (lambda: arrays(group=list("aab")), r"group: .*each of the 4 in y.*\(3,\)"),
    "group a matrix": (lambda: arrays(group=[GROUP]), r"group: .*each of the 4 in y.*\(1,\)"),
    "x too long": (lambda: arrays(x=[1, 2, 3, 4, 5]), r"x: .*each of the 4 in y.*\(5, 1\)"),
    "x of three dimensions": (lambda: arrays(x=np.zeros((4, 1, 1))), r"x: .*each of the 4 in y.*\(4, 1, 1\)"),
    "too few names": (lambda: arrays(x=np.eye(4)[:, :2], x_names=["u"]), r"x_names: .*2 different names.*'u'"),
    "one name twice": (lambda: arrays(x=np.eye(4)[:, :2], x_names=["u", "u"]), r"x_names: .*different.*'u', 'u'"),
    "a bare string of names": (lambda: arrays(x=np.eye(4)[:, :2], x_names="uv"), r"x_names: .*'uv'"),
    "label None": (lambda: arrays(group=["a", None, "b", None]), r"group: .*missing.* 2 .*index 1"),
    "label NaN among floats": (lambda: arrays(group=[1.0, 2.0, nan, 1.0]), r"group: .*missing.* 1 .*index 2"),
    "label NaN among strings": (lambda: arrays(group=["a", nan, "b", "b"]), r"group: .*missing.* 1 .*index 1"),
    "label NaN among objects": (lambda: arrays(group=objects("a", nan, "b", "b")), r"group: .*missing.* 1 .*index 1"),
    "label NaT": (
        lambda: arrays(group=np.array(["2020-01-01", "NaT", "NaT", "2020-01-01"], "datetime64[D]")),
        r"group: .*missing.* 2 .*index 1",
    ),
    "label like pandas' NA": (
        lambda: arrays(group=objects("a", "b", NotAvailable(), "b")),
        r"group: .*missing.* 1 .*index 2",
    ),
    "masked words": (lambda: arrays(group=masked(GROUP)), r"group: .*missing.* 2 .*index 1"),
    "masked integers": (lambda: arrays(group=masked([1, 1, 2, 2])), r"group: .*missing.* 2 .*index 1"),
    "labels of two kinds": (lambda: arrays(group=objects("a", 1, "b", 1)), r"group: .*one kind.*int, str"),
    "a list of two kinds": (lambda: arrays(group=["a", 1, "b", 1]), r"group: .*one kind.*int, str"),
    "x constant": (lambda: fit(arrays(x=[3, 3, 3, 3])), r"x: column 'x' must vary"),
    "x constant, not a whole number": (lambda: fit(arrays(x=[0.1, 0.1, 0.1, 0.1])), r"x: column 'x' must vary"),
    "x constant, at given scales": (
        lambda: posterior_mode(arrays(x=[3, 3, 3, 3]), sigma=1, tau=1),
        r"x: column 'x' must vary",
    ),
    "x a combination of others": (
        lambda: fit(
            arrays(
                [1, 2, 4, 7, 3],
                [*"aabbb"],
                [[1, 2, 4], [2, 0, 3], [0, 1, 2], [5, 0, 6], [1, 1, 3]],
                x_names=[*"uvw"],
            )
        ),
        r"x: column 'w' must not be a linear combination of the intercept and 'u', 'v'",
    ),
    "y too small to square": (
        lambda: arrays([1e-170, 2e-170, 3e-170, 5e-170]),
        r"y: must scatter by between about 1e-140 and 1e150, so that it can be squared; got 4e-170",
    ),
    "x too small to square": (lambda: arrays(x=[1e-170, 2e-170, 0, 0]), r"x: column 'x'.*can be squared.*2e-170"),
    "times in y": (lambda: arrays(np.array([1, 2, 3, "NaT"], "m8[D]")), r"y: must hold numbers.*timedelta64"),
    "dates in x": (lambda: arrays(x=np.array(["2020", "2021", "2023", "2022"], "M8[Y]")), r"x: must hold .*datetime64"),
    "labels without an order": (lambda: arrays(group=[object] * 4), r"group: labels must be of a kind that sorts"),
    "a name that is no text": (lambda: GroupedData.from_arrays(Y, GROUP, Y, x_names=[3]), r"x_names: must be 1.*\[3\]"),
    "y too large to square": (lambda: arrays([1, 2, -1e200, 3]), r"y: .*can be squared.*1e\+200"),
    "y over the whole range of floats": (lambda: arrays([1e308, 1e308, -1e308, -1e308]), r"y: .*can be squared.*inf"),
    "y too large to square in so many rows": (
        lambda: arrays(np.repeat([1e148, -1e148], 10_000), np.repeat([0, 1], 10_000)),
        r"y: .*can be squared.*2e\+148",
    ),
    "x too large to square": (lambda: arrays(x=[1, 2, 1e300, 3]), r"x: column 'x'.*can be squared.*1e\+300"),
}
if hasattr(np.dtypes, "StringDType"):  # NumPy 2
    for name, missing in (("NaN", nan), ("None", None)):
        text = np.array(["a", missing, "b", "b"], np.dtypes.StringDType(na_object=missing))
        ARRAYS[f"{name} in NumPy's strings"] = (lambda text=text: arrays(group=text), r"group: .*missing.* 1 .*index 1")

TABLES = {
    "a path for a table": (
        lambda: table("cars.csv"),
        r"y: .*'y', and a str has no list of them: give a dict of arrays",
    ),
    "a thousand columns": (
        lambda: table(dict.fromkeys(map(str, range(1000)))),
        r"y: .*it has '0', .*'19' and 980 more$",
    ),
    "no such y": (lambda: table(y="why"), r"y: .*column.*'why'"),
    "no such group": (lambda: table(group="who"), r"group: .*column.*'who'"),
    "no such x": (lambda: table(x=["x", "z"]), r"x: .*column.*'z'"),
    "no such column of a dict": (lambda: table({"y": Y, "a": Y}), r"group: .*column.*got 'g'; it has 'y', 'a'$"),
    "no such column of a structured array": (
        lambda: table(np.zeros(2, [("y", float), ("a", int)])),
        r"group: .*column.*got 'g'; it has 'y', 'a'$",
    ),
    "no such column of a data frame": (lambda: table(FrameWithColumns(), x="z"), r"x: .*got 'z'; it has 'y', 'g'$"),
    "no such column, in polars' way": (
        lambda: table(Frame(), x="z"),
        r"x: .*column.*got 'z', and a Frame has no list of them: give a d",
    ),
    "a frame that is not read yet": (lambda: table(LazyFrame()), r"y: .*got 'y'; a lazy frame has none: give its col"),
    "pandas' NA in y": (
        lambda: table(TABLE | {"y": objects(1.0, NotAvailable(), 2.0, None)}),
        r"y: column 'y': must be finite; got 2 NaN or infinite, first at index 1",
    ),
    "holes in x": (lambda: table(x=["x", "holes"]), r"x.*'holes'.*finite.* 2 .*index 1"),
    "words for x": (lambda: table(x="text"), r"x.*'text'.*numbers"),
    "one x too short": (lambda: table(x="short"), r"x.*each of the 4 in y"),
    "one x of two too short": (lambda: table(x=["x", "short"]), r"x.*'short'.*4"),
    "x twice": (lambda: table(x=["x", "x"]), r"x_names: .*different"),
    "masked y": (lambda: table(TABLE | {"y": masked(Y)}), r"y: .*finite.* 2 .*index 1"),
    "masked x": (lambda: table(TABLE | {"x": masked(Y)}, x="x"), r"x.*'x'.*finite.* 2 .*index 1"),
    "masked group": (lambda: table(TABLE | {"g": masked(GROUP)}), r"group: column 'g': .*missing.* 2 .*index 1"),
}

WITH_SCALES = [
    lambda sigma, tau: log_likelihood([0, 0], (), DATA, sigma=sigma),
    lambda sigma, tau: log_posterior(Theta([0, 0], (), 0), DATA, sigma=sigma, tau=tau),
    lambda sigma, tau: log_posterior_gradient(Theta([0, 0], (), 0), DATA, sigma=sigma, tau=tau),
    lambda sigma, tau: log_posterior_curvature(3, sigma=sigma, tau=tau),
    lambda sigma, tau: posterior_mode(SUMMARY, sigma=sigma, tau=tau),
    lambda sigma, tau: pooling_weight(3, sigma=sigma, tau=tau),
    lambda sigma, tau: partial_pool(1, 3, 0, sigma=sigma, tau=tau),
    lambda sigma, tau: simulate(np.random.default_rng(0), [2, 2], mu=0, sigma=sigma, tau=tau),
]

OTHERS = {
    "alpha too short": (lambda: log_likelihood([0], (), DATA, sigma=1), r"alpha: .*shape \(2,\); got \(1,\)"),
    "beta too long": (lambda: log_likelihood([0, 0], [1], DATA, sigma=1), r"beta: .*shape \(0,\); got \(1,\)"),
    "NaN in alpha": (lambda: log_likelihood([0, nan], (), DATA, sigma=1), r"alpha: .*finite.* 1 .*index 1"),
    "gamma's beta too long": (lambda: SUMMARY.gamma([1.0]), r"beta: .*shape \(0,\); got \(1,\)"),
    "alpha a number": (lambda: log_prior(1.0, 0, tau=1), r"alpha: .*one-dimensional.*\(\)"),
    "alpha infinite": (lambda: log_prior([1.0, inf], 0, tau=1), r"alpha: .*finite.* 1 .*index 1 \(inf\)"),
    "mu NaN": (lambda: log_prior([1.0], nan, tau=1), r"mu: .*finite.*nan"),
    "mu an array": (lambda: log_prior([1.0], [0.0, 1.0], tau=1), r"mu: .*shape \(\); got \(2,\)"),
    "tau 0 in the prior": (lambda: log_prior([1.0], 0, tau=0), r"tau: must be > 0 and finite; got 0.0"),
    "alpha NaN in the gradient": (
        lambda: log_posterior_gradient(Theta([0, nan], (), 0), DATA, sigma=1, tau=1),
        r"alpha: .*finite.* 1 .*index 1",
    ),
    "mu NaN in the gradient": (
        lambda: log_posterior_gradient(Theta([0, 0], (), nan), DATA, sigma=1, tau=1),
        r"mu: .*finite.*nan",
    ),
    "tau 0 in the gradient": (
        lambda: log_posterior_gradient(Theta([0, 0], (), 0), DATA, sigma=1, tau=0),
        r"tau: .*> 0.*0",
    ),
    "tau 0 in the curvature": (lambda: log_posterior_curvature(3, sigma=1, tau=0), r"tau: .*> 0.*0"),
    "tau an array in the mode": (
        lambda: posterior_mode(SUMMARY, sigma=1, tau=[1, 2]),
        r"tau: must have shape \(\); got \(2,\)",
    ),
    "tau negative in the mode": (lambda: posterior_mode(SUMMARY, sigma=1, tau=-1), r"tau: must be >= 0; got -1"),
    "tau infinite in the mode": (lambda: posterior_mode(SUMMARY, sigma=1, tau=inf), r"tau: .*finite.*inf"),
    "n negative": (lambda: pooling_weight([3, -1], sigma=1, tau=1), r"n: .*whole numbers >= 0; got -1"),
    "n not whole": (lambda: pooling_weight(2.5, sigma=1, tau=1), r"n: .*whole numbers >= 0; got 2.5"),
    "n NaN": (lambda: pooling_weight([1, nan], sigma=1, tau=1), r"n: .*finite.* 1 .*index 1"),
    "curvature's n negative": (lambda: log_posterior_curvature(-1, sigma=1, tau=1), r"n: .*>= 0; got -1"),
    "gamma NaN of a group with data": (
        lambda: partial_pool([nan, nan], [0, 2], 0, sigma=1, tau=1),
        r"gamma: .*finite where n > 0.*nan",
    ),
    "gamma NaN of a group with one observation": (
        lambda: partial_pool([nan, nan], [0, 1], 0, sigma=1, tau=1),
        r"gamma: .*finite where n > 0.*nan",
    ),
    "gamma NaN, every group with data": (
        lambda: partial_pool([1, nan], [1, 2], 0, sigma=1, tau=1),
        r"gamma: .*finite.* 1 .*index 1",
    ),
    "gamma infinite": (lambda: partial_pool([inf], [0], 0, sigma=1, tau=1), r"gamma: .*finite.*inf"),
    "pooling's mu NaN": (lambda: partial_pool([1], [1], nan, sigma=1, tau=1), r"mu: .*finite.*nan"),
    "pooling's tau a word": (lambda: pooling_weight(1, sigma=1, tau="wide"), r"tau: .*wide"),
    "ratio negative": (lambda: profiled_deviance([1, -2], SUMMARY, reml=True), r"ratio: .*>= 0; got -2"),
    "a level of 95": (lambda: tau_interval(DATA, level=95), r"level: must be between 0 and 1; got 95"),
    "a level of 0": (lambda: tau_interval(DATA, level=0), r"level: must be between 0 and 1; got 0"),
    "a level of NaN": (lambda: tau_interval(DATA, level=nan), r"level: .*finite.*nan"),
    "an interval by a method without a name": (lambda: tau_interval(DATA, reml="ML"), r"reml: .*True or False; .*'ML'"),
    "ratio infinite": (lambda: profiled_deviance(inf, SUMMARY, reml=True), r"ratio: .*finite.*inf"),
    "a group of none": (
        lambda: simulate(np.random.default_rng(0), [2, 0], mu=0, sigma=1, tau=1),
        r"n: .*whole numbers >= 1; got 0",
    ),
    "simulated mu NaN": (lambda: simulate(np.random.default_rng(0), [2], mu=nan, sigma=1, tau=1), r"mu: .*finite.*nan"),
    "slopes without x": (
        lambda: simulate(np.random.default_rng(0), [2], mu=0, sigma=1, tau=1, beta=[2.0]),
        r"beta: .*shape \(0,\); got \(1,\)",
    ),
    "x without slopes": (
        lambda: simulate(np.random.default_rng(0), [2], mu=0, sigma=1, tau=1, x=[1.0, 2.0]),
        r"beta: .*shape \(1,\); got \(0,\)",
    ),
    "simulated x NaN": (
        lambda: simulate(np.random.default_rng(0), [2], mu=0, sigma=1, tau=1, beta=1, x=[1.0, nan]),
        r"x: .*finite.* 1 .*index 1",
    ),
    "x of another length": (
        lambda: simulate(np.random.default_rng(0), [2], mu=0, sigma=1, tau=1, beta=1, x=[1.0, 2.0, 3.0]),
        r"x: .*each of the 2 .*\(3, 1\)",
    ),
}

FITS = {
    "one group": (lambda: fit(GroupedData.from_arrays([1, 2, 4], list("aaa"))), r"group: .*at least two groups.*1"),
    "one observation in each group": (
        lambda: fit(GroupedData.from_arrays([1, 2, 4], list("abc"))),
        r"group: .*at least two observations",
    ),
    "y constant in each group": (
        lambda: fit(GroupedData.from_arrays([0.1] * 3 + [0.7] * 3, list("aaabbb"))),
        r"y: .*vary within some group",
    ),
    "y constant in each group but for rounding": (
        lambda: fit(GroupedData.from_arrays([0.1 + 0.2, 0.3, 0.7 - 0.1, 0.6, -0.5, -0.5], list("aabbcc"))),
        r"y: .*vary within some group",
    ),
    "y constant": (lambda: fit(GroupedData.from_arrays([0.3] * 4, GROUP)), r"y: .*vary within some group"),
    "y linear in x within groups": (
        lambda: fit(GroupedData.from_arrays([1, 2, 3, 14, 15, 17], list("aaabbb"), [1, 2, 3, 4, 5, 7])),
        r"y: .*linear function of x within groups",
    ),
    "as many slopes as observations within groups": (
        lambda: fit(GroupedData.from_arrays([1, 2, 4, 7, 8], list("aabbc"), [[1, 0], [2, 5], [3, 3], [1, 4], [0, 0]])),
        r"y: .*more rows than groups and slopes within them \(5 here\).*got 5",
    ),
    "y linear in a predictor of groups": (
        lambda: fit(GroupedData.from_arrays([1e8, 1e8 + 1, 3e8, 3e8 - 1, 9e8 + 2, 9e8, 0, 3], list("aabbccdd"), U)),
        r"y: .*so nearly linear in x that rounding hides the rest",
    ),
    "the method by name": (
        lambda: fit(GroupedData.from_arrays(Y, GROUP), reml="ML"),
        r"reml: must be True or False; got 'ML'",
    ),
    "two groups and a predictor of groups": (
        lambda: fit(GroupedData.from_arrays(Y, GROUP, [1, 1, 2, 2])),
        r"group: .*more groups than coefficients.*\(2 here\); got 2",
    ),
    "four groups and three predictors of groups": (
        lambda: fit(
            GroupedData.from_arrays([1, 3, 4, 9, 2, 1, 7, 5], list("aabbccdd"), np.repeat(np.eye(4), 2, 0)[:, 1:])
        ),
        r"group: .*more groups than coefficients.*\(4 here\); got 4",
    ),
}

ESTIMATES = {
    "no estimates": (lambda: GroupEstimates([], []), r"estimate: .*at least one group.*\(0,\)"),
    "one estimate, no list": (lambda: GroupEstimates(1.0, 1.0), r"estimate: .*one-dimensional.*\(\)"),
    "NaN among estimates": (lambda: GroupEstimates([1, nan], [1, 1]), r"estimate: .*finite.* 1 .*index 1"),
    "an error of 0": (lambda: GroupEstimates([1, 2], [1, 0]), r"se: must be > 0 and finite; got 0"),
    "an error below 0": (lambda: GroupEstimates([1, 2], [1, -2]), r"se: must be > 0 and finite; got -2"),
    "an infinite error": (lambda: GroupEstimates([1, 2], [1, inf]), r"se: .*finite.*inf"),
    "too few errors": (lambda: GroupEstimates([1, 2], [1]), r"se: must have shape \(2,\); got \(1,\)"),
    "one error for all": (lambda: GroupEstimates([1, 2], 1), r"se: must have shape \(2,\); got \(\)"),
    "too few labels": (
        lambda: GroupEstimates([1, 2], [1, 1], labels=["a"]),
        r"labels: must be 2 different.*shape \(1,\)",
    ),
    "a label twice": (
        lambda: GroupEstimates([1, 2], [1, 1], labels=["a", "a"]),
        r"labels: must be 2 different.*; got 'a' more than once",
    ),
    "a label missing": (lambda: GroupEstimates([1, 2], [1, 1], labels=["a", None]), r"labels: .*missing.*index 1"),
    "x of estimates too long": (lambda: GroupEstimates([1, 2], [1, 1], x=[1, 2, 3]), r"x: .*each of the 2 in estimate"),
    "x of estimates constant": (lambda: GroupEstimates([1, 2], [1, 1], x=[3, 3]), r"x: column 'x' must vary"),
    "estimates too large to square": (lambda: GroupEstimates([1e200, 2], [1, 1]), r"estimate: must scatter.*1e\+200"),
    "estimates' names": (lambda: GroupEstimates([1, 2], [1, 1], x=[3, 4], x_names="dose"), r"x_names: must be 1.*dose"),
    "a single estimate": (lambda: fit(GroupEstimates([1], [1])), r"estimate: fit needs at least two groups.*got 1"),
    "estimates on a line": (
        lambda: fit(GroupEstimates([1, 2], [1, 1], x=[1, 2])),
        r"estimate: fit needs more groups than coefficients .*\(2 here\); got 2",
    ),
}

SCHOOLS = GroupEstimates([28.0, 8.0, -3.0, 7.0], [15.0, 10.0, 16.0, 11.0])
BAYES = {
    "a density that is negative": (
        lambda: fit_bayes(SCHOOLS, tau_density=lambda tau: 1 - tau),
        r"tau_density: must be finite and >= 0; got -.* at tau = ",
    ),
    "a density that is NaN": (lambda: fit_bayes(SCHOOLS, tau_density=lambda tau: nan * tau), r"tau_density: .*got nan"),
    "a density that is infinite": (lambda: fit_bayes(SCHOOLS, tau_density=lambda tau: inf), r"tau_density: .*got inf"),
    "a density that is 0": (
        lambda: fit_bayes(SCHOOLS, tau_density=lambda tau: 0 * tau),
        r"tau_density: must be > 0 where",
    ),
    "a density with too much at 0": (
        lambda: fit_bayes(SCHOOLS, tau_density=lambda tau: 1 / tau),
        r"tau_density: must leave a proper .* from 3 groups on; got 4 groups, and .*tau\^-1 near 0 and tau\^-1 towards",
    ),
    "a density with too much far out": (
        lambda: fit_bayes(SCHOOLS, tau_density=lambda tau: tau**2),
        r"tau_density: must leave a proper .*tau\^2 near 0 and tau\^2 towards infinity",
    ),
    "a density that is none": (lambda: fit_bayes(SCHOOLS, tau_density=2.0), r"tau_density: must be a function.*2.0"),
    "two groups and a flat density": (lambda: fit_bayes(DATA), r"tau_density: must leave a proper .*got 2 groups"),
    "a slope of groups and a flat density": (
        lambda: fit_bayes(GroupEstimates([1.0, 2.0, 4.0], [1.0, 1.0, 1.0], x=[0, 1, 3])),
        r"tau_density: must leave a proper .* from 4 groups .*got 3",
    ),
    "groups of one": (lambda: fit_bayes(GroupedData.from_arrays(Y, list("abcd"))), r"group: fit needs a group with at"),
    "a quantile of 0": (lambda: fit_bayes(SCHOOLS).tau_quantile(0), r"p: must be between 0 and 1; got 0"),
    "a quantile of 95": (lambda: fit_bayes(SCHOOLS).alpha_quantile([0.5, 95]), r"p: must be between 0 and 1; got 95"),
    "a quantile of NaN": (lambda: fit_bayes(SCHOOLS).mu_quantile(nan), r"p: must be finite"),
    "the density of a tau below 0": (lambda: fit_bayes(SCHOOLS).tau_density(-1), r"t: must be >= 0; got -1"),
    "no draws": (
        lambda: fit_bayes(SCHOOLS).draws(np.random.default_rng(1), 0),
        r"size: must be a whole number >= 1.*0",
    ),
    "half a draw": (lambda: fit_bayes(SCHOOLS).draws(np.random.default_rng(1), 0.5), r"size: must be a whole .*0.5"),
}

CASES = {"posterior": BAYES, "estimates": ESTIMATES, "arrays": ARRAYS, "table": TABLES, "argument": OTHERS, "fit": FITS}


@pytest.mark.parametrize(
    ("call", "message"), [pytest.param(*c, id=f"{k}: {n}") for k, cases in CASES.items() for n, c in cases.items()]
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match="^" + message):
        call()


@pytest.mark.parametrize("function", WITH_SCALES)
@pytest.mark.parametrize("sigma", [0, -1.5, nan, inf])
def test_sigma_must_be_positive_and_finite_everywhere(function, sigma):
    with pytest.raises(ValueError, match=f"^sigma: .*{sigma}"):
        function(sigma, 1.0)


@pytest.mark.parametrize("function", WITH_SCALES[1:])
@pytest.mark.parametrize("tau", [-1.5, nan])
def test_tau_must_not_be_negative_anywhere(function, tau):
    with pytest.raises(ValueError, match=f"^tau: .*{tau}"):
        function(1.0, tau)


def test_an_error_of_the_table_is_kept_as_the_cause():
    class Broken:
        def __getitem__(self, name):
            raise OSError("disk on fire")

    with pytest.raises(ValueError, match=r"^y: must name a column") as caught:
        table(Broken())
    assert str(caught.value.__cause__) == "disk on fire"


@pytest.mark.parametrize("scale", ["sigma", "tau"])
def test_a_density_takes_one_value_of_each_scale(scale):
    data, scales = GroupedData.from_arrays(Y, GROUP), {"sigma": 1.0, "tau": 1.0, scale: [1.0, 2.0]}
    with pytest.raises(ValueError, match=rf"^{scale}: must have shape \(\); got \(2,\)"):
        log_posterior(Theta([1.0, 2.0], (), 1.5), data, **scales)


@pytest.mark.parametrize("n", [[], [[1, 2]], [1e300]])
def test_simulated_sizes_are_one_row_of_groups(n):
    with pytest.raises(ValueError, match=r"^n: must be the sizes of one or more groups"):
        simulate(np.random.default_rng(1), n, mu=0, sigma=1, tau=1)


def test_one_more_group_than_group_level_coefficients_is_enough():
    found = fit(GroupedData.from_arrays([1, 2, 4, 7, 3, 8], list("aabbcc"), [1, 1, 2, 2, 4, 4]))
    assert np.isfinite(found.tau)
    assert np.isfinite(found.beta_se).all()
