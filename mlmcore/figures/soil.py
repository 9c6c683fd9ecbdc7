"""Groups pulled towards a line in a group-level predictor."""

import numpy as np

from .style import COLOURS, LINES, label, positions, x_title, y_title
from .words import INTERCEPT


def pooling_to_line(ax, u, own, estimate, line, *, labels, name=()):
    """Draw, against a group-level predictor, the step from each group's own intercept to its estimate.

    Parameters
    ----------
    ax : matplotlib Axes
    u : (J,) array
        The predictor, one value a group.
    own, estimate : (J,) arrays
        The groups' own intercepts and their weighted averages with the line.
    line : (J,) array
        The population's mean at each u.
    labels : (J,) array
        The groups' names.
    name : sequence of str
        Labels of the groups to name.

    Returns
    -------
    None
    """
    order = np.argsort(u)
    ax.plot(u[order], line[order], **LINES["prior"], zorder=1)
    ax.vlines(u, own, estimate, color=COLOURS["muted"], linewidth=0.9, zorder=0)
    ax.scatter(u, own, s=16, facecolor="white", edgecolor=COLOURS["data"], linewidth=1.2, zorder=2)
    ax.scatter(u, estimate, s=22, color=COLOURS["posterior"], zorder=3)
    for j in positions(labels, name):
        side = {"offset": (6, -10), "ha": "left"} if own[j] < line[j] else {"offset": (0, 13), "ha": "center"}
        label(ax, labels[j], (u[j], own[j]), "ink", **side)
    for height, meaning, text in (
        (0.95, "data", "own intercepts (open)"),
        (0.88, "posterior", "estimates (full)"),
        (0.81, "prior", "line in uranium"),
    ):
        label(ax, text, (0.02, height), meaning, xycoords="axes fraction", ha="left")
    x_title(ax, "log of the soil's uranium in ppm, uⱼ")
    ax.margins(y=0.1)
    y_title(ax, INTERCEPT)
