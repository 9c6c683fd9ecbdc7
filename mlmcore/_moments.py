"""Means and scatter of observations in groups, without loss of digits."""

import numpy as np


def moments(code, J, columns):
    """Return group sizes, the origins of the columns, the group means about them and the scatter within groups.

    Rows are taken a block at a time, so that the residuals stay in the processor's cache.
    """
    n = np.bincount(code, minlength=J)
    origin = np.array([exact_origin(column) for column in columns])
    shifted = [column - start if start else column for column, start in zip(columns, origin, strict=True)]
    mean = np.array([np.bincount(code, column, J) for column in shifted]) / n
    left = np.zeros_like(mean)  # what rounding left of the groups' sums about their means
    within = np.zeros((len(columns), len(columns)))
    step = max(2**16, J)
    block = np.empty((len(columns), min(step, len(code))))
    for rows in (slice(start, start + step) for start in range(0, len(code), step)):
        residual = block[:, : len(code[rows])]
        for column, m, r, rest in zip(shifted, mean, residual, left, strict=True):
            np.subtract(column[rows], m.take(code[rows], out=r, mode="clip"), out=r)  # "raise" would make a copy
            rest += np.bincount(code[rows], r, J)
        within += [[r @ s for s in residual] for r in residual]
    return n, origin, (mean + left / n).T, within - (left / n) @ left.T


def between_groups(sizes):
    """Return the scatter of the group means, each as often as it has observations, from the `SizeClasses`."""
    weight = sizes.n * sizes.count
    d = sizes.mean - weight @ sizes.mean / weight.sum()
    return np.einsum("m,mpq->pq", sizes.n, sizes.scatter) + (weight * d.T) @ d


def check_squares(total, span, y, names):
    """Reject columns (the outcome, named y, and predictors) that cannot be squared.

    `span` gives the range of column p; it is asked only where there is doubt.
    """
    for p, name in enumerate((y, *(f"x: column {name!r}" for name in names))):
        if not total[p, p] < 1e300 or (total[p, p] < 1e-280 and span(p) > 0):
            rule = "must scatter by between about 1e-140 and 1e150, so that it can be squared"
            raise ValueError(f"{name}: {rule}; got {span(p):.3g}")


def exact_origin(column):
    """Return a value that can be taken from every entry without rounding, or 0 where that would not help.

    The difference of two floating-point numbers within a factor of two of each other is exact (Sterbenz).
    """
    low, high = column.min(), column.max()
    return column[0] if (0 < low and high <= 2 * low) or (high < 0 and low >= 2 * high) else 0.0


def check_rank(total, names):
    """Reject a predictor that the intercept and the predictors before it determine (relative to its own scatter).

    `total` is the scatter of outcome and predictors. A part of the data may have such predictors, to be merged.
    """
    total = total[1:, 1:]
    for p, name in enumerate(names):
        if not total[p, p] > 0:
            raise ValueError(f"x: column {name!r} must vary; got the same value in every row")
        scale = np.sqrt(np.diag(total)[: p + 1])
        correlation = total[: p + 1, : p + 1] / np.outer(scale, scale)
        explained = correlation[:p, p] @ np.linalg.solve(correlation[:p, :p], correlation[:p, p])
        if 1 - explained < 1e-12:
            others = ", ".join(map(repr, names[:p]))
            raise ValueError(f"x: column {name!r} must not be a linear combination of the intercept and {others}")
