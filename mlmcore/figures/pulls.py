"""How far from the mean a group is put, by its own distance: three ways to pull."""

from .style import COLOURS, LINES, x_title, y_title


def three_pulls(ax, distance, curves):
    """Draw the estimate's distance from the mean against the own intercept's, for three populations or rules.

    Parameters
    ----------
    ax : matplotlib Axes
    distance : (M,) array
        Of the own intercept from the mean.
    curves : dict
        From the name of each of the three to (M,) distances of the estimate, the normal population's first.

    Returns
    -------
    None
    """
    end = distance[-1]
    ax.axline((0, 0), slope=1, color=COLOURS["data"], linestyle=":", linewidth=1.2)
    ax.text(end, end, "own intercept", color=COLOURS["data"], ha="right", va="bottom")
    styles = (LINES["posterior"], {"color": COLOURS["ink"], "linestyle": (0, (5, 1.5))}, LINES["prior"])
    for (name, values), style in zip(curves.items(), styles, strict=True):
        ax.plot(distance, values, label=name, **style | {"linewidth": 2})
    ax.legend(loc="upper left", frameon=False)
    ax.set(xlim=(0, end), ylim=(0, 1.08 * end))
    x_title(ax, "distance of the own intercept from the mean")
    y_title(ax, "distance of the estimate from the mean")
