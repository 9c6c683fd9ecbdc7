"""The derivative at a point: the pull of the data and the pull of the prior as two arrows, and their sum."""

import altair as alt

from ...pooling import partial_pool
from ..style import COLOURS, GROUND
from ..words import INTERCEPT, remarked
from .display import Chart, arrow, constants, rounded, with_halo

ABOVE, ROWS = 140, {"data": 190, "prior": 240, "posterior": 290}  # pixels: the foot of the curve, and the arrows' rows
FOOT = 304  # of the broken lines
STEP = 0.01
TANGENT = (("alpha", "reach"), ("rise", "derivative * reach"))  # half of what it covers, to the right and upwards


def two_pulls(gamma, n, mu, *, sigma, tau):
    r"""Draw one group's log-posterior, a point on it that the reader moves, and what pulls the point to either side.

    The reader is first asked where the pulls cancel. Then an arrow is as long as its pull divided by the sum of the two
    precisions, :math:`n_j / \sigma^2 + 1 / \tau^2`, so that the arrow of both together ends at the peak.

    Parameters
    ----------
    gamma, n : float, int
        The group's own intercept and its size, at least 1.
    mu, sigma, tau : float
        Overall mean, and standard deviations within and between groups, > 0.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    reach, middle = abs(gamma - mu), (gamma + mu) / 2
    low, high, start = (round(middle + share * reach, 2) for share in (-1.1, 1.1, 0.2))
    peak, sd, _ = partial_pool(gamma, n, mu, sigma=sigma, tau=tau)
    depth = max(high - peak, peak - low) ** 2 / (2 * sd**2)
    x = alt.X("alpha:Q", title=INTERCEPT).axis(tickCount=6)
    x = x.scale(domain=rounded([low - 0.02 * (high - low), high + 0.02 * (high - low)]), nice=False, zero=False)
    dial = alt.binding_range(min=low, max=high, step=STEP, name="α, a value to try")
    return Chart(
        alt.layer(*_curve(x, depth), *_arrows()).add_params(
            alt.param(name="alpha", value=start, bind=dial),
            *constants(gamma=gamma, n=n, mu=mu, sigma=sigma, tau=tau, low=low, high=high, depth=depth),
            *_computed(),
        ),
        height=350,
        inputs=[{"name": "alpha", "says": "alpha_in_words", "ticks": [[low, f"{low:.2f}"], [high, f"{high:.2f}"]]}],
        status="sentences",
        presets={
            label: {"alpha": rounded([at])[0]}
            for label, at in (("at γⱼ", gamma), ("at μ", mu), ("where the pulls cancel", peak))
        },
        drags=[{"layer": "point", "input": "alpha", "scale": "x", "ends": [low, high]}],
        guess={
            "question": "Where between μ and γⱼ do the two pulls cancel? Move the point there.",
            "input": "alpha",
            "says": "guess_in_words",
        },
    )


def _computed():
    """Yield the two precisions, the pulls and the height of the log-posterior, less that of its peak."""
    for parameter, formula in {
        "on_data": "n / pow(sigma, 2)",
        "on_mean": "1 / pow(tau, 2)",
        "precision": "on_data + on_mean",
        "peak": "(on_data * gamma + on_mean * mu) / precision",
        "from_data": "on_data * (gamma - alpha)",
        "from_prior": "on_mean * (mu - alpha)",
        "derivative": "from_data + from_prior",
        "rise": "guessing ? -depth / 2 : -precision / 2 * pow(alpha - peak, 2)",
        "reach": "0.09 * (high - low)",
        "edge": "0.14 * (high - low)",
        "balanced": "abs(alpha - peak) < 1e-9",
        "guess_in_words": "'Your guess: ' + format(guess, '.2f') + '. They cancel at ' + format(peak, '.2f') + '.'",
        "alpha_in_words": remarked("alpha", 2, "balanced && !guessing", "the peak"),
    }.items():
        yield alt.param(name=parameter, expr=formula)


def _curve(x, depth):
    """Yield the log-posterior less that of its peak, the places of its parts' peaks, the point, and its tangent."""
    y = alt.Y("rise:Q", title=None).axis(labels=False, ticks=False, domain=False)
    y = y.scale(domain=rounded([-1.05 * depth, 0.25 * depth]), range=[ABOVE, 0], nice=False, zero=False)
    steps = alt.SequenceParams(start=0, stop=101, step=1, **{"as": "step"})
    curve = alt.Chart(alt.SequenceGenerator(steps, name="along"), name="curve").transform_filter("!guessing")
    curve = curve.transform_calculate(alpha="low + datum.step * (high - low) / 100")
    curve = curve.transform_calculate(rise="-precision / 2 * pow(datum.alpha - peak, 2)")
    yield curve.mark_line(strokeWidth=3.5, color=COLOURS["posterior"]).encode(x=x, y=y)
    for text, meaning, place, when in (
        ("γⱼ", "data", "gamma", "true"),
        ("μ", "prior", "mu", "true"),
        ("α̂ⱼ", "posterior", "peak", "!guessing"),
        ("your guess", "ink", "guess", "isNumber(guess)"),
    ):
        at = (
            alt.Chart(alt.Data(values=[{}], name=f"at_{place}")).transform_filter(when).transform_calculate(alpha=place)
        )
        dashes = {"strokeWidth": 1.2, "strokeDash": [3, 3], "color": COLOURS[meaning]}
        top = ABOVE + 4 if place == "guess" else 10  # below the curve
        yield at.mark_rule(**dashes).encode(x="alpha:Q", y=alt.value(top + 10), y2=alt.value(FOOT))
        inwards = {"align": alt.expr(f"{place} < low + edge ? 'left' : {place} > high - edge ? 'right' : 'center'")}
        yield from with_halo(at.encode(x="alpha:Q", y=alt.value(top)), meaning, text=text, fontWeight="bold", **inwards)
    point = alt.Chart(alt.Data(values=[{}], name="here")).transform_calculate(alpha="alpha", rise="rise", reach="reach")
    ends = {
        f"{end}_{of}": f"datum.{of} {sign} {by}" for end, sign in (("from", "-"), ("to", "+")) for of, by in TANGENT
    }
    tangent = point.transform_filter("!guessing").transform_calculate(**ends)
    tangent = tangent.mark_rule(strokeWidth=2.5, color=COLOURS["ink"], clip=True)
    yield tangent.encode(x="from_alpha:Q", x2="to_alpha:Q", y="from_rise:Q", y2="to_rise:Q")
    dot = point.mark_circle(color=COLOURS["posterior"], stroke=GROUND, strokeWidth=1.5, size=260, opacity=1)
    yield dot.encode(x=x, y=y).properties(name="point")


def _arrows():
    """Yield for each pull and for their sum the arrow from the point, and above it the pull in words."""
    says = {"data": "the houses pull by ", "prior": "the population pulls by ", "posterior": "together "}
    rows = [{"part": part, "colour": COLOURS[part], "row": row, "says": says[part]} for part, row in ROWS.items()]
    pulls = alt.Chart(alt.Data(values=rows, name="pulls")).transform_filter("!guessing")
    pulls = pulls.transform_calculate(pull="{data: from_data, prior: from_prior, posterior: derivative}[datum.part]")
    pulls = pulls.transform_calculate(end="alpha + datum.pull / precision", start="alpha")
    colour, row = alt.Color("colour:N", scale=None), alt.Y("row:Q", scale=None)
    moving = pulls.transform_filter("abs(datum.pull) > 1e-9")
    shaft, head = arrow(moving, x="start:Q", x2="end:Q", y=row, color=colour)
    yield from (shaft.properties(name="arrows"), head)
    number = "format(datum.pull, '+.2f')"
    words = f"{{data: {_product('on_data', 'gamma')} + {number}, prior: {_product('on_mean', 'mu')} + {number}, "
    words += f"posterior: balanced ? '0.00: in balance' : {number}}}[datum.part]"
    text = pulls.transform_calculate(text=f"datum.says + {words}", above="datum.row - 20")
    place = {"x": alt.value(0), "y": alt.Y("above:Q", scale=None), "text": "text:N"}
    left = {"align": "left", "baseline": "middle"}
    yield text.mark_text(stroke=GROUND, strokeWidth=4, strokeJoin="round", **left).encode(**place)
    yield text.mark_text(**left).encode(**place, color=colour).properties(name="sentences")


def _product(precision, centre):
    return f"format({precision}, '.2f') + ' · ' + format({centre} - alpha, '.2f') + ' = '"
