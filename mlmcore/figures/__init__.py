"""How the book draws: one colour for one meaning, labels beside what they name.

Every function draws on the axes it is given and returns None.
"""

from .counties import pooling_arrows, pooling_fan, sampling_funnel
from .curves import likelihoods, log_posterior_slopes, population_draws, prior_data_posterior
from .means import say_by_size, sliding_mean
from .regression import intercepts_on_data
from .style import COLOURS, canvas

__all__ = [
    "COLOURS",
    "canvas",
    "intercepts_on_data",
    "likelihoods",
    "log_posterior_slopes",
    "pooling_arrows",
    "pooling_fan",
    "population_draws",
    "prior_data_posterior",
    "sampling_funnel",
    "say_by_size",
    "sliding_mean",
]
