"""The charts that the reader moves: Vega-Lite, declared with Altair, in the colours and sizes of the other figures."""

from .balance import balance
from .pooling import pooling_slider

__all__ = ["balance", "pooling_slider"]
