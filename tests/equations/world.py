r"""A small random data set, in which every printed name has a value that was not read from the page."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

import mlmcore as mlm

SIZES = ([1, 2, 4], [3, 1, 5, 2])


@dataclass(frozen=True)
class World:
    """Groups of observations with one predictor, and parameters drawn at random; only names with a hat are estimates.

    `sizes` stands in for n_j where a limit in n_j is taken; `own` holds the values of names that only one equation
    uses, or uses in another sense; `known` keeps the values that have been looked up.
    """

    data: mlm.GroupedData
    alpha: np.ndarray
    beta: float
    mu: float
    sigma: float
    tau: float
    reml: bool
    sizes: np.ndarray | None = None
    own: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def summary(self):
        return mlm.summarize(self.data)

    @property
    def scales(self):
        return {"sigma": self.sigma, "tau": self.tau}

    @property
    def theta(self):
        return mlm.Theta(self.alpha, [self.beta], self.mu)

    @cached_property
    def mode(self):
        return mlm.posterior_mode(self.summary, **self.scales)

    @property
    def gamma(self):
        return self.summary.gamma([self.beta])

    def at(self, **fields):
        """Return the same world with other parameters or data."""
        return replace(self, **fields)

    def saying(self, names):
        """Return the same world with other values for some printed names."""
        return replace(self, own=self.own | names)

    def at_mode(self):
        """Return the same world with beta and mu where the log-posterior is highest; alpha stays what it is."""
        _, (beta,), mu = self.mode
        return replace(self, beta=beta, mu=mu)


def random_world(seed, sizes=None):
    """Draw a world. Even seeds have sigma < tau and speak of ML, odd ones sigma > tau and REML."""
    rng = np.random.default_rng(seed)
    odd = seed % 2
    n = sizes or SIZES[odd]
    (mu, beta), x = rng.normal(size=2), rng.normal(0.5, 1, size=sum(n))
    low, high = rng.uniform(0.6, 0.9), rng.uniform(1.2, 1.7)
    sigma, tau = (high, low) if odd else (low, high)
    data = mlm.simulate(rng, n, mu=mu, sigma=sigma, tau=tau, beta=[beta], x=x)
    return World(data, rng.normal(mu, 1, len(n)), beta, mu, sigma, tau, reml=bool(odd))
