"""How far estimates lie from the truth, when the truth is known because it was simulated."""

import numpy as np

from .style import COLOURS, LINES, label, size_axis, y_title


def error_by_size(ax, n, none, complete, partial):
    """Draw, against group size, the root mean squared error of no, complete and partial pooling.

    Parameters
    ----------
    ax : matplotlib Axes
    n : (M,) array
        Group sizes, in increasing order.
    none, complete, partial : (M,) arrays
        Root mean squared errors of the intercepts of groups of that size, in units of y.

    Returns
    -------
    None
    """
    for error, meaning in ((complete, "prior"), (none, "data"), (partial, "posterior")):
        ax.plot(n, error, **LINES[meaning])
        ax.plot(n, error, "o", markersize=4, color=COLOURS[meaning])
    label(ax, "no pooling", (n[1], none[1]), "data", offset=(10, 4))
    label(ax, "complete pooling", (n[-1], complete.max()), "prior", offset=(0, 14), ha="right")
    middle = int(np.searchsorted(n, 5))
    label(ax, "partial pooling", (n[middle], partial[middle]), "posterior", offset=(-8, -16), ha="right")
    size_axis(ax, (n[0] / 1.15, n[-1] * 1.15))
    ax.set(ylim=(0, 1.06 * max(none.max(), complete.max())))
    y_title(ax, "typical error (log radon)")


def who_loses(ax, n, distance, worse, *, sigma, tau):
    r"""Draw each group's true distance from the mean, and the line beyond which partial pooling does it no good.

    The line is that of equation `eq-break-even`: farther out, the group's own intercept has the smaller squared error.

    .. math::

        \delta_j = \sqrt{2\tau^2 + \frac{\sigma^2}{n_j}}

    Parameters
    ----------
    ax : matplotlib Axes
    n, distance : (J,) arrays
        Group sizes and the distance of alpha_j from mu.
    worse : (J,) boolean array
        Groups for which partial pooling did worse.
    sigma, tau : float
        Standard deviations within and between groups.

    Returns
    -------
    None
    """
    size = np.geomspace(n.min() / 1.15, n.max() * 1.15, 200)
    bound = np.sqrt(2 * tau**2 + sigma**2 / size)
    ax.plot(size, bound, color=COLOURS["ink"], linewidth=1.5)
    for which, meaning, marker in ((~worse, "posterior", "o"), (worse, "data", "X")):
        options = {"s": 34 if marker == "o" else 60, "marker": marker, "edgecolor": "white", "linewidth": 0.5}
        ax.scatter(n[which], distance[which], color=COLOURS[meaning], zorder=3, **options)
    top = 1.12 * max(bound.max(), distance.max())
    corner = {"xycoords": "axes fraction"}
    label(ax, f"crosses ({worse.sum()}):\nbetter left alone", (0.98, 0.88), "data", ha="right", **corner)
    label(ax, f"dots ({(~worse).sum()}): better pooled", (0.98, 0.33), "posterior", ha="right", **corner)
    label(ax, "break-even distance", (size[-1], bound[-1]), "ink", offset=(-4, 12), ha="right")
    size_axis(ax, (size[0], size[-1]))
    ax.set(ylim=(-0.09 * top, top))
    y_title(ax, "true distance |αⱼ − μ|")
