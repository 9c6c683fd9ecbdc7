"""The random-intercept model, one module for each step of the book's argument."""

from .bayes import Posterior, fit_bayes
from .engines import estimates_table, summarize_table
from .estimates import GroupEstimates
from .groups import GroupedData, GroupSummary, summarize
from .interval import tau_interval
from .likelihood import log_likelihood
from .pooling import Pooled, partial_pool, pooling_weight
from .posterior import Theta, log_posterior, log_posterior_curvature, log_posterior_gradient, posterior_mode
from .prior import log_prior
from .results import Fit, Prediction
from .simulate import simulate
from .variance import fit, profiled_deviance

__version__ = "0.1.0"

__all__ = [
    "Fit",
    "GroupEstimates",
    "GroupSummary",
    "GroupedData",
    "Pooled",
    "Posterior",
    "Prediction",
    "Theta",
    "estimates_table",
    "fit",
    "fit_bayes",
    "log_likelihood",
    "log_posterior",
    "log_posterior_curvature",
    "log_posterior_gradient",
    "log_prior",
    "partial_pool",
    "pooling_weight",
    "posterior_mode",
    "profiled_deviance",
    "simulate",
    "summarize",
    "summarize_table",
    "tau_interval",
]
