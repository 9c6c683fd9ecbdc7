"""The joint posterior of sigma and tau, with the intercepts, mu and beta integrated out."""

from functools import cached_property

import numpy as np

from ._quadrature import HalfLine
from .estimates import KnownErrors
from .gls import generalised_least_squares
from .interval import sigma_in_reach
from .variance import (
    best_variance,
    check_sigma,
    constant_within,
    degrees_of_freedom,
    deviance,
    log_determinants,
    slopes_in_lambda,
    sums_of_squares,
    valleys,
)

BLOCK = 2**15  # numbers in the arrays that are worked through at a time: they stay in the processor's cache
OF_GRID = 2**17  # the same where many small arrays are made on the way
OF_DRAWS = 2**20  # the same where there is a random number to each: another size would give a seed other draws
NEGLIGIBLE = 38  # exp(-38) is less than rounding


def blocks(length, each, size=BLOCK):
    """Return slices of `length` things, of which each needs so many numbers, so that none needs more than a block."""
    step = max(1, size // each)
    return [slice(start, start + step) for start in range(0, length, step)]


class Scales:
    """The joint posterior of sigma and tau: tau in panels, and log sigma on an even grid about its best at each tau.

    Attributes
    ----------
    sigma, tau, probability : (K,) arrays
        The nodes at which it was evaluated, and their probabilities, which sum to 1.
    tail : float
        The density of tau falls as tau to the power -tail (inf: faster).
    """

    def __init__(self, summary, tau_density):
        if tau_density is not None and not callable(tau_density):
            raise ValueError(f"tau_density: must be a function of an array of tau; got {tau_density!r}")
        self.summary, self.tau_density = summary, tau_density
        self.known, self.nu = isinstance(summary, KnownErrors), degrees_of_freedom(summary, True)
        if not self.known:
            check_sigma(summary)
        J, typical_n = summary.J, _median(summary.by_size)
        self.spare = J - 1 - constant_within(summary).shape[1]  # groups beyond the coefficients they determine
        lam = 1 / typical_n
        if self.spare > 0:
            lam = min(valleys(summary, True), key=lambda lam: deviance(lam, summary, True))
        self.unit = np.sqrt(best_variance(generalised_least_squares(summary, lam).rss, summary, True))
        typical = np.sqrt(lam + np.sqrt(2 / J) / typical_n) * self.unit
        prior_tail, start = self._exponents(typical)
        self.tail = self.spare + prior_tail
        if not (self.tail > 1 + 1e-6 and start > -1 + 1e-6):
            raise ValueError(
                f"tau_density: must leave a proper posterior, as a flat one does from {J - self.spare + 2} groups on; "
                f"got {J} groups, and a density like tau^{start:.3g} near 0 and tau^{-prior_tail:.3g} towards infinity"
            )
        rounding = 1e-13 + 1e-15 * (summary.rows + J)  # the logarithm has terms as large as that
        self.line = HalfLine(lambda tau: self.log_density(tau, typical), typical, self._breaks(typical), rounding)
        if self.line.log_scale == np.inf:
            raise ValueError("tau_density: must be > 0 where the data allow tau to be; got 0 wherever it was tried")

    def has_moment(self, m):
        """Say whether tau to the power m has a mean, and with it what grows as tau does."""
        return self.tail > m + 1 + 1e-6

    def sigma_has_moment(self, m):
        """Say whether sigma to the power m has a mean; with tau held, its density falls as sigma^-(nu + 1)."""
        return self.known or (self.nu > m and self.nu + self.tail - self.spare > m + 1 + 1e-6)

    def prior(self, tau):
        """Return the caller's density of tau, checked."""
        density = np.ones_like(tau) if self.tau_density is None else np.asarray(self.tau_density(tau), dtype=float)
        density = np.broadcast_to(density, tau.shape)
        bad = ~(np.isfinite(density) & (density >= 0))
        if bad.any():
            raise ValueError(f"tau_density: must be finite and >= 0; got {density[bad][0]} at tau = {tau[bad][0]:.6g}")
        return density

    def _exponents(self, c):
        """Return the prior's power of tau towards infinity (as -tail) and towards 0; inf where it is 0 there."""
        far, near = self.prior(c * np.array([1e30, 1e31])), self.prior(c * np.array([1e-31, 1e-30]))
        fall = np.log10(far[0] / far[1]) if far.all() else np.inf
        return fall, np.log10(near[1] / near[0]) if near.all() else np.inf

    def _breaks(self, c):
        """Return ends of panels to start with: even ones, and ever closer ones about tau = c and the prior's peak."""
        near = 2.0 ** -np.arange(5, 6 + int(np.log2(self.summary.J) / 2))
        breaks = [np.linspace(0, 1, 17), 0.5 - near, 0.5 + near]
        tau = c * np.geomspace(1e-9, 1e9, 20_001)
        peak = tau[np.argmax(self.prior(tau) * tau)]  # by factors of tau
        if tau[0] < peak < tau[-1]:
            x, rest, apart = peak / (c + peak), c / (c + peak), 2.0 ** -np.arange(15)
            breaks += [x - x * rest * apart, x, x + x * rest * apart, x / apart, 1 - rest / apart]
        ends = np.unique(np.concatenate([np.ravel(part) for part in breaks]))
        return ends[(ends >= 0) & (ends <= 1)]

    def log_density(self, tau, c=1.0):
        """Return the logarithm of prior and likelihood at tau, (K,), with everything but tau integrated out.

        Then what is to be integrated too: powers of tau / c, and the means of powers of sigma / unit, that have a mean.
        """
        prior = self.prior(tau)
        logs, moment = np.full(tau.shape, -np.inf), 1 + (tau / c) ** max(m for m in (0, 1, 2) if self.has_moment(m))
        tried = np.flatnonzero(prior > 0)
        for rows in (tried[block] for block in self._blocks(len(tried))):
            log_sigma, along, total = self._along_sigma(tau[rows])
            logs[rows] = np.log(prior[rows]) + total
            probability = self.step * np.exp(along - total[:, np.newaxis])
            for m in (m for m in (1, 2) if self.sigma_has_moment(m) and not self.known):
                moment[rows] += np.sum(probability * np.exp(m * log_sigma), axis=1)
        return logs, moment

    def _blocks(self, length, size=OF_GRID):
        each = len(self.offsets) * len(self.summary.by_size.n) * (1 + len(self.summary.x_names)) ** 2
        return blocks(length, each, size)

    @property
    def step(self):
        """The step of the grid of log sigma: its error is of the order of exp(-pi^2 / 2 / step), or less."""
        return 1.0 if self.known else min(0.15, 0.55 / np.sqrt(2 * self.nu))

    @cached_property
    def offsets(self):
        """The grid of log sigma about its best value: to where what the insides of the groups say is negligible."""
        if self.known:
            return np.zeros(1)
        least = max(0.5, min(self.nu - self.spare, self.nu - 2))
        low, high = np.log(sigma_in_reach(2 * NEGLIGIBLE / least))
        return self.step * np.arange(int(low / self.step) - 1, int(high / self.step) + 2)

    def _along_sigma(self, tau):
        """Return log sigma and the log-density there at each tau, (K, grid), and that integrated over sigma, (K,)."""
        best, grid = self._best_log_sigma(tau)[:, np.newaxis], self.offsets
        logs = self.log_joint(tau[:, np.newaxis], best + grid)
        top = logs.max(1, keepdims=True, initial=-np.inf)
        while np.any(logs[:, :1] > top - NEGLIGIBLE) and not self.known:  # a valley in between, or a shelf
            more = grid[0] + self.offsets - self.offsets[-1] - self.step
            grid, logs = np.append(more, grid), np.hstack((self.log_joint(tau[:, np.newaxis], best + more), logs))
            top = logs.max(1, keepdims=True)
        return best + grid, logs, np.log(self.step * np.exp(logs - top).sum(1)) + top[:, 0]

    def log_joint(self, tau, log_sigma):
        """Return the log-density at tau and log(sigma / unit), which has a flat prior: that of sigma is 1 / sigma."""
        lam = (tau / self.unit * np.exp(-log_sigma)) ** 2
        solution = generalised_least_squares(self.summary, lam)
        fit_term = solution.rss / self.unit**2 * np.exp(-2 * log_sigma)
        return -(self.nu * 2 * log_sigma + fit_term + log_determinants(solution, lam, self.summary, True)) / 2

    def _best_log_sigma(self, tau):
        """Return, to a fraction of the grid's step, where the joint log-density is highest at each tau."""
        if self.known:
            return np.zeros(len(tau))
        within, total = sums_of_squares(self.summary)[0], generalised_least_squares(self.summary, 0.0).rss
        low = np.full(len(tau), np.log(within / self.nu / self.unit**2) / 2)
        high = np.full(len(tau), np.log(total / (self.nu - self.spare) / self.unit**2) / 2)
        while np.max(high - low, initial=0) > 0.1 * self.step:
            middle = (low + high) / 2
            lam = (tau / self.unit * np.exp(-middle)) ** 2
            solution = generalised_least_squares(self.summary, lam)
            fit_slope, rest_slope = slopes_in_lambda(solution, self.summary, True)
            scaled = (solution.rss + lam * fit_slope) / self.unit**2 * np.exp(-2 * middle)
            rises = scaled + lam * rest_slope > self.nu
            low, high = np.where(rises, middle, low), np.where(rises, high, middle)
        return (low + high) / 2

    @cached_property
    def nodes(self):
        """The nodes that matter to a probability or a variance, (K,) each: tau, sigma and their probabilities."""
        tau, weight, found = self.line.tau.ravel(), self.line.weight.ravel(), []
        reach = 1 + (tau / self.line.c) ** 2
        tau, weight, reach = (part[weight * reach > 1e-16] for part in (tau, weight, reach))
        for rows in self._blocks(len(tau)):
            log_sigma, logs, total = self._along_sigma(tau[rows])
            probability = self.step * np.exp(logs - total[:, np.newaxis]) * weight[rows, np.newaxis]
            matter = probability * (reach[rows, np.newaxis] + np.exp(2 * log_sigma)) > 1e-16
            each = np.broadcast_to(tau[rows, np.newaxis], logs.shape), self.unit * np.exp(log_sigma), probability
            found.append([part[matter] for part in each])
        tau, sigma, probability = (np.concatenate(part) for part in zip(*found, strict=True))
        return tau, sigma, probability / probability.sum()

    def draws(self, rng, size):
        """Return independent draws of tau and sigma.

        Log sigma is drawn from the straight lines between the grid's points, and kept with a probability that makes the
        draw exact: between two points the density is less than 1.2 times its line.
        """
        tau, sigma = self.line.quantile(rng.uniform(size=size)), np.full(size, self.unit)
        left = np.empty(0, dtype=int) if self.known else np.arange(size)
        while len(left):
            parts = [left[block] for block in self._blocks(len(left), OF_DRAWS)]
            kept = [rows[self._try(rng, tau[rows], sigma, rows)] for rows in parts]
            left = np.setdiff1d(left, np.concatenate(kept))
        return tau, sigma

    def _try(self, rng, tau, sigma, rows):
        """Draw a sigma for each tau, write it into sigma[rows], and say which are kept."""
        log_sigma, logs, _ = self._along_sigma(tau)
        last = logs.shape[1] - 1
        density = np.exp(logs - logs.max(1, keepdims=True))
        reached = np.cumsum(density, axis=1)
        near = np.sum(reached < rng.uniform(size=(len(tau), 1)) * reached[:, -1:], axis=1)
        place = np.clip(near + rng.triangular(-1, 0, 1, size=len(tau)), 0, last)
        below, k = np.minimum(place.astype(int), last - 1), np.arange(len(tau))
        line = density[k, below] + (place - below) * (density[k, below + 1] - density[k, below])
        drawn = log_sigma[:, 0] + self.step * place
        exact = np.exp(self.log_joint(tau, drawn) - logs.max(1))
        sigma[rows] = self.unit * np.exp(drawn)
        return rng.uniform(size=len(tau)) * 1.2 * line < exact


def _median(sizes):
    """Return the median size of the groups."""
    below, J = np.cumsum(sizes.count), sizes.count.sum()
    return sizes.n[np.searchsorted(below, ((J - 1) // 2, J // 2), side="right")].mean()
