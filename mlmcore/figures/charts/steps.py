"""The same groups three times: at their own intercepts, at their estimates, and all at the overall mean."""

import altair as alt

from ..style import COLOURS, GROUND
from ..words import (
    DATA,
    INTERCEPT,
    LOG,
    POSTERIOR,
    PRIOR,
    SIZE,
    SIZES,
    average_in_vega,
    houses_in_vega,
    weight_in_vega,
)
from .display import Chart, constants, one_of, ring, rounded, rows_of, second_row, side_by_side, under_heads, with_halo


def pooling_steps(gamma, n, mu, *, sigma, tau, labels, name):
    """Draw each group's step from its own intercept to its weighted average, against its size; a slider moves the dots.

    The dots are the same at every setting: at 0 they are at the own intercepts, at 1, where they start, at the weighted
    averages, at 2 all at the overall mean. Buttons let them glide there.

    Parameters
    ----------
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    mu : float
        Overall mean.
    sigma, tau : float
        Standard deviations within and between groups, > 0.
    name : sequence of str
        Labels of the groups to name; the weighted average of the first is spelled out at the start.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    rows = rows_of(labels, n=n, place=side_by_side(n), gamma=gamma)
    dial = alt.binding_range(min=0, max=2, step=0.01, name="how far the dots have gone")
    on = "t == 1 ? 'partial pooling' : t == 2 ? 'complete pooling' : 'on the way'"
    chart = alt.layer(*_groups(gamma, n, name), *_numbers(len(rows)), data=alt.Data(values=rows, name="groups"))
    chart = chart.transform_calculate(weight=weight_in_vega("datum.n"))
    chart = chart.transform_calculate(estimate="datum.weight * datum.gamma + (1 - datum.weight) * mu")
    chart = chart.transform_calculate(
        height="datum.gamma + min(t, 1) * (datum.estimate - datum.gamma) + max(t - 1, 0) * (mu - datum.estimate)"
    )
    return Chart(
        chart.add_params(
            alt.param(name="t", value=1, bind=dial),
            alt.param(name="t_in_words", expr=f"t == 0 ? 'no pooling' : {on}"),
            *constants(mu=mu, sigma=sigma, tau=tau),
            one_of(labels, name[0], "county"),
        ),
        height=400,
        inputs=[
            {"name": "t", "says": "t_in_words", "ticks": [[0, "own"], [1, "average"], [2, "mean"]]},
            {"name": "chosen"},
        ],
        status="numbers",
        formula="chosen",
        presets={"own intercepts": {"t": 0}, "weighted averages": {"t": 1}, PRIOR: {"t": 2}},
        glide="t",
    )


def _groups(gamma, n, name):
    """Yield each group's own intercept, open, its way from there to its estimate, and its dot."""
    low, high = min(gamma), max(gamma)
    x = alt.X("place:Q", title=f"{SIZE} {LOG}").axis(values=SIZES)
    x = x.scale(type="log", domain=rounded([min(n) / 1.15, max(n) * 1.2]), nice=False)
    y = alt.Y("height:Q", title=INTERCEPT).axis(tickCount=6)
    y = y.scale(
        domain=rounded([low - 0.06 * (high - low), high + 0.24 * (high - low)]),
        range=under_heads(),
        nice=False,
        zero=False,
    )
    groups = alt.Chart()
    mean = alt.Chart(alt.Data(values=[{}], name="overall")).transform_calculate(height="mu").encode(y="height:Q")
    yield mean.mark_rule(color=COLOURS["prior"], strokeWidth=2.2, strokeDash=[8, 3])
    yield groups.mark_rule(color=COLOURS["muted"], strokeWidth=0.9).encode(x, y="gamma:Q", y2="height:Q")
    own = groups.mark_point(color=COLOURS["data"], fill=GROUND, size=24, strokeWidth=1.2, opacity=1)
    yield own.encode(x, y="gamma:Q").properties(name="own")
    dots = groups.mark_circle(color=COLOURS["posterior"], size=42, opacity=1)
    yield dots.encode(x, y).properties(name="dots")
    terms = average_in_vega("datum.estimate", "datum.weight", "datum.gamma", "mu")
    yield ring(groups, terms).encode(x, y).properties(name="chosen")
    named = groups.transform_filter(alt.FieldOneOfPredicate("group", oneOf=list(name)))
    named = named.transform_calculate(
        label=f"datum.group + ', ' + {houses_in_vega('datum.n')}", side="datum.n > 50 ? 'right' : 'left'"
    )
    place = {"align": alt.expr("datum.side"), "dx": alt.expr("datum.side == 'left' ? 10 : -10")}
    yield from with_halo(named.encode(x, y="gamma:Q", text="label:N"), "ink", **place)


def _numbers(count):
    """Yield the three names, and how far the dots spread."""
    for text, meaning, at, align, y in (
        (DATA, "data", "8", "left", alt.value(6)),
        (POSTERIOR, "posterior", "narrow ? 8 : 0.22 * width", "left", second_row(6)),
        (PRIOR, "prior", "width", "right", alt.value(6)),
    ):
        head = alt.Chart(alt.Data(values=[{}])).encode(x=alt.value(alt.expr(at)), y=y)
        yield from with_halo(head, meaning, text=text, align=align, fontWeight="bold")
    spread = alt.Chart().transform_aggregate(sd="stdevp(height)")
    spread = spread.transform_calculate(words=f"'standard deviation of the {count} dots: ' + format(datum.sd, '.2f')")
    spread = spread.encode(x=alt.value("width"), y=second_row(30), text="words:N")
    yield from with_halo(spread, "ink", name="numbers", align="right")
