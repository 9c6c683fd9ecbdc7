"""What the standard deviation of the population does to every group at once."""

import numpy as np

from ..pooling import partial_pool, pooling_weight
from .style import COLOURS, LINES, label, log_axis, positions, x_title, y_title
from .words import INTERCEPT, LOG, houses


def weight_curves(ax, sizes, taus, *, sigma, tau):
    """Draw the weight on the data as a function of tau, one curve for each group size, with the half-way points.

    Parameters
    ----------
    ax : matplotlib Axes
    sizes : sequence of int
        Group sizes.
    taus : (T,) array
        Increasing, > 0.
    sigma, tau : float
        Standard deviation within groups, and the fitted one between them, which is marked.

    Returns
    -------
    None
    """
    _mark_fitted(ax, tau)
    ax.axhline(0.5, color=COLOURS["muted"], linewidth=1, zorder=0)
    for k, n in enumerate(sizes):
        ax.plot(taus, pooling_weight(n, sigma=sigma, tau=taus), **LINES["posterior"] | {"linewidth": 2})
        half = sigma / np.sqrt(n)
        ax.plot([half], [0.5], "o", markersize=6, color=COLOURS["ink"], zorder=4)
        last = k == len(sizes) - 1
        text = houses(n) if k == 0 or last else f"{n}"
        at = half * np.sqrt(0.9 / 0.1), 0.9
        label(ax, text, at, "posterior", offset=(6 if last else -6, 0), ha="left" if last else "right")
    ax.set(ylim=(-0.02, 1.02))
    y_title(ax, "weight on the data wⱼ")
    _tau_axis(ax, taus)


def distance_rays(ax, gamma, pooled, mu, n, *, sizes, labels, name=()):
    """Draw how far each group's estimate moved against how far it had to go, with one ray for each of some sizes.

    All groups of one size lie on one ray through the origin, of slope :math:`1 - w_j`.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names.
    pooled : Pooled
        From `mlmcore.partial_pool` with the same gamma, n and mu.
    mu : float
        Overall mean.
    sizes : sequence of int
        Sizes whose rays to draw; each must occur in n.
    name : sequence of str
        Labels of the groups to name.

    Returns
    -------
    None
    """
    away, moved = np.abs(gamma - mu), np.abs(gamma - pooled.mean)
    end = 1.06 * away.max()
    for size in sizes:
        slope = 1 - pooled.weight[np.flatnonzero(n == size)[0]]
        ax.plot([0, end], [0, slope * end], color=COLOURS["muted"], linewidth=1, zorder=1)
        label(ax, houses(size), (end, slope * end), "muted", offset=(4, 0))
    ax.scatter(away, moved, s=26, color=COLOURS["posterior"], edgecolor="white", linewidth=0.5, zorder=3)
    for j in positions(labels, name):
        ax.plot([away[j]], [moved[j]], "o", markersize=9, fillstyle="none", color=COLOURS["ink"], zorder=4)
        low = away[j] < 0.5 * end  # in the crowd near the origin: write the name above it
        where = {"offset": (-2, 72), "ha": "left"} if low else {"offset": (-6, -18), "ha": "left"}
        line = {"arrowstyle": "-", "color": COLOURS["muted"], "shrinkB": 5} if low else None
        label(ax, labels[j], (away[j], moved[j]), "ink", arrowprops=line, **where)
    ax.set(xlim=(0, 1.26 * end), ylim=(0, None))
    ax.set_xticks(np.arange(0, end, 0.5))
    x_title(ax, "how far it had to go, |γⱼ − μ|")
    y_title(ax, "how far it moved, |γⱼ − α̂ⱼ|")


def paths_over_tau(ax, gamma, n, mu, taus, *, sigma, tau, labels, name=()):
    """Draw every group's estimate as a path over tau, from the overall mean on the left to no pooling on the right.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, n, labels : (J,) arrays
        The groups' own intercepts, sizes and names; gamma does not change with tau.
    mu : float
        Overall mean, the same at every tau.
    taus : (T,) array
        Increasing, > 0.
    sigma, tau : float
        Standard deviation within groups, and the fitted one between them, which is marked.
    name : sequence of str
        Labels of the groups to name.

    Returns
    -------
    None
    """
    named = positions(labels, name)
    for j, (g, size) in enumerate(zip(gamma, n, strict=True)):
        path = partial_pool(g, size, mu, sigma=sigma, tau=taus).mean
        told = j in named
        colour, width, opacity = ("ink", 2, 1) if told else ("muted", 0.7, 0.6)
        ax.plot(taus, path, color=COLOURS[colour], linewidth=width, alpha=opacity, zorder=3 if told else 2)
    _mark_fitted(ax, tau, side=-1)
    fitted = partial_pool(gamma, n, mu, sigma=sigma, tau=tau).mean
    ax.scatter(np.full(len(gamma), tau), fitted, s=16, color=COLOURS["posterior"], zorder=4)
    ax.scatter(np.full(len(gamma), taus[-1]), gamma, s=12, color=COLOURS["data"], zorder=4, clip_on=False)
    ax.scatter([taus[0]], [mu], s=70, marker="D", color=COLOURS["prior"], zorder=5, clip_on=False)
    for j in named:
        up = 1 if gamma[j] > mu else -1
        at = tau * 6 if n[j] < np.median(n) else tau * 0.5
        height = partial_pool(gamma[j], n[j], mu, sigma=sigma, tau=at).mean
        label(ax, labels[j], (at, height), "ink", offset=(-8, up * 10), ha="right")
    label(ax, "τ → 0: all at μ", (0.01, 0.97), "prior", xycoords="axes fraction", fontweight="bold")
    label(ax, "τ → ∞: no pooling", (0.99, 0.03), "data", xycoords="axes fraction", fontweight="bold", ha="right")
    ax.margins(y=0.12)
    y_title(ax, INTERCEPT)
    _tau_axis(ax, taus)


def _mark_fitted(ax, tau, side=1):
    ax.axvline(tau, color=COLOURS["muted"], linewidth=1.2, zorder=1)
    beside = {"xycoords": ("data", "axes fraction"), "offset": (6 * side, 2), "ha": "left" if side > 0 else "right"}
    label(ax, "fitted τ", (tau, 0.03), "muted", **beside)


def _tau_axis(ax, taus):
    ticks = (0.01, 0.03, 0.1, 0.3, 1, 3, 10)
    log_axis(ax, ticks, (taus[0], taus[-1]), f"τ between counties {LOG}")
