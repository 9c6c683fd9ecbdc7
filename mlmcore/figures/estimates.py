"""Every group's estimate by name, for data of any kind."""

import numpy as np
from scipy.special import betaincinv, ndtri

from ..groups import summarize
from .style import COLOURS, LINES, label, y_title

MOST, LONGEST = 7.2, 20  # inches of rows; more groups are drawn closer, and not all are named. Letters of a name


def group_estimates(ax, data, fit, *, outcome="y"):
    """Draw each group's own intercept and its estimate with a 95 % interval, one line a group, in the estimates' order.

    The figure is made as high as the groups need, up to forty; of more than these, twelve are named, evenly spread. A
    name is followed by its number of observations, and keeps its two ends beyond twenty letters.

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
    ax.figure.set_figheight(1.5 + min(0.18 * len(row), MOST))
    ax.axvline(fit.mu, **LINES["prior"], zorder=1)
    ax.hlines(row, alpha - 1.96 * sd, alpha + 1.96 * sd, color=COLOURS["posterior"], linewidth=1.6, zorder=2)
    ax.scatter(own, row, s=24, facecolor="white", edgecolor=COLOURS["data"], linewidth=1.2, zorder=3)
    ax.scatter(alpha, row, s=24, color=COLOURS["posterior"], zorder=4)
    ax.set_title(" ", pad=42)  # room for three lines above the frame: inside it there is some on no side for sure
    for line, meaning, text in (
        (2, "data", "own intercept (open)"),
        (1, "posterior", "estimate, 95 % interval"),
        (0, "prior", "overall mean μ (dashed)"),
    ):
        at_left = {"xycoords": ("figure fraction", "axes fraction"), "in_layout": False}
        label(ax, text, (0.01, 1), meaning, offset=(0, 10 + 15 * line), **at_left)
    named = row if 0.18 * len(row) <= MOST else np.linspace(0, len(row) - 1, 12).round().astype(int)
    ax.set_yticks(named, [_shortened(f"{fit.labels[order[k]]}", fit.n[order[k]]) for k in named])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(-0.8, len(row) - 0.2)
    ax.set_xlabel(f"{outcome}, group intercepts", loc="right")


def normal_quantiles(ax, standardised, *, labels):
    """Draw standardised values against the quantiles of a normal distribution, and name the lowest and the highest.

    In the band lie nineteen of twenty values of each place in the order, if all are drawn from a normal distribution.
    Of more than five hundred values, five hundred are drawn, evenly spread in their order, with the two ends.

    Parameters
    ----------
    ax : matplotlib Axes
    standardised : (J,) array
        Each group's own intercept, less the overall mean, in units of its own standard deviation.
    labels : (J,) array
        The groups' names.

    Returns
    -------
    None
    """
    order = np.argsort(standardised, kind="stable")
    expected = ndtri((np.arange(len(order)) + 0.5) / len(order))
    drawn = np.unique(np.linspace(0, len(order) - 1, min(len(order), 500)).round().astype(int))
    place = drawn + 1  # the values' order statistics are those of a uniform distribution, which are beta
    band = ndtri(betaincinv(place, len(order) + 1 - place, [[0.025], [0.975]]))
    ax.fill_between(expected[drawn], *band, color=COLOURS["prior"], alpha=0.15, linewidth=0, zorder=0)
    ax.axline((0, 0), slope=1, **LINES["prior"], zorder=1)
    ax.scatter(expected[drawn], standardised[order[drawn]], s=24, color=COLOURS["data"], zorder=3)
    for k, side in ((0, "left"), (-1, "right")):
        end, offset = (expected[k], standardised[order[k]]), (8, -12) if side == "left" else (-8, 12)
        label(ax, _shortened(f"{labels[order[k]]}"), end, "ink", offset=offset, ha=side)
    ax.margins(0.12, 0.16)
    ax.set_xlabel("of a normal distribution", loc="right")
    y_title(ax, "own intercepts, standardised")


def _shortened(name, n=None):
    """Return a name, without its middle if it leaves the picture no room, and maybe a number of observations."""
    name = " ".join(name.split())
    half = LONGEST // 2
    short = name if len(name) <= LONGEST else f"{name[:half]}…{name[1 - half :]}"
    return short if n is None else f"{short} ({n})"
