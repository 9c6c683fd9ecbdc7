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
        What the logarithm of the density was raised by, so that it integrates to 1; -inf for one that is 0 everywhere.
    """

    def __init__(self, log_density, c, breaks, moment, rounding):
        """Integrate exp(log_density(tau)), and times tau^moment, as its logarithm's rounding allows."""
        low, high, kept, total, top = breaks[:-1], breaks[1:], [], 0.0, None
        while len(low):
            half = (high - low)[:, np.newaxis] / 2
            x = low[:, np.newaxis] + half * (POINTS + 1)
            tau = c * x / (1 - x)
            logs = log_density(tau.ravel()).reshape(x.shape) - 2 * np.log1p(-x)
            top = np.max(logs) if top is None else top
            if top == -np.inf:
                self.log_scale = -np.inf
                return
            values = np.exp(logs - top) * half
            size = values * (1 + (tau / c) ** moment)
            total = max(total, np.sum(size @ WEIGHTS))
            middle = (low + high) / 2
            split = (np.abs(size @ TO_SERIES[:, -2:]).max(1) > rounding * total) & (high - low > 1e-13 * high)
            kept.append((low[~split], high[~split], tau[~split], values[~split]))
            low, high = np.concatenate((low[split], middle[split])), np.concatenate((middle[split], high[split]))
        parts = [np.concatenate(part) for part in zip(*kept, strict=True)]
        self.low, self.high, self.tau, values = (part[np.argsort(parts[0])] for part in parts)
        mass = np.sum(values @ WEIGHTS)
        self.c, self.log_scale, self.weight = c, -np.log(mass * c) - top, values * WEIGHTS / mass
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
