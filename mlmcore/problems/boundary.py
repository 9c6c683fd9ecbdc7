"""The problem in which tau is estimated too, and may be estimated as 0."""

from math import sqrt

import numpy as np

from ..variance import fit
from .book import cite
from .means import summary_of
from .problem import Problem, Trap, number
from .words import STEP, four, listed, plain

OWN = "That is no pooling: the own mean alone."
COMPLETE = "That is complete pooling; here $\\tau$ is estimated as more than 0."
NOISY = "The variance of the own means contains the noise of each; subtract it first."
REML = (
    "With equally large groups the estimate of $\\mu$ is the plain mean of the own means, and REML's estimate of "
    "$\\tau^2$ is their variance (with divisor $J - 1$) less $\\sigma^2 / n$, or 0 if that is negative."
)
ZERO = "The means differ by less than noise alone makes them differ, so $\\hat\\tau = 0$ and every weight is 0."


def boundary(world):
    """Ask for a group's estimate when mu and tau are estimated from five groups of one size."""
    place, draw, n = world.place, world.draw, world.size()
    noise = world.sigma**2 / n  # the variance of an own mean about its true mean
    wide = draw.choice((0.6, 0.75, 1.6, 2.0))  # how far the own means spread, beside that noise
    pattern = draw.shuffled((-1.4, -0.6, 0.1, 0.6, 1.3))
    gamma = [world.rounded(world.mu + z * wide * sqrt(noise)) for z in pattern]
    mean, variance = sum(gamma) / 5, float(np.var(gamma, ddof=1))
    if abs(pattern[0]) < 1 or 0.75 < variance / noise < 1.4:  # near its mean, or near the boundary
        return None
    result = fit(summary_of([n] * 5, gamma, world.sigma))
    value, traps = float(result.alpha[0]), [Trap(gamma[0], OWN)]
    if not result.at_boundary:
        noisy = variance / (variance + noise)
        traps += [Trap(mean, COMPLETE), Trap(mean + noisy * (gamma[0] - mean), NOISY)]
    answer = number(value, place.digits, place.unit.many, traps=traps)
    many, own = place.group.many, listed([f"${world.own(each)}$" for each in gamma])
    text = (
        f"{world.within()}; the true means vary about $\\mu$ with standard deviation $\\tau$. The data have {n} "
        f"{place.observation.many} of each of five {many}, A to E, whose own means are {own} {place.unit.many}. The "
        f"standard deviation $\\sigma$ is known. What is the estimate $\\hat\\alpha_A$ when $\\mu$ and $\\tau$ are "
        f"estimated from these data, by REML? Answer {world.asked()}."
    )
    centre = f"{mean:.{place.digits + 1}f}"  # a fifth of a sum: exact
    squares = " + ".join(f"{abs(each - mean):.{place.digits + 1}f}^2" for each in gamma)
    steps = [
        cite("eq-gamma-marginal"),
        REML,
        rf"$$ \hat\mu = \frac{{{' + '.join(map(world.own, gamma))}}}{{5}} = {centre} $$",
        "With the distances of the own means from it, their variance is",
        rf"$$ \frac{{{squares}}}{{4}} = {four(variance)} $$",
        "and noise alone would make it",
        rf"$$ \frac{{{plain(world.sigma)}^2}}{{{n}}} = {four(noise)} $$",
    ]
    if result.at_boundary:
        steps += [ZERO, f"Every estimate is $\\hat\\mu$, so that of {place.group.one} A is {answer}."]
    else:
        between, w = four(variance - noise), four(1 - noise / variance)
        steps += [
            rf"$$ \hat\tau^2 = {four(variance)} - {four(noise)} = {between} $$",
            cite("eq-weight-as-share"),
            rf"$$ w_A = \frac{{{between}}}{{{between} + {four(noise)}}} = {w} $$",
            rf"$$ \hat\alpha_A = {w} \cdot {world.own(gamma[0])} + (1 - {w}) \cdot {centre} = {world.fine(value)} $$",
        ]
    given = {"n": n, "gamma": gamma, "sigma": world.sigma}
    return answer and Problem("scale estimated", place.name, text, answer, STEP.join(steps), given, 3, 12)
