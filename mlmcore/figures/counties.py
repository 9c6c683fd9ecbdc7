"""All groups in one picture."""

import numpy as np

from .style import COLOURS, LINES, label, positions, size_axis


def pooling_fan(ax, gamma, pooled, mu, n, *, labels, name=(), unit="houses"):
    """Draw each group as a straight line from its own intercept to the overall mean, its estimate a dot on the line.

    The dot stands at 1 - w_j of the way: the weighted average, drawn.

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
    unit : str
        What n counts.

    Returns
    -------
    None
    """
    pull = 1 - pooled.weight
    for g in gamma:
        ax.plot([0, 1], [g, mu], color=COLOURS["muted"], linewidth=0.5, alpha=0.45, zorder=1)
    ax.scatter(np.zeros_like(gamma), gamma, s=9, color=COLOURS["data"], zorder=2)
    ax.scatter(pull, pooled.mean, s=14 + 2 * n, color=COLOURS["posterior"], edgecolor="white", linewidth=0.6, zorder=3)
    ax.scatter([1], [mu], s=90, marker="D", color=COLOURS["prior"], zorder=4)
    for j in positions(labels, name):
        ax.plot([0, 1], [gamma[j], mu], color=COLOURS["ink"], linewidth=1.2, zorder=2)
        ax.plot([pull[j]], [pooled.mean[j]], "o", markersize=5 + n[j] ** 0.5, fillstyle="none", color=COLOURS["ink"])
        up = 1 if gamma[j] > mu else -1
        far = pull[j] > 0.5  # then there is room at the line's own end, and little at its dot
        at, offset = ((0, gamma[j]), (12, up * 5)) if far else ((pull[j], pooled.mean[j]), (-4, up * 20))
        label(ax, f"{labels[j]}, {n[j]} {unit}", at, "ink", offset=offset)
    low, high = gamma.min(), gamma.max()
    for text, x, meaning, side in (
        ("own data", 0, "data", "left"),
        ("weighted average", 0.46, "posterior", "center"),
        ("overall mean", 1, "prior", "right"),
    ):
        label(ax, text, (x, high + 0.09 * (high - low)), meaning, ha=side, fontweight="bold")
    ax.set(xlim=(-0.02, 1.04), ylim=(low - 0.05 * (high - low), high + 0.13 * (high - low)))
    ax.set(xlabel="share of the way from own data to overall mean", ylabel="county intercept (log radon)")


def sampling_funnel(ax, gamma, n, mu, sigma, *, labels, name=(), unit="houses"):
    """Draw each group's own intercept against its size, with the band that chance alone would fill.

    The band is mu plus or minus 2 sigma / sqrt(n): where 95 % of groups would fall if all were alike.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    mu, sigma : float
        Overall mean, and standard deviation of an observation about its group's line.
    name : sequence of str
        Labels of the groups to name.
    unit : str
        What n counts.

    Returns
    -------
    None
    """
    size = np.geomspace(n.min() / 1.15, n.max() * 1.15, 100)
    half = 2 * sigma / np.sqrt(size)
    ax.fill_between(size, mu - half, mu + half, color=COLOURS["prior"], alpha=0.13, linewidth=0)
    ax.axhline(mu, **LINES["prior"])
    ax.scatter(n, gamma, s=26, color=COLOURS["data"], edgecolor="white", linewidth=0.5, zorder=3)
    _name_groups(ax, gamma, n, mu, labels, name, unit)
    text = "if all were alike: one mean (line)\nand what chance adds (band)"
    label(ax, text, (0.99, 0.84), "prior", xycoords="axes fraction", ha="right")
    size_axis(ax, unit, (size[0], size[-1]))
    ax.set_ylabel("county intercept (log radon)")


def pooling_arrows(ax, gamma, pooled, mu, n, *, labels, name=(), unit="houses"):
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
    unit : str
        What n counts.

    Returns
    -------
    None
    """
    ax.axhline(mu, **LINES["prior"])
    x = n * 1.025 ** _rank_among_equals(n)
    ax.vlines(x, gamma, pooled.mean, color=COLOURS["muted"], linewidth=0.9, zorder=1)
    ax.scatter(x, gamma, s=16, facecolor="white", edgecolor=COLOURS["data"], linewidth=1.2, zorder=2)
    ax.scatter(x, pooled.mean, s=22, color=COLOURS["posterior"], zorder=3)
    _name_groups(ax, gamma, x, mu, labels, name, unit, n)
    size = np.array([n.min() / 1.15, n.max() * 1.2])
    label(ax, r"overall mean $\mu$", (size[1] / 1.1, mu), "prior", offset=(0, 9), ha="right")
    size_axis(ax, unit, (size[0], size[-1]))
    ax.set_ylabel("county intercept (log radon)")


def _name_groups(ax, gamma, x, mu, labels, name, unit, n=None):
    n = x if n is None else n
    for j in positions(labels, name):
        up = 1 if gamma[j] > mu else -1
        side = "left" if x[j] < np.sqrt(x.min() * x.max()) else "right"
        text = f"{labels[j]}, {n[j]} {unit}"
        label(ax, text, (x[j], gamma[j]), "ink", offset=(8 if side == "left" else 4, up * 13), ha=side)


def _rank_among_equals(n):
    """Return each entry's rank among those equal to it, centred on 0, to spread them out sideways."""
    rank = np.empty(len(n))
    for size in np.unique(n):
        same = np.flatnonzero(n == size)
        rank[same] = np.arange(len(same)) - (len(same) - 1) / 2
    return rank
