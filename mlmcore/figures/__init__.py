"""How the book draws: one colour for one meaning, labels beside what they name.

Every function draws on the axes it is given and returns None, except those of `charts`, which return a chart to move.
"""

from importlib import import_module

from .averaged import sampler_steps, tau_densities
from .counties import sampling_funnel
from .curves import likelihoods, log_posterior_slopes
from .errors import who_loses
from .estimates import group_estimates, normal_quantiles
from .forest import forest
from .means import say_by_size, sliding_mean
from .picture import canvas
from .pulls import three_pulls
from .ranking import cumulative, league, pairs
from .regression import intercepts_on_data
from .scales import deviance_curves, heights_and_area
from .signs import dropped_constant, share_with_pole
from .soil import pooling_to_line
from .style import COLOURS
from .tau import distance_rays, paths_over_tau, weight_curves

__all__ = [
    "COLOURS",
    "balance",
    "canvas",
    "cumulative",
    "deviance_curves",
    "deviance_slider",
    "distance_rays",
    "draw_and_keep",
    "dropped_constant",
    "forest",
    "group_estimates",
    "heights_and_area",
    "intercepts_on_data",
    "league",
    "likelihoods",
    "log_posterior_slopes",
    "normal_quantiles",
    "pairs",
    "paths_over_tau",
    "pooling_slider",
    "pooling_steps",
    "pooling_to_line",
    "sampler_steps",
    "sampling_funnel",
    "say_by_size",
    "share_with_pole",
    "sliding_mean",
    "tau_densities",
    "tau_slider",
    "three_pulls",
    "two_groups",
    "weight_curves",
    "who_loses",
]
CHARTS = (
    "balance",
    "deviance_slider",
    "draw_and_keep",
    "error_slider",
    "pooling_slider",
    "pooling_steps",
    "population_slider",
    "sum_of_pulls",
    "tau_slider",
    "two_groups",
    "two_pulls",
)


def __getattr__(name):
    """Import the charts when one is asked for: Altair takes longer to import than all the rest."""
    if name in ("charts", *CHARTS):
        charts = import_module(f"{__name__}.charts")
        return charts if name == "charts" else getattr(charts, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    """Name the charts, too: documentation and completion ask here."""
    return [*globals(), *CHARTS]
