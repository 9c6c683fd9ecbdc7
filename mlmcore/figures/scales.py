"""The scales sigma and tau: what can be maximised over them, and what cannot."""

from .style import COLOURS, LINES, label, log_axis, x_title, y_title
from .words import LOG


def heights_and_area(axes, taus, with_constant, without, area, best):
    r"""Draw, against tau, the largest density with and without the prior's constant, and the area under the density.

    Parameters
    ----------
    axes : three matplotlib Axes
    taus : (M,) array
        Standard deviations between groups, in increasing order.
    with_constant, without : (M,) arrays
        The log-posterior at its peak for each tau, with :math:`-\frac{J}{2} \log(2\pi\tau^2)` and without it.
    area : (M,) array
        Logarithm of the integral of the posterior's numerator over Theta.
    best : float
        The tau at which the area is largest.

    Returns
    -------
    None
    """
    panels = (
        (with_constant, "height, constant kept", "ink", "up and up, as τ → 0", (0.16, 0.80), "left"),
        (without, "height, constant dropped", "ink", "up, ever slower, as τ → ∞", (0.97, 0.28), "right"),
        (area, "area: α, β, μ integrated out", "posterior", "one peak", (0.25, 0.18), "center"),
    )
    for ax, (values, title, meaning, text, at, side) in zip(axes, panels, strict=True):
        line = LINES["posterior"] if meaning == "posterior" else {"color": COLOURS["ink"], "linewidth": 2.2}
        ax.plot(taus, values, **line)
        y_title(ax, title)
        ax.set(xscale="log", xlim=(taus[0], taus[-1]))
        ax.margins(y=0.12)
        label(ax, text, at, meaning, xycoords="axes fraction", ha=side)
    axes[2].plot([best], [area.max()], "o", markersize=8, color=COLOURS["posterior"])
    axes[2].axvline(best, color=COLOURS["posterior"], linewidth=1, zorder=0)
    axes[2].set_ylim(area.max() - 75, area.max() + 14)
    label(axes[2], f"τ̂ = {best:.2f}", (best, area.max()), "posterior", offset=(10, 8))
    title = f"τ between counties {LOG}"
    log_axis(axes[2], (0.01, 0.1, 1, 10), (taus[0], taus[-1]), title)


def deviance_curves(ax, ratios, reml, ml):
    """Draw how far the deviance, by either method, rises above its minimum as tau / sigma moves away from it.

    Parameters
    ----------
    ax : matplotlib Axes
    ratios : (M,) array
        Values of tau / sigma, the best by either method among them.
    reml, ml : (M,) arrays
        The deviance by each method at these ratios, less its minimum.

    Returns
    -------
    None
    """
    styles = (LINES["posterior"], {"color": COLOURS["ink"], "linewidth": 1.6, "linestyle": (0, (4, 1.5))})
    for rise, style in zip((reml, ml), styles, strict=True):
        ax.plot(ratios, rise, **style)
        at = rise.argmin()
        ax.plot(ratios[at], rise[at], "o", markersize=8, color=style["color"], clip_on=False, zorder=4)
    at = int(0.85 * len(ratios))
    above, below = {"offset": (-8, 12), "ha": "right"}, {"offset": (10, -12), "ha": "left"}
    sides = (below, above) if reml[at] < ml[at] else (above, below)
    for text, meaning, rise, side in zip(("REML", "ML"), ("posterior", "ink"), (reml, ml), sides, strict=True):
        label(ax, text, (ratios[at], rise[at]), meaning, **side)
    top = max(reml[-1], ml[-1])
    ax.set(xlim=(0, ratios[-1]), ylim=(-0.03 * top, 1.04 * top))
    y_title(ax, "deviance above its minimum")
    x_title(ax, "ratio of the scales, τ/σ")
