"""Problems about how sure an estimate is: an interval, a group never observed, two groups compared."""

from math import hypot, sqrt

from scipy.special import ndtr, ndtri

from ..pooling import partial_pool
from .book import cite
from .problem import Problem, Trap, number
from .words import STEP, four, plain, quantity
from .worlds import average_step, numbers_of, pooled, sd_step, weight_step

QUANTILE = float(ndtri(0.975))


def interval(world):
    """Ask for one end of the interval of a group's true mean."""
    place, draw, group = world.place, world.draw, world.group("A")
    w, mean, sd = pooled(world, group)
    side, sign = draw.choice((("lower", -1), ("upper", 1)))
    standard_error = world.sigma / sqrt(group.n)
    answer = number(
        mean + sign * QUANTILE * sd,
        place.digits,
        place.unit.many,
        traps=[
            Trap(
                group.gamma + sign * QUANTILE * standard_error,
                "That is the interval of no pooling, about the own mean.",
            ),
            Trap(mean + sign * sd, "One standard deviation: that interval has a probability of about two thirds."),
            Trap(mean - sign * QUANTILE * sd, "That is the other end."),
        ],
    )
    if answer is None or answer.value <= 0:
        return None
    text = (
        f"{world.scene()} {world.told(group)} Within which interval, centred at its estimate, does the true mean "
        f"$\\alpha_A$ lie with probability 0.95? Give its {side} end {world.asked()}."
    )
    q = four(QUANTILE)
    steps = STEP.join(
        (
            cite("eq-weighted-form"),
            weight_step(world, "A", group.n, w),
            average_step(world, group, w, mean),
            cite("eq-posterior-sd"),
            sd_step(world, group, sd),
            f"A normal distribution has probability 0.95 within {q} standard deviations of its mean:",
            rf"$$ {world.fine(mean)} {'-+'[sign > 0]} {q} \cdot {four(sd)} = {world.fine(answer.value)} $$",
        )
    )
    given = numbers_of(world, group) | {"side": sign}
    return Problem("interval", place.name, text, answer, steps, given, 2, 7)


def new_group(world):
    """Ask what is known of a group of which nothing was observed, or of one observation there."""
    place, draw = world.place, world.draw
    error = max(world.rounded(world.tau * draw.choice((0.2, 0.3, 0.4))), 10**-place.digits)
    unseen = partial_pool(float("nan"), 0, world.mu, sigma=world.sigma, tau=world.tau)
    mean, level = float(unseen.mean), hypot(unseen.sd, error)
    reading = hypot(world.sigma, level)
    one, group = place.observation.one, place.group.one
    asks_for_reading = draw.choice((False, True))
    sd = reading if asks_for_reading else level
    other = level if asks_for_reading else reading
    answer = number(
        mean + QUANTILE * sd,
        place.digits,
        place.unit.many,
        traps=[
            Trap(
                mean + QUANTILE * other,
                f"The true mean of the {group} and the value of one {one} are two things; the other one was asked for.",
            ),
            Trap(mean + QUANTILE * error, "That is the interval of the overall mean."),
            Trap(mean + sd, "One standard deviation: that interval has a probability of about two thirds."),
        ],
    )
    asked = f"the value of one {one} of that {group}" if asks_for_reading else f"the true mean of that {group}"
    estimated = quantity(r"\hat\mu", plain(world.mu), place.unit)
    uncertain = quantity(r"s_\mu", world.own(error), place.unit)
    text = (
        f"{world.scene(mean=False)} The mean of these true means is estimated as {estimated}, with standard error "
        f"{uncertain}; the two standard deviations are known. A {group} is observed for the first time. Within which "
        f"interval, centred at $\\hat\\mu$, does {asked} lie with probability 0.95? Give its upper end {world.asked()}."
    )
    label = "eq-new-house" if asks_for_reading else "eq-new-county"
    parts = [f"{plain(world.sigma)}^2"] * asks_for_reading + [f"{plain(world.tau)}^2", f"{world.own(error)}^2"]
    q = four(QUANTILE)
    steps = STEP.join(
        (
            cite(label),
            rf"$$ \sqrt{{{' + '.join(parts)}}} = {four(sd)} $$",
            rf"$$ {plain(world.mu)} + {q} \cdot {four(sd)} = {world.fine(answer.value)} $$" if answer else "",
        )
    )
    given = numbers_of(world) | {"error": error, "reading": asks_for_reading}
    return answer and Problem("a new group", place.name, text, answer, steps, given, 2, 5)


def ranking(world):
    """Ask for the probability that one group's true mean exceeds another's."""
    place = world.place
    a, b = world.group("A"), world.group("B")
    (w_a, mean_a, sd_a), (w_b, mean_b, sd_b) = pooled(world, a), pooled(world, b)
    difference, sd = mean_a - mean_b, hypot(sd_a, sd_b)
    probability = float(ndtr(difference / sd))
    alone = (a.gamma - b.gamma) / hypot(world.sigma / sqrt(a.n), world.sigma / sqrt(b.n))
    answer = number(
        probability,
        2,
        traps=[
            Trap(1 - probability, "That is the probability of the opposite."),
            Trap(float(ndtr(alone)), "That is the answer without pooling, of the own means and their standard errors."),
            Trap(float(ndtr(difference / (sd_a + sd_b))), "Variances add up, standard deviations do not."),
        ],
    )
    if answer is None or not 0.1 < probability < 0.95 or a.n == b.n:
        return None
    text = (
        f"{world.scene()} {world.told(a)} {world.told(b)} How probable is it, given these data, that the true mean of "
        f"{place.group.one} A is higher than that of {place.group.one} B? Answer to two decimals."
    )
    steps = STEP.join(
        (
            cite("eq-weighted-form"),
            *(
                f"{weight_step(world, each.letter, each.n, w)}{STEP}{average_step(world, each, w, mean)}"
                for each, w, mean in ((a, w_a, mean_a), (b, w_b, mean_b))
            ),
            cite("eq-posterior-sd"),
            *(sd_step(world, each, each_sd) for each, each_sd in ((a, sd_a), (b, sd_b))),
            cite("eq-difference"),
            rf"$$ \frac{{{world.fine(mean_a)} - {world.fine(mean_b)}}}{{\sqrt{{{four(sd_a)}^2 + {four(sd_b)}^2}}}} "
            rf"= {four(difference / sd)} $$",
            f"The standard normal distribution has probability {probability:.2f} below this value.",
        )
    )
    return Problem("which is higher", place.name, text, answer, steps, numbers_of(world, a, b), 3, 10, paper=False)
