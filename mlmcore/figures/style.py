"""The book's one visual language.

Three meanings, three colours, each with a line style of its own so that nothing hangs on colour alone: the data (a
group's own estimate, no pooling), the prior (the population, complete pooling) and the posterior (both together,
partial pooling).
"""

import numpy as np

from .words import LOG, SIZE, SIZES

COLOURS = {"data": "#b84a00", "prior": "#0b66a8", "posterior": "#00735a", "ink": "#222222", "muted": "#6b6b6b"}
GROUND = "#ffffff"  # what a figure is drawn on, and a label's halo
# On a page each is a variable, so that the page's theme has the last word.
VARIABLES = {colour: f"var(--{name}, {colour})" for name, colour in (COLOURS | {"ground": GROUND}).items()}
LINES = {
    "data": {"color": COLOURS["data"], "linestyle": (0, (1.5, 1)), "linewidth": 2.2},
    "prior": {"color": COLOURS["prior"], "linestyle": (0, (5, 2)), "linewidth": 2.2},
    "posterior": {"color": COLOURS["posterior"], "linestyle": "-", "linewidth": 2.8},
}

# In inches, of 96 pixels each on a page: the column of text, and a phone's. Text is 10.5 points, 14 pixels.
WIDTH, NARROW, FONT_SIZE = 6.5, 3.6, 10.5
LINE = 13  # from one line of text to the next, in points
STYLE = {
    "figure.constrained_layout.use": True,
    "font.size": FONT_SIZE,
    "axes.titlesize": FONT_SIZE,
    "axes.titlelocation": "left",
    "axes.labelsize": FONT_SIZE,
    "axes.labelcolor": COLOURS["ink"],
    "axes.edgecolor": COLOURS["muted"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
}


def label(ax, text, xy, meaning, offset=(0, 0), **text_options):
    """Write a direct label beside what it names, in the colour of its meaning; offset is in points.

    It is drawn as it is given, and parted from the lines under it by a halo. Each line of it is a label of its own, so
    that all of them are flush in any font.
    """
    lines = text.split("\n")
    for k, line in enumerate(lines):
        up = LINE * ((len(lines) - 1) / 2 - k)
        place = {"xytext": (offset[0], offset[1] + up), "textcoords": "offset points", "va": "center"}
        ax.annotate(line, xy, color=COLOURS[meaning], gid="halo", **place, **text_options)
        text_options.pop("arrowprops", None)


def x_title(ax, text):
    """Say under the frame what is on the horizontal axis: from its left end, so that a phone cuts neither."""
    ax.set_xlabel(text, loc="left", fontsize=FONT_SIZE)


def y_title(ax, text):
    """Say above the frame what is on the vertical axis: upright, and no narrower for it on a phone."""
    ax.set_title(text, loc="left", pad=12, fontsize=FONT_SIZE)


def size_axis(ax, limits):
    """Lay out the horizontal axis for group sizes: logarithmic, with round numbers."""
    log_axis(ax, SIZES, limits, f"{SIZE}, nⱼ {LOG}")


def log_axis(ax, ticks, limits, title):
    """Lay out a logarithmic horizontal axis: with these numbers, those that it reaches, and no others."""
    ax.set(xscale="log", xlim=limits)
    x_title(ax, title)
    low, high = limits[0] / 1.001, limits[1] * 1.001
    within = [tick for tick in ticks if low <= tick <= high]
    ax.set_xticks(within, [f"{tick:g}" for tick in within])
    ax.minorticks_off()


def positions(labels, names):
    """Return where each of the names stands among the labels."""
    return [int(np.flatnonzero(labels == name)[0]) for name in names]
