"""Problems about the weighted average: what it is, where it ends, how far it moves."""

from math import inf
from typing import NamedTuple

from ..pooling import partial_pool
from .book import cite
from .problem import Choice, Problem, Trap, number
from .words import STEP, count, four, plain
from .worlds import average_step, numbers_of, pooled, weight_step


def estimate(world):
    """Ask for a group's estimate."""
    place, group = world.place, world.group("A")
    w, mean, _ = pooled(world, group)
    unsquared = 1 / (1 + world.sigma / world.tau / group.n)
    answer = number(
        mean,
        place.digits,
        place.unit.many,
        traps=[
            Trap(w * world.mu + (1 - w) * group.gamma, "The two weights have changed places."),
            Trap(group.gamma, "That is no pooling: the own mean alone."),
            Trap(
                world.mu + unsquared * (group.gamma - world.mu),
                "The standard deviations have to be squared: weights are precisions.",
            ),
        ],
    )
    text = (
        f"{world.scene()} {world.told(group)} What is the estimate $\\hat\\alpha_A$ of the true mean "
        f"of {place.group.one} A by partial pooling? Answer {world.asked()}."
    )
    steps = STEP.join(
        (
            cite("eq-weight"),
            weight_step(world, "A", group.n, w),
            cite("eq-weighted-form"),
            average_step(world, group, w, mean),
        )
    )
    return answer and Problem("estimate", place.name, text, answer, steps, numbers_of(world, group), 1, 4)


class Limit(NamedTuple):
    """A limit: its words, what of n, sigma and tau is there at the end, the equation, and the weight on the data."""

    words: str
    end: dict[str, float]
    label: str
    weight: int


LIMITS = {
    "tau to 0": Limit(r"$\tau \to 0$, with all else as it is", {"tau": 0.0}, "eq-limit-tau-zero", 0),
    "tau to infinity": Limit(r"$\tau \to \infty$, with all else as it is", {"tau": inf}, "eq-limit-tau-infinite", 1),
    "n to infinity": Limit(
        "more and more {many} are observed and the own mean stays where it is", {"n": 1e15}, "eq-limit-n-infinite", 1
    ),
    "n to 0": Limit(
        r"all {many} of this {one} are taken out of the data, with $\mu$, $\sigma$ and $\tau$ as they are",
        {"n": 0},
        "eq-limit-n-zero",
        0,
    ),
}


def limit(world):
    """Ask what an estimate becomes in a limit."""
    place, draw, group = world.place, world.draw, world.group("A")
    name = draw.choice(tuple(LIMITS))
    words, end, label, weight = LIMITS[name]
    w, now, _ = pooled(world, group)
    half = (world.mu + group.gamma) / 2
    n, sigma, tau = ({"n": group.n, "sigma": world.sigma, "tau": world.tau} | end).values()
    value = partial_pool(group.gamma, n, world.mu, sigma=sigma, tau=tau).mean
    beyond = 2 * world.mu - group.gamma
    values = [world.mu, group.gamma, now, half, beyond]
    options = [world.amount(each) for each in draw.shuffled(values)]
    if len(set(options)) < 5 or not 0.1 < w < 0.9 or abs(now - half) < 5 * 10**-place.digits or beyond <= 0:
        return None
    answer = Choice(tuple(options), options.index(world.amount(value)))
    text = (
        f"{world.scene()} {world.told(group)} What does the estimate $\\hat\\alpha_A$ become as "
        f"{words.format(many=place.observation.many, one=place.group.one)}?"
    )
    to = r"\gamma_A" if weight else r"\mu"
    steps = STEP.join(
        (
            cite(label),
            f"The weight on the data becomes {weight}, so the estimate becomes ${to}$: {options[answer.right]}.",
        )
    )
    given = numbers_of(world, group) | {"limit": name}
    return Problem("limit", place.name, text, answer, steps, given, 1, 2)


def farther(world):
    """Ask which of two groups' estimates lies farther from the own mean."""
    place = world.place
    a, b = world.group("A"), world.group("B")
    (w_a, mean_a, _), (w_b, mean_b, _) = pooled(world, a), pooled(world, b)
    far_a, far_b = abs(a.gamma - world.mu), abs(b.gamma - world.mu)
    moved_a, moved_b = abs(a.gamma - mean_a), abs(b.gamma - mean_b)
    larger_is_farther_out = (a.n - b.n) * (far_a - far_b) > 0  # else size and distance agree, and the answer is plain
    apart = max(far_a, far_b) > 1.2 * min(far_a, far_b)
    if not larger_is_farther_out or not apart or not 1.3 < max(moved_a, moved_b) / min(moved_a, moved_b) < 5:
        return None
    one = place.group.one
    options = (f"{one.capitalize()} A", f"{one.capitalize()} B", "Both equally far")
    answer = Choice(options, int(moved_b > moved_a))
    text = (
        f"{world.scene()} {world.told(a)} {world.told(b)} Partial pooling moves both own means towards $\\mu$. "
        f"Which {one}'s estimate lies farther from its own mean?"
    )
    steps = STEP.join(
        (
            cite("eq-moved"),
            *(
                f"{weight_step(world, each.letter, each.n, w)}{STEP}"
                rf"$$ (1 - {four(w)}) \cdot |{world.own(each.gamma)} - {plain(world.mu)}| = {four(moved)} $$"
                for each, w, moved in ((a, w_a, moved_a), (b, w_b, moved_b))
            ),
            "The smaller one is moved by the larger share, the other one has farther to go; the product decides.",
        )
    )
    return Problem("which moves farther", place.name, text, answer, steps, numbers_of(world, a, b), 2, 6)


def one_reading(world):
    """Ask how far an estimate goes when one observation of its group is corrected."""
    place, draw, group = world.place, world.draw, world.group("A")
    error = world.rounded(world.sigma * draw.choice((1, 2, 3)))
    w, mean, _ = pooled(world, group)
    after = partial_pool(group.gamma - error / group.n, group.n, world.mu, sigma=world.sigma, tau=world.tau).mean
    fall = mean - after
    answer = number(
        fall,
        place.digits,
        place.unit.many,
        traps=[
            Trap(error / group.n, "That is how far the own mean falls; the estimate goes only part of that way."),
            Trap(w * error, "One value moves the mean of several by only its share of them."),
        ],
    )
    if answer is None or fall < 10 * answer.tolerance:
        return None
    text = (
        f"{world.scene(mean=False)} {place.group.one.capitalize()} A has "
        f"{count(group.n, place.observation)} in the data. "
        f"One of them was recorded too high, by {world.amount(error)}, and is corrected; $\\mu$, $\\sigma$ and "
        f"$\\tau$ stay. By how much does the estimate $\\hat\\alpha_A$ fall? Answer {world.asked()}."
    )
    ratio = rf"\frac{{1}}{{{group.n} + \dfrac{{{plain(world.sigma)}^2}}{{{plain(world.tau)}^2}}}}"
    share = w / group.n
    steps = STEP.join(
        (
            cite("eq-one-house"),
            rf"$$ {ratio} = {four(share)} $$",
            rf"$$ {four(share)} \cdot {world.own(error)} = {four(fall)} $$",
        )
    )
    given = {"n": group.n, "sigma": world.sigma, "tau": world.tau, "error": error}
    return Problem("one observation corrected", place.name, text, answer, steps, given, 2, 4)
