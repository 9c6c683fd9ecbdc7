"""What the figures call things, each in one place: the words of the book's example, and numbers in words."""

INTERCEPT = "county intercept (log radon)"
INTERCEPT_J = "county intercept αⱼ (log radon)"
DATA, POSTERIOR, PRIOR = "own data", "weighted average", "overall mean"  # what each says the intercept is
RATIO = "ratio of the scales, τ/σ"
SIZE = "houses measured"
SIZES = [1, 2, 5, 10, 20, 50, 100]  # the round numbers of a logarithmic axis of sizes
LOG = "(log scale)"


def houses(n, one="house"):
    """Return a number of houses in words; or of something else."""
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def houses_in_vega(n, one="house"):
    """Return the same as an expression of Vega, for the name of its number."""
    return f"{n} + ({n} == 1 ? ' {one}' : ' {one}s')"


def remarked(name, digits, when, remark):
    """Return an expression of Vega for a number with so many decimals, and a remark where a condition holds."""
    return f"format({name}, '.{digits}f') + ({when} ? ', {remark}' : '')"


def weight_in_vega(n):
    """Return `pooling_weight` of sigma and tau as an expression of Vega, for the name of the size: no end is 0 / 0."""
    return f"1 / (1 + pow(sigma / tau, 2) / {n})"


def average_in_vega(estimate, weight, own, mu, *, without_own="false"):
    """Return the terms of a weighted average in words, for the names of its numbers; a condition says if one lacks."""
    own = f"{without_own} ? 'none' : format({own}, '.2f')"
    shares = f"format({weight}, '.3f')", f"format(1 - {weight}, '.3f')"
    return f"[format({estimate}, '.2f'), {shares[0]}, {own}, {shares[1]}, format({mu}, '.2f')]"
