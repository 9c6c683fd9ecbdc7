"""What a notebook stores of a chart: the chart itself, for JupyterLab and the built pages, and a picture of it."""

from functools import cache
from io import BytesIO
from pathlib import Path

import altair as alt
import matplotlib
import numpy as np
import vl_convert
from PIL import Image

from ..style import COLOURS, GROUND

# JupyterLab 4 draws this version. The charts keep to what versions 5 and 6 have in common.
MIDDLE = 1.959963984540054  # so many standard deviations on either side hold 95 % of a normal distribution
MIME = "application/vnd.vegalite.v5+json"
WIDTH = 616  # pixels, as the pictures of `canvas`
NARROW = 480  # on a phone, where it is drawn smaller: the letters keep a size that can be read
FONT_SIZE = 18
HEAD = 22  # from one row of heads to the next
CONFIG = {
    "background": GROUND,
    "font": "DejaVu Sans, Verdana, sans-serif",
    "autosize": {"type": "fit", "contains": "padding"},  # the chart is as large as its picture
    "padding": 4,
    "aria": False,  # the page describes the chart; a name for each of its marks would drown that out
    "view": {"stroke": None},
    "axis": {
        "grid": False,
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelColor": COLOURS["ink"],
        "titleColor": COLOURS["ink"],
        "domainColor": COLOURS["muted"],
        "tickColor": COLOURS["muted"],
    },
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "fontSize": FONT_SIZE,
        "fontWeight": "bold",
        "color": COLOURS["ink"],
        "offset": 10,
    },
    "text": {"fontSize": FONT_SIZE},
}

# The weighted average: each term's symbol, the colour of its meaning, and what stands before it.
AVERAGE = [
    ["α̂ⱼ", "posterior", ""],
    ["wⱼ", "ink", " = "],
    ["γⱼ", "data", " · "],
    ["1 − wⱼ", "ink", " + "],
    ["μ", "prior", " · "],
]


class Chart:
    """A chart in a notebook's output, the same every time it is made.

    Parameters
    ----------
    chart : altair chart
        Its selections and views named, so that Altair does not number them.
    height : float
        Of the whole, in pixels.
    inputs : list of dict
        In their order on the page, by `name`, that of a parameter with an input. For a range also `says`, the parameter
        that puts its value in words, and `ticks`, pairs of a value on it and a label; while a guess is asked for, only
        those at its ends show.
    status : str or list of str
        The layer, or layers, whose text is spoken, when an input changes, to those who hear the page.
    formula : str, optional
        The layer whose first row has the `terms` of a weighted average, in words by `average_in_vega`.
    presets : dict of dicts, optional
        Settings worth a look, under the words of their buttons: values of inputs; the others go back to their start.
    drags : list of dicts, optional
        Marks that can be dragged sideways: of a `layer`, or of those of its rows that have the values in `where`;
        the `input` that this turns; and on the `scale` the places `ends` at which it is least and greatest.
    guess : dict, optional
        What the reader is asked before the answer is drawn: the `question`, the `input` that is set to the guess,
        `from` a value that is not the answer if it starts there, and the parameter that `says` guess and answer. An
        input that serves the guess alone is `only` for it among the inputs. While the parameter `guessing` holds, the
        chart hides the answer; `guess` is the guess, none at the start.
    draws : int, optional
        How many draws the chart has, of which the parameter `drawn` says how many are shown, at the start all. Buttons
        begin anew, and show one more, a hundred more, or on and on; `falling` is the last one, which has `fallen` so
        much of its way, from 0 to 1.
    glide : str, optional
        The input that buttons do not set at once: its marks glide, unless the reader wants less motion.
    """

    def __init__(
        self, chart, *, height, inputs, status, formula=None, presets=None, drags=(), guess=None, draws=0, glide=None
    ):
        told = {
            "embedOptions": {"actions": False, "renderer": "svg"},
            "inputs": inputs,
            "status": status,
            "narrow": NARROW,
        }
        if formula:
            told["formula"] = {"layer": formula, "terms": AVERAGE}
        told["presets"] = [{"label": label, "set": values} for label, values in (presets or {}).items()]
        told["drags"] = list(drags)
        if glide:
            told["glide"] = glide
        if draws:
            told["draws"] = draws
        parameters = [alt.param(name="narrow", value=False)]
        if guess:
            told["guess"] = guess
            parameters = [alt.param(name="guessing", value=False), alt.param(name="guess", value=None), *parameters]
        chart = chart.add_params(*parameters)  # all at once: Altair copies a chart, with its rows, each time
        chart = chart.properties(width=WIDTH, height=height).configure(**CONFIG)
        self.spec = chart.to_dict() | {"usermeta": told}
        del self.spec["$schema"]  # an address; the type of the output says it

    def __repr__(self):
        """Return what a console shows."""
        return f"<chart with {len(self.spec['usermeta']['inputs'])} inputs>"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {MIME: self.spec, "image/png": self.picture(), "text/plain": repr(self)}

    def picture(self):
        """Return the chart at its start, as PNG."""
        _register_fonts()
        picture = Image.open(BytesIO(vl_convert.vegalite_to_png(self.spec))).convert("RGB")
        light = BytesIO()
        # a picture that most readers never see: with 128 colours a fifth of the bytes, and the same to the eye
        picture.quantize(128, dither=Image.Dither.NONE).save(light, "png", optimize=True)
        return light.getvalue()


@cache
def _register_fonts():
    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))


def rounded(values):
    """Return the numbers with twelve digits: what is stored does not depend on a processor's last bits."""
    return [float(f"{value:.12g}") for value in values]


def constants(**values):
    """Return a parameter for each of the numbers, under its name."""
    return [alt.param(name=name, value=rounded([value])[0]) for name, value in values.items()]


def rows_of(labels, **columns):
    """Return a row for each group: its label, and its numbers, whole ones as they are."""
    whole = {name for name, column in columns.items() if np.asarray(column).dtype.kind in "iu"}
    numbers = (list(map(int, c)) if name in whole else rounded(c) for name, c in columns.items())
    names = ("group", *columns)
    return [dict(zip(names, row, strict=True)) for row in zip(map(str, labels), *numbers, strict=True)]


def ring(groups, terms):
    """Return a ring about the chosen group's dot; its row has the terms of the weighted average."""
    chosen = groups.transform_filter("datum.group == chosen").transform_calculate(terms=terms)
    return chosen.mark_point(color=COLOURS["ink"], size=110, strokeWidth=2, opacity=1)


def arrow(rows, **encoding):
    """Return two layers, the shaft and the head of an arrow from x to x2; its row has the `pull` that it stands for."""
    head = {name: channel for name, channel in encoding.items() if name not in ("x", "x2")} | {"x": encoding["x2"]}
    look = {"opacity": 1} | ({} if "color" in encoding else {"color": COLOURS["posterior"]})
    turned = alt.expr("datum.pull > 0 ? 90 : -90")
    return (
        rows.mark_rule(strokeWidth=5, **look).encode(**encoding),
        rows.mark_point(shape="triangle-up", filled=True, size=220, angle=turned, **look).encode(**head),
    )


def side_by_side(n):
    """Return a place on a logarithmic axis for each size: equal ones side by side, centred on their size."""
    n = np.asarray(n)
    rank = np.empty(len(n))
    for size in np.unique(n):
        same = np.flatnonzero(n == size)
        rank[same] = np.arange(len(same)) - (len(same) - 1) / 2
    return n * 1.025**rank


def one_of(labels, first, says, name="chosen"):
    """Return a parameter that is a group, chosen from a list of all their labels."""
    options = sorted(map(str, labels))
    return alt.param(name=name, value=str(first), bind=alt.binding_select(options=options, name=says))


def tau_from_0_to_infinity(fitted, remark="the fitted value"):
    """Return the parameters of a slider of tau with the fitted value in its middle, and what the page needs of it."""
    dial = alt.binding_range(min=0, max=1, step=0.01, name="τ, from 0 to ∞")
    in_words = f"(s == 1 ? '∞' : s == 0 ? '0' : format(tau, '.3f')) + (s == 0.5 ? ', {remark}' : '')"
    parameters = [
        alt.param(name="s", value=0.5, bind=dial),  # tau / (tau + fitted): both ends are within reach
        *constants(fitted=fitted),
        alt.param(name="tau", expr="fitted * s / (1 - s)"),
        alt.param(name="tau_in_words", expr=in_words),
    ]
    return parameters, {"name": "s", "says": "tau_in_words", "ticks": [[0, "0"], [0.5, "fitted τ"], [1, "∞"]]}


def under_heads():
    """Return the range of a vertical axis whose heads stand in one row, and in two on a phone."""
    return [alt.expr("height"), alt.expr(f"narrow ? {HEAD} : 0")]


def second_row(y):
    """Return the height of a head, or of what stands below it, that on a phone stands one row farther down."""
    return alt.value(alt.expr(f"{y} + (narrow ? {HEAD} : 0)"))


def with_halo(chart, meaning, *, name=None, **text):
    """Return two layers: a label in the colour of its meaning, and under it the ground that parts it from the lines."""
    text = {"baseline": "middle", **text}
    named = {"name": name} if name else {}
    return (
        chart.mark_text(stroke=GROUND, strokeWidth=4, strokeJoin="round", **text),
        chart.mark_text(color=COLOURS[meaning], **text).properties(**named),
    )
