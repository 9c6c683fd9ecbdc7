"""What every public function asks of its arguments; a message names the argument, the rule and the value."""

import numpy as np

from ._labels import is_missing


def numbers(name, value, *, shape=None, allow=(), dtype=float) -> np.ndarray:
    """Return `value` as an array of finite numbers, of the given shape if one is given.

    `allow` may name "nan" and "inf"; dtype=complex lets complex numbers through, and leaves real ones real.
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O":  # a missing one is counted, as NaN is
            entries = [np.nan if is_missing(entry) else entry for entry in array.flat]
            _reject_parts(entries)
            array = np.array(entries).reshape(array.shape)
        if array.dtype.kind in "SUT":
            _reject_parts(array.ravel().tolist()[:1])
        if array.dtype.kind in "mM":
            raise TypeError(f"times ({array.dtype})")
        array = array.astype(complex if array.dtype.kind == "c" else float, copy=False)
        if isinstance(value, np.ma.MaskedArray):
            array = np.where(np.ma.getmaskarray(value), np.nan, array)
    except Exception as problem:  # some tables have error classes of their own, as for integers of 128 bits
        raise ValueError(f"{name}: must hold numbers only, in equal rows; got {problem}") from None
    if array.dtype.kind == "c" and dtype is not complex:
        raise ValueError(f"{name}: must hold real numbers; got {array.dtype}")
    if shape is not None and array.shape != shape:
        raise ValueError(f"{name}: must have shape {shape}; got {array.shape}")
    bad = ~np.isfinite(array)
    if "nan" in allow:
        bad &= ~np.isnan(array)
    if "inf" in allow:
        bad &= ~np.isinf(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        at = f", first at index {where[0] if len(where) == 1 else where}" if where else ""
        raise ValueError(f"{name}: must be finite; got {np.count_nonzero(bad)} NaN or infinite{at} ({array[where]})")
    return array


def _reject_parts(entries):
    """Reject what has parts: lists, and text, of which "1_000" would become a number and a category's code, too."""
    odd = next((entry for entry in entries if hasattr(entry, "__len__")), None)
    if isinstance(odd, (str, bytes)):
        raise TypeError(
            f"text, such as {odd[:40]!r}: convert numbers; of categories make columns of 0 and 1, one each "
            f"but for the first (pandas.get_dummies, polars' to_dummies)"
        )
    if odd is not None:
        raise TypeError(f"a {type(odd).__name__} in the place of a number")


def one_of(name, value, *kinds, hint=""):
    """Return `value`, which must be of one of these classes; `hint` says how to make one."""
    if not isinstance(value, kinds):
        names = " or ".join(", ".join(kind.__name__ for kind in kinds).rsplit(", ", 1))
        raise TypeError(f"{name}: must be {names}{hint}; got {type(value).__module__}.{type(value).__name__}")
    return value


def number(name, value, **options):
    """Return `value` as one finite number."""
    return numbers(name, value, shape=(), **options)[()]


def positive(name, value, *, shape=()):
    """Return `value` (a scale that must not be 0) as a number, or numbers where shape is None, finite and > 0."""
    array = numbers(name, value, shape=shape)
    _reject(name, "must be > 0 and finite", array, array > 0)
    return array[()]


def at_least_zero(name, value, *, shape=(), allow=()):
    """Return `value` as a number, or numbers where shape is None, >= 0."""
    array = numbers(name, value, shape=shape, allow=allow)
    _reject(name, "must be >= 0", array, array >= 0)
    return array[()]


def group_sizes(name, value, *, smallest=0) -> np.ndarray:
    """Return `value` as whole numbers of observations, each at least `smallest`."""
    array = numbers(name, value)
    _reject(name, f"must be whole numbers >= {smallest}", array, (array >= smallest) & (array == np.floor(array)))
    return array[()]


def between_0_and_1(name, value, *, shape=()):
    """Return `value` (a probability) as a number, or numbers where shape is None, with 0 < value < 1."""
    array = numbers(name, value, shape=shape)
    _reject(name, "must be between 0 and 1", array, (array > 0) & (array < 1))
    return array[()]


def truth(name, value) -> bool:
    """Return `value` as True or False, which it must be."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name}: must be True or False; got {value!r}")
    return bool(value)


def _reject(name, rule, array, ok):
    if not ok.all():
        raise ValueError(f"{name}: {rule}; got {array[~np.asarray(ok)].flat[0]}")
