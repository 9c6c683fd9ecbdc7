"""Every group's estimate by name, for data of any kind."""

import numpy as np

from ..groups import summarize
from .style import COLOURS, LINES, label


def group_estimates(ax, data, fit, *, outcome="y"):
    """Draw each group's own intercept and its estimate with a 95 % interval, one line a group, in the estimates' order.

    The figure is made as high as the groups need. Each is marked with its number of observations.

    Parameters
    ----------
    ax : matplotlib Axes
    data : GroupedData
    fit : Fit
        From `mlmcore.fit` of the same data. The interval is alpha plus or minus 1.96 alpha_sd.
    outcome : str
        What y is, for the axis.

    Returns
    -------
    None
    """
    order = np.argsort(fit.alpha, kind="stable")
    own, alpha, sd = summarize(data).gamma(fit.beta)[order], fit.alpha[order], fit.alpha_sd[order]
    row = np.arange(len(order))
    ax.figure.set_figheight(1.6 + 0.21 * len(row))
    ax.axvline(fit.mu, **LINES["prior"], zorder=1)
    ax.hlines(row, alpha - 1.96 * sd, alpha + 1.96 * sd, color=COLOURS["posterior"], linewidth=1.6, zorder=2)
    ax.scatter(own, row, s=24, facecolor="white", edgecolor=COLOURS["data"], linewidth=1.2, zorder=3)
    ax.scatter(alpha, row, s=24, color=COLOURS["posterior"], zorder=4)
    for line, meaning, text in (
        (2, "data", "own intercept (open)"),
        (1, "posterior", "estimate (full), 95 % interval"),
        (0, "prior", r"overall mean $\mu$ (dashed)"),
    ):  # above the frame: inside it there is room on no side for sure
        label(ax, text, (0, 1), meaning, offset=(0, 10 + 17 * line), xycoords="axes fraction", ha="left")
    ax.set_yticks(row, [f"{fit.labels[j]} ({fit.n[j]})" for j in order])
    ax.tick_params(axis="y", length=0)
    ax.set(ylim=(-0.8, len(row) - 0.2), xlabel=f"{outcome}, group intercepts")
