"""Groups of which only an estimate and its standard error are known, one line a group."""

import numpy as np

from .style import COLOURS, LINES, label, x_title


def forest(ax, groups, *, outcome, fit=None):
    """Draw each group's own estimate with its 95 % interval, in their order; with a fit, the weighted average below.

    Parameters
    ----------
    ax : matplotlib Axes
    groups : GroupEstimates
        Without predictors.
    outcome : str
        What is estimated, for the axis.
    fit : Fit, optional
        From `mlmcore.fit` of the groups. The interval is alpha plus or minus 1.96 alpha_sd.

    Returns
    -------
    None
    """
    row = np.arange(len(groups.estimate))
    shift = 0 if fit is None else 0.17
    reach = 1.96 * groups.se
    ax.hlines(
        row - shift, groups.estimate - reach, groups.estimate + reach, color=COLOURS["data"], linewidth=1.2, zorder=2
    )
    ax.scatter(
        groups.estimate, row - shift, s=24, facecolor="white", edgecolor=COLOURS["data"], linewidth=1.2, zorder=3
    )
    words = [("data", "own estimate, 95 % interval (open)")]
    if fit is not None:
        words += [("posterior", "weighted average, 95 % interval"), ("prior", "overall mean μ (dashed)")]
        ax.axvline(fit.mu, **LINES["prior"] | {"linewidth": 1.6}, zorder=1)
        ends = fit.alpha - 1.96 * fit.alpha_sd, fit.alpha + 1.96 * fit.alpha_sd
        ax.hlines(row + shift, *ends, color=COLOURS["posterior"], linewidth=2, zorder=2)
        ax.scatter(fit.alpha, row + shift, s=24, color=COLOURS["posterior"], zorder=4)
    ax.set_title(" ", pad=12 + 15 * (len(words) - 1))  # room above the frame
    for line, (meaning, text) in enumerate(reversed(words)):
        at_left = {"xycoords": ("figure fraction", "axes fraction"), "in_layout": False}
        label(ax, text, (0.01, 1), meaning, offset=(0, 10 + 15 * line), **at_left)
    ax.set_yticks(row, [f"{name}" for name in groups.labels])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(row) - 0.4, -0.6)
    x_title(ax, outcome)
