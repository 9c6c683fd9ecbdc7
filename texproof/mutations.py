"""Wrong equations, made from printed ones by one small change each, as a misprint or a slip in algebra would make."""

import re
from typing import NamedTuple

from .reader import LETTER, SUBSCRIPT, CannotRead, plain

SYMBOL = re.compile(rf"(?:{LETTER}{SUBSCRIPT})(?:\^2)?")
TERM = r"(?:\\sqrt\{[^{}]*\}|\\?[a-zA-Z]+(?:_\w)?(?:\^2)?|\d+|\([^()]*\)(?:\^2)?)"


class Mutation(NamedTuple):
    """One change: what was done, at which of the places where it can be done, and what the page would then print."""

    change: str
    place: int
    latex: str


def mutations(latex, reader):
    """Return every single mutation of a printed equation, as the reader's book writes it."""
    text = plain(latex)
    found = [
        *replaced(text, "flip a sign", r"(?<!\{)[+-]", lambda sign: "-" if sign == "+" else "+"),
        *replaced(text, "drop a 2", r"(?<![\d^])2(?!\d)", lambda _: "1"),
        *replaced(text, "drop a square", r"\^2", lambda _: ""),
        *factors(text, reader),
        *turned_over(text),
    ]
    for name in reader.vocabulary.omitted:
        symbol = re.escape(name)
        pattern = rf"(?<![a-zA-Z\\{{]){symbol}|(?<!_)(?<=\{{){symbol}"
        found += replaced(text, f"drop {name}", pattern, lambda _: "1")
    for one, other in reader.vocabulary.swaps:
        found += swapped(text, one, other)
    return [mutation for mutation in found if mutation.latex != text]


def replaced(text, change, pattern, instead):
    """Return a mutation for each match of a pattern, with something else instead of it."""
    return [
        Mutation(change, place, text[: match.start()] + instead(match[0]) + text[match.end() :])
        for place, match in enumerate(re.finditer(pattern, text))
    ]


def factors(text, reader):
    """A factor 2 or 1/2 at every symbol, and in front of every sum, fraction, root, logarithm and exponential."""
    untouched = rf"{reader.derivative}|{reader.function}|{reader.sum}|\\lim_\{{[^}}]*\}}|\bN(?=\()"
    hidden = [match.span() for match in re.finditer(untouched, text)]
    spots = [m.span() for m in SYMBOL.finditer(text) if not any(a <= m.start() < b for a, b in hidden)]
    big = r"\\(?:sum|frac(?!\{(?:\\partial|d\^))|sqrt|log|exp)"
    spots += [(m.start(), m.start()) for m in re.finditer(big, text)]
    return [
        Mutation(f"add a factor {name}", place, f"{text[:start]}({factor} \\cdot {text[start:end]}){text[end:]}")
        if end > start
        else Mutation(f"add a factor {name}", place, f"{text[:start]}({factor}) \\cdot {text[start:]}")
        for name, factor in (("2", "2"), ("1/2", r"\frac{1}{2}"))
        for place, (start, end) in enumerate(sorted(spots))
    ]


def swapped(text, one, other):
    """One symbol in place of the other at every place, and both everywhere."""
    pattern = rf"(?:{alone(one)}|{alone(other)})(?![a-zA-Z])"
    exchange, change = {one: other, other: one}, f"swap {one} and {other}"
    found = replaced(text, change, pattern, exchange.get)
    if set(re.findall(pattern, text)) == {one, other}:
        found.append(Mutation(change, len(found), re.sub(pattern, lambda match: exchange[match[0]], text)))
    return found


def alone(name):
    """Return a pattern for a name that is no index and no end of another."""
    return (r"(?<![_a-zA-Z\\])" if name[0].isalpha() else "(?<!_)") + re.escape(name)


def turned_over(text):
    """Every fraction upside down, with a bar or with a slash."""
    found = []
    for match in re.finditer(r"\\frac", text):
        above = braces(text, match.end())
        below = braces(text, above)
        found.append(text[: match.end()] + text[above:below] + text[match.end() : above] + text[below:])
    slashes = re.finditer(rf"({TERM})/({TERM})", text)
    found += [f"{text[: slash.start()]}{slash[2]}/{slash[1]}{text[slash.end() :]}" for slash in slashes]
    return [Mutation("turn a fraction over", place, latex) for place, latex in enumerate(found)]


def braces(text, start):
    """Return where the group in braces that begins at `start` ends."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at + 1
    raise CannotRead(f"a brace is not closed: {text[start:]}")
