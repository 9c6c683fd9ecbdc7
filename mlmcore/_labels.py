"""Group labels of any kind, made into codes 0 to J - 1."""

from numbers import Number

import numpy as np


def clean(group):
    """Return the labels as an array of one type, none missing."""
    hidden = np.ma.getmaskarray(group) if isinstance(group, np.ma.MaskedArray) else False
    labels = np.asarray(group) if hasattr(group, "dtype") else np.array(group, dtype=object)  # no silent str(label)
    labels = labels.astype(object) if labels.dtype.kind == "T" else labels
    if labels.dtype.kind == "O" and labels.ndim == 1:
        missing = np.array([_is_missing(label) for label in labels], dtype=bool)
    else:
        missing = labels != labels
    missing = missing | hidden
    if missing.any():
        first = np.flatnonzero(missing)[0]
        raise ValueError(f"group: labels must not be missing; got {missing.sum()} missing, first at index {first}")
    if labels.dtype.kind == "O" and labels.ndim == 1:
        kinds = {type(label) for label in labels}
        if len(kinds) > 1 and not all(issubclass(kind, Number) for kind in kinds):
            names = ", ".join(sorted(kind.__name__ for kind in kinds))
            raise ValueError(f"group: labels must be of one kind, so that they sort; got {names}")
        labels = np.asarray(labels.tolist())
    return labels


def _is_missing(label):
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
    return np.unique(group, return_inverse=True)
