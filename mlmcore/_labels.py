"""Group labels of any kind, made into codes 0 to J - 1."""

from collections import defaultdict
from itertools import count
from numbers import Number

import numpy as np


def clean(group, name="group") -> np.ndarray:
    """Return the labels as an array of one type, none missing; a message begins with `name`."""
    hidden = np.ma.getmaskarray(group) if isinstance(group, np.ma.MaskedArray) else False
    labels = _as_array(group, name)
    labels = labels.astype(object) if labels.dtype.kind in "TU" else labels
    values = labels.tolist() if labels.dtype.kind == "O" and labels.ndim == 1 else None
    kinds = set(map(type, values or ()))
    if kinds == {str}:
        missing = np.broadcast_to(hidden, labels.shape)
    elif values:
        missing = np.array([is_missing(label) for label in values], dtype=bool) | hidden
    else:
        missing = (labels != labels) | hidden
    if missing.any():
        first, rule = np.flatnonzero(missing)[0], "labels must not be missing, nor a part of one"
        raise ValueError(f"{name}: {rule}; got {missing.sum()} missing, first at index {first}")
    if len(kinds) > 1 and not any(all(issubclass(kind, base) for kind in kinds) for base in (Number, str)):
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise ValueError(f"{name}: labels must be of one kind, so that they sort; got {names}")
    return _narrowed(labels) if values and kinds != {str} else labels


def _narrowed(labels):
    """Return labels that are objects in a type of their own, if that keeps each of them exactly."""
    values = labels.tolist()
    try:
        typed = np.asarray(values)
    except ValueError:
        return labels
    return typed if typed.shape == labels.shape and typed.tolist() == values else labels


def _as_array(group, name):
    """Return an array with one label an entry, also where a label is a tuple."""
    rule = "must be labels in a fixed order, one a row"
    if group is None or isinstance(group, str | bytes | dict | set | frozenset) or hasattr(group, "columns"):
        raise ValueError(f"{name}: {rule}; got {group if group is None else type(group).__name__}")
    try:
        if hasattr(group, "dtype"):  # no silent str(label)
            return np.asarray(group)
        group = list(group.to_pylist() if hasattr(group, "to_pylist") else group)  # pyarrow's has no labels but so
    except Exception as problem:  # some tables have error classes of their own
        raise ValueError(f"{name}: {rule}, that NumPy can hold; got {problem}") from None
    labels = np.empty(len(group), dtype=object)
    labels[:] = group
    return labels


def is_missing(label):
    """Say whether a label or a value is None, NaN, NaT or pandas' NA, or a compound label with such a part."""
    try:
        return label is None or (any(map(is_missing, label)) if isinstance(label, tuple) else bool(label != label))
    except TypeError:  # pandas' NA does not say whether it equals itself
        return True
    except ValueError:  # an array says it of each entry
        return False


def compact(labels: np.ndarray) -> np.ndarray:
    """Return labels, text among them in one width, unless that would take far more room than the letters do."""
    entries = labels.tolist()
    if set(map(type, entries)) != {str}:
        return labels
    widest, letters = max(map(len, entries)), sum(map(len, entries))
    typed = np.array(entries) if len(entries) * widest <= 10 * letters + 10_000 else labels
    return typed if typed.tolist() == entries else labels


def encode(group):
    """Return the distinct labels, sorted, and each entry's code: its label's place among them."""
    if group.dtype.kind == "O" and group.ndim == 1 and all(isinstance(label, str) for label in group[:1]):
        entries = group.tolist()
        met: defaultdict[str, int] = defaultdict(count().__next__)  # in the order in which they come
        codes = np.fromiter(map(met.__getitem__, entries), np.intp, len(entries))
        names = sorted(met)
        place = np.empty(len(names), np.intp)
        place[[met[name] for name in names]] = np.arange(len(names))
        return compact(np.array(names, dtype=object)), place[codes]
    if np.can_cast(group.dtype, np.intp) and group.dtype.kind in "iu":
        low, span = int(group.min()), int(group.max()) - int(group.min()) + 1
        if span <= 2 * len(group) + 1000:  # few gaps: count instead of sorting
            shifted = group.astype(np.intp, copy=False)
            shifted = shifted - low if low else shifted
            present = np.bincount(shifted, minlength=span) > 0
            labels = (np.flatnonzero(present) + low).astype(group.dtype)
            return labels, shifted if present.all() else (np.cumsum(present) - 1)[shifted]
    try:
        return np.unique(group, return_inverse=True)
    except (TypeError, ValueError) as problem:  # the second of arrays, which compare entry by entry
        raise ValueError(f"group: labels must be of a kind that sorts; got {problem}") from None
