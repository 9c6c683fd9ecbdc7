"""How many misprints the checks of a book find out, and which they let pass."""

from .check import Wrong


def report(checker, claims, reason=lambda equation, mutation: None):
    """Check equations and try all their mutations; return the lines of a report, and how many faults it has.

    claims : pairs of an `Equation` and its `Claim`
    reason : function (equation, mutation) -> why the mutation leaves its equation true, or None
    """
    lines, tried, passed, faults = [], 0, 0, 0
    for equation, claim in claims:
        try:
            tally = checker.mutate(equation, claim)
        except Wrong as wrong:
            lines.append(f"WRONG {wrong}")
            faults += 1
            continue
        tried, passed = tried + tally.tried, passed + len(tally.survivors)
        for mutation in tally.survivors:
            why = reason(equation, mutation)
            faults += why is None
            lines.append(f"{equation}: {mutation.change} ({mutation.place}) passes: {why or mutation.latex}")
    if tried:
        lines.append(f"{tried - passed} of {tried} misprints are found out ({(tried - passed) / tried:.1%})")
    return lines, faults
