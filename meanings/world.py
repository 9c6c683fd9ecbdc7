r"""A small random data set, in which every printed name has a value that was not read from the page."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

import mlmcore as mlm
import texproof

from .names import NAMES

SIZES = ([1, 2, 4], [3, 1, 5, 2])


@dataclass(frozen=True, kw_only=True)
class World(texproof.World):
    """Groups of observations with one predictor, and random parameters; only names with a hat are estimates."""

    data: mlm.GroupedData
    alpha: np.ndarray
    beta: float
    mu: float
    sigma: float
    tau: float
    reml: bool

    meanings: ClassVar[dict] = NAMES

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

    def at_mode(self):
        """Return the same world with beta and mu where the log-posterior is highest; alpha stays what it is."""
        _, (beta,), mu = self.mode
        return self.at(beta=beta, mu=mu)

    def line(self, alpha):
        """Return where each observation's line passes, with these intercepts."""
        return alpha[self.data.group] + self.beta * self.data.x[:, 0]

    def means(self, values):
        """Return the mean of values of the observations, for each group."""
        return np.array([values[self.data.group == j].mean() for j in range(len(self.alpha))])

    def with_y(self, y):
        """Return the same world with other outcomes."""
        return self.at(data=mlm.GroupedData.from_arrays(y, self.data.group, self.data.x))


def random_world(seed, sizes=None):
    """Draw a world. Even seeds have sigma < tau and speak of ML, odd ones sigma > tau and REML."""
    rng = np.random.default_rng(seed)
    odd = seed % 2
    n = sizes or SIZES[odd]
    (mu, beta), x = rng.normal(size=2), rng.normal(0.5, 1, size=sum(n))
    low, high = rng.uniform(0.6, 0.9), rng.uniform(1.2, 1.7)
    sigma, tau = (high, low) if odd else (low, high)
    data = mlm.simulate(rng, n, mu=mu, sigma=sigma, tau=tau, beta=[beta], x=x)
    return World(data=data, alpha=rng.normal(mu, 1, len(n)), beta=beta, mu=mu, sigma=sigma, tau=tau, reml=bool(odd))


def drawn(seed, size=None):
    """A number, or one for each group, that nothing else in the world depends on."""
    return lambda w: np.random.default_rng(seed).normal(size=len(w.alpha) if size == "J" else None)


def collapsed(w):
    return w.at(alpha=np.full(len(w.alpha), w.mu))


def balanced(w):
    """Groups of equal size without predictor; in the two worlds another number of groups and another size."""
    return random_world(100 + int(w.reml), [4] * 5 if w.reml else [3] * 7).at(beta=0.0)
