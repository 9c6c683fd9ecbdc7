"""Numbers that say the place: (A.1) and Fig. A.1 in Appendix A, as (5.1) and Fig. 5.1 in chapter 5.

Sphinx counts by chapter, and goes through all pages without a number in one count. Here those are counted from 1 behind
a letter: an appendix behind its own, the other pages of a part together behind its initial. The first page has none.
"""

import re
from collections import defaultdict
from itertools import count

from texproof.book import Book, files_in

APPENDIX = re.compile(r"Appendix ([A-Z]): ")


def letters(env):
    """Return the letter of each page that a part without numbers lists."""
    found = {}
    for part in Book(env.srcdir).contents.get("parts", []):
        for page in [] if part.get("numbered") else files_in(part):
            appendix = APPENDIX.match(env.titles[page].astext())
            found[page] = appendix[1] if appendix else part["caption"][0]
    return found


def number(app, env):
    """Give figures, equations and exercises of these pages their numbers, which all references to them then show."""
    counts = defaultdict(lambda: count(1))
    for page, letter in letters(env).items():
        for kind, numbers in env.toc_fignumbers.get(page, {}).items():
            numbers.update({name: (letter, next(counts[letter, kind])) for name in numbers})
    return []


def setup(app):
    app.connect("env-get-updated", number, priority=600)  # after Sphinx has counted
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
