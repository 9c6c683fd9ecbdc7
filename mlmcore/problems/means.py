"""Problems about many groups at once: their overall mean, and how far they spread."""

from math import sqrt

import numpy as np

from ..groups import GroupSummary
from ..pooling import pooling_weight
from ..posterior import posterior_mode
from .book import cite
from .problem import Problem, Trap, number
from .words import STEP, four, plain
from .worlds import weight_step

SPREADS = "The own means spread farther than the true means, because of their noise; the estimates spread less."


def summary_of(n, gamma, sigma):
    """Return the summary of groups with these sizes and own means, and a mean square of sigma^2 within them."""
    n, gamma = np.array(n), np.array(gamma)
    origin = gamma[:1]
    within = np.array([[sigma**2 * (n.sum() - len(n))]])
    return GroupSummary(np.arange(len(n)), (), n, origin, (gamma - origin)[:, np.newaxis], within)


def overall_mean(world):
    """Ask for the overall mean of three groups: the estimate of mu, or complete pooling's."""
    place, groups = world.place, [world.group(letter) for letter in "ABC"]
    _, n, gamma = (list(each) for each in zip(*groups, strict=True))
    N, summary = sum(n), summary_of(n, gamma, world.sigma)
    mode = posterior_mode(summary, sigma=world.sigma, tau=world.tau).mu
    complete = posterior_mode(summary, sigma=world.sigma, tau=0).mu
    pools_completely = world.draw.choice((False, True))
    value, other = (complete, mode) if pools_completely else (mode, complete)
    plainly = sum(gamma) / 3
    hint = (
        "That is the estimate of $\\mu$; complete pooling counts every observation alike."
        if pools_completely
        else "That is complete pooling: every observation counts alike, so large groups count too much."
    )
    answer = number(
        value,
        place.digits,
        place.unit.many,
        traps=[Trap(other, hint), Trap(plainly, "That is the plain mean of the three own means.")],
    )
    w = pooling_weight(n, sigma=world.sigma, tau=world.tau)
    if answer is None or max(n) < 2 * min(n):
        return None
    many = place.group.many
    asked = (
        f"What is complete pooling's estimate of the one mean that all {place.observation.many} then share?"
        if pools_completely
        else "What is the estimate $\\hat\\mu$ of the overall mean, at these two standard deviations?"
    )
    text = (
        f"{world.scene(mean=False)} The data are of three {many}. {' '.join(map(world.told, groups))} {asked} "
        f"Answer {world.asked()}."
    )
    weights = list(map(str, n)) if pools_completely else list(map(four, w))
    top = " + ".join(rf"{each} \cdot {world.own(own)}" for each, own in zip(weights, gamma, strict=True))
    average = rf"$$ \frac{{{top}}}{{{' + '.join(weights)}}} = {world.fine(value)} $$"
    steps = STEP.join(
        (
            cite("eq-mu-limit-tau-zero"),
            f"There are $N = {' + '.join(weights)} = {N}$ {place.observation.many}.",
            average,
        )
        if pools_completely
        else (
            cite("eq-weight"),
            *(weight_step(world, each.letter, each.n, weight) for each, weight in zip(groups, w, strict=True)),
            cite("eq-mu-weighted"),
            average,
        )
    )
    given = {"n": n, "gamma": gamma, "sigma": world.sigma, "tau": world.tau, "complete": pools_completely}
    return Problem("overall mean", place.name, text, answer, steps, given, 2, 4 if pools_completely else 8)


def spread(world):
    """Ask how far own means, or the estimates, of equally large groups spread."""
    place, n = world.place, world.size()
    w = float(pooling_weight(n, sigma=world.sigma, tau=world.tau))
    own, estimates = world.tau / sqrt(w), world.tau * sqrt(w)
    of_estimates = world.draw.choice((False, True))
    value, other = (estimates, own) if of_estimates else (own, estimates)
    answer = number(
        value,
        place.digits,
        place.unit.many,
        traps=[Trap(world.tau, SPREADS), Trap(other, SPREADS)],
    )
    if answer is None or value < 10 * answer.tolerance:
        return None
    what = r"their estimates $\hat\alpha_j$, at known $\mu$" if of_estimates else r"their own means $\gamma_j$"
    text = (
        f"{world.scene(mean=False)} A survey takes {n} {place.observation.many} of each of very many "
        f"{place.group.many}. What is the standard deviation of {what}, over the {place.group.many}? "
        f"Answer {world.asked()}."
    )
    t, s = f"{plain(world.tau)}^2", f"{plain(world.sigma)}^2"
    steps = STEP.join(
        (
            cite("eq-weight"),
            weight_step(world, "j", n, w),
            cite("eq-variance-of-estimate"),
            rf"$$ \sqrt{{{four(w)} \cdot {t}}} = {four(value)} $$",
        )
        if of_estimates
        else (cite("eq-gamma-marginal"), rf"$$ \sqrt{{{t} + \dfrac{{{s}}}{{{n}}}}} = {four(value)} $$")
    )
    given = {"n": n, "sigma": world.sigma, "tau": world.tau, "estimates": of_estimates}
    return Problem("spread over the groups", place.name, text, answer, steps, given, 2, 5)
