"""The typical error of no, complete and partial pooling against the size of a group, at any sigma and tau."""

import altair as alt

from ..style import COLOURS
from ..words import LOG, SIZE, SIZES, remarked
from .balance import fitted_ticks
from .display import Chart, constants, rounded, tau_from_0_to_infinity, with_halo

SIGMA = (0.5, 1.5)  # the ends of its slider, as multiples of the fitted value
STEPS = 60  # of each curve
# where the label of the lowest curve stands: below it, as long as there is room
PARTIAL = {"align": "right", "dx": -8, "dy": alt.expr("datum.error > 0.1 * fitted_sigma ? 16 : -16")}


def error_slider(n, *, sigma, tau):
    r"""Draw the root of the mean squared error of a group's estimate against its size; sliders move tau and sigma.

    No pooling has :math:`\sigma / \sqrt{n_j}`, complete pooling :math:`\tau`, and partial pooling one over the root of
    :math:`n_j / \sigma^2 + 1 / \tau^2`, all with the parameters known.

    Parameters
    ----------
    n : (J,) array
        The groups' sizes, of which the curves go from the smallest to the largest.
    sigma, tau : float
        The fitted standard deviations within and between groups, > 0, where their sliders start.

    Returns
    -------
    Chart
        To stand last in a notebook's cell.
    """
    fewest, most = int(min(n)), int(max(n))
    parameters, slider = tau_from_0_to_infinity(tau)
    dial = alt.binding_range(min=SIGMA[0], max=SIGMA[1], step=0.05, name="σ, within counties")
    return Chart(
        alt.layer(*_curves(fewest, most, 1.1 * SIGMA[1] * sigma / fewest**0.5), *_crossing(fewest, most)).add_params(
            *parameters,
            *constants(fitted_sigma=sigma, fewest=fewest, most=most),
            alt.param(name="times_sigma", value=1, bind=dial),
            alt.param(name="sigma", expr="times_sigma * fitted_sigma"),
            alt.param(name="sigma_in_words", expr=remarked("sigma", 2, "times_sigma == 1", "fitted")),
            alt.param(name="crossing", expr="pow(sigma / tau, 2)"),  # where no and complete pooling are equally good
        ),
        height=390,
        inputs=[
            slider,
            {"name": "times_sigma", "says": "sigma_in_words", "ticks": fitted_ticks("σ", sigma, *SIGMA)},
        ],
        status="words",
    )


def _curves(fewest, most, top):
    """Yield the three curves and their names."""
    x = alt.X("n:Q", title=f"{SIZE} {LOG}").scale(type="log", domain=rounded([fewest / 1.1, most * 1.1]), nice=False)
    x = x.axis(values=[size for size in SIZES if fewest <= size <= most])
    y = alt.Y("error:Q", title="typical error").axis(tickCount=5)
    y = y.scale(domain=rounded([-0.02 * top, top]), nice=False)  # a curve at zero is in full view
    steps = alt.SequenceParams(start=0, stop=STEPS + 1, step=1, **{"as": "step"})
    for name, meaning, dashes, error, step, place in (
        ("partial pooling", "posterior", [1, 0], "1 / hypot(sqrt(datum.n) / sigma, 1 / tau)", 30, PARTIAL),
        ("no pooling", "data", [2.5, 1.6], "sigma / sqrt(datum.n)", 9, {"align": "left", "dx": 10, "dy": -8}),
        ("complete pooling", "prior", [8, 3], "tau", STEPS, {"align": "right", "dy": -16}),
    ):  # the broken lines over the full one: they may coincide
        layer = name.split()[0]
        one = alt.Data(values=[{"step": step}], name=f"label_{layer}")
        curve, at = (
            alt.Chart(data)
            .transform_calculate(n=f"fewest * pow(most / fewest, datum.step / {STEPS})")
            .transform_calculate(error=error)
            .transform_filter("isFinite(datum.error)")
            .encode(x=x, y=y)
            for data in (alt.SequenceGenerator(steps, name=f"along_{layer}"), one)
        )
        line = curve.mark_line(color=COLOURS[meaning], strokeWidth=3, strokeDash=dashes, clip=True)
        yield line.properties(name=layer)
        at = at.transform_filter(f"datum.error < {top:.12g}")
        yield from with_halo(at, meaning, text=name, fontWeight="bold", **place)


def _crossing(fewest, most):
    """Yield a line at the size where no and complete pooling are equally good, and in words which is better where."""
    at = alt.Chart(alt.Data(values=[{}], name="crossing")).transform_calculate(n="crossing")
    rule = at.transform_filter("inrange(crossing, [fewest, most])")
    rule = rule.mark_rule(color=COLOURS["muted"], strokeWidth=1.2, strokeDash=[3, 3])
    yield rule.encode(x="n:Q", y=alt.value(94), y2=alt.value("height")).properties(name="crossing")
    words = f"crossing > {most} ? 'the mean is better than own data' : 'own data are better than the mean'"
    where = f"crossing > {most} || crossing <= {fewest} ? 'at every size' : 'from ' + ceil(crossing) + ' houses on'"
    both = "s == 0 ? 'partial pooling is complete pooling' : s == 1 ? 'partial pooling is no pooling' : "
    both += "'partial pooling is better than both'"
    text = at.transform_calculate(words=f"[{words}, {where}, {both}]")
    text = text.encode(x=alt.value("width"), y=alt.value(24), text="words:N")
    yield from with_halo(text, "ink", name="words", align="right", baseline="top", lineHeight=22)
