"""What chapter 4 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.normal import log_prior, slopes
from texproof import derivative


def log_density_of_row(w, i, h=0.0):
    """The log-likelihood of observation i alone, its group's intercept raised by h, less its largest value."""
    alpha, x = w.alpha[w.data.group[i]], w.data.x[i, 0]

    def of(y, alpha):
        return mlm.log_likelihood([alpha], [w.beta], mlm.GroupedData.from_arrays([y], [0], [x]), sigma=w.sigma)

    return of(w.data.y[i], alpha + h) - of(alpha + w.beta * x, alpha)


def one_house(w):
    return np.array([log_density_of_row(w, i) for i in range(len(w.data.y))])


def slope_of_one_house(w):
    return np.array([derivative(lambda h, i=i: log_density_of_row(w, i, h), 0.0) for i in range(len(w.data.y))])


def slope_of_one_county(w):
    return slopes(lambda alpha: log_prior(w, alpha), w.alpha)
