"""The scales that are not known: how sure tau is, and a sampler at work."""

import numpy as np

from .style import COLOURS, LINES, label, x_title, y_title


def tau_densities(ax, ratios, densities, names):
    """Draw posterior densities of tau / sigma in several data sets, each with its name beside it.

    Parameters
    ----------
    ax : matplotlib Axes
    ratios : (M,) array
        Values of tau / sigma, in increasing order from 0.
    densities : sequence of (M,) arrays
        Posterior density in each data set.
    names : sequence of str
        What to call the data sets. The name stands beside the curve, or above its left end if it falls from there.

    Returns
    -------
    None
    """
    styles = (LINES["posterior"], LINES["posterior"] | {"linewidth": 1.6, "linestyle": (0, (4, 1.5))})
    styles = (*styles, LINES["posterior"] | {"linewidth": 1.6, "linestyle": (0, (1.2, 1.2))})
    top = max(density.max() for density in densities)
    for density, name, style in zip(densities, names, styles, strict=True):
        ax.plot(ratios, density, **style)
        ax.fill_between(ratios, density, color=COLOURS["posterior"], alpha=0.08, linewidth=0)
        falls = density.argmax() == 0
        at = 0 if falls else np.flatnonzero(density > 0.5 * density.max())[-1]  # where it has fallen to half its height
        label(ax, name, (ratios[at], density[at]), "posterior", offset=(4, 11) if falls else (9, 9))
    ax.set(xlim=(0, ratios[-1]), ylim=(0, 1.06 * top), yticks=[])
    ax.spines["left"].set_visible(False)
    x_title(ax, "ratio of the scales, τ/σ")


def sampler_steps(ax, centres, sds, draws, average):
    """Draw a sampler's steps for one group: the normal distribution that it draws from at each, and what it drew.

    Parameters
    ----------
    ax : matplotlib Axes
    centres, sds : (K,) arrays
        Mean and standard deviation of the distribution at each step; a bar spans one on either side.
    draws : (K,) array
        The draws.
    average : float
        What they average to in the long run.

    Returns
    -------
    None
    """
    step = np.arange(1, len(draws) + 1)
    ax.axhline(average, **LINES["posterior"] | {"linewidth": 1.6}, zorder=1)
    ax.vlines(step, centres - sds, centres + sds, color=COLOURS["prior"], linewidth=3, alpha=0.35, zorder=2)
    ax.scatter(step, centres, marker="_", s=40, color=COLOURS["prior"], zorder=3)
    ax.scatter(step, draws, s=16, color=COLOURS["ink"], zorder=4)
    low, high = ax.get_ylim()
    ax.set(xlim=(0, len(draws) + 1), ylim=(low, high + 0.4 * (high - low)))  # room for the words
    for line, meaning, text in (
        (0, "prior", "weighted average at this step, ± sd"),
        (1, "ink", "what was drawn (dot)"),
        (2, "posterior", "mean of all draws (line)"),
    ):
        label(ax, text, (0.01, 1), meaning, xycoords="axes fraction", offset=(0, -8 - 15 * line))
    y_title(ax, "intercept of one group")
    x_title(ax, "step of the sampler")
