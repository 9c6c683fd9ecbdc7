"""All groups in one picture."""

import numpy as np

from .style import COLOURS, LINES, label, positions, size_axis, x_title, y_title
from .words import INTERCEPT, SIZE, houses


def sampling_funnel(ax, gamma, n, mu, sigma, *, labels, name=()):
    r"""Draw each group's own intercept against its size, with the band that chance alone would fill.

    The band is :math:`\mu \pm 2\sigma / \sqrt{n_j}`: where 95 % of groups would fall if all were alike.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    mu, sigma : float
        Overall mean, and standard deviation of an observation about its group's line.
    name : sequence of str
        Labels of the groups to name.

    Returns
    -------
    None
    """
    size = np.geomspace(n.min() / 1.15, n.max() * 1.15, 100)
    half = 2 * sigma / np.sqrt(size)
    ax.fill_between(size, mu - half, mu + half, color=COLOURS["prior"], alpha=0.13, linewidth=0)
    ax.axhline(mu, **LINES["prior"])
    ax.scatter(n, gamma, s=26, color=COLOURS["data"], edgecolor="white", linewidth=0.5, zorder=3)
    _name_groups(ax, gamma, n, mu, labels, name)
    text = "if all were alike: one mean (line)\nand what chance adds (band)"
    label(ax, text, (0.99, 0.08), "prior", xycoords="axes fraction", ha="right")
    size_axis(ax, (size[0], size[-1]))
    ax.margins(y=0.1)
    y_title(ax, INTERCEPT)


def pooling_arrows(ax, gamma, pooled, mu, n, *, labels, name=()):
    """Draw, against group size, the step from each group's own intercept to its weighted average.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    pooled : Pooled
        From `mlmcore.partial_pool` with the same gamma, n and mu.
    mu : float
        Overall mean.
    name : sequence of str
        Labels of the groups to name.

    Returns
    -------
    None
    """
    order = np.lexsort((gamma, n))
    x = np.argsort(order)  # a place for each group: by size, and among equals by its own intercept
    ax.axhline(mu, **LINES["prior"])
    ax.vlines(x, gamma, pooled.mean, color=COLOURS["muted"], linewidth=0.9, zorder=1)
    ax.scatter(x, gamma, s=9, facecolor="white", edgecolor=COLOURS["data"], linewidth=1, zorder=2)
    ax.scatter(x, pooled.mean, s=12, color=COLOURS["posterior"], zorder=3)
    _name_groups(ax, gamma, x, mu, labels, name, n)
    label(ax, "overall mean μ", (len(n), mu), "prior", offset=(0, 9), ha="right")
    ticks = {}
    for size in np.unique(n):
        at = int(np.sum(n < size))
        if at - max(ticks, default=-np.inf) >= 0.08 * len(n):  # room for a number
            ticks[at] = str(size)
    ax.set_xticks(list(ticks), ticks.values())
    ax.set_xlim(-1.5, len(n) + 0.5)
    x_title(ax, f"{SIZE}, nⱼ")
    ax.margins(y=0.1)
    y_title(ax, INTERCEPT)


def _name_groups(ax, gamma, x, mu, labels, name, n=None):
    n, middle = (x, np.sqrt(x.min() * x.max())) if n is None else (n, len(x) / 2)
    for j in positions(labels, name):
        up = 1 if gamma[j] > mu else -1
        side = "left" if x[j] < middle else "right"
        text = f"{labels[j]}, {houses(n[j])}"
        label(ax, text, (x[j], gamma[j]), "ink", offset=(8 if side == "left" else 4, up * 13), ha=side)
