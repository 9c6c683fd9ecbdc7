"""Intercepts against what their data show: the weighted average as a regression line."""

import numpy as np

from .style import COLOURS, LINES, label, y_title


def intercepts_on_data(ax, gamma, alpha, mu, weight, *, at=None):
    """Draw pairs of a group's own intercept and its true one, with three predictions of the second from the first.

    The data's prediction is gamma (slope 1), the prior's is mu (slope 0), and the regression line has slope weight.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, alpha : (M,) arrays
        Own intercepts and true intercepts of groups of one size.
    mu, weight : float
        Mean of the population, and weight on the data at that size.
    at : float, optional
        An own intercept at which to mark the prediction.

    Returns
    -------
    None
    """
    ax.scatter(gamma, alpha, s=7, color=COLOURS["muted"], alpha=0.35, linewidth=0, zorder=1)
    ends = np.array([gamma.min(), gamma.max() if at is None else max(gamma.max(), at)])
    low, high = alpha.min(), alpha.max()
    ax.plot([low, high], [low, high], **LINES["data"], zorder=2)
    ax.plot(ends, [mu, mu], **LINES["prior"], zorder=2)
    ax.plot(ends, mu + weight * (ends - mu), **LINES["posterior"], zorder=3)
    if at is not None:
        predicted = mu + weight * (at - mu)
        ax.plot([at, at], [low, predicted], color=COLOURS["ink"], linewidth=1, linestyle=":", zorder=2)
        ax.plot([at], [predicted], "o", markersize=8, color=COLOURS["posterior"], zorder=4)
    label(ax, "data: slope 1", (high, high), "data", offset=(-8, 4), ha="right")
    label(ax, "prior: slope 0", (ends[0], mu), "prior", offset=(2, 11))
    at_right = (ends[1], mu + weight * (ends[1] - mu))
    label(ax, "both: slope wⱼ", at_right, "posterior", offset=(0, 16), ha="right", fontweight="bold")
    ax.set_xlabel("own intercept γⱼ (log radon)")
    y_title(ax, "true intercept αⱼ (log radon)")
    ax.set_aspect("equal")
