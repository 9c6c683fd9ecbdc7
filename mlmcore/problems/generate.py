"""A set of problems from a seed."""

from .._checks import number as one_number
from .boundary import boundary
from .certainty import interval, new_group, ranking
from .derivation import wrong_line
from .draws import Draws
from .estimates import estimate, farther, limit, one_reading
from .means import overall_mean, spread
from .places import PLACES
from .problem import Problem
from .weights import correlation, imagined, misjudged, sample_size, weight
from .worlds import World

KINDS = (
    weight,
    estimate,
    limit,
    farther,
    wrong_line,
    interval,
    boundary,
    new_group,
    ranking,
    spread,
    sample_size,
    misjudged,
    correlation,
    overall_mean,
    one_reading,
    imagined,
)
TRIES = 1000  # numbers that make a problem dull are drawn again; a test sees that a few draws are enough


def make_problems(seed: int, number: int = 10) -> list[Problem]:
    """Draw problems with answers and keys, the easy ones first.

    The numbers are drawn with NumPy's PCG64, in a way that gives the same problems on every machine and with every
    version of NumPy. Up to eleven problems differ in what is asked and in where they play; no two of a hundred share
    both.

    Parameters
    ----------
    seed : int
        A whole number, at least 0; another seed gives other problems.
    number : int
        How many, from 1 to 100.

    Returns
    -------
    list of Problem

    Raises
    ------
    ValueError
        If seed or number is not such a whole number.

    Notes
    -----
    Each problem has a stream of its own: of two sets with one seed, the larger contains the smaller.

    Examples
    --------
    >>> for problem in make_problems(7, 3):
    ...     print(f"{problem.kind}, {problem.place}: {problem.answer}")
    limit, radon: (b) 1.20 log pCi/L
    interval, lakes: 26.5 µg/L
    a scale misjudged, sleep: 0.50
    """
    seed, number = _whole("seed", seed, 0), _whole("number", number, 1, 100)
    draw = Draws(seed)
    kinds, places = draw.shuffled(KINDS), draw.shuffled(PLACES)  # 16 and 11 of them, with no common factor
    pairs = [(kinds[i % len(kinds)], places[i % len(places)], Draws(seed, i + 1)) for i in range(number)]
    return sorted((_one(*pair) for pair in pairs), key=lambda problem: (problem.level, problem.minutes))


def _one(kind, place, draw):
    tried = (kind(World.at(place, draw)) for _ in range(TRIES))
    return next(problem for problem in tried if problem)


def _whole(name, value, lowest, highest=None):
    value = one_number(name, value)
    within = lowest <= value and (highest is None or value <= highest)
    if not within or value != int(value):
        rule = f"from {lowest} to {highest}" if highest else f">= {lowest}"
        raise ValueError(f"{name}: must be a whole number {rule}; got {value:g}")
    return int(value)
