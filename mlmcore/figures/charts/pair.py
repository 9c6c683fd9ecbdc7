"""Two groups that the reader chooses: their estimates, and how sure it is that the one lies above the other."""

import altair as alt
import numpy as np

from ..style import COLOURS
from ..words import INTERCEPT
from .display import MIDDLE, Chart, constants, one_of, rounded, rows_of, with_halo

ABOVE, BELOW = 100, 175  # pixels: where the upper panel ends, and where the lower one starts


def two_groups(fit, *, a, b):
    """Draw the estimates of two groups with their 95 % intervals, and below their difference with its own.

    The errors of mu and beta move both groups. Each group has coordinates, such that the variance that two groups do
    not share is the squared distance of theirs: with it, the difference in the chart is that of `Fit.difference`.

    Parameters
    ----------
    fit : Fit
    a, b : label
        The two groups at the start; lists have the others.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    own = fit.sigma**2 * fit.weight / fit.summary.n
    moved = np.column_stack((1 - fit.weight, -fit.weight[:, np.newaxis] * fit.summary.x_mean))  # by mu and by beta
    coordinates = moved @ np.linalg.cholesky(fit.covariance)
    names = [f"shared{p}" for p in range(coordinates.shape[1])]
    shared = dict(zip(names, coordinates.T, strict=True))
    rows = rows_of(fit.labels, estimate=fit.alpha, own=own, **shared)
    chart = alt.layer(_estimates(fit, names), _difference(fit, names), data=alt.Data(values=rows, name="groups"))
    chart = chart.resolve_scale(x="independent", y="independent")
    return Chart(
        chart.add_params(
            one_of(fit.labels, a, "first county", name="a"),
            one_of(fit.labels, b, "second county", name="b"),
            *constants(z=MIDDLE),
        ),
        height=320,
        inputs=[{"name": "a"}, {"name": "b"}],
        status="words_1",
    )


def _estimates(fit, names):
    """Return the upper panel: each of the two with its interval."""
    reach = 2 * max(fit.alpha_sd)
    x = alt.X("estimate:Q", title=INTERCEPT).axis(tickCount=6, offset=alt.expr(f"{ABOVE} - height"))
    x = x.scale(
        domain=rounded([min(fit.alpha) - reach, max(fit.alpha) + reach]),
        nice=False,
        zero=False,
        range=[alt.expr("0.32 * width"), alt.expr("width")],
    )
    two = alt.Chart().transform_filter("datum.group == a || datum.group == b")
    variance = " + ".join(["datum.own", *(f"pow(datum.{name}, 2)" for name in names)])
    two = two.transform_calculate(sd=f"sqrt({variance})", row=f"datum.group == a ? 24 : {ABOVE - 24}")
    two = two.transform_calculate(low="datum.estimate - z * datum.sd", high="datum.estimate + z * datum.sd")
    return alt.layer(*_intervals(two, x, "estimate", "posterior", 0), *_named(two, "group", 0)).properties(name="above")


def _difference(fit, names):
    """Return the lower panel: the first less the second with its interval, and zero."""
    reach = np.ptp(fit.alpha) + 3 * max(fit.alpha_sd)
    x = alt.X("gap:Q", title="difference, first less second").axis(tickCount=6, orient="bottom")
    x = x.scale(domain=rounded([-reach, reach]), nice=False)
    two = alt.Chart().transform_filter("datum.group == a || datum.group == b")
    two = two.transform_calculate(side="a == b ? 0 : datum.group == a ? 1 : -1")
    signed = ["gap", "own_part", *(f"{name}_part" for name in names)]  # new names: the rows serve the next choice too
    two = two.transform_calculate(
        gap="datum.side * datum.estimate",
        own_part="abs(datum.side) * datum.own",
        **{f"{name}_part": f"datum.side * datum.{name}" for name in names},
    )
    two = two.transform_aggregate(**{name: f"sum({name})" for name in signed})
    variance = " + ".join(["datum.own_part", *(f"pow(datum.{name}_part, 2)" for name in names)])
    two = two.transform_calculate(sd=f"sqrt({variance})", row=f"{BELOW + 40}")
    two = two.transform_calculate(
        low="datum.gap - z * datum.sd",
        high="datum.gap + z * datum.sd",
        above="a == b ? 0.5 : cumulativeNormal(datum.gap / datum.sd, 0, 1)",
    )
    words = "a == b ? 'the same county' : [a + ' above ' + b, 'probability ' + format(datum.above, '.2f')]"
    zero = alt.Chart(alt.Data(values=[{}], name="zero")).transform_calculate(gap="0").encode(x="gap:Q")
    zero = zero.mark_rule(color=COLOURS["muted"], strokeDash=[3, 3])
    return alt.layer(
        zero.encode(y=alt.value(BELOW + 28), y2=alt.value("height")),
        *_intervals(two, x, "gap", "ink", 1),
        *_named(two.transform_calculate(words=words), "words", 1, row=BELOW - 6),
    ).properties(name="below")


def _intervals(rows, x, field, meaning, panel):
    y = alt.Y("row:Q", scale=None, axis=None)
    yield rows.mark_rule(color=COLOURS[meaning], strokeWidth=3).encode(x="low:Q", x2="high:Q", y=y)
    dots = rows.mark_circle(color=COLOURS[meaning], size=110, opacity=1)
    yield dots.encode(x=x, y=y).properties(name=f"{field}_{panel}")


def _named(rows, field, panel, row=None):
    y = alt.Y("row:Q", scale=None, axis=None) if row is None else alt.value(row)
    words = rows.encode(x=alt.value(0), y=y, text=f"{field}:N")
    yield from with_halo(words, "ink", name=f"words_{panel}", align="left", lineHeight=22)
