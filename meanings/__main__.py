"""Check every equation of the book, or of the pages named, and make it wrong in every small way: `make equations`."""

import sys

from texproof import report

from . import BOOK, CHECKER, claims_of, still_true

pages = [BOOK.page(name) for name in sys.argv[1:]] or BOOK.pages
claims = [claim for page in pages for claim in claims_of(page)]
lines, faults = report(CHECKER, claims, lambda equation, mutation: still_true(equation).get(mutation[:2]))
print("\n".join(lines))
sys.exit(f"{faults} of them are wrong, or pass without a reason" if faults else 0)
