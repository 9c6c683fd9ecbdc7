"""Group labels of any kind, made into codes 0 to J - 1."""

from numbers import Number

import numpy as np


def clean(group, name="group") -> np.ndarray:
    """Return the labels as an array of one type, none missing; a message begins with `name`."""
    hidden = np.ma.getmaskarray(group) if isinstance(group, np.ma.MaskedArray) else False
    labels = np.asarray(group) if hasattr(group, "dtype") else _as_objects(group)  # no silent str(label)
    labels = labels.astype(object) if labels.dtype.kind == "T" else labels
    if labels.dtype.kind == "O" and labels.ndim == 1:
        missing = np.array([is_missing(label) for label in labels], dtype=bool)
    else:
        missing = labels != labels
    missing = missing | hidden
    if missing.any():
        first = np.flatnonzero(missing)[0]
        raise ValueError(f"{name}: labels must not be missing; got {missing.sum()} missing, first at index {first}")
    if labels.dtype.kind == "O" and labels.ndim == 1:
        kinds = {type(label) for label in labels}
        if len(kinds) > 1 and not any(all(issubclass(kind, base) for kind in kinds) for base in (Number, str)):
            names = ", ".join(sorted(kind.__name__ for kind in kinds))
            raise ValueError(f"{name}: labels must be of one kind, so that they sort; got {names}")
        labels = _narrowed(labels)
    return labels


def _narrowed(labels):
    """Return labels that are objects in a type of their own, if that keeps each of them exactly."""
    values = labels.tolist()
    try:
        typed = np.asarray(values)
    except ValueError:
        return labels
    return typed if typed.shape == labels.shape and typed.tolist() == values else labels


def _as_objects(group):
    """Return an array with one label an entry, also where a label is a tuple."""
    group = list(group)
    labels = np.empty(len(group), dtype=object)
    labels[:] = group
    return labels


def is_missing(label):
    """Say whether a label or a value is None, NaN, NaT or pandas' NA."""
    try:
        return label is None or bool(label != label)
    except TypeError:  # pandas' NA does not say whether it equals itself
        return True


def encode(group):
    """Return the distinct labels, sorted, and each entry's code: its label's place among them."""
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
    except TypeError as problem:
        raise ValueError(f"group: labels must be of a kind that sorts; got {problem}") from None
