"""Problems about the weight on the data: what it is, what it needs, what it becomes."""

from math import sqrt

from ..pooling import pooling_weight
from .book import cite
from .problem import Problem, Trap, number
from .words import STEP, count, four, plain
from .worlds import weight_step


def weight(world):
    """Ask for the weight that an estimate puts on the group's own data."""
    place, n = world.place, world.size()
    w = float(pooling_weight(n, sigma=world.sigma, tau=world.tau))
    unsquared = n / world.sigma / (n / world.sigma + 1 / world.tau)
    answer = number(
        w,
        2,
        traps=[
            Trap(1 - w, "That is the weight on the overall mean; the data have the rest."),
            Trap(unsquared, "The standard deviations have to be squared: weights are precisions."),
        ],
    )
    text = (
        f"{world.scene(mean=False)} The data have {count(n, place.observation)} of {place.group.one} A. What "
        f"weight does the estimate of the true mean put on these data, rather than on the overall mean? Answer to two "
        "decimals."
    )
    steps = STEP.join((cite("eq-weight"), weight_step(world, "A", n, w)))
    given = {"n": n, "sigma": world.sigma, "tau": world.tau}
    return answer and Problem("weight on the data", place.name, text, answer, steps, given, 1, 3)


def imagined(world):
    """Ask how many observations the population of groups is worth."""
    place = world.place
    m = float(1 / pooling_weight(1, sigma=world.sigma, tau=world.tau) - 1)  # w = 1 / (1 + m) where n = 1
    answer = number(
        m,
        1,
        traps=[
            Trap(1 / m, "That is the ratio upside down: the prior is worth more where the groups differ less."),
            Trap(sqrt(m), "The standard deviations have to be squared: weights are precisions."),
        ],
    )
    text = (
        f"{world.scene(mean=False)} The estimate of a {place.group.one}'s true mean is a plain average over its "
        f"{place.observation.many} and over $m$ imagined ones, whose values all are the overall mean. How large is "
        "$m$? Answer to one decimal."
    )
    ratio = rf"$$ m = \frac{{{plain(world.sigma)}^2}}{{{plain(world.tau)}^2}} = {four(m)} $$"
    given = {"sigma": world.sigma, "tau": world.tau}
    steps = STEP.join((cite("eq-imagined-houses"), ratio))
    return answer and Problem("imagined observations", place.name, text, answer, steps, given, 1, 2)


def sample_size(world):
    """Ask for the smallest group whose estimate puts a given weight on its data."""
    place, w = world.place, world.draw.choice((0.6, 0.7, 0.75, 0.8, 0.9))
    m = (world.sigma / world.tau) ** 2
    exact = w / (1 - w) * m
    if not 3 < exact < 400 or abs(exact - round(exact)) < 0.02:  # rounding on the way must not decide
        return None
    n = next(n for n in range(1, 500) if pooling_weight(n, sigma=world.sigma, tau=world.tau) >= w)
    answer = number(
        n,
        0,
        traps=[
            Trap(n - 1, "With that many the weight is still a little less: round up."),
            Trap(round(w * m), r"The odds of the weight count, $w / (1 - w)$, not the weight itself."),
        ],
        tolerance=0,
    )
    text = (
        f"{world.scene(mean=False)} How many {place.observation.many} must a {place.group.one} have, at least, for its "
        f"estimate to put a weight of {plain(w)} or more on its own data?"
    )
    steps = STEP.join(
        (
            cite("eq-weight-ratio"),
            r"Solved for the size, $n_j = \dfrac{w_j}{1 - w_j} \cdot \dfrac{\sigma^2}{\tau^2}$. The least weight needs",
            rf"$$ \frac{{{plain(w)}}}{{1 - {plain(w)}}} \cdot "
            rf"\frac{{{plain(world.sigma)}^2}}{{{plain(world.tau)}^2}} = {four(exact)} $$",
            f"The next whole number is {n}.",
        )
    )
    given = {"weight": w, "sigma": world.sigma, "tau": world.tau}
    return answer and Problem("size for a weight", place.name, text, answer, steps, given, 2, 5)


def misjudged(world):
    """Ask what a weight becomes when one of the scales turns out larger or smaller."""
    place, n, draw = world.place, world.size(), world.draw
    w, factor = draw.number(0.3, 0.8, 0.05), draw.choice((0.5, 2.0, 3.0))
    symbol, name = draw.choice((("sigma", "within"), ("tau", "between")))
    sigma, tau = sqrt(n * (1 - w) / w), 1.0  # one pair of scales that gives the weight; any other gives the same answer
    after = {"sigma": (factor * sigma, tau), "tau": (sigma, factor * tau)}[symbol]
    new = pooling_weight(n, sigma=after[0], tau=after[1])
    power = 2 if symbol == "tau" else -2
    once = 1 / (1 + (1 - w) / w / factor ** (power / 2))
    other = 1 / (1 + (1 - w) / w * factor**power)
    answer = number(
        new,
        2,
        traps=[
            Trap(w, "The weight depends on both scales, so it changes with either."),
            Trap(once, "The odds change by the square of the factor: weights are precisions."),
            Trap(
                other,
                "The other way round: larger $\\sigma$, less weight on the data; larger $\\tau$, more.",
            ),
        ],
    )
    size = {0.5: "half as large", 2.0: "twice as large", 3.0: "three times as large"}[factor]
    text = (
        f"{place.readings} vary about the true mean of their {place.group.one} with standard deviation $\\sigma$, and "
        f"the true means with standard deviation $\\tau$. The estimate of {place.group.one} A, which has "
        f"{count(n, place.observation)}, was given a weight of {plain(w)} on its own data. Then $\\{symbol}$, the "
        f"standard deviation {name} {place.group.many}, turns out to be {size} as was thought; the other one is right. "
        "What is the weight now? Answer to two decimals."
    )
    odds, sign = w / (1 - w), "" if symbol == "tau" else "-"
    now = odds * factor**power
    steps = STEP.join(
        (
            cite("eq-log-odds"),
            f"The log odds change by ${sign}2 \\log {plain(factor)}$, so the odds are multiplied by "
            f"${plain(factor)}^{{{power}}}$. They were",
            rf"$$ \frac{{{plain(w)}}}{{1 - {plain(w)}}} = {four(odds)} $$",
            rf"and are now ${four(odds)} \cdot {plain(factor)}^{{{power}}} = {four(now)}$. The weight is",
            rf"$$ \frac{{{four(now)}}}{{1 + {four(now)}}} = {four(new)} $$",
        )
    )
    given = {"n": n, "weight": w, "factor": factor, "scale": symbol}
    return answer and Problem("a scale misjudged", place.name, text, answer, steps, given, 3, 7)


def correlation(world):
    """Ask for the correlation of two observations in one group."""
    place = world.place
    share = float(pooling_weight(1, sigma=world.sigma, tau=world.tau))
    answer = number(
        share,
        2,
        traps=[
            Trap(1 - share, "That is the share of the variance within groups; they have the other in common."),
            Trap(world.tau / (world.tau + world.sigma), "Variances add up, standard deviations do not."),
        ],
    )
    one, group = place.observation.one, place.group
    text = (
        f"{world.scene(mean=False)} Take two {place.observation.many} of one {group.one}, drawn at random. What is the "
        f"correlation of their values over all {group.many}? Answer to two decimals."
    )
    t, s = f"{plain(world.tau)}^2", f"{plain(world.sigma)}^2"
    steps = STEP.join(
        (
            f"Both contain the {group.one}'s true mean and share nothing else, so their covariance is $\\tau^2$; "
            f"the variance of each is $\\tau^2 + \\sigma^2$. The ratio is also the weight of a {group.one} with one "
            f"{one}, $n_j = 1$.",
            cite("eq-weight-as-share"),
            rf"$$ \frac{{{t}}}{{{t} + {s}}} = {four(share)} $$",
        )
    )
    given = {"sigma": world.sigma, "tau": world.tau}
    return answer and Problem("correlation within a group", place.name, text, answer, steps, given, 1, 3)
