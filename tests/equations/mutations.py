"""Wrong equations, made from printed ones by one small change each, as a misprint or a slip in algebra would make."""

import re
from typing import NamedTuple

from . import reader

SYMBOL = re.compile(rf"(?:{reader.LETTER}{reader.SUBSCRIPT})(?:\^2)?")
LIMIT = r"\\lim_\{[^}]*\}"
UNTOUCHED = re.compile(rf"{reader.DERIVATIVE}|{reader.FUNCTION}|{reader.SUM}|{LIMIT}|\bN(?=\()")
SWAPS = [
    ("swap sigma and tau", r"\sigma", r"\tau"),
    ("swap mu and gamma_j", r"\mu", r"\gamma_j"),
]


class Mutation(NamedTuple):
    """One change: what was done, at which of the places where it can be done, and what the page would then print."""

    change: str
    place: int
    latex: str


def mutations(latex):
    """Return every single mutation of a printed equation."""
    text = reader.plain(latex)
    found = [
        *flipped_signs(text),
        *dropped(text, "drop a 2", r"(?<![\d^])2(?!\d)", "1"),
        *dropped(text, "drop a square", r"\^2", ""),
        *dropped(text, "drop n_j", r"(?<![a-zA-Z\\{])n_j|(?<!_)(?<=\{)n_j", "1"),
        *factors(text),
        *swaps(text),
        *turned_over(text),
    ]
    return [mutation for mutation in found if mutation.latex != text]


def dropped(text, change, pattern, instead):
    return [
        Mutation(change, place, text[: match.start()] + instead + text[match.end() :])
        for place, match in enumerate(re.finditer(pattern, text))
    ]


def flipped_signs(text):
    return [
        Mutation("flip a sign", place, text[: match.start()] + {"+": "-", "-": "+"}[match[0]] + text[match.end() :])
        for place, match in enumerate(re.finditer(r"(?<!\{)[+-]", text))
    ]


def factors(text):
    """A factor 2 or 1/2 at every symbol, and in front of every sum, fraction, root, logarithm and exponential."""
    hidden = [match.span() for match in UNTOUCHED.finditer(text)]
    spots = [m.span() for m in SYMBOL.finditer(text) if not any(a <= m.start() < b for a, b in hidden)]
    spots += [(m.start(), m.start()) for m in re.finditer(r"\\(?:sum|frac(?!\{(?:\\partial|d\^))|sqrt|log|exp)", text)]
    return [
        Mutation(f"add a factor {name}", place, f"{text[:start]}({factor} \\cdot {text[start:end]}){text[end:]}")
        if end > start
        else Mutation(f"add a factor {name}", place, f"{text[:start]}({factor}) \\cdot {text[start:]}")
        for name, factor in (("2", "2"), ("1/2", r"\frac{1}{2}"))
        for place, (start, end) in enumerate(sorted(spots))
    ]


def swaps(text):
    """One symbol in place of the other at every place, and both everywhere."""
    found = []
    for change, one, other in SWAPS:
        places = list(re.finditer(rf"(?<!_)(?:{re.escape(one)}|{re.escape(other)})(?![a-zA-Z])", text))
        exchange = {one: other, other: one}
        found += [
            Mutation(change, place, text[: match.start()] + exchange[match[0]] + text[match.end() :])
            for place, match in enumerate(places)
        ]
        if {match[0] for match in places} == {one, other}:
            found.append(Mutation(change, len(places), exchanged(text, one, other)))
    return found


def exchanged(text, one, other):
    """Two symbols in each other's place, everywhere."""
    for old, new in ((one, "ONE"), (other, one), ("ONE", other)):
        text = re.sub(rf"(?<!_){re.escape(old)}(?![a-zA-Z])", lambda match, new=new: new, text)
    return text


def turned_over(text):
    """Every fraction upside down, with a bar or with a slash."""
    found = []
    for place, match in enumerate(re.finditer(r"\\frac", text)):
        above = braces(text, match.end())
        below = braces(text, above)
        swapped = text[above:below] + text[match.end() : above]
        found.append(Mutation("turn a fraction over", place, text[: match.end()] + swapped + text[below:]))
    term = r"(?:\\sqrt\{[^{}]*\}|\\?[a-zA-Z]+(?:_\w)?(?:\^2)?|\d+|\([^()]*\)(?:\^2)?)"
    for place, match in enumerate(re.finditer(rf"({term})/({term})", text), start=len(found)):
        found.append(
            Mutation(
                "turn a fraction over", place, f"{text[: match.start()]}{match[2]}/{match[1]}{text[match.end() :]}"
            )
        )
    return found


def braces(text, start):
    """Return where the group in braces that begins at `start` ends."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at + 1
    raise reader.CannotRead(f"a brace is not closed: {text[start:]}")
