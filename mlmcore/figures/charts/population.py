"""The population of groups, as wide as the tau that the reader chooses."""

import altair as alt
import numpy as np

from ..style import COLOURS
from ..words import INTERCEPT
from .display import MIDDLE, Chart, constants, rounded, tau_from_0_to_infinity, with_halo

FOOT = 218  # pixels from the top: where the curve ends, and below it the groups' ticks
NARROW, WIDE = 1 / 3, 3  # of the fitted tau: its curve just fits under the head, and its 95 % between the sides


def population_slider(drawn, mu, *, tau):
    r"""Draw the density :math:`N(\mu, \tau^2)` of the groups' intercepts, and groups drawn from it; a slider moves tau.

    The groups stay who they are: each keeps its distance from mu in units of tau. The axes stay as they are.

    Parameters
    ----------
    drawn : (J,) array
        Intercepts drawn from the population at the fitted tau. Their distances are stored with three decimals.
    mu : float
        Mean of the population.
    tau : float
        The fitted standard deviation, > 0, where the slider starts.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    rows = [{"z": round(float(z), 3)} for z in (np.asarray(drawn) - mu) / tau]
    reach = 1.1 * MIDDLE * WIDE * tau
    x = alt.X("alpha:Q", title=INTERCEPT).scale(domain=rounded([mu - reach, mu + reach]), nice=False, zero=False)
    parameters, slider = tau_from_0_to_infinity(tau)
    return Chart(
        alt.layer(*_curve(x.axis(tickCount=6), 1.05 * 0.4 / (NARROW * tau)), *_groups(rows, x), *_words()).add_params(
            *parameters,
            *constants(mu=mu, z=MIDDLE, least=mu - reach, most=mu + reach),
            alt.param(name="low", expr="mu - z * tau"),
            alt.param(name="high", expr="mu + z * tau"),
        ),
        height=335,
        inputs=[slider],
        status="words",
        presets={"a third of it": {"s": NARROW / (1 + NARROW)}, "three times as much": {"s": WIDE / (1 + WIDE)}},
    )


def _curve(x, top):
    """Yield the density; at tau = 0 it is all in one place, at infinity nowhere."""
    y = alt.Y("density:Q", title=None).axis(labels=False, ticks=False, domain=False)
    y = y.scale(domain=rounded([0, top]), range=[FOOT, 0], nice=False)
    steps = alt.SequenceParams(start=0, stop=401, step=1, **{"as": "step"})
    curve = alt.Chart(alt.SequenceGenerator(steps, name="along")).transform_filter("0 < s && s < 1")
    curve = curve.transform_calculate(alpha="least + datum.step * (most - least) / 400")
    curve = curve.transform_calculate(density="densityNormal(datum.alpha, mu, tau)")
    area = {"color": COLOURS["prior"], "strokeWidth": 3}
    curve = curve.mark_area(fillOpacity=0.15, line=area, clip=True, color=COLOURS["prior"])
    yield curve.encode(x=x, y=y).properties(name="curve")
    spike = alt.Chart(alt.Data(values=[{}], name="spike")).transform_filter("s == 0").transform_calculate(alpha="mu")
    yield spike.mark_rule(strokeWidth=3, color=COLOURS["prior"]).encode(x=x, y=alt.value(0), y2=alt.value(FOOT))


def _groups(rows, x):
    """Yield the groups as ticks, as far as they are in the picture, and under them the middle of the population."""
    groups = alt.Chart(alt.Data(values=rows, name="groups")).transform_calculate(alpha="mu + tau * datum.z")
    ticks = groups.transform_filter("inrange(datum.alpha, [least, most])")
    ticks = ticks.mark_rule(color=COLOURS["prior"], strokeWidth=1.2, opacity=0.9)
    yield ticks.encode(x=x, y=alt.value(FOOT + 8), y2=alt.value(FOOT + 30)).properties(name="groups")
    middle = alt.Chart(alt.Data(values=[{}], name="middle"))
    middle = middle.transform_calculate(alpha="max(low, least)", end="min(high, most)")
    middle = middle.mark_rule(color=COLOURS["ink"], strokeWidth=4)
    yield middle.encode(x=x, x2="end:Q", y=alt.value(FOOT + 44)).properties(name="middle")


def _words():
    """Yield what this tau claims of the groups."""
    here = "'τ = ' + tau_in_words"
    known = "'95 % of the counties', 'between ' + format(low, '.2f') + ' and ' + format(high, '.2f')"  # beside the peak
    words = f"s == 0 ? [{here}, 'all counties alike'] : s == 1 ? [{here}, 'any intercept as likely as any other'] : "
    words += f"[{here}, {known}]"
    words = alt.Chart(alt.Data(values=[{}], name="claim")).transform_calculate(words=words)
    words = words.encode(x=alt.value(0), y=alt.value(4), text="words:N")
    yield from with_halo(words, "ink", name="words", align="left", baseline="top", lineHeight=22)
