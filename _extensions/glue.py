"""A formula stays on one line with what touches it: a comma after it, a bracket before it.

A browser may break a line between a formula and the next letter. Here both are put into one span, which book.css keeps
whole.
"""

import re

from docutils import nodes

BEFORE, AFTER = re.compile(r"[^\s\w]+$"), re.compile(r"^[^\s\w]+\w{0,2}(?!\w)")


def take(parent, place, pattern):
    """Cut the text that matches from a child and return it; what is no text, or not there, gives none."""
    child = parent[place] if 0 <= place < len(parent) else None
    found = pattern.search(child) if isinstance(child, nodes.Text) else None
    if not found:
        return []
    # by its place: `replace` takes the first text that is equal, and a comma is like any other
    parent[place] = nodes.Text(child[: found.start()] + child[found.end() :])
    return [nodes.Text(found[0])]


def glue(app, doctree):
    """Put each formula and the signs that touch it into one span."""
    for formula in list(doctree.findall(nodes.math)):
        parent, place = formula.parent, formula.parent.index(formula)
        before, after = take(parent, place - 1, BEFORE), take(parent, place + 1, AFTER)
        if before or after:
            parent.replace(formula, nodes.inline("", "", *before, formula, *after, classes=["glued"]))


def setup(app):
    app.connect("doctree-read", glue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
