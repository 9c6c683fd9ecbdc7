"""What chapter 11 alone says."""

from dataclasses import replace

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

import mlmcore as mlm
from meanings.normal import estimate_of, gamma_of, slopes, squared_error, variance
from meanings.world import random_world
from texproof import Claim

VARIANCE = 0.7  # of every gamma_j; the pull does not ask where it comes from


def break_even(w):
    """Distance from mu at which partial pooling's error is that of the group's own intercept."""
    own_error = variance(w, gamma_of(w), given_alpha=True)

    def gain(distance, j):
        return squared_error(w.at(alpha=np.full(len(w.alpha), w.mu + distance)), given_alpha=True)[j] - own_error[j]

    return np.array([brentq(gain, 0, 50, args=(j,), xtol=1e-14) for j in range(len(w.alpha))])


def many_groups(w):
    """Groups of one, more than a few of them."""
    return random_world(100 + int(w.reml), [1] * (10 if w.reml else 8))


def pull(gamma):
    deviation = gamma - gamma.mean()
    return -deviation / np.sum(deviation**2)


def stein(w):
    """Pull gamma to its mean along its deviations over their squares, as far as Stein's estimate of the risk is least.

    The risk of gamma + c g is estimated without bias by J v + c^2 g'g + 2 c v div g, whatever the truth; g'g and the
    divergence of g come from g itself.
    """
    divergence = np.trace(slopes(pull, w.gamma))
    return w.gamma - VARIANCE * divergence / np.sum(pull(w.gamma) ** 2) * pull(w.gamma)


def mean_pull(w):
    """Mean of (J - 3) v / (sum of squared deviations), where that sum is (tau^2 + v) chi-square; also 1 - w_j."""
    J = len(w.alpha)
    pulled = (J - 3) * VARIANCE / (w.tau**2 + VARIANCE) * chi2(J - 1).expect(lambda squares: 1 / squares)
    weight = mlm.pooling_weight(1, sigma=np.sqrt(VARIANCE), tau=w.tau)
    return pulled if np.isclose(pulled, 1 - weight, rtol=1e-9) else np.nan


def part_of_error(w):
    """The error at a true distance of the standard error of gamma_j from mu, as a part of that of gamma_j itself."""
    own_error = variance(w, gamma_of(w), given_alpha=True)
    return squared_error(w.at(alpha=w.mu + np.sqrt(own_error)), given_alpha=True) / own_error


PULLED = Claim(many_groups, {r"\hat\alpha": stein, "v": lambda w: VARIANCE})

NAMES = {
    r"\delta": break_even,
    r"\mathrm{Var}(\hat\alpha_j)": lambda w: variance(w, estimate_of(w)),
    "part_of_error": part_of_error,
}
CLAIMS = {"eq-james-stein": PULLED, "pull_on_average": replace(PULLED, equals=mean_pull)}
