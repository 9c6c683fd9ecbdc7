"""The radon data, and what importing the package brings along."""

import subprocess
import sys

import numpy as np

import mlmcore
from mlmcore.datasets import load_cars, load_radon


def test_radon_has_919_houses_in_85_counties():
    radon = load_radon()
    assert {name: len(column) for name, column in radon.items()} == dict.fromkeys(
        ["county", "floor", "radon", "log_uranium", "region", "log_radon"], 919
    )
    assert len(set(radon["county"])) == 85
    assert set(radon["floor"]) == {0, 1}


def test_radon_readings_are_positive_with_zeros_recorded_as_a_tenth():
    radon = load_radon()
    assert radon["radon"].min() == 0.1
    assert np.array_equal(np.exp(radon["log_radon"]).round(1), radon["radon"])


def test_uranium_is_a_property_of_the_county():
    radon = load_radon()
    assert len(set(zip(radon["county"], radon["log_uranium"], strict=True))) == 85


def test_a_region_holds_whole_counties():
    radon = load_radon()
    regions = dict(zip(radon["county"], radon["region"], strict=True))
    assert set(zip(radon["county"], radon["region"], strict=True)) == set(regions.items())
    assert np.bincount(list(regions.values())).tolist() == [0, 3, 23, 5, 16, 38]


def test_cars_are_234_versions_of_38_models():
    cars = load_cars()
    assert {name: len(column) for name, column in cars.items()} == dict.fromkeys(
        ["car", "type", "year", "litres", "fuel", "city_mpg"], 234
    )
    assert len(set(cars["car"])) == 38 and set(cars["year"]) == {1999, 2008}


def test_each_call_gives_data_of_ones_own():
    load_radon()["radon"][:] = 0
    assert load_radon()["radon"].min() == 0.1


def test_importing_the_package_loads_no_plotting_library():
    code = "import sys, mlmcore, mlmcore.datasets; print(sorted({'matplotlib', 'altair'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_public_name_exists():
    assert all(hasattr(mlmcore, name) for name in mlmcore.__all__)
    assert sorted(mlmcore.__all__) == mlmcore.__all__
