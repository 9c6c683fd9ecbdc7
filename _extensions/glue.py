"""A formula stays on one line with what touches it: a comma after it, a bracket before it.

A browser may break a line between a formula and the next letter. Here both are put into one span, which book.css keeps
whole.
"""

import re

from docutils import nodes

BEFORE, AFTER = re.compile(r"[^\s\w]+$"), re.compile(r"^[^\s\w]+\w{0,2}(?!\w)")


def take(neighbour, pattern):
    """Cut the text that matches from a neighbour and return it; what is no text gives none."""
    found = pattern.search(neighbour) if isinstance(neighbour, nodes.Text) else None
    if not found:
        return []
    rest = neighbour[: found.start()] + neighbour[found.end() :]
    neighbour.parent.replace(neighbour, nodes.Text(rest))
    return [nodes.Text(found[0])]


def glue(app, doctree):
    """Put each formula and the signs that touch it into one span."""
    for formula in list(doctree.findall(nodes.math)):
        parent, place = formula.parent, formula.parent.index(formula)
        before = take(parent[place - 1], BEFORE) if place else []
        after = take(parent[place + 1], AFTER) if place + 1 < len(parent) else []
        if before or after:
            parent.replace(formula, nodes.inline("", "", *before, formula, *after, classes=["glued"]))


def setup(app):
    app.connect("doctree-read", glue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
