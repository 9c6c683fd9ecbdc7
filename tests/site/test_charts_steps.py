"""The steps of chapter 5: the same dots at the own intercepts, at the package's estimates and at the overall mean."""

import json

import numpy as np
import pytest

from mlmcore import GroupedData, figures, fit, partial_pool, summarize
from mlmcore.datasets import load_radon

PLACE = ("05-weighted-average", "fig-arrows")
MOVES = ("Home", 0.3, 1, "ArrowRight", 1.6, "End")


@pytest.fixture(scope="module")
def radon():
    summary = summarize(GroupedData.from_table(load_radon(), y="log_radon", group="county", x="floor"))
    model = fit(summary)
    return summary, model, summary.gamma(model.beta)


def test_the_steps_drawn_twice_are_the_same_and_a_last_bit_does_not_show():
    def made(tau=0.3):
        options = {"sigma": 0.8, "tau": tau, "labels": ["a", "b"], "name": ["b"]}
        return json.dumps(figures.pooling_steps([1.0, 2.0], [2, 2], 1.6, **options).spec)

    assert made() == made() == made(np.nextafter(0.3, 1))


@pytest.mark.browser
def test_the_same_dots_go_from_own_intercept_by_the_estimate_to_the_mean(chart, radon):
    summary, model, gamma = radon
    estimate = partial_pool(gamma, summary.n, model.mu, sigma=model.sigma, tau=model.tau).mean
    shown = chart(*PLACE)
    places, spreads = [], []
    for to in MOVES:
        t = shown.move("t", to)
        dots = shown.drawn("dots")
        assert [row["group"] for row in dots] == list(summary.labels)
        height = gamma + t * (estimate - gamma) if t <= 1 else estimate + (t - 1) * (model.mu - estimate)
        np.testing.assert_allclose([row["drawn_y"] for row in dots], height, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose([row["drawn_y"] for row in shown.drawn("own")], gamma, rtol=1e-9)
        places.append([row["drawn_x"] for row in dots])
        (numbers,) = shown.rows("numbers")
        assert numbers["sd"] == pytest.approx(np.std(height), rel=1e-9, abs=1e-9)
        spreads.append(numbers["sd"])
    assert all(place == places[0] for place in places)  # they move up and down only
    np.testing.assert_allclose(places[0], summary.n, rtol=0.25)  # equal sizes side by side
    assert np.all(np.diff(spreads) < 0)


@pytest.mark.browser
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_button_lets_the_dots_glide_unless_less_motion_is_wanted(chart, motion):
    shown = chart(*PLACE, reduced_motion=motion)
    shown.place.evaluate(
        "(place) => { place.seen = []; place.vegaView.addSignalListener('t', (_, value) => place.seen.push(value)); }"
    )
    shown.press("own intercepts")
    assert shown.value("t") == 0
    seen = shown.place.evaluate("(place) => place.seen")
    if motion == "reduce":
        assert seen == [0]
    else:
        assert len(seen) > 5 and sorted(seen, reverse=True) == seen
    for label, t, words in (("overall mean", 2, "complete pooling"), ("weighted averages", 1, "partial pooling")):
        shown.press(label)
        assert shown.value("t") == t
        assert shown.input("t").get_attribute("aria-valuetext") == words
    shown.move("t", 0.4)
    assert shown.input("t").get_attribute("aria-valuetext") == "on the way"
    shown.place.get_by_role("button", name="overall mean").click()
    shown.move("t", 0.4)  # whoever takes the slider has it
    shown.page.wait_for_timeout(350)  # longer than it would have glided
    assert shown.value("t") == 0.4
