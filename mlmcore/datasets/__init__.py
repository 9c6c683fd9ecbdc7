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
        - region: the survey's own number, 1 to 5, of the region that the county lies in.

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
    table = _read("radon.csv", county=str, floor=int, radon=float, log_uranium=float, region=int)
    return table | {"log_radon": np.log(table["radon"])}


def load_cars() -> dict[str, np.ndarray]:
    """Miles per gallon of 234 versions of 38 cars.

    Returns
    -------
    dict of (234,) arrays
        - car: name of the model.
        - type: the agency's class, such as compact.
        - year: model year, 1999 or 2008.
        - litres: engine displacement.
        - fuel: that the rating is for, such as diesel.
        - city_mpg: miles per US gallon in city driving.

    Notes
    -----
    "Use it on your data". Ratings of the US EPA, public record, in the selection of the R package ggplot2; `cars.txt`
    beside the file says where it came from.

    Examples
    --------
    >>> cars = load_cars()
    >>> print(len(cars["car"]), cars["car"][0], cars["city_mpg"][0])
    234 a4 18
    """
    return _read("cars.csv", car=str, type=str, year=int, litres=float, fuel=str, city_mpg=int)


def _read(file, **kinds):
    rows = list(csv.DictReader(files(__name__).joinpath(file).read_text(encoding="utf-8").splitlines()))
    return {name: np.array([kind(row[name]) for row in rows]) for name, kind in kinds.items()}
