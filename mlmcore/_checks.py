"""What every public function asks of its arguments; a message names the argument, the rule and the value."""

import numpy as np


def numbers(name, value, *, shape=None, allow_nan=False):
    """Return `value` as an array of finite real or complex numbers, of the given shape if one is given."""
    if isinstance(value, np.ma.MaskedArray):
        value = np.ma.filled(value.astype(float), np.nan)
    array = np.asarray(value)
    if array.dtype.kind not in "fc":
        try:
            array = array.astype(float)
        except (TypeError, ValueError) as problem:
            raise ValueError(f"{name}: must hold numbers only; got {array.dtype} ({problem})") from None
    if shape is not None and array.shape != shape:
        raise ValueError(f"{name}: must have shape {shape}; got {array.shape}")
    bad = ~np.isfinite(array)
    if allow_nan:
        bad &= ~np.isnan(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        at = f", first at index {where[0] if len(where) == 1 else where}" if where else ""
        raise ValueError(f"{name}: must be finite; got {np.count_nonzero(bad)} NaN or infinite{at} ({array[where]})")
    return array


def number(name, value):
    """Return `value` as one finite number."""
    return numbers(name, value, shape=())[()]


def positive(name, value):
    """Return `value` (a scale that must not be 0) as numbers, each finite and > 0."""
    array = numbers(name, value)
    _reject(name, "must be > 0 and finite", array, array > 0)
    return array[()]


def at_least_zero(name, value, *, allow_infinity=False):
    """Return `value` as numbers, each >= 0 and, unless infinity is allowed, finite."""
    array = np.asarray(value, dtype=float) if allow_infinity else numbers(name, value)
    _reject(name, "must be >= 0", array, array >= 0)
    return array[()]


def group_sizes(name, value, *, smallest=0):
    """Return `value` as whole numbers of observations, each at least `smallest`."""
    array = numbers(name, value)
    _reject(name, f"must be whole numbers >= {smallest}", array, (array >= smallest) & (array == np.floor(array)))
    return array[()]


def _reject(name, rule, array, ok):
    if not np.all(ok):
        raise ValueError(f"{name}: {rule}; got {array[~np.asarray(ok)].flat[0] if array.ndim else array}")
