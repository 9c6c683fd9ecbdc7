"""What chapter 10 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.normal import density_of_gamma, fall_of_prior, gamma_of, moments, root_of_slope, the_y, variance
from meanings.world import balanced, collapsed
from texproof import Claim


def size(w):
    return w.summary.n[0]


def sums_of_squares(w, y):
    """Between and within groups."""
    means = w.means(y)[w.data.group]
    return np.array([np.sum((means - y.mean()) ** 2), np.sum((y - means) ** 2)])


def mean_squares(w):
    return sums_of_squares(w, w.data.y) / [len(w.alpha) - 1, len(w.data.y) - len(w.alpha)]


def fitted_variance(w, y, reml):
    """Return the estimate of tau^2 without predictor."""
    return mlm.fit(mlm.GroupedData.from_arrays(y, w.data.group), reml=reml).tau ** 2


def expected_ml_variance(w):
    """E of the ML estimate of tau^2, cut off nowhere.

    Without predictor it is linear in the sums of squares between and within groups; two fits fix the coefficients. The
    mean of a sum of squares of y is its value at the mean, plus the sum of its values along the covariance's axes.
    """
    means, errors = np.linspace(-9, 9, len(w.alpha))[w.data.group], np.resize([-1.5, -0.5, 0.5, 1.5], len(w.data.y))
    outcomes = [means + errors, means + 2 * errors]
    fits = [fitted_variance(w, y, reml=False) for y in outcomes]
    coefficients = np.linalg.solve([sums_of_squares(w, y) for y in outcomes], fits)
    mean, covariance = moments(w, the_y)
    axes = np.linalg.cholesky(covariance).T
    return coefficients @ sum((sums_of_squares(w, axis) for axis in axes), sums_of_squares(w, mean))


def exact_means(w):
    """A balanced world with hardly any scatter within groups, as with very many observations in each."""
    return balanced(w).at(sigma=1e-7)


def far_apart(w):
    """A balanced world whose group means differ so much that no estimate is zero."""
    world = balanced(w)
    return world.with_y(world.data.y + 5 * world.data.group)


def ml_minuend(w):
    """What ML's estimate subtracts the mean square within groups from, before it divides by n."""
    return size(w) * fitted_variance(w, w.data.y, reml=False) + mean_squares(w)[1]


def mean_square_about_mu(w):
    return np.mean((w.gamma - w.mu) ** 2)


def apart(w):
    """A balanced world in which the mean square of gamma about mu is seven times the noise."""
    world = balanced(w)
    stretch = np.sqrt(7 * world.sigma**2 / size(world) / mean_square_about_mu(world)) - 1
    return world.with_y(world.data.y + (stretch * (world.gamma - world.mu))[world.data.group])


def at_false_peak(w):
    world = apart(w)

    def height(tau):  # of the log-posterior at the best alpha for this tau
        alpha = mlm.partial_pool(world.gamma, world.summary.n, world.mu, sigma=world.sigma, tau=tau).mean
        return mlm.log_posterior(world.theta._replace(alpha=alpha), world.data, sigma=world.sigma, tau=tau)

    low, high = world.sigma / np.sqrt(size(world)), np.sqrt(mean_square_about_mu(world))
    return world.at(tau=root_of_slope(height, low, high))


def most_area(w):
    return root_of_slope(lambda tau: np.log(density_of_gamma(w.at(tau=tau))), 1e-2, 1e2)


def at_ml(w):
    """A world at ML's estimates of everything but the intercepts, with groups far enough apart that tau is not zero."""
    world = w.with_y(w.data.y + 2.0 * w.data.group)
    ml = mlm.fit(world.data, reml=False)
    return world.at(beta=ml.beta[0], mu=ml.mu, sigma=ml.sigma, tau=ml.tau, reml=False)


MEAN_SQUARES = {"M_b": lambda w: mean_squares(w)[0], "M_w": lambda w: mean_squares(w)[1], "n": size}
EQUAL_GROUPS = {"n": size, "v": mean_square_about_mu}
ESTIMATES = {r"\hat\tau": lambda w: w.tau, r"\hat\sigma": lambda w: w.sigma}

NAMES = {
    "rise_for_a_tenth": lambda w: -fall_of_prior(w, 0.1),
}
CLAIMS = {
    "eq-collapse": Claim(collapsed),
    "eq-ml-bias": Claim(balanced, {r"E(\hat\tau_{\mathrm{ML}}^2)": expected_ml_variance, "n": size}),
    "bias_with_exact_means": Claim(exact_means, equals=lambda w: w.tau**2 - expected_ml_variance(w)),
    "reml_closed_form": Claim(far_apart, MEAN_SQUARES, lambda w: fitted_variance(w, w.data.y, reml=True)),
    "ml_closed_form": Claim(far_apart, MEAN_SQUARES, ml_minuend),
    **dict.fromkeys(("eq-false-peak", "eq-false-peak-solved"), Claim(at_false_peak, EQUAL_GROUPS)),
    "noise_of_a_mean": Claim(balanced, EQUAL_GROUPS, lambda w: variance(w, gamma_of(w), given_alpha=True)[0]),
    "where_most_area_is": Claim(apart, EQUAL_GROUPS | {r"\hat\tau": most_area}),
    **dict.fromkeys(("eq-members-variance", "scale_of_estimates"), Claim(at_ml, ESTIMATES)),
}
