"""What chapter 4 alone says."""

import numpy as np

import mlmcore as mlm
from texproof import derivative


def log_density_of_row(w, i, h=0.0):
    """The log-likelihood of observation i alone, its group's intercept raised by h, less its largest value."""

    def of(y):
        row = mlm.GroupedData.from_arrays([y], [0], [w.data.x[i, 0]])
        return mlm.log_likelihood([alpha + h], [w.beta], row, sigma=w.sigma)

    alpha = w.alpha[w.data.group[i]]
    perfect = mlm.GroupedData.from_arrays([alpha + w.beta * w.data.x[i, 0]], [0], [w.data.x[i, 0]])
    return of(w.data.y[i]) - mlm.log_likelihood([alpha], [w.beta], perfect, sigma=w.sigma)


def one_house(w):
    return np.array([log_density_of_row(w, i) for i in range(len(w.data.y))])


def slope_of_one_house(w):
    return np.array([derivative(lambda h, i=i: log_density_of_row(w, i, h), 0.0) for i in range(len(w.data.y))])


def slope_of_one_county(w):
    def log_prior(h, j):
        return mlm.log_prior(w.alpha + h * np.eye(len(w.alpha))[j], w.mu, tau=w.tau)

    return np.array([derivative(lambda h, j=j: log_prior(h, j), 0.0) for j in range(len(w.alpha))])
