"""Every group on its way between its own data and the overall mean, at any tau."""

import altair as alt

from ...pooling import pooling_weight
from ..style import COLOURS, GROUND
from ..words import DATA, INTERCEPT, POSTERIOR, PRIOR, average_in_vega, houses, houses_in_vega, weight_in_vega
from .display import Chart, constants, rounded, rows_of, second_row, tau_from_0_to_infinity, under_heads, with_halo


def pooling_slider(
    gamma, n, mu, *, sigma, tau, labels, name, intercept=INTERCEPT, group="county", row="house", ask=False
):
    """Draw each group as a straight line from its own intercept to the overall mean; a slider moves its estimate.

    The estimate is a dot at :math:`1 - w_j` of the way, larger for larger groups: the weighted average at the tau that
    the reader chooses, from 0 to infinity; mu and sigma stay as they are. A group that is pointed at, or chosen from
    the list, shows its numbers. If it is to `ask`, the reader first guesses where on its line an estimate lies.

    Parameters
    ----------
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    mu : float
        Overall mean, the same at every tau.
    sigma, tau : float
        Standard deviation within groups, and the fitted one between them, > 0, where the slider starts.
    name : sequence of str
        Labels of the groups to name; the first is the one chosen at the start.
    intercept, group, row : str
        What to call the vertical axis, a group and an observation; without them, those of radon.
    ask : bool
        Whether to ask for the share of its way that the first named group goes, before any estimate is drawn.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    rows = rows_of(labels, n=n, gamma=gamma)
    groups = alt.Chart()
    estimates = groups.transform_filter("!guessing") if ask else groups
    chosen = _choice(rows, name[0], group)
    x, y = _axes(min(gamma), max(gamma), intercept)
    track = {"x": "start:Q", "x2": "end:Q", "y": "gamma:Q", "y2": "mean:Q"}
    dot = {"x": x, "y": y, "size": alt.Size("area:Q", scale=None)}
    ink = {"color": COLOURS["ink"], "opacity": 1}
    chart = alt.layer(
        groups.mark_rule(color=COLOURS["muted"], strokeWidth=0.7, opacity=0.5).encode(**track),
        groups.mark_circle(color=COLOURS["data"], size=16, opacity=1).encode(x="start:Q", y="gamma:Q"),
        groups.transform_filter(chosen).mark_rule(strokeWidth=1.8, **ink).encode(**track),
        estimates.mark_circle(color=COLOURS["posterior"], stroke=GROUND, strokeWidth=0.9, opacity=1)
        .encode(**dot)
        .properties(name="estimates")
        .add_params(chosen),
        _overall_mean(),
        estimates.transform_filter(chosen).mark_point(strokeWidth=2, **ink).encode(**dot),
        *(_guess(groups, name[0]) if ask else ()),
        *_heads(),
        *_names(groups, name, row),
        *_numbers(estimates.transform_filter(chosen), row),
        data=alt.Data(values=rows, name="groups"),
    )
    chart = (
        chart.transform_calculate(weight=weight_in_vega("datum.n"))
        .transform_calculate(estimate="datum.weight * datum.gamma + (1 - datum.weight) * mu", pull="1 - datum.weight")
        .transform_calculate(start="0", end="1", mean="mu", area="34 + 4 * datum.n")
        .properties(title=alt.Title(alt.expr("'τ = ' + tau_in_words")))
    )
    parameters, slider = tau_from_0_to_infinity(tau)
    (first,) = (row for row in rows if row["group"] == name[0])
    marked, mark, guess = _question(first, sigma, tau, row) if ask else ((), (), None)
    return Chart(
        chart.add_params(*parameters, *constants(mu=mu, sigma=sigma), *marked),
        height=400,
        inputs=[slider, {"name": "chosen_group"}, *mark],
        status="numbers",
        formula="numbers",
        presets={label: {"chosen_group": label} for label in name},
        guess=guess,
    )


def _question(group, sigma, tau, row):
    """Return the parameters of a mark for the reader's guess, what the page needs of it, and what is asked."""
    answer = 1 - pooling_weight(group["n"], sigma=sigma, tau=tau)
    dial = alt.binding_range(min=0, max=1, step=0.01, name="your guess")
    says = "'Your guess: ' + mark_in_words + '. It goes ' + format(100 * answer, '.0f') + ' %.'"
    parameters = [
        alt.param(name="mark", value=0.5, bind=dial),
        alt.param(name="mark_in_words", expr="format(100 * mark, '.0f') + ' % of the way'"),
        *constants(answer=answer),
        alt.param(name="guess_in_words", expr=says),
    ]
    ticks = [[0, "0 %"], [1, "100 %"]]
    return (
        parameters,
        [{"name": "mark", "says": "mark_in_words", "ticks": ticks, "only": True}],
        {
            "question": f"How far will {group['group']}, with {houses(group['n'], row)}, go to the {PRIOR}? "
            "Move the mark there.",
            "input": "mark",
            "says": "guess_in_words",
        },
    )


def _guess(groups, name):
    """Yield a line at the share that is, or was, the reader's guess, as long as its answer is there."""
    at = groups.transform_filter(alt.FieldOneOfPredicate("group", oneOf=[name]))
    at = at.transform_filter("guessing || isNumber(guess) && s == 0.5")
    at = at.transform_calculate(at="guessing ? mark : guess").transform_calculate(
        height="datum.gamma + datum.at * (mu - datum.gamma)",
        side="datum.at < 0.2 ? 'left' : datum.at > 0.8 ? 'right' : 'center'",
    )
    dashes = {"strokeWidth": 1.6, "strokeDash": [3, 3], "color": COLOURS["ink"]}
    yield at.mark_rule(**dashes).encode(x="at:Q", y="height:Q", y2=alt.value("height"))
    yield (
        at.mark_point(strokeWidth=2, size=90, color=COLOURS["ink"], opacity=1)
        .encode(x="at:Q", y="height:Q")
        .properties(name="guessed")
    )
    label = at.encode(x="at:Q", y=alt.value(alt.expr("height - 9")))
    yield from with_halo(label, "ink", text="your guess", align=alt.expr("datum.side"))


def _choice(rows, first, group):
    """Return the selection of one group: by pointing near its dot, or from a list."""
    names = sorted(row["group"] for row in rows)
    return alt.selection_point(
        name="chosen",
        fields=["group"],
        value=[{"group": first}],
        bind=alt.binding_select(options=names, name=group),
        on="pointermove",  # not where the page moves under the pointer
        nearest=True,
        clear=False,
    )


def _axes(low, high, intercept):
    room = high - low
    x = alt.X("pull:Q", title=f"share of the way to the {PRIOR}")
    y = alt.Y("estimate:Q", title=intercept).axis(tickCount=6)
    return (
        x.scale(domain=[-0.02, 1.04], nice=False).axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1]),
        y.scale(domain=rounded([low - 0.05 * room, high + 0.2 * room]), range=under_heads(), nice=False, zero=False),
    )


def _overall_mean():
    point = alt.Chart(alt.Data(values=[{}], name="overall")).transform_calculate(end="1", mean="mu")
    return point.mark_point(shape="diamond", filled=True, size=170, opacity=1, color=COLOURS["prior"]).encode(
        x="end:Q", y="mean:Q"
    )


def _heads():
    for text, x, meaning, side, y in (
        (DATA, 0, "data", "left", alt.value(8)),
        (POSTERIOR, 0.46, "posterior", "center", second_row(8)),
        (PRIOR, 1.04, "prior", "right", alt.value(8)),
    ):
        chart = alt.Chart(alt.Data(values=[{"x": x}]))
        yield from with_halo(chart.encode(x="x:Q", y=y), meaning, text=text, align=side, fontWeight="bold")


def _names(groups, name, row):
    """Yield the named groups' labels, each at the start of its line, on the side where the lines do not go."""
    named = groups.transform_filter(alt.FieldOneOfPredicate("group", oneOf=list(name)))
    named = named.transform_calculate(label=f"datum.group + ', ' + {houses_in_vega('datum.n', row)}")
    place = {"align": "left", "dx": 12, "dy": alt.expr("datum.gamma > mu ? -8 : 24")}
    yield from with_halo(named.encode(x="start:Q", y="gamma:Q", text="label:N"), "ink", **place)


def _numbers(chosen, row):
    lines = f"[datum.group, {houses_in_vega('datum.n', row)}, 'weight ' + format(datum.weight, '.2f'), "
    lines += "'estimate ' + format(datum.estimate, '.2f')]"
    terms = average_in_vega("datum.estimate", "datum.weight", "datum.gamma", "mu")
    chosen = chosen.transform_calculate(lines=lines, terms=terms)
    chosen = chosen.encode(x="end:Q", y=second_row(40), text="lines:N")
    yield from with_halo(chosen, "ink", name="numbers", align="right", baseline="top", lineHeight=22)
