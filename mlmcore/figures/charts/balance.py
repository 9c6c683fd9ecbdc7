"""One group's prior, data and posterior, and the weighted average as the point where a beam with two weights rests."""

import json
import math

import altair as alt

from ...pooling import partial_pool
from ..style import COLOURS, LINES
from ..words import INTERCEPT, average_in_vega, houses_in_vega, remarked, weight_in_vega
from .display import Chart, constants, rounded, tau_from_0_to_infinity, with_halo

MOST = 15  # sizes from 0 to this have a place each on the slider, and some beyond
BEYOND = (20, 30, 50, 80)
SHOWN = {"data": "n > 0", "posterior": "!guessing"}
STILL = 5  # the size up to which the vertical axis stays as it is
SIGMA = (0.8, 1.3)  # the ends of its slider, as multiples of the fitted value
NARROW = 0.7  # of the fitted tau: a prior narrower than this leaves the picture at the top
# Heights under the curves, as shares of the curves' own.
BLOCK, BEAM, REST, FLOOR = 0.27, -0.35, -0.49, -0.62
PARTS = {"prior": ("mu", "tau"), "data": ("gamma", "data_sd"), "posterior": ("mean", "sd")}  # centre, spread


def balance(gamma, n, mu, *, sigma, tau, name, others=None):
    """Draw the densities of one group's intercept by the prior, by its data and by both, and the two in the balance.

    Under the curves a beam joins the overall mean and the group's own intercept. Each carries a block as high as its
    weight, and the beam rests on the weighted average. Sliders move the own intercept, the overall mean, n, sigma and
    tau, which goes from 0 to infinity; the two blocks can be dragged. The horizontal axis stays as it is; the vertical
    one grows only with the observations, from 5 on. So a prior leaves the picture at the top as tau goes to 0, where it
    is a spike, and at the sides as tau grows; at infinity it is flat and lies on the ground. The reader is first asked
    where the beam will rest.

    Parameters
    ----------
    gamma, n : float, int
        The group's own intercept and its size: the sliders' start. The one moves from here to as far on the other side
        of mu, the other from 0 to 15, and on in steps to the largest size of all groups named here.
    mu : float
        Overall mean, where its slider starts; it moves as far as the own intercept.
    sigma, tau : float
        The fitted standard deviations within and between groups, > 0, where their sliders start.
    name : str
        The group's.
    others : dict of pairs, optional
        By name, own intercept and size of other groups, each no farther from mu than this one; a button shows each. A
        group of size 0 has no own intercept: any number will do.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    groups = {name: (gamma, int(n))} | {label: (own, int(size)) for label, (own, size) in (others or {}).items()}
    most = max(MOST, *(size for _, size in groups.values()))
    sizes = sorted(
        {*range(MOST + 1), *(size for size in BEYOND if size < most), *(size for _, size in groups.values())}
    )
    settings = {  # each group's own intercept as a share of the way from the overall mean to this one's, and its size
        label: {"way": rounded([(own - mu) / (gamma - mu)])[0] if size else 1, "size": sizes.index(size)}
        for label, (own, size) in groups.items()
    }
    reach = abs(gamma - mu) + 2 * SIGMA[1] * sigma  # two standard deviations of a single observation
    answer = partial_pool(gamma, n, mu, sigma=sigma, tau=tau).mean
    precision = STILL / (SIGMA[0] * sigma) ** 2 + 1 / (NARROW * tau) ** 2
    usual = 1.04 * math.sqrt(precision / (2 * math.pi))
    x = alt.X("alpha:Q", title=INTERCEPT).axis(tickCount=6)
    y = alt.Y("density:Q", title=None).axis(labels=False, ticks=False, domain=False)
    x = x.scale(domain=rounded([mu - reach, mu + reach]), nice=False, zero=False)
    y = y.scale(domain=[alt.expr(f"{FLOOR} * top"), alt.expr("top")], nice=False, zero=False)
    drag = {"layer": "blocks", "scale": "x", "ends": rounded([2 * mu - gamma, gamma])}
    both = (-1, 1, 0.02)
    least, greatest = sorted(round(end, 2) for end in (gamma, mu))
    parameters, tau_slider = tau_from_0_to_infinity(tau, "fitted")
    return Chart(
        alt.layer(*_curves(x, y), *_beam(), *_guess(), *_labels())
        .properties(title=alt.Title(alt.expr(_who(settings) + _setting())))
        .add_params(
            *constants(
                fitted_mu=mu, own=gamma, fitted_sigma=sigma, usual=usual, answer=answer, reach=reach, half=reach / 45
            ),
            alt.param(name="sizes", value=sizes),
            _range("way", 1, both, "γ, own intercept"),
            _range("mu_way", 0, both, "μ, overall mean"),
            _range("size", sizes.index(int(n)), (0, len(sizes) - 1, 1), "n, houses"),
            _range("times_sigma", 1, (*SIGMA, 0.05), "σ, within counties"),
            *parameters,
            _range("mark", round((gamma + mu) / 2, 2), (least, greatest, 0.01), "your guess"),
            *_computed(),
        ),
        height=360,
        inputs=[
            {"name": "way", "says": "gamma_in_words", "ticks": _ticks((-1, 1), (2 * mu - gamma, gamma))},
            {"name": "mu_way", "says": "mu_in_words", "ticks": _ticks((-1, 0, 1), (2 * mu - gamma, "fitted μ", gamma))},
            {"name": "size", "says": "n_in_words", "ticks": [[at, str(sizes[at])] for at in (0, MOST, len(sizes) - 1)]},
            {"name": "times_sigma", "says": "sigma_in_words", "ticks": fitted_ticks("σ", sigma, *SIGMA)},
            tau_slider,
            {
                "name": "mark",
                "says": "mark_in_words",
                "ticks": _ticks((least, greatest), (least, greatest)),
                "only": True,
            },
        ],
        status="labels",
        formula="rest",
        presets=settings,
        guess={
            "question": "Where between μ and γⱼ will the beam rest? Move the mark there.",
            "input": "mark",
            "says": "guess_in_words",
        },
        drags=[
            drag | {"where": {"part": "data"}, "input": "way"},
            drag | {"where": {"part": "prior"}, "input": "mu_way"},
        ],
    )


def _who(settings):
    """Return the name of the group whose own intercept and size these are, as an expression of Vega."""
    names = (
        f"size == {at['size']} && way == {at['way']} ? {json.dumps(label + ', ')} : "
        for label, at in settings.items()
        if at["size"]  # a group without observations may be any
    )
    return f"({''.join(names)}'')"


def _setting():
    return f" + {houses_in_vega('n')} + ', σ = ' + format(sigma, '.2f') + ', τ = ' + {_spread('tau')}"


def _spread(name):
    return f"(isFinite({name}) ? format({name}, '.2f') : '∞')"


def _range(name, start, ends, label):
    low, high, step = ends
    return alt.param(name=name, value=start, bind=alt.binding_range(min=low, max=high, step=step, name=label))


def _ticks(places, labels):
    labels = (label if isinstance(label, str) else f"{label:z.2f}".replace("-", "−") for label in labels)
    return [list(tick) for tick in zip(places, labels, strict=True)]


def fitted_ticks(symbol, scale, low, high):
    """Return the ticks of a slider of multiples of a fitted scale: its ends and the fit."""
    return _ticks((low, 1, high), (low * scale, f"fitted {symbol}", high * scale))


def _computed():
    """Yield what follows from the inputs, as `partial_pool` has it, and the inputs in words."""
    for parameter, formula in {
        "n": "sizes[size]",
        "gamma": "fitted_mu + way * (own - fitted_mu)",
        "mu": "fitted_mu + mu_way * (own - fitted_mu)",
        "sigma": "times_sigma * fitted_sigma",
        "data_sd": "sigma / sqrt(n)",
        "weight": f"n > 0 ? {weight_in_vega('n')} : 0",
        "mean": "weight * gamma + (1 - weight) * mu",
        "sd": "1 / hypot(sqrt(n) / sigma, 1 / tau)",
        "top": f"max(usual, 1.04 * hypot(sqrt(n) / sigma, 1 / max(tau, {NARROW} * fitted)) / sqrt(2 * PI))",
        "gap": "n > 0 ? max(2 * half - abs(gamma - mu), 0) : 0",  # what two blocks side by side lack
        "side": "gamma < mu ? -1 : 1",  # of the overall mean, on which the own intercept lies
        "gamma_in_words": remarked("gamma", 2, "way == mu_way", "as μ"),
        "mu_in_words": remarked("mu", 2, "mu_way == 0", "fitted"),
        "n_in_words": houses_in_vega("n"),
        "mark_in_words": "format(mark, '.2f')",
        "guess_in_words": "'Your guess: ' + format(guess, '.2f') + '. It rests at ' + format(mean, '.2f') + '.'",
        "sigma_in_words": remarked("sigma", 2, "times_sigma == 1", "fitted"),
    }.items():
        yield alt.param(name=parameter, expr=formula)


def _curves(x, y):
    """Yield the densities, each with four standard deviations on either side: without one a spike, or all flat."""
    steps = alt.SequenceParams(start=-80, stop=81, step=1, **{"as": "step"})
    yield (
        alt.Chart(alt.Data(values=[{}], name="ground"))
        .mark_rule(color=COLOURS["muted"], strokeWidth=1)
        .encode(y=alt.datum(0))
    )
    for part, (centre, spread) in reversed(PARTS.items()):  # the broken lines over the full one: they may coincide
        curve = alt.Chart(alt.SequenceGenerator(steps, name=f"along_{part}"), name=part)
        if part in SHOWN:
            curve = curve.transform_filter(SHOWN[part])
        bell = f"exp(-datum.z * datum.z / 2) / ({spread} * sqrt(2 * PI))"
        curve = curve.transform_calculate(z="datum.step / 20").transform_calculate(
            alpha=f"{centre} + (isFinite({spread}) ? {spread} : reach) * datum.z",
            density=f"{spread} > 0 ? {bell} : datum.step > -80 ? top : 0",
        )
        yield curve.mark_line(clip=True, **_line(**LINES[part])).encode(x=x, y=y)


def _line(color, linestyle, linewidth):
    """Return the figures' line in Vega's words, and in pixels for its points."""
    dashes = [] if linestyle == "-" else [round(dash * linewidth * 110 / 72, 1) for dash in linestyle[1]]
    return {"color": color, "strokeWidth": round(linewidth * 110 / 72, 1), "strokeDash": dashes}


def _beam():
    """Yield each centre carried down from its peak, the beam with its blocks, and the point on which it rests."""
    rows = _rows("prior", "data", "posterior", table="centres")
    peaks = rows.transform_calculate(peak="min(0.98 * top, 1 / (datum.spread * sqrt(2 * PI)))", foot=f"{BEAM} * top")
    yield peaks.mark_rule(strokeWidth=1.2, opacity=0.8).encode(x="centre:Q", y="peak:Q", y2="foot:Q", color=_colour())
    blocks = (
        _rows("prior", "data", table="sources")
        .transform_calculate(low="datum.middle - half", high="datum.middle + half", foot=f"{BEAM} * top")
        .transform_calculate(head=f"datum.foot + datum.share * {BLOCK} * top")
    )
    place = {"x": "low:Q", "x2": "high:Q", "y": "head:Q", "y2": "foot:Q"}
    yield (
        blocks.transform_filter("!guessing")
        .mark_rect(opacity=1)
        .encode(**place, color=_colour())
        .properties(name="blocks")
    )
    yield (
        blocks.transform_aggregate(low="min(low)", high="max(high)", foot="min(foot)")
        .mark_rule(color=COLOURS["ink"], strokeWidth=4, strokeCap="round")
        .encode(x="low:Q", x2="high:Q", y="foot:Q")
    )
    terms = average_in_vega("mean", "weight", "gamma", "mu", without_own="n == 0")
    rest = _rows("posterior", table="rest").transform_calculate(foot=f"{BEAM} * top", terms=terms)
    yield (
        rest.mark_point(shape="triangle-up", filled=True, size=300, yOffset=11, opacity=1)
        .encode(x="centre:Q", y="foot:Q", color=_colour())
        .properties(name="rest")
    )


def _guess():
    """Yield a line at the place that is, or was, the reader's guess, as long as its answer is there."""
    at = alt.Chart(alt.Data(values=[{}], name="at_guess"))
    at = at.transform_filter("guessing || isNumber(guess) && abs(mean - answer) < 1e-9")
    at = at.transform_calculate(at="guessing ? mark : guess", head="0.86 * top", foot=f"{BEAM} * top").encode(x="at:Q")
    dashes = {"strokeWidth": 1.6, "strokeDash": [3, 3], "color": COLOURS["ink"]}
    yield at.mark_rule(**dashes).encode(y="head:Q", y2="foot:Q").properties(name="guessed")
    yield from with_halo(at.encode(y=alt.value(9)), "ink", text="your guess")


def _labels():
    """Yield the numbers: outside the blocks those of the two sources, under the beam those of the posterior."""
    numbers = f"format(datum.centre, '.2f') + ' ± ' + {_spread('datum.spread')}"
    lines = f"datum.outward == 0 ? datum.part + ' ' + {numbers} : "
    lines += f"slice([datum.part, datum.part == 'data' && n == 0 ? 'none' : {numbers}, "
    lines += "'weight ' + format(datum.share, '.2f')], 0, guessing ? 2 : 3)"
    labels = (
        _rows("prior", "data", "posterior", table="numbers", without_data=True)
        .transform_calculate(lines=lines, at="datum.middle + datum.outward * half")
        .transform_calculate(height=f"top * (datum.outward == 0 ? {REST} : {BEAM + BLOCK})")
    )
    yield (
        labels.mark_text(
            align=alt.expr("datum.outward == 0 ? 'center' : datum.outward < 0 ? 'right' : 'left'"),
            dx=alt.expr("8 * datum.outward"),
            baseline="top",
            lineHeight=22,
        )
        .encode(x="at:Q", y="height:Q", text="lines:N", color=_colour())
        .properties(name="labels")
    )


def _rows(*parts, table, without_data=False):
    """Return a row for each part: its centre, spread and share, which way is outward, and where its block stands.

    Where the centres meet, the blocks stand side by side, moved apart so that the beam still rests where it did.
    """
    rows = alt.Chart(alt.Data(values=[{"part": part, "colour": COLOURS[part]} for part in parts], name=table))
    for part, when in SHOWN.items():
        if part != "data" or not without_data:
            rows = rows.transform_filter(f"datum.part != '{part}' || {when}")
    rows = rows.transform_calculate(
        centre="{prior: mu, data: gamma, posterior: mean}[datum.part]",
        spread="{prior: tau, data: data_sd, posterior: sd}[datum.part]",
        share="{prior: 1 - weight, data: weight, posterior: 1}[datum.part]",
        outward="{prior: -side, data: side, posterior: 0}[datum.part]",
    )
    return rows.transform_calculate(middle="datum.centre + datum.outward * (1 - datum.share) * gap")


def _colour():
    return alt.Color("colour:N", scale=None)
