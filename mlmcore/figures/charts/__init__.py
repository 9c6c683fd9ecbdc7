"""The charts that the reader moves: Vega-Lite, declared with Altair, in the colours and sizes of the other figures."""

from .draws import draw_and_keep
from .pooling import pooling_slider

__all__ = ["draw_and_keep", "pooling_slider"]
