"""What a lost sign and a dropped constant do."""

import numpy as np

from ..prior import log_prior
from .style import COLOURS, LINES, label, size_axis, y_title
from .words import POSTERIOR


def share_with_pole(ax, n, *, sigma, tau):
    r"""Draw the share of the way from overall mean to own intercept, with the prior's sign right and with it flipped.

    Right, it is the weight on the data. Flipped, it is equation `eq-thread-share`, for the root :math:`r_j` of the
    derivative with the wrong sign. Groups beyond the frame are marked by triangles at its edge.

    .. math::

        w_j = \frac{n_j}{n_j + \sigma^2/\tau^2}

    .. math::

        \frac{r_j - \mu}{\gamma_j - \mu} = \frac{n_j}{n_j - \sigma^2/\tau^2}

    Parameters
    ----------
    ax : matplotlib Axes
    n : (J,) array
        Sizes of the groups.
    sigma, tau : float
        Standard deviations within and between groups.

    Returns
    -------
    None
    """
    pole = (sigma / tau) ** 2
    low, high = -3.0, 4.0
    ax.axhspan(0, 1, color=COLOURS["posterior"], alpha=0.12, linewidth=0)
    ax.axvline(pole, color=COLOURS["muted"], linestyle=(0, (1, 2)), linewidth=1.5)
    below, above = np.geomspace(n.min(), 0.999 * pole, 300), np.geomspace(1.001 * pole, n.max(), 300)
    for size in (below, above):
        ax.plot(size, size / (size - pole), color=COLOURS["ink"], linewidth=1.6)
    size = np.concatenate((below, above))
    ax.plot(size, size / (size + pole), **LINES["posterior"])
    sizes = np.unique(n)
    flipped = sizes / (sizes - pole)
    inside = (low < flipped) & (flipped < high)
    ax.plot(sizes[inside], flipped[inside], "o", color=COLOURS["ink"], markersize=5)
    for out, marker, edge in ((flipped <= low, "v", low), (flipped >= high, "^", high)):
        ax.plot(sizes[out], np.full(out.sum(), edge), marker, color=COLOURS["ink"], markersize=8, clip_on=False)
    ax.plot(sizes, sizes / (sizes + pole), "o", color=COLOURS["posterior"], markersize=5)
    label(ax, "prior's sign flipped", (sizes[-1], 1.6), "ink", ha="right")
    label(ax, POSTERIOR, (sizes[-1], 0.55), "posterior", ha="right")
    label(ax, f"pole at {pole:.1f}", (pole, -2), "muted", offset=(8, 0))
    size_axis(ax, (size[0] / 1.15, size[-1] * 1.15))
    ax.set_ylim(low, high)
    ax.set_yticks([low, -2, -1, 0, 1, 2, 3, high], ["−3", "−2", "−1", "μ: 0", "γⱼ: 1", "2", "3", "4"])
    y_title(ax, "share of the way from μ to γⱼ")


def dropped_constant(ax, alpha, mu, tau):
    """Draw the log-prior of given intercepts against tau, with its normalising constant and without.

    Parameters
    ----------
    ax : matplotlib Axes
    alpha : (J,) array
        Group intercepts.
    mu : float
        Mean of the population.
    tau : (T,) array
        Standard deviations of the population at which to draw, rising.

    Returns
    -------
    None
    """
    kept = np.array([log_prior(alpha, mu, tau=each) for each in tau])
    dropped = -np.sum((alpha - mu) ** 2) / (2 * tau**2)
    top = np.sqrt(np.mean((alpha - mu) ** 2))
    ax.axhline(0, color=COLOURS["muted"], linewidth=1, zorder=0)
    ax.plot(tau, dropped, color=COLOURS["ink"], linewidth=1.6)
    ax.plot(tau, kept, **LINES["prior"])
    ax.plot([top], [log_prior(alpha, mu, tau=top)], "o", color=COLOURS["prior"], markersize=7, zorder=3)
    at = int(0.62 * len(tau))
    label(ax, "constant dropped", (tau[at], dropped[at]), "ink", offset=(0, -16), ha="center")
    label(ax, "constant kept", (tau[at], kept[at]), "prior", offset=(10, 10), ha="left")
    ax.set(xlabel="τ", xlim=(tau[0], tau[-1]))
    y_title(ax, "log-prior of the estimates")
