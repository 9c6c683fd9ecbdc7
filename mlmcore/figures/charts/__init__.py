"""The charts that the reader moves: Vega-Lite, declared with Altair, in the colours and sizes of the other figures."""

from .averaged import tau_slider
from .balance import balance
from .deviance import deviance_slider
from .draws import draw_and_keep
from .pooling import pooling_slider
from .pulls import two_pulls

__all__ = ["balance", "deviance_slider", "draw_and_keep", "pooling_slider", "tau_slider", "two_pulls"]
