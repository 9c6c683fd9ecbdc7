"""How numbers and nouns stand in a problem's sentences."""

from math import floor, log10

TO = {0: "to the nearest whole number", 1: "to one decimal", 2: "to two decimals"}
STEP = "\n\n"  # between the paragraphs of a text or a key


def plain(value):
    """Return a given number as short as it is exact: 80, 0.8."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def four(value):
    """Return a number on the way to an answer, with four significant digits and no exponent."""
    if value == 0:
        return "0"
    return f"{value:.{max(0, 3 - floor(log10(abs(value))))}f}"


def count(n, noun):
    """Return the number, a whole one or one that is set already, and its noun: 1 house, 12 houses, 1.0 days."""
    return f"{n} {noun.one if str(n) == '1' else noun.many}"


def quantity(symbol, value, unit):
    """Return a quantity with its value and its unit: $\\sigma = 3$ days."""
    return f"${symbol} = {value}$ {unit.one if value == '1' else unit.many}"


def listed(items):
    """Return the items in a sentence: a, b and c."""
    return " and ".join(", ".join(items).rsplit(", ", 1))
