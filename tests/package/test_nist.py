"""NIST's reference data for the analysis of variance, some with 13 constant leading digits.

They are the Statistical Reference Datasets of the National Institute of Standards and Technology, as SciPy ships them:
works of the US government, and so in the public domain.

The designs are balanced, so REML is closed form: sigma^2 = MSW and tau^2 = (MSB - MSW) / n. It is computed from the
stored float64 numbers in rational arithmetic; the certified values hold for the decimal numbers printed in the files.
"""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from mpmath import mp, mpf

from mlmcore import GroupedData, fit

FILES = sorted((Path(__file__).parent / "nist").glob("*.dat"))


def read(path):
    """Return treatment, response and the certified residual standard deviation."""
    text = path.read_text()
    certified = float(re.search(r"Certified Residual\s+Standard Deviation\s+(\S+)", text).group(1))
    rows = [line.split() for line in text.splitlines()[60:] if line.strip()]
    return [int(row[0]) for row in rows], [float(row[-1]) for row in rows], certified


def exact_reml(treatment, response):
    """Return sigma^2 and tau^2 as fractions."""
    groups = {}
    for label, value in zip(treatment, response, strict=True):
        groups.setdefault(label, []).append(Fraction(value))
    (n,) = {len(values) for values in groups.values()}
    means = [sum(values) / n for values in groups.values()]
    grand = sum(means) / len(means)
    msb = n * sum((mean - grand) ** 2 for mean in means) / (len(means) - 1)
    within = sum((v - mean) ** 2 for mean, values in zip(means, groups.values(), strict=True) for v in values)
    msw = within / (len(means) * (n - 1))
    return msw, max(Fraction(0), (msb - msw) / n)


def relative_error(found, square):
    with mp.workdps(40):
        return float(abs(mpf(found) / mp.sqrt(mpf(square.numerator) / square.denominator) - 1))


def test_all_eleven_files_are_here():
    assert len(FILES) == 11


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sigma_and_tau_keep_13_digits(path):
    treatment, response, _ = read(path)
    sigma2, tau2 = exact_reml(treatment, response)
    found = fit(GroupedData.from_arrays(response, treatment))
    assert tau2 > 0  # in all eleven
    assert relative_error(found.sigma, sigma2) < 1e-13
    assert relative_error(found.tau, tau2) < 1e-13


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sigma_is_the_certified_residual_standard_deviation(path):
    treatment, response, certified = read(path)
    stored = np.finfo(float).eps * max(response) / certified  # what storing the decimals as float64 can move
    np.testing.assert_allclose(fit(GroupedData.from_arrays(response, treatment)).sigma, certified, rtol=1e-13 + stored)
