"""The derivative of the log-density of all own intercepts: what each group pulls at the overall mean, and their sum."""

import altair as alt
import numpy as np

from ..style import COLOURS, GROUND
from ..words import remarked
from .display import Chart, arrow, constants, rounded, rows_of, with_halo

WORDS, FOOT, ARROW = 70, 220, 262  # pixels from the top: the foot of the words, that of the pulls, the row of the arrow
STEP = 0.01


def sum_of_pulls(gamma, n, mu, *, sigma, tau, labels, candidates):
    r"""Draw what every group pulls at a value of the overall mean that the reader moves, and their sum as an arrow.

    A group pulls by its distance times its precision, :math:`(\gamma_j - \mu) / (\tau^2 + \sigma^2 / n_j)`. The arrow
    is as long as the sum divided by the sum of the precisions, so that it ends at the weighted mean.

    Parameters
    ----------
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    mu : float
        The weighted mean, where the sum is zero.
    sigma, tau : float
        Standard deviations within and between groups, > 0.
    candidates : dict of float
        Other means, by name, none farther from mu than 1.3 tau; a button for each.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    rows = rows_of(labels, n=n, gamma=gamma)
    low, high = (STEP * round((mu + side * 1.3 * tau) / STEP) for side in (-1, 1))
    low, high, start = rounded([low, high, STEP * round((mu + 0.8 * tau) / STEP)])
    away = np.maximum(np.abs(gamma - low), np.abs(gamma - high))
    most = 1.05 * max(away / (tau**2 + sigma**2 / n))
    dial = alt.binding_range(min=low, max=high, step=STEP, name="μ, a value to try")
    chart = alt.layer(
        *_groups(rounded([min(gamma) - 0.1, max(gamma) + 0.1]), rounded([-most, most])),
        *_arrow(),
        data=alt.Data(values=rows, name="groups"),
    )
    chart = chart.transform_calculate(precision="1 / (pow(tau, 2) + pow(sigma, 2) / datum.n)")
    chart = chart.transform_calculate(pull="datum.precision * (datum.gamma - mu)", foot="0")
    means = {**candidates, "where the sum is zero": mu}
    return Chart(
        chart.add_params(
            alt.param(name="mu", value=start, bind=dial),
            *constants(best=mu, sigma=sigma, tau=tau),
            alt.param(name="balanced", expr="abs(mu - best) < 1e-9"),
            alt.param(name="mu_in_words", expr=remarked("mu", 2, "balanced", "the weighted mean")),
        ),
        height=330,
        inputs=[{"name": "mu", "says": "mu_in_words", "ticks": [[low, f"{low:.2f}"], [high, f"{high:.2f}"]]}],
        status="words",
        presets={label: {"mu": rounded([at])[0]} for label, at in means.items()},
        drags=[{"layer": "grip", "input": "mu", "scale": "x", "ends": [low, high]}],
    )


def _groups(reach, pulls):
    """Yield each group's pull as a line from zero at its own intercept, its dot larger for larger groups."""
    x = alt.X("gamma:Q", title="own intercept γⱼ, and a value of μ").axis(tickCount=6)
    x = x.scale(domain=reach, nice=False, zero=False)
    y = alt.Y("pull:Q", title="pull").axis(tickCount=5).scale(domain=pulls, range=[FOOT, 0], nice=False)
    groups = alt.Chart()
    yield groups.mark_rule(color=COLOURS["data"], strokeWidth=1, opacity=0.7, clip=True).encode(x=x, y=y, y2="foot:Q")
    size = alt.Size("area:Q", scale=None)
    dots = groups.transform_calculate(area="14 + 3 * datum.n")
    dots = dots.mark_circle(color=COLOURS["data"], stroke=GROUND, strokeWidth=0.7, opacity=1, clip=True)
    yield dots.encode(x=x, y=y, size=size).properties(name="pulls")
    one = alt.Chart(alt.Data(values=[{}], name="value")).transform_calculate(gamma="mu", pull="0")
    line = {"color": COLOURS["prior"], "strokeWidth": 2.2, "strokeDash": [8, 3]}
    yield one.mark_rule(**line).encode(x=x, y=alt.value(WORDS), y2=alt.value(ARROW))
    grip = one.mark_circle(color=COLOURS["prior"], stroke=GROUND, strokeWidth=1.5, size=240, opacity=1)
    yield grip.encode(x=x, y=y).properties(name="grip")


def _arrow():
    """Yield the sum as an arrow, and in words what the groups above and those below pull."""
    total = alt.Chart().transform_calculate(up="max(datum.pull, 0)", down="min(datum.pull, 0)")
    total = total.transform_aggregate(up="sum(up)", down="sum(down)", pull="sum(pull)", precision="sum(precision)")
    total = total.transform_calculate(start="mu", end="mu + datum.pull / datum.precision")
    words = "['counties above pull by ' + format(datum.up, '+.1f'), "
    words += (
        "'those below by ' + format(datum.down, '+.1f'), balanced ? 'sum 0.0' : 'sum ' + format(datum.pull, '+.1f')]"
    )
    moving = total.transform_filter("!balanced")
    shaft, head = arrow(moving, x="start:Q", x2="end:Q", y=alt.value(ARROW))
    yield from (shaft.properties(name="arrow"), head)
    text = total.transform_calculate(words=words).encode(x=alt.value(8), y=alt.value(2), text="words:N")
    yield from with_halo(text, "ink", name="words", align="left", baseline="top", lineHeight=22)
