"""The overall mean: what goes into it, and what it turns into as tau changes."""

import numpy as np

from ..pooling import pooling_weight
from .style import COLOURS, LINES, label, log_axis, size_axis, y_title
from .words import LOG


def sliding_mean(ax, taus, means, here, *, houses, counties, outcomes):
    """Draw the precision-weighted mean against tau, between the mean over houses and the mean over counties.

    Parameters
    ----------
    ax : matplotlib Axes
    taus, means : (M,) arrays
        Standard deviations of the population, increasing and > 0, and the weighted mean at each.
    here : tuple of float
        The tau and the mean at which the data put them.
    houses, counties : float
        The mean in which every house counts the same, and that in which every county does.
    outcomes : float
        Mean of all the outcomes, slope or no slope.

    Returns
    -------
    None
    """
    for height, text, side in (
        (counties, "every county counts the same", -1),
        (houses, "every house counts the same", -1),
        (outcomes, "ȳₐₗₗ, with floors mixed in", 1),
    ):
        ax.axhline(height, color=COLOURS["muted"], linewidth=1.2, zorder=1)
        right = height != counties
        at = (taus[-1], height) if right else (taus[0], height)
        label(ax, text, at, "ink", offset=(-6 if right else 6, 11 * side), ha="right" if right else "left")
    ax.plot(taus, means, **LINES["prior"])
    ax.plot(*here, marker="D", markersize=9, color=COLOURS["prior"], linestyle="none", zorder=4)
    label(ax, "μ̂ at radon's own τ", here, "prior", offset=(12, -12), fontweight="bold")
    low, high = min(outcomes, *means), max(counties, *means)
    ax.set(ylim=(low - 0.08 * (high - low), high + 0.08 * (high - low)))
    y_title(ax, "overall mean (log radon)")
    log_axis(ax, (0.01, 0.1, 1, 10), (taus[0], taus[-1]), f"τ between counties {LOG}")


def say_by_size(ax, n, *, sigma, tau):
    """Draw what a group counts in three overall means, against its size, in units of a group of one observation.

    Parameters
    ----------
    ax : matplotlib Axes
    n : (J,) array
        Observations in each group.
    sigma, tau : float
        Standard deviations within and between groups.

    Returns
    -------
    None
    """
    one = pooling_weight(1, sigma=sigma, tau=tau)
    size = np.unique(n)
    curve = np.arange(1, size[-1] + 1)
    say = pooling_weight(curve, sigma=sigma, tau=tau) / one
    ax.plot(curve, curve, color=COLOURS["muted"], linewidth=1.6)
    ax.plot(curve, np.ones_like(say), color=COLOURS["muted"], linewidth=1.6)
    ax.plot(curve, say, **LINES["prior"])
    ax.axhline(1 / one, color=COLOURS["prior"], linewidth=0.9, linestyle=":")
    at_sizes = pooling_weight(size, sigma=sigma, tau=tau) / one
    ax.scatter(size, at_sizes, s=30, color=COLOURS["prior"], edgecolor="white", linewidth=0.5, zorder=3)
    label(ax, "mean over houses", (12, 12), "ink", offset=(-8, 10), ha="right")
    label(ax, "mean over counties", (size[-1], 1), "ink", offset=(0, 10), ha="right")
    label(ax, "μ̂: wⱼ", (25, np.interp(25, curve, say)), "prior", offset=(4, -16), fontweight="bold")
    label(ax, "bound: 1 + σ²/τ²", (1.1, 1 / one), "prior", offset=(0, 9))
    ax.set(yscale="log", ylim=(0.8, size[-1] * 1.2))
    y_title(ax, "say (county with one house = 1)")
    size_axis(ax, (0.93, size[-1] * 1.15))
    ax.set_yticks(ax.get_xticks(), [tick.get_text() for tick in ax.get_xticklabels()])
