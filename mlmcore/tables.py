"""Tables of results, as a notebook shows them: header cells, numbers at their decimal point, labels as given."""

import re
from numbers import Integral, Real

import numpy as np

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|$~^&])")  # what Markdown might read as markup
_NUMERAL = re.compile(r"–|[−±]?(\d[\d.,]*|∞)( ?%| (±|to) [−]?(\d[\d.,]*|∞))?")  # also 3 %, 1.2 ± 0.1, 1.1 to 1.3


class Table:
    """A table whose columns have names: drawn where Markdown is, aligned text elsewhere."""

    def __init__(self, names, cells, numeric):
        self.names, self.cells, self.numeric = names, cells, numeric

    def _repr_markdown_(self):
        rows = [[_MARKS.sub(r"\\\1", entry) for entry in row] for row in self.cells]
        rule = ["---:" if numeric else ":---" for numeric in self.numeric]
        return "\n".join(f"| {' | '.join(row)} |" for row in [self.names, rule, *rows])

    def __repr__(self):
        rows = [self.names, *self.cells]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        align = [str.rjust if numeric else str.ljust for numeric in self.numeric]
        return "\n".join(
            "  ".join(a(entry, width) for a, entry, width in zip(align, row, widths, strict=True)).rstrip()
            for row in rows
        )


def table(columns: dict, digits: int | dict = 3) -> Table:
    """Set results in a table, one row an entry.

    Parameters
    ----------
    columns : dict
        From a column's name to its entries, as many in each: numbers, or text, which is shown as given. A pair of
        sequences of numbers is shown as value ± standard deviation. Names may hold mathematics.
    digits : int or dict
        Decimals of numbers that are not whole; or from a column's name to its decimals, 3 for the others.

    Returns
    -------
    Table
        Drawn in a notebook's output; `print` shows it as aligned text. Columns of numbers are aligned at the right.

    Raises
    ------
    ValueError
        If there is no column, or the columns differ in length.

    Examples
    --------
    >>> estimate, sd = [1.19, 0.89], [0.25, 0.07]
    >>> columns = {"county": ["Aitkin", "St. Louis"], "houses": [4, 116]}
    >>> table(columns | {"estimate": (estimate, sd)}, digits=2)
    county     houses     estimate
    Aitkin          4  1.19 ± 0.25
    St. Louis     116  0.89 ± 0.07
    """
    decimals = digits if isinstance(digits, dict) else dict.fromkeys(columns, digits)
    written = {name: _entries(entries, decimals.get(name, 3)) for name, entries in columns.items()}
    lengths = {name: len(entries) for name, entries in written.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"columns: at least one, and as many entries in each; got {lengths}")
    numeric = [all(map(_NUMERAL.fullmatch, entries)) for entries in written.values()]
    return Table(list(written), [list(row) for row in zip(*written.values(), strict=True)], numeric)


def _entries(entries, digits):
    """Return a column's entries as text."""
    if isinstance(entries, tuple) and len(entries) == 2 and all(np.ndim(part) == 1 for part in entries):
        value, sd = (_entries(part, digits) for part in entries)
        return [f"{v} ± {s}" for v, s in zip(value, sd, strict=True)]
    return [_written(entry, digits) for entry in entries]


def _written(entry, digits):
    """Return one entry as text, in one line: a whole number as it is, any other rounded, with a true minus sign."""
    if isinstance(entry, bool) or not isinstance(entry, Real):
        return " ".join(str(entry).split())
    if np.isnan(float(entry)):
        return "–"
    number = str(entry) if isinstance(entry, Integral) else f"{entry:z.{digits}f}".replace("inf", "∞")
    return number.replace("-", "−")
