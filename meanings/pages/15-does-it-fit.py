"""What this chapter alone says: of an observation left out, and of slopes within and between groups."""

import numpy as np

import mlmcore as mlm
from meanings.normal import normal_of
from texproof import Claim

WITHIN, BETWEEN = 0.7, -1.1


def left_out(w):
    """How far each observation lies from what the others say of it: each left out in turn, at the same parameters."""
    errors = np.empty(len(w.data.y))
    for i, j in enumerate(w.data.group):
        rest = (w.data.group == j) & (np.arange(len(errors)) != i)
        level = w.data.y - w.beta * w.data.x[:, 0]
        own = level[rest].mean() if rest.any() else np.nan
        errors[i] = level[i] - mlm.partial_pool(own, rest.sum(), w.mu, **w.scales).mean
    return errors


def outcome(w):
    """The normal distribution of y where the group's mean of x is a second predictor: its slope is the difference."""
    x = w.data.x[:, 0]

    def log_density(y):
        data = mlm.GroupedData.from_arrays(y, w.data.group, np.column_stack((x, w.means(x)[w.data.group])))
        return mlm.log_likelihood(w.alpha, [WITHIN, BETWEEN - WITHIN], data, sigma=w.sigma)

    return normal_of(log_density, w.data.y)


NAMES = {"e": left_out, r"\beta_w": lambda w: WITHIN, r"\beta_b": lambda w: BETWEEN, "a": lambda w: w.alpha}
CLAIMS = {"eq-within-between": Claim(names=NAMES | {"y_i": outcome})}
