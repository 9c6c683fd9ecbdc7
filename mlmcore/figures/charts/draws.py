"""The weighted average without a formula: draws from the population, and those that agree with the data."""

import altair as alt
import numpy as np

from ..style import COLOURS, GROUND
from ..words import INTERCEPT, PRIOR, average_in_vega, houses_in_vega, remarked
from .display import Chart, constants, rounded, with_halo

DOTS = 2500  # of all draws; those that are kept are all shown
FEWEST = 30  # of which a mean, a standard deviation and a histogram say something
PLANE, NUMBERS, BARS, HEIGHT = (165, 0), 172, 262, 428  # pixels from the top; of the plane, its foot and its head
LINE = 22
SIZES = 25  # about as many settings has the slider of the sizes, evenly spaced in their logarithm
MARGIN = 0.2  # of the horizontal axis beyond the slider's ends


def draw_and_keep(alpha, gamma, observed, n, mu, *, sigma, tau, limits, sizes, name):
    r"""Draw intercepts against the own intercepts they gave, and keep those near an observed one that the reader moves.

    A second slider sets the number of observations behind every own intercept; it scales all errors by one factor. A
    draw is kept if its own intercept is less than a quarter of the standard error, :math:`\sigma / \sqrt{n}`, from the
    observed one. Below, the histogram of the kept draws stands before that of all draws, under the formula's normal
    curve. Buttons begin anew and draw one at a time, a hundred, or on and on; the last draw falls to the own intercept
    that it gave, and on into the histogram if it is kept. First of all the reader guesses the mean of the kept.

    Parameters
    ----------
    alpha, gamma : (K,) arrays
        Intercepts drawn from the population, and the own intercept simulated from each with n observations. The
        intercepts and the errors, in standard errors, are stored with three decimals.
    observed, n : float, int
        The own intercept that the group's data gave, with two decimals, and its size: where the sliders start.
    mu : float
        Mean of the population.
    sigma, tau : float
        Standard deviations within and between groups, > 0.
    limits, sizes : pairs of int
        Ends of the slider of the observed own intercept, and of that of the size.
    name : str
        The group's.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    observed, n = round(float(observed), 2), int(n)
    low, high, fewest, most = map(int, (*limits, *sizes))
    tens = [fewest, *(size for size in (3, 10, 30) if fewest < size < most / 2), most]
    steps = sorted({n, *tens, *np.geomspace(fewest, most, SIZES).round().astype(int).tolist()})
    error = sigma / np.sqrt(n)
    alpha, errors = np.round([alpha, (np.asarray(gamma) - alpha) / error], 3)
    answer = alpha[np.abs(alpha + error * errors - observed) < error / 4].mean()
    least, greatest = sorted((round(float(mu), 2), observed))
    rows = [f"{intercept:.3f},{error:.3f}" for intercept, error in zip(alpha, errors, strict=True)]
    numeric = alt.CsvDataFormat(type="csv", parse={"alpha": "number", "error": "number"})
    measured = alt.Chart().transform_calculate(gamma="datum.alpha + standard_error * datum.error")
    measured = measured.transform_calculate(kept="abs(datum.gamma - observed) < window ? datum.alpha : null")
    draws, last = measured.transform_filter("datum.k <= drawn"), measured.transform_filter("datum.k == falling")
    x = alt.X("x:Q", title=INTERCEPT).axis(values=np.arange(low, high + 0.5, 0.5).tolist())
    x = x.scale(domain=[low - MARGIN, high + MARGIN], nice=False)
    reach = rounded(mu + 3 * np.hypot(sigma, tau) * np.array([-1, 1]))  # of the own intercepts from one observation
    chart = alt.layer(
        alt.layer(*_plane(draws, x, reach)).properties(name="plane"),
        alt.layer(*_densities(draws, x)).properties(name="densities"),
        *_numbers(draws),
        *_falling(last, x, reach),
        *_guess(x, f"observed == {observed} && n == {n}"),
        data=alt.Data(values="\n".join(["alpha,error", *rows]), format=numeric, name="draws"),
    ).resolve_scale(y="independent")
    chart = chart.transform_window(k="row_number()").add_params(
        alt.param(name="observed", value=observed, bind=_range("observed own intercept", low, high, 0.01)),
        alt.param(name="sizes", value=steps),
        alt.param(name="size", value=steps.index(n), bind=_range("houses measured", 0, len(steps) - 1, 1)),
        alt.param(name="n", expr="sizes[size]"),
        alt.param(name="drawn", value=len(rows)),
        alt.param(name="falling", value=0),
        alt.param(name="fallen", value=1),  # how much of its way
        *constants(mu=mu, sigma=sigma, tau=tau, left=low - MARGIN, right=high + MARGIN),
        alt.param(name="standard_error", expr="sigma / sqrt(n)"),
        alt.param(name="window", expr="standard_error / 4"),
        alt.param(name="precision", expr="n / pow(sigma, 2) + 1 / pow(tau, 2)"),
        alt.param(name="centre", expr="(n / pow(sigma, 2) * observed + 1 / pow(tau, 2) * mu) / precision"),
        alt.param(name="sd", expr="1 / sqrt(precision)"),
        alt.param(name="weight", expr="n / pow(sigma, 2) / precision"),
        alt.param(
            name="observed_in_words",
            expr=remarked("observed", 2, f"format(observed, '.2f') == '{observed:.2f}'", name),
        ),
        alt.param(name="n_in_words", expr="format(n, 'd')"),
        alt.param(
            name="mark", value=round((least + greatest) / 2, 2), bind=_range("your guess", least, greatest, 0.01)
        ),
        alt.param(name="mark_in_words", expr="format(mark, '.2f')"),
        *constants(answer=answer),
        alt.param(
            name="guess_in_words", expr="'Your guess: ' + mark_in_words + '. It is ' + format(answer, '.2f') + '.'"
        ),
    )
    ticks = [[low, f"{low}"], [rounded([mu])[0], PRIOR], [high, f"{high}"]]
    return Chart(
        chart,
        height=HEIGHT,
        inputs=[
            {"name": "observed", "says": "observed_in_words", "ticks": ticks},
            {"name": "size", "says": "n_in_words", "ticks": [[steps.index(size), f"{size}"] for size in tens]},
            {
                "name": "mark",
                "says": "mark_in_words",
                "ticks": [[end, f"{end:.2f}"] for end in (least, greatest)],
                "only": True,
            },
        ],
        status=["numbers", "last"],
        formula="numbers",
        draws=len(rows),
        guess={
            "question": "Where will the mean of those that are kept be? Move the mark there.",
            "input": "mark",
            "says": "guess_in_words",
        },
    )


def _range(label, low, high, step):
    return alt.binding_range(min=low, max=high, step=step, name=label)


def _one(**fields):
    """Return a chart of one row, which the sliders move."""
    return alt.Chart(alt.Data(values=[{}])).transform_calculate(**fields)


def _plane(draws, x, reach):
    """Yield the upper panel: across what was drawn, upwards the own intercept that it gave."""
    y = alt.Y("gamma:Q", title=["own intercept", "it showed"]).axis(tickCount=5)
    y = y.scale(domain=reach, range=list(PLANE), nice=False, zero=False)
    dots = draws.transform_calculate(x="datum.alpha").encode(x=x, y=y)
    kept = dots.transform_filter("datum.kept != null && !guessing")
    some = dots.transform_filter(f"datum.k <= {DOTS} && inrange(datum.gamma, {reach})")
    line = _one(gamma="observed", foot="observed - window", head="observed + window")
    yield some.mark_circle(size=7, color=COLOURS["prior"], opacity=0.3)
    yield line.mark_rect(color=COLOURS["data"], opacity=0.15).encode(y="foot:Q", y2="head:Q")
    yield line.mark_rule(color=COLOURS["data"], strokeDash=[3, 2], strokeWidth=2).encode(y="gamma:Q")
    yield kept.mark_circle(size=13, color=COLOURS["posterior"], opacity=1).properties(name="kept")
    middle = kept.transform_aggregate(middle="mean(alpha)")
    for where, text, meaning in (
        (_one(x="mu + tau", y=f"{reach[0]}", side="'left'"), "drawn", "prior"),
        (
            _one(x="observed > mu ? left : right", y="observed + window", side="observed > mu ? 'left' : 'right'"),
            "observed",
            "data",
        ),
        (middle.transform_calculate(x="datum.middle", y="observed + window", side="'center'"), "kept", "posterior"),
    ):
        where, place = where.encode(x="x:Q", y="y:Q"), {"align": alt.expr("datum.side"), "baseline": "bottom", "dy": -2}
        yield from with_halo(where, meaning, text=text, **place)


def _densities(draws, x):
    """Yield the lower panel: the histograms of all draws and of those kept, and the formula's curve."""
    top = "0.6 / sd"  # the curve's peak is at 0.4 / sd
    y = alt.Y("density:Q").axis(None)
    y = y.scale(domain=[0, alt.ExprRef(top)], range=[alt.expr("height"), BARS], nice=False, clamp=True)

    def histogram(of, meaning, opacity, *, start, width):
        of = of.transform_joinaggregate(total="count()").transform_filter(f"datum.total >= {FEWEST}")
        of = of.transform_calculate(bin=f"floor((datum.alpha - {start}) / ({width}))")
        of = of.transform_aggregate(count="count()", groupby=["bin", "total"])
        of = of.transform_calculate(x=f"{start} + datum.bin * {width}", end=f"{start} + (datum.bin + 1) * {width}")
        of = of.transform_calculate(density=f"datum.count / (datum.total * {width})").encode(x=x, x2="end:Q", y=y)
        return of.mark_rect(color=COLOURS[meaning], opacity=opacity, clip=True)

    yield histogram(draws, "prior", 0.2, start="mu", width="tau / 5").properties(name="bars_of_all")
    kept = draws.transform_filter("datum.kept != null && !guessing")
    yield histogram(kept, "posterior", 0.35, start="centre", width="sd * 0.4").properties(name="bars_of_kept")
    curve = alt.Chart(alt.sequence(-40, 41, as_="tenths")).transform_filter("!guessing")
    curve = curve.transform_calculate(x="centre + datum.tenths / 10 * sd")
    curve = curve.transform_calculate(density="densityNormal(datum.x, centre, sd)").encode(x=x, y=y)
    yield curve.mark_line(color=COLOURS["posterior"], strokeWidth=3, clip=True).properties(name="curve")
    inwards = "observed < left + 0.65 ? 'left' : observed > right - 0.65 ? 'right'"
    for at, text, meaning, dash, side in (
        ("mu", PRIOR, "prior", [7, 3], "observed > mu ? 'right' : 'left'"),
        ("observed", "observed", "data", [3, 2], f"{inwards} : observed > mu ? 'left' : 'right'"),
    ):
        line = _one(x=at, side=side, foot="0", head=top)
        rule = line.mark_rule(color=COLOURS[meaning], strokeDash=dash, strokeWidth=1.4)
        yield rule.encode(x="x:Q", y="foot:Q", y2="head:Q")
        place = {"align": alt.expr("datum.side"), "dx": alt.expr("datum.side == 'left' ? 5 : -5"), "dy": 9}
        yield from with_halo(line.encode(x="x:Q", y="head:Q"), meaning, text=text, **place)


def _numbers(draws):
    """Yield how many are kept, their mean with its standard error and their sd, and what the formula says."""
    kept = draws.transform_aggregate(number="valid(kept)", mean="mean(kept)", spread="stdevp(kept)")
    count = "(datum.number > 0 ? format(datum.number, ',') : 'none') + ' of ' + format(drawn, ',') + ' kept'"
    found = "'mean ' + format(datum.mean, '.3f') + ' ± ' + format(sd / sqrt(datum.number), '.3f')"
    found += " + ', sd ' + format(datum.spread, '.3f')"
    why = "drawn < 1000 ? 'too few yet for a histogram' : 'it is rare to show such an intercept'"
    found = f"(datum.number >= {FEWEST} ? {found} : {why})"
    formula = "'formula: mean ' + format(centre, '.3f') + ', sd ' + format(sd, '.3f')"
    terms = average_in_vega("centre", "weight", "observed", "mu")
    kept = kept.transform_calculate(
        lines=f"narrow ? [{count}, {found}, {formula}] : [{count} + ': ' + {found}, {formula}]", terms=terms
    )
    kept = kept.transform_filter("!guessing").encode(x=alt.value(0), y=alt.value(NUMBERS), text="lines:N")
    yield from with_halo(kept, "posterior", name="numbers", align="left", baseline="top", lineHeight=LINE)


def _falling(last, x, reach):
    """Yield the last draw on its way: from above to its own intercept, and on to the foot if it is kept."""
    head, foot = reach[1], PLANE[0]
    last = last.transform_calculate(
        at=f"clamp({foot} * ({head} - datum.gamma) / {head - reach[0]}, {PLANE[1]}, {foot})"
    )
    last = last.transform_calculate(
        x="datum.alpha",
        goal="datum.kept == null ? datum.at : height - 6",
        fate="fallen < 0.5 ? 'drawn' : datum.kept == null ? 'thrown away' : 'kept'",
    )
    colours = f"{{drawn: '{COLOURS['prior']}', kept: '{COLOURS['posterior']}', 'thrown away': '{COLOURS['muted']}'}}"
    last = last.transform_calculate(
        way="2 * min(fallen, 0.5) * datum.at + 2 * max(fallen - 0.5, 0) * (datum.goal - datum.at)",
        colour=f"{colours}[datum.fate]",
    )
    dot = last.mark_circle(size=160, stroke=GROUND, strokeWidth=1.5, opacity=1)
    dot = dot.encode(x=x, y=alt.Y("way:Q", scale=None), color=alt.Color("colour:N", scale=None))
    yield dot.properties(name="falling")
    its = f"(narrow ? '' : 'its ' + {houses_in_vega('n')} + ' ')"
    words = f"'last: ' + format(datum.alpha, '.2f') + ', ' + {its} + 'showed '"
    words += " + format(datum.gamma, '.2f') + ', ' + datum.fate"
    words = last.transform_calculate(words=words).encode(
        x=alt.value(0), y=alt.value(alt.expr(f"{NUMBERS} + {LINE} * (narrow ? 3 : 2)")), text="words:N"
    )
    yield from with_halo(words, "ink", name="last", align="left", baseline="top")


def _guess(x, asked):
    """Yield a line at the place that is, or was, the reader's guess, as long as all is as it was `asked`."""
    at = _one(x="guessing ? mark : guess", side="datum.x > (left + right) / 2 ? 'right' : 'left'")
    at = at.transform_filter(f"guessing || isNumber(guess) && !falling && {asked}").encode(x=x)
    rule = at.mark_rule(color=COLOURS["ink"], strokeWidth=1.6, strokeDash=[3, 3])
    yield rule.encode(y=alt.value(BARS - 4), y2=alt.value("height")).properties(name="guessed")
    label = at.encode(y=alt.value(BARS - 14))
    yield from with_halo(label, "ink", text="your guess", align=alt.expr("datum.side"))
