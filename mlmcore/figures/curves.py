"""One group at a time: what the data say, what the prior says, and both together."""

import numpy as np

from ..pooling import partial_pool
from .style import COLOURS, LINES, label, y_title
from .words import INTERCEPT_J, houses


def likelihoods(ax, gamma, n, *, sigma, names):
    """Draw the likelihood of each group's intercept, divided by its maximum, with its width marked.

    Parameters
    ----------
    ax : matplotlib Axes
    gamma, n, names : sequences
        The groups' own intercepts, sizes and names.
    sigma : float
        Standard deviation of an observation about its group's line.

    Returns
    -------
    None
    """
    width = sigma / np.sqrt(n)
    for g, size, sd, name in zip(gamma, n, width, names, strict=True):
        alpha = np.linspace(g - 3.2 * sd, g + 3.2 * sd, 200)
        ax.plot(alpha, np.exp(-((alpha - g) ** 2) / (2 * sd**2)), **LINES["data"])
        height = np.exp(-0.5)
        ax.plot([g - sd, g + sd], [height, height], "-|", color=COLOURS["ink"], linewidth=1.5, markersize=9)
        label(ax, f"{name}\n{houses(size)}", (g + 0.75 * sd, 0.83), "data", offset=(6, 0))
        label(ax, "± σ/√nⱼ", (g + sd, height), "ink", offset=(8, 0))
    ax.set(xlabel=INTERCEPT_J, ylim=(0, 1.06))
    y_title(ax, "likelihood / its maximum")
    ax.set_yticks([0, 0.5, 1])


def log_posterior_slopes(axes, gamma, n, mu, *, sigma, tau):
    """Draw one group's log-posterior above its derivative, each with its two parts.

    Parameters
    ----------
    axes : two matplotlib Axes
    gamma, n : float, int
        The group's own intercept and size.
    mu, sigma, tau : float
        Overall mean, and standard deviations within and between groups.

    Returns
    -------
    None
    """
    top, bottom = axes
    mode, sd, _ = partial_pool(gamma, n, mu, sigma=sigma, tau=tau)
    low, high = sorted((gamma, mu))
    alpha = np.linspace(low - 1.2 * sd, high + 1.2 * sd, 400)
    parts = {
        "data": (-n * (alpha - gamma) ** 2 / (2 * sigma**2), n * (gamma - alpha) / sigma**2),
        "prior": (-((alpha - mu) ** 2) / (2 * tau**2), (mu - alpha) / tau**2),
    }
    parts["posterior"] = tuple(np.add(parts["data"], parts["prior"]))
    for meaning, zero, symbol in (
        ("data", gamma, "γⱼ"),
        ("prior", mu, "μ"),
        ("posterior", mode, "α̂ⱼ"),
    ):
        height, slope = parts[meaning]
        top.plot(alpha, height, **LINES[meaning])
        top.plot([zero], [np.interp(zero, alpha, height)], "o", color=COLOURS[meaning], markersize=7, zorder=4)
        bottom.plot(alpha, slope, **LINES[meaning])
        bottom.plot([zero], [0], "o", color=COLOURS[meaning], markersize=7, zorder=4)
        label(bottom, symbol, (zero, 0), meaning, offset=(4, 13))
    for text, at, meaning, where in (
        ("data", 60, "data", {"offset": (4, 12), "ha": "left"}),
        ("prior", 250, "prior", {"offset": (-8, -10), "ha": "right"}),
        ("both", 0, "posterior", {"offset": (14, 4), "ha": "left"}),
    ):
        label(bottom, text, (alpha[at], parts[meaning][1][at]), meaning, **where)
    for text, meaning, at in (("data", "data", 330), ("prior", "prior", 90), ("both", "posterior", 120)):
        label(top, text, (alpha[at], parts[meaning][0][at]), meaning, offset=(0, -14), ha="center")
    bottom.axhline(0, color=COLOURS["muted"], linewidth=1, zorder=0)
    for ax in axes:
        ax.axvline(mode, color=COLOURS["posterior"], linewidth=1, zorder=0)
        ax.set_xlim(alpha[0], alpha[-1])
    y_title(top, "height: log-density")
    y_title(bottom, "slope: its derivative")
    bottom.set_xlabel(INTERCEPT_J)
