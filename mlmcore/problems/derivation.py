"""The problem that shows the derivation of an estimate with one wrong line in it."""

from typing import NamedTuple

from .book import cite
from .problem import Choice, Problem
from .words import STEP, plain, quantity
from .worlds import numbers_of, pooled


class Form(NamedTuple):
    """How the derivation is written from a line on; a mistake changes one field, and all later lines follow from it."""

    sign: int = 1  # of the prior's terms
    power: int = 2  # of the standard deviations
    counted: bool = True  # whether the size of the group is there
    crossed: bool = False  # whether the two weights have changed places
    halved: bool = False  # whether the result is the middle of the two means


MISTAKES = (  # the line, what changes there, and what is wrong with it
    (1, {"sign": -1}, "The prior pulls towards its mean: $\\mu - \\hat\\alpha_A$, not $\\hat\\alpha_A - \\mu$."),
    (
        1,
        {"power": 1},
        "The normal density holds variances: $\\sigma^2$ and $\\tau^2$, not standard deviations.",
    ),
    (1, {"counted": False}, "Each observation pulls: the pull of the data has the factor $n_A$."),
    (2, {"sign": -1}, "The term that changes sides changes its sign, and so $\\mu - \\hat\\alpha_A$ is turned round."),
    (2, {"counted": False}, "A term that changes sides keeps its factors; here $n_A$ is lost."),
    (3, {"crossed": True}, "Each mean keeps its own factor: the own mean that of the data, $\\mu$ that of the prior."),
    (3, {"sign": -1}, "Both terms with $\\hat\\alpha_A$ come to the left with a plus."),
    (4, {"crossed": True}, "The division leaves the numerator as it is; here the means have changed places."),
    (4, {"power": 1}, "The division leaves the variances as they are; here the squares are lost."),
    (5, {"crossed": True}, "The numbers were put in with the two weights in each other's place."),
    (5, {"halved": True}, "That is the middle of the two means; the weights are not equal."),
)
ALPHA = r"\hat\alpha_A"
LABELS = ("eq-pulls", "eq-balance", "eq-collected", "eq-weighted-average", "eq-weighted-average")


def result(form, world, group):
    """Return the estimate to which a derivation of this form leads."""
    data = (group.n if form.counted else 1) / world.sigma**form.power
    prior = form.sign / world.tau**form.power
    if form.halved or data == -prior:
        return (group.gamma + world.mu) / 2
    own, mean = (world.mu, group.gamma) if form.crossed else (group.gamma, world.mu)
    return (data * own + prior * mean) / (data + prior)


def line(number, form, world, group):
    """Return a line of the derivation, with its numbers, in the given form."""
    square = "^2" if form.power == 2 else ""
    p = rf"\dfrac{{{group.n if form.counted else 1}}}{{{plain(world.sigma)}{square}}}"
    q = rf"\dfrac{{1}}{{{plain(world.tau)}{square}}}"
    own, mu, sign = world.own(group.gamma), plain(world.mu), "+" if form.sign > 0 else "-"
    first, second = (q, p) if form.crossed else (p, q)
    both, sum_of_both = rf"{p} {sign} {q}", rf"{first} \cdot {own} {sign} {second} \cdot {mu}"
    towards, away = f"{mu} - {ALPHA}", f"{ALPHA} - {mu}"
    if form.sign < 0:
        towards, away = away, towards
    return {
        1: rf"{p} \left({own} - {ALPHA}\right) + {q} \left({towards}\right) = 0",
        2: rf"{p} \left({own} - {ALPHA}\right) = {q} \left({away}\right)",
        3: rf"\left({both}\right) {ALPHA} = {sum_of_both}",
        4: rf"{ALPHA} = \frac{{{sum_of_both}}}{{{both}}}",
        5: rf"{ALPHA} = {world.own(result(form, world, group))}",
    }[number]


def wrong_line(world):
    """Ask which line of a derivation is wrong."""
    place, group = world.place, world.group("A")
    wrong, change, why = world.draw.choice(MISTAKES)
    mistaken, right = Form(**change), pooled(world, group).mean
    end = result(mistaken, world, group)
    if abs(end - right) < 5 * 10**-place.digits or abs(end - world.mu) > 5 * abs(group.gamma - world.mu) or end <= 0:
        return None
    lines = [line(k, mistaken if k >= wrong else Form(), world, group) for k in range(1, 6)]
    text = STEP.join(
        (
            f"{world.scene()} {world.told(group)} A student looks for the estimate $\\hat\\alpha_A$, at which the "
            "derivative of the log-posterior with respect to $\\alpha_A$ is 0, and writes:",
            *(rf"$$ ({k}) \qquad {each} $$" for k, each in enumerate(lines, start=1)),
            "One line is wrong; each line after it follows from the line before. Which one is wrong?",
        )
    )
    steps = STEP.join(
        (
            why,
            cite(LABELS[wrong - 1]),
            f"Line {wrong} should be",
            rf"$$ {line(wrong, Form(), world, group)} $$",
            *([rf"and the result {quantity(ALPHA, world.own(right), place.unit)}."] if wrong < 5 else []),
        )
    )
    answer = Choice(tuple(f"Line {k}" for k in range(1, 6)), wrong - 1)
    return Problem("wrong line", place.name, text, answer, steps, numbers_of(world, group), 2, 6)
