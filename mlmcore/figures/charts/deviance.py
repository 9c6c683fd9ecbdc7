"""The deviance against tau / sigma, and what each ratio makes of the groups."""

import altair as alt
import numpy as np

from ...variance import profiled_deviance
from ..style import COLOURS, GROUND
from ..words import DATA, INTERCEPT, LOG, POSTERIOR, PRIOR, RATIO, SIZE, SIZES, average_in_vega, remarked
from .display import Chart, constants, one_of, ring, rounded, rows_of, side_by_side, with_halo

STEP = 0.01
ABOVE, BELOW = 145, 215  # pixels: where the upper panel ends, and where the lower one starts
# The names of the panels' layers end in the panel's number, which Altair would write there in any case.
LOOKS = {"REML": ("posterior", [1, 0], 5), "ML": ("ink", [6, 3], 2)}  # colour, dashes and width: they nearly coincide


def deviance_slider(summary, *, reml, ml, name, end=1.0, group="county"):
    """Draw how far the deviance is above its minimum, and below it the groups' estimates; a slider moves tau / sigma.

    The vertical scale is that of the square root, on which the two methods' curves can be told apart. The dot can be
    dragged along.

    The slope, the overall mean and sigma are the best ones at the ratio that the reader chooses, computed in the
    browser. Of the slider's steps, the one nearest to the minimum stands for the minimum itself. The reader is first
    asked where it is, and sees only what a ratio makes of the groups.

    Parameters
    ----------
    summary : GroupSummary
        With one predictor.
    reml, ml : Fit
        The fits by the two methods, of which the reader chooses one.
    name : str
        The group whose weighted average is spelled out at the start; a list has the others.
    end : float
        The largest ratio.
    group : str
        What to call a group.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    fits = {"REML": reml, "ML": ml}
    start = round(STEP * round(reml.tau / reml.sigma / STEP), 12)
    panels = _deviance(summary, fits, end), _estimates(summary.gamma(reml.beta), summary.n)
    y, x = summary.offset.T
    rows = rows_of(summary.labels, n=summary.n, place=side_by_side(summary.n), y=y, x=x)
    steps = _best_at_the_ratio(alt.Chart()).transform  # by themselves: Altair copies a chart's rows with every step
    chart = alt.layer(*panels, data=alt.Data(values=rows, name="groups"), transform=steps)
    chart = chart.resolve_scale(x="independent", y="independent")
    dial = alt.binding_range(min=0, max=end, step=STEP, name=RATIO)
    fitted = {name: f"{fit.tau / fit.sigma:.12g}" for name, fit in fits.items()}
    lowest = {name: f"{-2 * fit.log_likelihood:.9f}" for name, fit in fits.items()}
    words = remarked("ratio", 3, "ratio == fitted && !guessing", "the lowest point")
    answer = "'Your guess: ' + format(guess, '.2f') + '. The deviance is lowest at ' + format(fitted, '.3f') + '.'"
    chart = chart.add_params(
        alt.param(name="s", value=start, bind=dial),
        alt.param(name="method", value="REML", bind=alt.binding_select(options=list(fits), name="method")),
        alt.param(name="fitted", expr=_by_method(**fitted)),
        alt.param(name="lowest", expr=_by_method(**lowest)),
        alt.param(name="nu", expr=f"{summary.n.sum()} - {_by_method(REML=2, ML=0)}"),
        alt.param(name="ratio", expr=f"abs(s - fitted) < {STEP / 2} ? fitted : s"),
        alt.param(name="lambda", expr="ratio * ratio"),
        alt.param(name="ratio_in_words", expr=words),
        alt.param(name="guess_in_words", expr=answer),
        *constants(s_yy=summary.s_yy, s_xy=summary.s_xy[0], s_xx=summary.s_xx[0, 0]),
        *constants(y_origin=summary.origin[0], x_origin=summary.origin[1]),
        one_of(summary.labels, name, group),
    )
    ticks = [[0, "0"], [start, "lowest point"], [end, f"{end:g}"]]
    return Chart(
        chart,
        height=410,
        inputs=[{"name": "s", "says": "ratio_in_words", "ticks": ticks}, {"name": "method"}, {"name": "chosen"}],
        status="numbers_0",
        formula="chosen_1",
        drags=[{"layer": "here_0", "input": "s", "scale": "above_x", "ends": [0, end]}],
        guess={
            "question": "At which ratio is the deviance lowest? Go by what it makes of the counties.",
            "input": "s",
            "from": end,
            "says": "guess_in_words",
        },
    )


def _by_method(REML, ML):
    return f"(method == 'REML' ? {REML} : {ML})"


def _best_at_the_ratio(chart):
    """Return the chart of groups with what follows from lambda, in chapter 10's order and names.

    Means are taken off before anything is squared; every sum over groups stands in each group's row.
    """
    for step in (
        {"k": "datum.n / (1 + datum.n * lambda)", "price": "log(1 + datum.n * lambda)"},
        {"kx": "datum.k * datum.x", "ky": "datum.k * datum.y"},
        ("k", "price", "kx", "ky"),
        {"dx": "datum.x - datum.sum_kx / datum.sum_k", "dy": "datum.y - datum.sum_ky / datum.sum_k"},
        {f"k{a}{b}": f"datum.k * datum.d{a} * datum.d{b}" for a, b in ("xx", "xy", "yy")},
        ("kxx", "kxy", "kyy"),
        {"beta": "(s_xy + datum.sum_kxy) / (s_xx + datum.sum_kxx)"},
        {"gamma": "y_origin + datum.y - datum.beta * (x_origin + datum.x)"},
        {"mu": "y_origin + datum.sum_ky / datum.sum_k - datum.beta * (x_origin + datum.sum_kx / datum.sum_k)"},
        {"R": "s_yy + datum.sum_kyy - datum.beta * (s_xy + datum.sum_kxy)"},
        {"sigma": "sqrt(datum.R / nu)", "c": "log(datum.sum_k) + log(s_xx + datum.sum_kxx)"},
        {"tau": "ratio * datum.sigma", "misfit": "nu * (1 + log(2 * PI * datum.R / nu))"},
        {"deviance": f"datum.misfit + datum.sum_price + {_by_method(REML='datum.c', ML=0)}"},
        {"weight": "lambda * datum.k"},
        {"estimate": "datum.weight * datum.gamma + (1 - datum.weight) * datum.mu"},
    ):
        if isinstance(step, dict):
            chart = chart.transform_calculate(**step)
        else:
            chart = chart.transform_joinaggregate(**{f"sum_{name}": f"sum({name})" for name in step})
    return chart


def _shared():
    """Return a chart of one row: what is the same for every group."""
    names = ("beta", "mu", "sigma", "tau", "deviance")
    return alt.Chart().transform_aggregate(**{name: f"min({name})" for name in names})


def _deviance(summary, fits, end):
    ratios = np.union1d(np.linspace(0, end, 101), [f.tau / f.sigma for f in fits.values()])
    curves = {name: profiled_deviance(ratios, summary, reml=f.reml) + 2 * f.log_likelihood for name, f in fits.items()}
    top = max(map(max, curves.values()))
    x = alt.X("at:Q", title=RATIO).scale(domain=rounded([-0.02 * end, 1.02 * end]), nice=False)
    x = x.axis(offset=alt.expr(f"{ABOVE} - height"), tickCount=5)
    y = alt.Y("rise:Q", title=["deviance above", "its minimum"]).axis(values=[0, 4, 16, 36, 64, 100])
    y = y.scale(type="sqrt", domain=rounded([-(0.06**2) * top, 1.06**2 * top]), range=[ABOVE, 0], nice=False)
    here = _shared().transform_calculate(at="ratio", rise="datum.deviance - lowest")
    dot = here.mark_circle(color=COLOURS["posterior"], stroke=GROUND, strokeWidth=1.5, size=240, opacity=1)
    return alt.layer(
        *(layer for name in fits for layer in _curve(name, ratios, curves)),
        dot.transform_filter("!guessing").encode(x, y).properties(name="here_0"),
        *_guess(x, end),
        *_numbers(here),
    ).properties(name="above")


def _curve(name, ratios, curves):
    """Yield a method's curve, strong if the method is chosen, and its label, above it if it is the higher curve."""
    meaning, dashes, width = LOOKS[name]
    points = zip(ratios.round(6).tolist(), curves[name].round(6).tolist(), strict=True)
    points = [{"at": at, "rise": rise} for at, rise in points]
    curve = alt.Chart(alt.Data(values=points, name=f"curve_{name}")).transform_filter("!guessing")
    curve = curve.encode(x="at:Q", y="rise:Q")
    yield curve.mark_line(
        color=COLOURS[meaning],
        strokeDash=dashes,
        strokeWidth=width,
        opacity=alt.expr(f"method == '{name}' ? 1 : 0.5"),
    )
    above = curves[name][-2] == max(curve[-2] for curve in curves.values())
    place = {"align": "right", "dy": -14 if above else 34}
    at = alt.Chart(alt.Data(values=[points[-2]])).transform_filter("!guessing").encode(x="at:Q", y="rise:Q")
    yield from with_halo(
        at, meaning, text=name, fontWeight=alt.expr(f"method == '{name}' ? 'bold' : 'normal'"), **place
    )


def _guess(x, end):
    """Yield a line at the ratio that is, or was, the reader's guess."""
    at = alt.Chart(alt.Data(values=[{}], name="at_guess")).transform_filter("guessing || isNumber(guess)")
    at = at.transform_calculate(at="guessing ? s : guess")
    inwards = f"datum.at < {0.17 * end} || datum.at > fitted && datum.at < {0.85 * end}"  # beside the valley, not in it
    at = at.transform_calculate(side=f"{inwards} ? 'left' : 'right'")
    dashes = {"strokeWidth": 1.2, "strokeDash": [3, 3], "color": COLOURS["ink"]}
    yield at.mark_rule(**dashes).encode(x=x, y=alt.value(70), y2=alt.value(ABOVE)).properties(name="guess_0")
    place = {"align": alt.expr("datum.side"), "dx": alt.expr("datum.side == 'left' ? 6 : -6")}
    yield from with_halo(at.encode(x=x, y=alt.value(ABOVE - 12)), "ink", text="your guess", **place)


def _numbers(here):
    # each line shorter than the one above, as the valley is
    lines = "slice([(narrow ? 'mean ' : 'overall mean ') + format(datum.mu, '.3f') + ', slope ' + "
    lines += (
        "format(datum.beta, '.3f'), 'best σ ' + format(datum.sigma, '.3f') + ', so τ = ' + format(datum.tau, '.3f'), "
    )
    lines += "'deviance +' + format(abs(datum.rise), '.1f')], 0, guessing ? 2 : 3)"
    here = here.transform_calculate(lines=lines).encode(
        x=alt.value(alt.expr("0.53 * width")), y=alt.value(0), text="lines:N"
    )
    yield from with_halo(here, "ink", name="numbers_0", align="center", baseline="top", lineHeight=22)


def _estimates(gamma, n):
    low, high = min(gamma), max(gamma)
    reach = rounded([low - 0.08 * (high - low), high + 0.16 * (high - low)])
    x = alt.X("place:Q", title=f"{SIZE} {LOG}")
    x = x.scale(type="log", domain=rounded([min(n) / 1.15, max(n) * 1.2]), nice=False)
    x = x.axis(values=SIZES, orient="bottom")
    y = alt.Y("estimate:Q", title=INTERCEPT.rsplit(" (", 1)[0]).axis(tickCount=6, orient="left")
    y = y.scale(domain=reach, range=[alt.expr("height"), BELOW], nice=False, zero=False)
    groups, mean = alt.Chart(), _shared().encode(y="mu:Q")
    own = groups.mark_point(color=COLOURS["data"], fill=GROUND, size=20, strokeWidth=1.2, opacity=1)
    terms = average_in_vega("datum.estimate", "datum.weight", "datum.gamma", "datum.mu")
    posterior = groups.mark_circle(color=COLOURS["posterior"], size=36, opacity=1)
    return alt.layer(
        mean.mark_rule(color=COLOURS["prior"], strokeWidth=2.2, strokeDash=[8, 3]),
        groups.mark_rule(color=COLOURS["muted"], strokeWidth=0.9).encode(x, y="gamma:Q", y2="estimate:Q"),
        own.encode(x, y="gamma:Q").properties(name="own_1"),
        posterior.encode(x, y).properties(name="estimates_1"),
        ring(groups, terms).encode(x, y).properties(name="chosen_1"),
        *_head(DATA, "data", 8),
        *_head(POSTERIOR, "posterior", 118),
        *with_halo(mean.encode(x=alt.value("width")), "prior", name="mean_1", text=PRIOR, align="right", dy=-14),
    ).properties(name="below")


def _head(text, meaning, x):
    head = alt.Chart(alt.Data(values=[{}])).encode(x=alt.value(x), y=alt.value(BELOW + 8))
    return with_halo(head, meaning, text=text, align="left", fontWeight="bold")
