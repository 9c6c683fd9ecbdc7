"""The charts that the reader moves: Vega-Lite, declared with Altair, in the colours and sizes of the other figures."""

from .deviance import deviance_slider
from .pooling import pooling_slider

__all__ = ["deviance_slider", "pooling_slider"]
