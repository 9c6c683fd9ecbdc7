"""What the appendix on the scales alone says."""

from scipy.stats import multivariate_normal

from meanings.normal import gamma_of, moments, the_y, variance
from meanings.world import World, drawn
from texproof import Claim

NAMES = {
    r"p(y \mid x, \beta, \mu, \sigma, \tau)": lambda w: multivariate_normal(*moments(w, the_y)).pdf(w.data.y),
    "precision_of_gamma_marginally": lambda w: 1 / variance(w, gamma_of(w)),
}
CLAIMS = {
    "eq-any-direction": Claim(names={"d": drawn(1, "J"), "b": drawn(2), "m": drawn(3)}),
    "eq-weighted-rss": Claim(World.at_mode),
    **dict.fromkeys(("eq-reml-term", "eq-restricted", "with_reml"), Claim(lambda w: w.at(reml=True))),
    "with_ml": Claim(lambda w: w.at(reml=False)),
}
SQUARE = "the square of a difference does not ask which is taken from which"
SURVIVORS = {"eq-weighted-rss": {(r"swap \mu and \gamma_j", 2): SQUARE}}
