"""The groups' estimates at the tau that the reader chooses along its density, and averaged over tau."""

import altair as alt
import numpy as np
from matplotlib.ticker import MaxNLocator

from ...estimates import GroupEstimates
from ..style import COLOURS, GROUND
from ..words import average_in_vega, remarked
from .display import MIDDLE, Chart, constants, one_of, ring, rounded, rows_of, with_halo

ABOVE, BELOW = 85, 165  # pixels: where the upper panel ends, and where the lower one starts
STEPS = 120  # of the slider from 0 to the end of the axis
ROOM = 0.1  # of the axis, beyond its end, for the values from there to infinity


def tau_slider(groups, posterior, *, end, outcome, group="school"):
    """Draw the posterior density of tau, and below it every group's estimate at the tau that a slider chooses.

    Each group has three lines of its own: its own estimate, open; the weighted average at that tau with its 95 %
    interval, computed in the browser; and the average over all tau with its, which stays. The slider starts at 0 and
    goes to infinity: beyond `end` the axis is drawn together. The dot on the density can be dragged instead. Where
    sigma is not known either, it has a slider of its own, two standard deviations to either side of its posterior mean.

    Parameters
    ----------
    groups : GroupEstimates or GroupSummary
        Without predictors.
    posterior : Posterior
        From `mlmcore.fit_bayes` of them.
    end : float
        The tau up to which the axis is even.
    outcome : str
        What is estimated, for the axis.
    group : str
        What to call a group.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    room, step = ROOM * end, end / STEPS
    places = np.arange(STEPS + round(room / step)) * step
    taus = np.where(places > end, end * room / (end + room - places), places)
    heights = [*posterior.tau_density(taus), 0]  # at infinity
    low, high = posterior.alpha_quantile([0.025, 0.975]).T
    known = isinstance(groups, GroupEstimates)
    own, size = (groups.estimate, {"se": groups.se}) if known else (groups.y_mean, {"n": groups.n})
    numbers = {"own": own, **size, "average": posterior.alpha_mean, "low": low, "high": high}
    rows = rows_of(groups.labels, row=np.arange(len(low)), **numbers)
    sigma, sigma_input = ([], []) if known else _sigma(posterior.sigma_mean, posterior.sigma_sd)
    error = groups.se if known else sigma_input[0]["ticks"][-1][0] / np.sqrt(groups.n)  # the largest
    reach = max(own + 1.96 * error) - min(own - 1.96 * error)
    ends = min(own) - 0.4 * reach, max(own) + 0.4 * reach
    heads = ("own estimate", "at this τ", "averaged over τ") if known else ("own mean", "at this τ and σ", "averaged")
    panels = _density([*places, end + room], heights, end), _groups(len(rows), ends, outcome, heads)
    chart = alt.layer(*panels, data=alt.Data(values=rows, name="groups"))
    chart = chart.resolve_scale(x="independent", y="independent")
    ticks = [[0, "0"], [end / 2, f"{end / 2:g}"], [end, f"{end:g}"], [rounded([end + room])[0], "∞"]]
    dial = alt.binding_range(min=0, max=ticks[-1][0], step=step, name="τ, between groups")
    return Chart(
        _at_the_tau(chart, "datum.se" if known else "sigma / sqrt(datum.n)").add_params(
            alt.param(name="place", value=0, bind=dial),
            *constants(z=MIDDLE, end=end, room=room),
            alt.param(name="tau", expr="place > end ? end * room / (end + room - place) : place"),
            alt.param(name="tau_in_words", expr=_in_words()),
            *sigma,
            one_of(groups.labels, groups.labels[0], group),
        ),
        height=BELOW + 26 * len(rows) + 50,
        inputs=[{"name": "place", "says": "tau_in_words", "ticks": ticks}, *sigma_input, {"name": "chosen"}],
        status="numbers_0",
        formula="chosen_1",
        presets={"τ = ∞": {"place": ticks[-1][0]}},
        drags=[{"layer": "here_0", "input": "place", "scale": "above_x", "ends": [0, ticks[-1][0]]}],
    )


def _in_words():
    return f"isFinite(tau) ? {remarked('tau', 2, 'tau == 0', 'all alike')} : '∞, each alone'"


def _sigma(mean, sd):
    """Return the parameters of a slider of sigma, the input first, and what the page needs of it."""
    low, usual, high = rounded([mean - 2 * sd, mean, mean + 2 * sd])
    dial = alt.binding_range(min=low, max=high, step=rounded([sd / 10])[0], name="σ, within groups")
    words = remarked("sigma", 2, f"abs(sigma - {usual}) < {sd / 20:.3g}", "its posterior mean")
    parameters = [alt.param(name="sigma", value=usual, bind=dial), alt.param(name="sigma_in_words", expr=words)]
    ticks = [[at, f"{at:.2f}"] for at in (low, high)]
    return parameters, [{"name": "sigma", "says": "sigma_in_words", "ticks": ticks}]


def _at_the_tau(chart, error):
    """Return the chart of groups with chapter 13's formulas, in its names; every sum stands in each group's row.

    At infinity the precisions k are 0 and alike: there any number stands for them in the mean, as its weight is 0.
    """
    return (
        chart.transform_calculate(error=error)
        .transform_calculate(k="isFinite(tau) ? 1 / (tau * tau + datum.error * datum.error) : 1")
        .transform_calculate(kg="datum.k * datum.own", weight="1 / (1 + pow(datum.error / tau, 2))")
        .transform_joinaggregate(sum_k="sum(k)", sum_kg="sum(kg)")
        .transform_calculate(mu="datum.sum_kg / datum.sum_k")
        .transform_calculate(
            estimate="datum.weight * datum.own + (1 - datum.weight) * datum.mu",
            sd="sqrt(datum.weight * datum.error * datum.error + pow(1 - datum.weight, 2) / datum.sum_k)",
        )
        .transform_calculate(least="datum.estimate - z * datum.sd", most="datum.estimate + z * datum.sd")
    )


def _density(places, density, end):
    points = [{"at": at, "height": height} for at, height in zip(rounded(places), rounded(density), strict=True)]
    far = (1 + ROOM) * end
    x = alt.X("at:Q", title="posterior density of τ, between groups").scale(
        domain=rounded([-0.02 * end, far + 0.02 * end]), nice=False
    )
    labels = [*MaxNLocator(6).tick_values(0, end), far]
    x = x.axis(
        offset=alt.expr(f"{ABOVE} - height"), values=rounded(labels), labelExpr="datum.value > end ? '∞' : datum.label"
    )
    y = alt.Y("height:Q", title=None).axis(labels=False, ticks=False, domain=False)
    y = y.scale(domain=rounded([0, 1.06 * max(density)]), range=[ABOVE, 0], nice=False)
    curve = alt.Chart(alt.Data(values=points, name="density"))
    here = curve.transform_filter(f"abs(datum.at - place) < {end / STEPS / 2}")
    dot = here.mark_circle(color=COLOURS["posterior"], stroke=GROUND, strokeWidth=1.5, size=240, opacity=1)
    return alt.layer(
        curve.mark_area(color=COLOURS["posterior"], opacity=0.15).encode(x=x, y=y),
        curve.mark_line(color=COLOURS["posterior"], strokeWidth=2.6).encode(x=x, y=y),
        dot.encode(x=x, y=y).properties(name="here_0"),
        *_numbers(),
    ).properties(name="above")


def _numbers():
    shared = alt.Chart().transform_aggregate(mu="min(mu)", least="min(estimate)", most="max(estimate)")
    lines = "['here τ = ' + tau_in_words, 'overall mean ' + format(datum.mu, '.1f'), "
    lines += "'estimates from ' + format(datum.least, '.1f') + ' to ' + format(datum.most, '.1f')]"
    text = shared.transform_calculate(lines=lines).encode(x=alt.value("width"), y=alt.value(4), text="lines:N")
    return with_halo(text, "ink", name="numbers_0", align="right", baseline="top", lineHeight=22)


def _groups(count, ends, outcome, heads):
    x = alt.X("estimate:Q", title=outcome).scale(domain=rounded(ends), nice=False, zero=False)
    x = x.axis(orient="bottom", tickCount=6)
    y = alt.Y("place:Q", title=None).axis(labels=False, ticks=False, domain=False)
    y = y.scale(domain=[-0.9, count - 0.3], range=[BELOW, alt.expr("height")], nice=False, zero=False)
    rows = {k: alt.Chart().transform_calculate(place=f"datum.row + {k}") for k in (-0.28, 0, 0.28)}
    own, at, over = rows[-0.28], rows[0], rows[0.28]
    terms = average_in_vega("datum.estimate", "datum.weight", "datum.own", "datum.mu")
    mean = alt.Chart().transform_aggregate(mu="min(mu)")
    line = {"strokeWidth": 3, "opacity": 1, "color": COLOURS["posterior"]}
    muted = {"color": COLOURS["ink"], "opacity": 1}
    return alt.layer(
        mean.mark_rule(color=COLOURS["prior"], strokeWidth=2, strokeDash=[8, 3]).encode(
            x="mu:Q", y=alt.value(BELOW + 8), y2=alt.value("height")
        ),
        own.mark_point(color=COLOURS["data"], fill=GROUND, size=60, strokeWidth=1.6, opacity=1)
        .encode(x="own:Q", y=y)
        .properties(name="own_1"),
        at.mark_rule(**line).encode(x="least:Q", x2="most:Q", y=y).properties(name="intervals_1"),
        at.mark_circle(color=COLOURS["posterior"], size=90, opacity=1).encode(x=x, y=y).properties(name="estimates_1"),
        ring(at, terms).encode(x=x, y=y).properties(name="chosen_1"),
        over.mark_rule(strokeWidth=1.4, strokeDash=[4, 3], **muted).encode(x="low:Q", x2="high:Q", y=y),
        over.mark_point(shape="diamond", filled=True, size=60, **muted)
        .encode(x="average:Q", y=y)
        .properties(name="averages_1"),
        *with_halo(at.encode(x=alt.value(0), y=y, text="group:N"), "ink", align="left", fontWeight="bold"),
        *_head(heads[0], "data", 24, "left"),
        *_head(heads[1], "posterior", 0, "center"),
        *_head(heads[2], "ink", 0, "right"),
    ).properties(name="below")


def _head(text, meaning, x, align):
    at = {"left": x, "center": alt.expr("width / 2"), "right": alt.expr("width")}[align]
    head = alt.Chart(alt.Data(values=[{}])).encode(x=alt.value(at), y=alt.value(BELOW - 4))
    return with_halo(head, meaning, text=text, align=align, fontWeight="bold")
