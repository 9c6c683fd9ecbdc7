"""Where the problems play: eleven places with groups in them, and the numbers that are usual there."""

from typing import NamedTuple


class Noun(NamedTuple):
    """A noun in singular and plural."""

    one: str
    many: str


class Place(NamedTuple):
    """A place. The ranges are (lowest, highest, step), in the unit; `digits` are the decimals of a group's own mean."""

    name: str
    readings: str
    group: Noun
    observation: Noun
    unit: Noun
    mu: tuple[float, float, float]
    sigma: tuple[float, float, float]
    tau: tuple[float, float, float]
    n: tuple[int, int]
    digits: int
    note: str = ""


PLACES = (
    Place(
        "radon",
        "Log radon levels of houses",
        Noun("county", "counties"),
        Noun("house", "houses"),
        Noun("log pCi/L", "log pCi/L"),
        (1.2, 1.6, 0.1),
        (0.7, 0.9, 0.1),
        (0.2, 0.5, 0.1),
        (2, 20),
        2,
    ),
    Place(
        "schools",
        "Reading scores of pupils",
        Noun("school", "schools"),
        Noun("pupil", "pupils"),
        Noun("point", "points"),
        (480, 520, 5),
        (60, 100, 10),
        (20, 50, 5),
        (4, 40),
        0,
    ),
    Place(
        "hospitals",
        "Lengths of stay of patients with a new hip",
        Noun("hospital", "hospitals"),
        Noun("patient", "patients"),
        Noun("day", "days"),
        (7, 10, 0.5),
        (2, 4, 0.5),
        (0.8, 2, 0.2),
        (3, 30),
        2,
    ),
    Place(
        "cars",
        "Fuel readings of test drives",
        Noun("car", "cars"),
        Noun("test drive", "test drives"),
        Noun("L/100 km", "L/100 km"),
        (5.5, 8, 0.5),
        (0.6, 1, 0.1),
        (0.3, 0.9, 0.1),
        (2, 9),
        2,
    ),
    Place(
        "batters",
        "Batting averages in blocks of 50 at-bats",
        Noun("batter", "batters"),
        Noun("block of 50 at-bats", "blocks of 50 at-bats"),
        Noun("point", "points"),
        (250, 270, 5),
        (60, 64, 2),
        (20, 30, 2),
        (2, 11),
        0,
        " (a point is a thousandth)",
    ),
    Place(
        "soil",
        "Carbon contents of soil samples",
        Noun("field", "fields"),
        Noun("soil sample", "soil samples"),
        Noun("g/kg", "g/kg"),
        (16, 24, 1),
        (3, 6, 0.5),
        (1.5, 4, 0.5),
        (2, 12),
        1,
    ),
    Place(
        "sleep",
        "Reaction times in tests after a short night",
        Noun("driver", "drivers"),
        Noun("test", "tests"),
        Noun("ms", "ms"),
        (290, 330, 10),
        (30, 50, 5),
        (20, 45, 5),
        (2, 10),
        0,
    ),
    Place(
        "shops",
        "Daily takings",
        Noun("shop", "shops"),
        Noun("day", "days"),
        Noun("euro", "euros"),
        (1500, 2500, 100),
        (300, 500, 50),
        (100, 300, 50),
        (3, 28),
        0,
    ),
    Place(
        "lakes",
        "Phosphorus contents of water samples",
        Noun("lake", "lakes"),
        Noun("water sample", "water samples"),
        Noun("µg/L", "µg/L"),
        (25, 40, 1),
        (6, 12, 1),
        (3, 8, 1),
        (2, 15),
        1,
    ),
    Place(
        "buses",
        "Delays of trips",
        Noun("bus route", "bus routes"),
        Noun("trip", "trips"),
        Noun("minute", "minutes"),
        (4, 7, 0.5),
        (2, 4, 0.5),
        (0.8, 1.8, 0.2),
        (3, 25),
        2,
    ),
    Place(
        "dyestuff",
        "Yields of dyestuff from samples",
        Noun("batch", "batches"),
        Noun("sample", "samples"),
        Noun("g", "g"),
        (1480, 1540, 10),
        (45, 65, 5),
        (25, 50, 5),
        (2, 9),
        0,
    ),
)
