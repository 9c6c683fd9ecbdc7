"""What this chapter alone says: of scales that have a density, here at nine pairs of them."""

from dataclasses import fields
from typing import ClassVar

import numpy as np

import mlmcore as mlm
from meanings.names import NAMES as EVERYWHERE
from meanings.normal import gamma_of, log_evidence, marginal, posterior
from meanings.world import World
from texproof import Claim

SIGMA, TAU, STEP = [0.6, 1.0, 1.7], [0.2, 0.9, 2.5], [0.4, 0.7, 1.3]  # any will do: an integral is then a sum
NODES = [(s, t, a * b) for s, a in zip(SIGMA, STEP, strict=True) for t, b in zip(TAU, STEP, strict=True)]


def integral(w):
    worlds = [(w.at(sigma=s, tau=t), step) for s, t, step in NODES]  # each remembers what its names stand for
    return lambda integrand: sum(step * integrand(there) for there, step in worlds)


def prior(w):
    return 1 / w.sigma


def evidence(w):
    return integral(w)(lambda there: np.exp(log_evidence(there)) * prior(there))


def of_scales(w):
    """Their posterior density, as the package has it: up to a constant, in tau and the logarithm of sigma."""
    scales = mlm.fit_bayes(w.summary).scales

    def density(there):
        at = np.array([there.tau]), np.array([np.log(there.sigma / scales.unit)])
        return np.exp(scales.log_joint(*at)[0]) / there.sigma

    return density(w) / integral(w)(density)


def moment(w, function):
    """A mean over scales and everything else, from dense matrices."""
    return integral(w)(
        lambda there: function(*posterior(there)) * np.exp(log_evidence(there)) * prior(there)
    ) / evidence(w)


def mean(w):
    return moment(w, lambda centre, covariance: centre)[: len(w.alpha)]


def variance(w):
    J, origin = len(w.alpha), mean(w)
    return moment(w, lambda centre, covariance: (centre[:J] - origin) ** 2 + np.diag(covariance)[:J])


def without_predictor(w):
    """Variances of alpha and mu at given scales when the slope is known."""
    J = len(w.alpha)
    precision = np.linalg.inv(posterior(w)[1])
    kept = np.arange(J + 2) != J
    return np.diag(np.linalg.inv(precision[kept][:, kept]))


class Scales(World):
    """A world of which every integral over the scales looks at others, with the same meanings."""

    meanings: ClassVar[dict] = EVERYWHERE | {
        r"p(\Pi)": prior,
        "p(D)": evidence,
        r"p(\Pi \mid D)": of_scales,
        r"\int d\Pi": integral,
        r"E(\alpha_j \mid D)": mean,
        r"\mathrm{Var}(\alpha_j \mid D)": variance,
        r"\hat\alpha": lambda w: w.mode.alpha,
        "v": lambda w: np.diag(posterior(w)[1])[: len(w.alpha)],
    }


def with_scales(w):
    return Scales(**{field.name: getattr(w, field.name) for field in fields(w) if field.init})


KNOWN_SLOPE = {"v": lambda w: without_predictor(w)[:-1], r"s_\mu": lambda w: np.sqrt(without_predictor(w)[-1])}
OVER_SCALES = ("eq-scales-given-data", "eq-averaged-average", "eq-two-parts")
CLAIMS = {
    **dict.fromkeys(OVER_SCALES, Claim(with_scales)),
    "eq-variance-at-scales": Claim(names=KNOWN_SLOPE),
    "variance_of_gamma": Claim(equals=lambda w: marginal(w, gamma_of(w))[1]),
}
