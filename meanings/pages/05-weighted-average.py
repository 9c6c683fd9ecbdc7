"""What chapter 5 alone says."""

import numpy as np

from meanings.normal import estimate_of, gamma_of


def for_one_more(w, quantity):
    """By how much a quantity of (alpha, y) is larger in each group if the outcome of its first house is, by one."""
    first = np.unique(w.data.group, return_index=True)[1]
    raised = w.data.y + np.isin(np.arange(len(w.data.y)), first)
    return quantity(w.alpha, raised) - quantity(w.alpha, w.data.y)


NAMES = {
    r"\frac{\partial \hat\alpha_j}{\partial y_i}": lambda w: for_one_more(w, estimate_of(w)),
    "own_for_one_more": lambda w: for_one_more(w, gamma_of(w)),
}
ZERO = "twice or half of what goes to zero goes to zero"
SURVIVORS = {"eq-limit-n-zero": {("add a factor 2", 0): ZERO, ("add a factor 1/2", 0): ZERO}}
