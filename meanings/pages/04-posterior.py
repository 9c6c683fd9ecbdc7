"""What chapter 4 alone says."""

from scipy.stats import norm

from meanings.normal import log_prior, slopes


def one_house(w, raised=0):
    """For each observation: its log-density, the intercept raised, less the largest value that it can have."""
    return norm.logpdf(w.data.y, w.line(w.alpha + raised), w.sigma) - norm.logpdf(0, 0, w.sigma)


NAMES = {
    "one_house": one_house,
    "slope_of_one_house": lambda w: (one_house(w, 1) - one_house(w, -1)) / 2,  # of a parabola
    "slope_of_one_county": lambda w: slopes(lambda alpha: log_prior(w, alpha), w.alpha),
}
