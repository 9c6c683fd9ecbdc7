"""Groups compared: their places in a list, pairs of them, and how many lie below each height."""

import numpy as np

from .style import COLOURS, LINES, label, positions, x_title, y_title


def league(ax, estimate, low, high, *, labels, name=()):
    """Draw the groups in the order of their estimates, each with the interval of its place, 1 being the highest.

    Parameters
    ----------
    ax : matplotlib Axes
    estimate : (J,) array
        What the list is sorted by, the highest at the top.
    low, high : (J,) arrays
        Between which places each group lies.
    labels : (J,) array
    name : sequence of labels
        The groups that are named.

    Returns
    -------
    None
    """
    order = np.argsort(-estimate)
    place = np.arange(1, len(order) + 1)
    ax.hlines(place, low[order], high[order], color=COLOURS["posterior"], linewidth=1.4, alpha=0.55)
    ax.scatter(place, place, s=10, color=COLOURS["posterior"], zorder=3)
    for j in positions(labels, name):
        row = int(np.flatnonzero(order == j)[0]) + 1
        near = order[max(row - 2, 0) : row + 1]  # whose lines the name must not cross
        ax.hlines(row, low[j], high[j], color=COLOURS["posterior"], linewidth=2.2)
        if row < len(order) / 2:
            label(ax, f"{labels[j]}", (high[near].max(), row), "posterior", offset=(5, 0), ha="left")
        else:
            label(ax, f"{labels[j]}", (low[near].min(), row), "posterior", offset=(-5, 0), ha="right")
    ax.set_xlim(0, len(order) + 1)
    ax.set_ylim(len(order) + 1, 0)
    ax.set_yticks([1, len(order)], ["1st", f"{len(order)}th"])
    x_title(ax, "place in the list, 1 the highest: nine of ten draws")
    y_title(ax, "place by the estimate")


def pairs(axes, fit, pairs):
    """Draw pairs of groups with their 95 % intervals, and below, for each pair, the difference with its own.

    Parameters
    ----------
    axes : sequence of two matplotlib Axes
        For the estimates, and for the differences.
    fit : Fit
    pairs : sequence of pairs of labels
        Of each, the group with the higher estimate first.

    Returns
    -------
    None
    """
    estimates, differences = axes
    names = [name for pair in pairs for name in pair]
    rows = [3 * i + k for i in range(len(pairs)) for k in (0, 1)]
    for row, j in zip(rows, positions(fit.labels, names), strict=True):
        _interval(estimates, fit.alpha[j], fit.alpha_sd[j], row, COLOURS["posterior"])
    estimates.set_yticks(rows, [f"{name}" for name in names])
    for row, pair in enumerate(pairs):
        _interval(differences, *fit.difference(*pair), row, COLOURS["ink"])
    differences.set_yticks(range(len(pairs)), [f"{a} − {b}" for a, b in pairs])
    differences.axvline(0, color=COLOURS["muted"], linewidth=1)
    for ax, last, title in ((estimates, rows[-1], "estimate"), (differences, len(pairs) - 1, "difference")):
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(last + 0.6, -0.6)
        x_title(ax, title)


def _interval(ax, centre, sd, row, colour):
    ax.hlines(row, centre - 1.96 * sd, centre + 1.96 * sd, color=colour, linewidth=2)
    ax.scatter(centre, row, s=26, color=colour, zorder=3)


def cumulative(ax, lists, *, outcome):
    """Draw for each of three lists how many of its values lie below each height, as steps.

    Parameters
    ----------
    ax : matplotlib Axes
    lists : dict
        From a name to (J,) values: of the groups' own data, of the estimates, and of anything else.
    outcome : str
        For the axis.

    Returns
    -------
    None
    """
    styles = (LINES["data"], LINES["posterior"], {"color": COLOURS["ink"], "linestyle": (0, (4, 1))})
    for (name, values), style in zip(lists.items(), styles, strict=True):
        ax.step(np.sort(values), np.arange(1, len(values) + 1), where="post", label=name, **style | {"linewidth": 1.8})
    ax.legend(loc="lower right", frameon=False)
    x_title(ax, outcome)
    y_title(ax, "groups below")
