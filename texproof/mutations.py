"""Wrong equations, made from printed ones by one small change each, as a misprint or a slip in algebra would make."""

import re
from typing import NamedTuple

from .reader import LETTER, SUBSCRIPT, plain

BIG = r"\\(?:sqrt|log|exp|frac(?!\{(?:\\partial|d\^)))"
TERM = r"(?:\\sqrt\{[^{}]*\}|\\?[a-zA-Z]+(?:_\w)?(?:\^2)?|\d+|\([^()]*\)(?:\^2)?)"
GROUP = r"\{[^{}]*\}"
for _ in range(4):
    GROUP = rf"\{{(?:[^{{}}]|{GROUP})*\}}"
FRACTION = re.compile(rf"\\frac({GROUP})({GROUP})")


class Mutation(NamedTuple):
    """One change: what was done, at which of the places where it can be done, and what the page would then print."""

    change: str
    place: int
    latex: str


def mutations(latex, reader):
    """Return every single mutation of a printed equation, as the reader's book writes it."""
    text = plain(latex)
    fractions = [FRACTION.match(text, bar.start()) for bar in re.finditer(r"\\frac", text)]
    found = [
        *changed("flip a sign", text, re.finditer(r"(?<!\{)[+-]", text), lambda sign: "-" if sign[0] == "+" else "+"),
        *changed("drop a 2", text, re.finditer(r"(?<![\d^])2(?!\d)", text), lambda two: "1"),
        *changed("drop a square", text, re.finditer(r"\^2", text), lambda square: ""),
        *changed("turn a fraction over", text, fractions, lambda fraction: rf"\frac{fraction[2]}{fraction[1]}"),
        *changed(
            "turn a slash over", text, re.finditer(rf"({TERM})/({TERM})", text), lambda slash: f"{slash[2]}/{slash[1]}"
        ),
        *factors("2", "2", text, reader),
        *factors("1/2", r"\frac{1}{2}", text, reader),
    ]
    for name in map(re.escape, reader.vocabulary.omitted):
        places = re.finditer(rf"(?<![a-zA-Z\\{{]){name}|(?<!_)(?<=\{{){name}", text)
        found += changed(f"drop {name}", text, places, lambda symbol: "1")
    for one, other in reader.vocabulary.swaps:
        found += swapped(text, one, other)
    return [mutation for mutation in found if mutation.latex != text]


def changed(change, text, matches, instead):
    """Return a mutation for each match, with something else instead of it."""
    return [
        Mutation(change, place, text[: match.start()] + instead(match) + text[match.end() :])
        for place, match in enumerate(matches)
    ]


def factors(name, factor, text, reader):
    """A factor at every symbol, and in front of every sum, fraction, root, logarithm and exponential."""
    whole = rf"{reader.derivative}|{reader.function}|\\lim_\{{[^}}]*\}}|\bN(?=\()"
    spots = re.finditer(rf"(?P<big>{reader.sum}|{BIG})|{whole}|(?P<symbol>{LETTER}{SUBSCRIPT}(?:\^2)?)", text)
    return changed(
        f"add a factor {name}",
        text,
        [spot for spot in spots if spot["big"] or spot["symbol"]],
        lambda spot: rf"({factor}) \cdot {spot[0]}" if spot["big"] else rf"({factor} \cdot {spot[0]})",
    )


def swapped(text, one, other):
    """One symbol in place of the other at every place, and both everywhere."""
    either = rf"(?:{alone(one)}|{alone(other)})(?![a-zA-Z])"
    exchange, change = {one: other, other: one}, f"swap {one} and {other}"
    found = changed(change, text, re.finditer(either, text), lambda name: exchange[name[0]])
    if len(set(re.findall(either, text))) == 2:
        found.append(Mutation(change, len(found), re.sub(either, lambda name: exchange[name[0]], text)))
    return found


def alone(name):
    """Return a pattern for a name that is no index and no end of another."""
    return (r"(?<![_a-zA-Z\\])" if name[0].isalpha() else "(?<!_)") + re.escape(name)
