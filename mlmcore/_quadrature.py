"""A density of tau, from 0 to infinity, integrated to full precision: it may be narrow, jump, or have heavy tails."""

import numpy as np
from numpy.polynomial import legendre

ORDER = 16
POINTS, WEIGHTS = legendre.leggauss(ORDER)
TO_SERIES = legendre.legvander(POINTS, ORDER - 1) * WEIGHTS[:, np.newaxis] * (np.arange(ORDER) + 0.5)


class HalfLine:
    """A density of tau on panels of x = tau / (c + tau), each halved until the density is a polynomial on it.

    In x, a tail that falls as a power of tau is a polynomial as well.

    Attributes
    ----------
    tau, weight : (M, ORDER) arrays
        Nodes in each of M panels, and their probabilities, which sum to 1.
    log_scale : float
        What the logarithm of the density was raised by, so that it integrates to 1; inf for one that is 0 everywhere.
    """

    def __init__(self, density, c, breaks, rounding):
        """Integrate a density and its product with a moment; density(tau) returns the logarithm and the moment."""
        new = np.column_stack((breaks[:-1], breaks[1:]))
        ends, kept, self.log_scale = np.empty((0, 2)), np.empty((0, 3, ORDER)), np.nan
        while len(new):
            half = (new[:, 1:] - new[:, :1]) / 2
            x = new[:, :1] + half * (POINTS + 1)
            tau = c * x / (1 - x)
            logs, moment = (part.reshape(x.shape) for part in density(tau.ravel()))
            logs -= 2 * np.log1p(-x)
            if np.isnan(self.log_scale):
                self.log_scale = -np.max(logs)
            if self.log_scale == np.inf:
                return
            values = np.exp(logs + self.log_scale) * half
            ends, kept = np.vstack((ends, new)), np.vstack((kept, np.stack((tau, values, values * moment), axis=1)))
            order = np.argsort(ends[:, 0])
            ends, kept = ends[order], kept[order]
            split = _unresolved(ends, kept[:, 2], rounding)
            middle = ends[split].mean(1)
            new = np.vstack((np.column_stack((ends[split, 0], middle)), np.column_stack((middle, ends[split, 1]))))
            ends, kept = ends[~split], kept[~split]
        (self.low, self.high), (self.tau, values, _) = ends.T, np.moveaxis(kept, 1, 0)
        mass = np.sum(values @ WEIGHTS)
        self.c, self.weight = c, values * WEIGHTS / mass
        self.log_scale -= np.log(mass * c)
        self.integral = legendre.legint(values @ TO_SERIES / mass, lbnd=-1, axis=1).T
        self.reached = np.concatenate(([0.0], np.cumsum(self.weight.sum(1))))

    def quantile(self, p):
        """Return the quantiles of probabilities p, an array."""
        panel = np.clip(np.searchsorted(self.reached, p, side="right") - 1, 0, len(self.low) - 1)
        below, above = np.full(p.shape, -1.0), np.full(p.shape, 1.0)
        for _ in range(53):  # as many halves as there are digits
            z = (below + above) / 2
            low = self.reached[panel] + legendre.legval(z, self.integral[:, panel], tensor=False) < p
            below, above = np.where(low, z, below), np.where(low, above, z)
        x = self.low[panel] + (self.high - self.low)[panel] * (above + 1) / 2
        return self.c * x / (1 - x)


def _unresolved(ends, values, rounding):
    """Say which panels hold more than a polynomial: by its last terms, and by jumps between one and the next.

    A jump closer to an end than the nearest node, a half per cent of the panel, shows in nothing else.
    """
    width = ends[:, 1] - ends[:, 0]
    series = values @ TO_SERIES
    error = np.abs(series[:, -2:]).max(1)
    left, right = (series @ (-1.0) ** np.arange(ORDER)) / width, series.sum(1) / width
    hidden = 0.01 * np.abs(right[:-1] - left[1:])
    error[:-1] = np.maximum(error[:-1], hidden * width[:-1])
    error[1:] = np.maximum(error[1:], hidden * width[1:])
    return (error > rounding * np.sum(values @ WEIGHTS)) & (width > 1e-13 * ends[:, 1])
