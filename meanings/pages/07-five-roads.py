"""What chapter 7 alone says."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import laplace

from meanings.names import imagined, one_county
from meanings.normal import alpha_given, gamma_of, gradient, log_likelihood, squared_error, the_y
from texproof import Claim
from texproof.world import derivative


def error_of_fraction(w, a=0.3):
    gamma = gamma_of(w)
    return squared_error(w, lambda alpha, y: w.mu + a * (gamma(alpha, y) - w.mu))


def population(w):
    """A Laplace population with standard deviation tau."""
    return laplace(w.mu, w.tau / laplace.std())


def distance_with_laplace(w):
    """How far the posterior's peak lies below a group's own intercept far above mu."""
    high, prior = w.with_y(w.data.y + 100), population(w)

    def slope(alpha, own):
        likelihood = derivative(lambda h: log_likelihood(high, np.where(own, alpha + h, high.gamma)), 0.0)
        return likelihood + prior.logpdf(alpha + 1) - prior.logpdf(alpha)

    peaks = [brentq(slope, w.mu, high.gamma.max(), args=(own,), xtol=1e-13) for own in np.eye(len(high.gamma))]
    return high.gamma - peaks


def slope_along_all(w):
    """Sigma squared times the likelihood's slope as all intercepts rise: the prior has none if mu rises with them."""
    return w.sigma**2 * (gradient(w).alpha.sum() + gradient(w).mu)


AT_HAND = {r"\hat\mu": lambda w: 0.3, r"\hat u": lambda w: w.alpha - 0.3, r"\hat\beta": lambda w: w.beta}
NAMES = {
    "m": imagined,
    r"E((\mu + a(\gamma_j - \mu)- \alpha_j)^2)": error_of_fraction,
    "a": lambda w: 0.3,
    "alpha_at_mode": lambda w: w.mode.alpha,
    "precision_of_alpha_given_y": lambda w: 1 / alpha_given(w, the_y)[1],
    "relative_prior": lambda w: np.exp(one_county(w)),
    "slope_of_laplace": lambda w: population(w).logpdf(w.mu) - population(w).logpdf(w.mu + 1),
    "distance_with_laplace": distance_with_laplace,
}
CLAIMS = {
    "eq-henderson-mean": Claim(unsolved=Claim(names=AT_HAND, equals=slope_along_all)),
    "eq-henderson-slope": Claim(unsolved=Claim(names=AT_HAND, equals=lambda w: w.sigma**2 * gradient(w).beta[0])),
}
