"""What chapter 10 alone says."""

import numpy as np

import mlmcore as mlm
from meanings.names import density_of_gamma
from meanings.normal import gamma_of, moments, root_of_slope, the_y
from meanings.world import World, balanced, collapsed, drawn, restricted
from texproof import Claim


def expected_ml_variance(w):
    """E of the ML estimate of tau^2, cut off nowhere.

    Without predictor it is linear in the sums of squares between and within groups; two fits fix the coefficients.
    """
    J, N = len(w.alpha), len(w.data.y)
    means, spread = np.linspace(-9, 9, J), np.resize([-1.5, -0.5, 0.5, 1.5], N)
    rows = []
    for wide in (1.0, 2.0):
        y = means[w.data.group] + wide * spread
        fit = mlm.fit(mlm.GroupedData.from_arrays(y, w.data.group), reml=False)
        rows.append((*sums_of_squares(w, y), fit.tau**2))
    (b1, w1, t1), (b2, w2, t2) = rows
    coefficients = np.linalg.solve([[b1, w1], [b2, w2]], [t1, t2])
    mean, covariance = moments(w, the_y)
    expected = [quadratic_mean(w, form, mean, covariance) for form in range(2)]
    return coefficients @ expected


def sums_of_squares(w, y):
    means = np.array([y[w.data.group == j].mean() for j in range(len(w.alpha))])[w.data.group]
    return np.sum((means - y.mean()) ** 2), np.sum((y - means) ** 2)


def quadratic_mean(w, form, mean, covariance):
    """E of a sum of squares of y: its value at the mean, plus the sum of its values along the covariance's axes."""
    root = np.linalg.cholesky(covariance)
    return sums_of_squares(w, mean)[form] + sum(sums_of_squares(w, axis)[form] for axis in root.T)


def rise_for_a_tenth(w):
    """How much higher the log-prior of equal groups is at a tenth of tau."""
    level = collapsed(w).alpha
    return mlm.log_prior(level, w.mu, tau=w.tau / 10) - mlm.log_prior(level, w.mu, tau=w.tau)


def exact_means(w):
    """A balanced world with hardly any scatter within groups, as with very many observations in each."""
    return balanced(w).at(sigma=1e-7)


def ml_shortfall(w):
    return w.tau**2 - expected_ml_variance(w)


def far_apart(w):
    """A balanced world whose group means differ so much that no estimate is zero."""
    world = balanced(w)
    y = world.data.y + 5 * world.data.group
    return world.at(data=mlm.GroupedData.from_arrays(y, world.data.group))


def mean_squares(w):
    between, within = sums_of_squares(w, w.data.y)
    J, N = len(w.alpha), len(w.data.y)
    return between / (J - 1), within / (N - J)


def reml_variance(w):
    return mlm.fit(w.data).tau ** 2


def ml_minuend(w):
    """What ML's estimate subtracts the mean square within groups from, before it divides by n."""
    return w.summary.n[0] * mlm.fit(w.data, reml=False).tau ** 2 + mean_squares(w)[1]


def mean_square_about_mu(w):
    return np.mean((w.gamma - w.mu) ** 2)


def noise(w):
    return w.sigma**2 / w.summary.n[0]


def apart(w):
    """A balanced world in which the mean square of gamma about mu is seven times the noise."""
    world = balanced(w)
    stretch = np.sqrt(7 * noise(world) / mean_square_about_mu(world)) - 1
    y = world.data.y + (stretch * (world.gamma - world.mu))[world.data.group]
    return world.at(data=mlm.GroupedData.from_arrays(y, world.data.group, world.data.x))


def variance_of_a_mean(w):
    return moments(w, gamma_of(w), given_alpha=True)[1][0, 0]


def height(w, tau):
    """The log-posterior at the best alpha for this tau."""
    alpha = mlm.partial_pool(w.gamma, w.summary.n, w.mu, sigma=w.sigma, tau=tau).mean
    return mlm.log_posterior(w.theta._replace(alpha=alpha), w.data, sigma=w.sigma, tau=tau)


def at_false_peak(w):
    world = apart(w)
    low, high = np.sqrt(noise(world)), np.sqrt(mean_square_about_mu(world))
    return world.at(tau=root_of_slope(lambda tau: height(world, tau), low, high))


def most_area(w):
    return root_of_slope(lambda tau: np.log(density_of_gamma(w.at(tau=tau))), 1e-2, 1e2)


def at_ml(w):
    """A world at ML's estimates of everything but the intercepts, with groups far enough apart that tau is not zero."""
    y = w.data.y + 2.0 * w.data.group
    data = mlm.GroupedData.from_arrays(y, w.data.group, w.data.x)
    ml = mlm.fit(data, reml=False)
    return w.at(data=data, beta=ml.beta[0], mu=ml.mu, sigma=ml.sigma, tau=ml.tau, reml=False)


def size(w):
    return w.summary.n[0]


MEAN_SQUARES = {"M_b": lambda w: mean_squares(w)[0], "M_w": lambda w: mean_squares(w)[1], "n": size}
EQUAL_GROUPS = {"n": size, "v": mean_square_about_mu}

with_reml = Claim(restricted)
with_ml = Claim(lambda w: w.at(reml=False))
reml_closed_form = Claim(far_apart, MEAN_SQUARES, equals=reml_variance)
ml_closed_form = Claim(far_apart, MEAN_SQUARES, equals=ml_minuend)
bias_with_exact_means = Claim(exact_means, equals=ml_shortfall)
noise_of_a_mean = Claim(balanced, EQUAL_GROUPS, equals=variance_of_a_mean)
where_most_area_is = Claim(apart, EQUAL_GROUPS | {r"\hat\tau": most_area})
scale_of_estimates = Claim(at_ml, {r"\hat\tau": lambda w: w.tau, r"\hat\sigma": lambda w: w.sigma})

CLAIMS = {
    "eq-any-direction": Claim(names={"d": drawn(1, "J"), "b": drawn(2), "m": drawn(3)}),
    "eq-collapse": Claim(collapsed),
    "eq-weighted-rss": Claim(World.at_mode),
    "eq-reml-term": with_reml,
    "eq-ml-bias": Claim(balanced, {r"E(\hat\tau_{\mathrm{ML}}^2)": expected_ml_variance, "n": size}),
    "eq-false-peak": Claim(at_false_peak, EQUAL_GROUPS),
    "eq-false-peak-solved": Claim(at_false_peak, EQUAL_GROUPS),
    "eq-members-variance": scale_of_estimates,
}
SURVIVORS = {
    "eq-weighted-rss": {
        (r"swap \mu and \gamma_j", 2): "the square of a difference does not ask which is taken from which"
    },
}
