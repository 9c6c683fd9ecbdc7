"""The charts that the reader moves: Vega-Lite, declared with Altair, in the colours and sizes of the other figures."""

from .averaged import tau_slider
from .balance import balance
from .deviance import deviance_slider
from .draws import draw_and_keep
from .errors import error_slider
from .pair import two_groups
from .pooling import pooling_slider
from .population import population_slider
from .pulls import two_pulls
from .steps import pooling_steps
from .sum_of_pulls import sum_of_pulls

__all__ = [
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
]
