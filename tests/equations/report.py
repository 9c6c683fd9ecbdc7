"""How many wrong equations the checks find out: the full count is stored, and known to be of this text and code."""

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from . import reader
from .check import Unreadable, Wrong, check, claims, printed_equations
from .mutations import mutations
from .register import EQUIVALENT

HERE = Path(__file__).parent
REPORT = HERE / "report.json"


def survivors(number, chosen=lambda mutation: True):
    """Return how many mutations of a claim were tried, how many cannot be read, and which ones its check lets pass."""
    equation, claim = claims()[number]
    printed, tried = printed_equations(), list(filter(chosen, mutations(equation.latex)))
    check(equation, claim, printed)  # or whatever is wrong with the check would count as a find
    left, unreadable = [], 0
    for mutation in tried:
        try:
            check(equation._replace(latex=mutation.latex), claim, printed)
        except Wrong as wrong:
            unreadable += isinstance(wrong, Unreadable)
            continue
        left.append({"equation": equation.label or equation.latex, **mutation._asdict()})
    return len(tried), unreadable, left


def why_true(survivor):
    """Return why a mutation leaves its equation true, if the register says so."""
    reason, places = EQUIVALENT.get(survivor["equation"], (None, {}))
    return reason if survivor["place"] in places.get(survivor["change"], []) else None


def full_report():
    """Try every mutation of every claim."""
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(survivors, range(len(claims())), chunksize=4))
    left = [survivor for *_, some in results for survivor in some]
    total = sum(count for count, *_ in results)
    return {
        "fingerprint": fingerprint(),
        "claims": len(results),
        "mutations": total,
        "killed": total - len(left),
        "unreadable": sum(unreadable for _, unreadable, _ in results),
        "survivors": [survivor | {"still true": why_true(survivor)} for survivor in left],
    }


def fingerprint():
    """Return a digest of what the report depends on: the printed claims, and the code that checks them."""
    digest = hashlib.sha256()
    for equation, _ in claims():
        digest.update(reader.plain(equation.latex).encode())
    for path in sorted(HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def stored():
    """Return the last full report."""
    return json.loads(REPORT.read_text())
