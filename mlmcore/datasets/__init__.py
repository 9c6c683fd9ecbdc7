"""Data that the book works on, with its provenance."""

import csv
from importlib.resources import files

import numpy as np


def load_radon() -> dict[str, np.ndarray]:
    """Radon measured in 919 houses of 85 Minnesota counties.

    Returns
    -------
    dict of (919,) arrays
        - county: name of the county.
        - floor: where the house was measured, 0 in the basement, 1 on the first floor.
        - radon: pCi/L; readings of zero were recorded as 0.1.
        - log_radon: natural logarithm of radon.
        - log_uranium: logarithm of the county's soil uranium in ppm.

    Notes
    -----
    Chapter 1. US EPA and Minnesota Department of Health survey (SRRS), public record, in the form used by Gelman and
    Hill (2007); `radon.md` beside the file says where it came from.

    Examples
    --------
    >>> houses = load_radon()
    >>> print(len(houses["radon"]), houses["county"][0], houses["radon"][0])
    919 Aitkin 2.2
    """
    rows = list(csv.DictReader(files(__name__).joinpath("radon.csv").read_text(encoding="utf-8").splitlines()))
    kinds = {"county": str, "floor": int, "radon": float, "log_uranium": float}
    table = {name: np.array([kind(row[name]) for row in rows]) for name, kind in kinds.items()}
    return table | {"log_radon": np.log(table["radon"])}
