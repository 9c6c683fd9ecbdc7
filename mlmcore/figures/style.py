"""The book's one visual language.

Three meanings, three colours, each with a line style of its own so that nothing hangs on colour alone: the data (a
group's own estimate, no pooling), the prior (the population, complete pooling) and the posterior (both together,
partial pooling).
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from .words import LOG, SIZE, SIZES

COLOURS = {"data": "#b84a00", "prior": "#0b66a8", "posterior": "#00735a", "ink": "#222222", "muted": "#6b6b6b"}
LINES = {
    "data": {"color": COLOURS["data"], "linestyle": (0, (1.5, 1)), "linewidth": 2.2},
    "prior": {"color": COLOURS["prior"], "linestyle": (0, (5, 2)), "linewidth": 2.2},
    "posterior": {"color": COLOURS["posterior"], "linestyle": "-", "linewidth": 2.8},
}

# 5.6 inches at 110 dots: nearly fills the page's column, and the text stays readable on a phone
STYLE = {
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.size": 12,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.labelsize": 12,
    "axes.labelcolor": COLOURS["ink"],
    "axes.edgecolor": COLOURS["muted"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
}


def canvas(height=4.2, rows=1, **subplots):
    """Make axes in the book's style.

    Parameters
    ----------
    height : float
        In inches; the width is the page's.
    rows : int
        Panels, one under another.
    **subplots
        Passed on to `matplotlib.pyplot.subplots`.

    Returns
    -------
    matplotlib Axes, or an array of them if rows > 1
    """
    with plt.rc_context(STYLE):
        return plt.subplots(rows, figsize=(5.6, height), **subplots)[1]


def label(ax, text, xy, meaning, offset=(0, 0), **text_options):
    """Write a direct label beside what it names, in the colour of its meaning; offset is in points."""
    options = {"xytext": offset, "textcoords": "offset points", "va": "center", "fontsize": 12} | text_options
    halo = [withStroke(linewidth=3, foreground="white")]
    return ax.annotate(text, xy, color=COLOURS[meaning], path_effects=halo, **options)


def size_axis(ax, limits):
    """Lay out the horizontal axis for group sizes: logarithmic, with round numbers."""
    log_axis(ax, SIZES, limits, f"{SIZE}, $n_j$ {LOG}")


def log_axis(ax, ticks, limits, title):
    """Lay out a logarithmic horizontal axis: with these numbers, those that it reaches, and no others."""
    ax.set(xscale="log", xlim=limits, xlabel=title)
    low, high = limits[0] / 1.001, limits[1] * 1.001
    within = [tick for tick in ticks if low <= tick <= high]
    ax.set_xticks(within, [f"{tick:g}" for tick in within])
    ax.minorticks_off()


def positions(labels, names):
    """Return where each of the names stands among the labels."""
    return [int(np.flatnonzero(labels == name)[0]) for name in names]
