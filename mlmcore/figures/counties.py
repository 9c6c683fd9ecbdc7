"""All groups in one picture."""

import numpy as np

from .style import COLOURS, LINES, label, positions, size_axis, y_title
from .words import INTERCEPT, houses


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


def _name_groups(ax, gamma, n, mu, labels, name):
    middle = np.sqrt(n.min() * n.max())
    for j in positions(labels, name):
        up = 1 if gamma[j] > mu else -1
        side = "left" if n[j] < middle else "right"
        text = f"{labels[j]}, {houses(n[j])}"
        label(ax, text, (n[j], gamma[j]), "ink", offset=(8 if side == "left" else 4, up * 13), ha=side)
