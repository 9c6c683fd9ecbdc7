"""The weighted average without a formula: draws from the population, and those that agree with the data."""

import numpy as np
from scipy.stats import norm

from .style import COLOURS, LINES, label


def draws_and_survivors(axes, alpha, gamma, observed, window, mu, pooled, *, shown=4000):
    """Draw intercepts against the own intercepts they gave; below, those whose own intercept was near the observed one.

    Parameters
    ----------
    axes : two matplotlib Axes
    alpha, gamma : (K,) arrays
        Intercepts drawn from the population, and the own intercept simulated from each.
    observed : float
        The own intercept that the group's data gave.
    window : float
        Draws whose gamma is less than this from the observed one survive.
    mu : float
        Mean of the population.
    pooled : Pooled
        From `mlmcore.partial_pool` for one group: the formula's centre and standard deviation.
    shown : int
        How many draws, and at most how many survivors, to show as dots.

    Returns
    -------
    None
    """
    top, bottom = axes
    kept = np.abs(gamma - observed) < window
    top.scatter(alpha[:shown], gamma[:shown], s=5, color=COLOURS["prior"], alpha=0.3, linewidth=0)
    chosen = np.flatnonzero(kept)[:shown]
    top.axhline(observed, **LINES["data"])
    top.scatter(alpha[chosen], gamma[chosen], s=5, color=COLOURS["posterior"], linewidth=0, zorder=3)
    low, high = gamma[:shown].min(), max(gamma[:shown].max(), observed)
    top.set(ylim=(low - 0.1, high + 0.35), ylabel=r"own intercept $\gamma_j$")
    label(top, r"observed $\gamma_j$", (0.01, observed), "data", offset=(0, 11), xycoords=("axes fraction", "data"))
    label(top, "drawn", (mu - 1.4 * alpha.std(), low + 0.2), "prior", ha="right")
    label(top, "kept", (pooled.mean + 3 * pooled.sd, observed), "posterior", offset=(0, 11), ha="left")
    survivors([bottom], alpha, [alpha[kept]], observed, mu, [pooled.mean], [pooled.sd])


def survivors(axes, drawn, kept, observed, mu, centre, sd, *, titles=None):
    """Draw, one panel each, the survivors' histogram over that of all draws, with the formula's normal curve.

    Parameters
    ----------
    axes : sequence of matplotlib Axes
    drawn : (K,) array
        Intercepts drawn from the population.
    kept : sequence of arrays
        Those that survived, one array a panel.
    observed, mu : float
        The group's own intercept, and the mean of the population.
    centre, sd : sequences of float
        The formula's weighted average and standard deviation, one a panel.
    titles : sequence of str, optional
        What to write over the panels.

    Returns
    -------
    None
    """
    tau = drawn.std()
    low, high = min(mu - 3.9 * tau, observed - 0.7 * tau), max(mu + 3.9 * tau, observed + 0.7 * tau)
    alpha = np.linspace(low, high, 600)
    for k, (ax, survived, middle, spread) in enumerate(zip(axes, kept, centre, sd, strict=True)):
        density = norm.pdf(alpha, middle, spread)
        bins = middle + spread * np.linspace(-4, 4, 41)
        wide = np.linspace(low, high, 61)
        ax.hist(drawn, wide, density=True, color=COLOURS["prior"], alpha=0.2)
        ax.hist(survived, bins, density=True, color=COLOURS["posterior"], alpha=0.35)
        ax.plot(alpha, density, **LINES["posterior"])
        for at, meaning, symbol in ((mu, "prior", r"\mu"), (observed, "data", r"\gamma_j")):
            ax.axvline(at, **LINES[meaning] | {"linewidth": 1.4})
            right = at > middle
            where = {"offset": (5 if right else -5, 0), "ha": "left" if right else "right"}
            label(ax, f"${symbol}$", (at, 0.97 * density.max()), meaning, fontsize=14, **where)
        beside = abs(observed - middle) < spread  # then the line of the own intercept is in the way
        where = {"offset": (22, 14), "ha": "left"} if beside else {"offset": (0, 18), "ha": "center"}
        name = label(ax, r"$\hat\alpha_j$", (middle, 0), "ink", fontsize=14, **where)
        name.set_path_effects([])  # it stands on the histogram, where a halo would be a blot
        ax.plot([middle], [0], marker="^", markersize=9, color=COLOURS["posterior"], clip_on=False, zorder=5)
        ax.set(yticks=[], ylim=(0, 1.12 * density.max()), xlim=(low, high))
        ax.spines["left"].set_visible(False)
        if titles is not None:
            ax.set_title(titles[k], loc="left", fontweight="bold")
    axes[-1].set_xlabel(r"county intercept $\alpha_j$ (log radon)")
