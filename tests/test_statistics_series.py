"""Months under limits: reference values of statistics 6, the four rules, and shifts."""

import random
from itertools import pairwise
from statistics import fmean

import numpy as np
import pytest

from analytics.statistics import RULES, control, laney, outside, p_chart, runs, trends, two_of_three, xmr

WEEKS = [39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40]
LINES = [500, 520, 480, 510, 495, 505, 515, 490, 500, 485, 3000, 530]
DENIED = [60, 65, 55, 70, 48, 61, 66, 52, 59, 80, 361, 64]
COUNTS = [(float(top), float(n)) for top, n in zip(DENIED, LINES, strict=True)]


def test_single_values_have_the_published_limits() -> None:
    limits, moving = xmr(WEEKS)
    assert (limits.centre, limits.high[0], limits.low[0]) == pytest.approx((41.416667, 46.011212, 36.822121), abs=1e-6)
    assert moving == pytest.approx(5.643, abs=1e-6)


def test_shares_have_the_published_limits() -> None:
    found = p_chart(COUNTS)
    assert (found.centre, found.high[0], found.low[0]) == pytest.approx((0.12203986, 0.16595603, 0.07812368), abs=1e-8)


def test_shares_that_scatter_have_the_published_limits() -> None:
    found = laney(COUNTS)
    assert (found.scatter, found.high[0]) == pytest.approx((1.31468662, 0.17977588), abs=1e-6)


def test_limits_stay_between_none_and_all() -> None:
    few = p_chart([(0.0, 5.0), (1.0, 5.0)])
    assert (min(few.low), max(few.high)) == (0.0, pytest.approx(0.1 + 3 * (0.09 / 5) ** 0.5))
    none = control([(0.0, 50.0)] * 14)
    assert none.signals == () and none.high == (0.0,) * 14


def test_a_point_on_the_limit_is_not_outside() -> None:
    assert outside([1.0, -1.0, 1.01, -1.01]) == [(1, 2), (-1, 3)]


def test_seven_in_a_row_and_a_point_on_the_centre_ends_it() -> None:
    assert runs([0.1] * 6) == []
    assert runs([0.1] * 8) == [(1, 6), (1, 7)]
    assert runs([-0.1] * 6 + [0.0] + [-0.1] * 7) == [(-1, 13)]


def test_seven_points_rising_have_six_rises() -> None:
    assert trends([0.1 * at for at in range(7)]) == [(1, 6)]
    assert trends([0.1 * at for at in range(6)]) == []
    assert trends([-0.1 * at for at in range(7)]) == [(-1, 6)]


@pytest.mark.parametrize(
    ("heights", "found"),
    [
        ([0.7, 0.1, 0.8], [(1, 2)]),
        ([0.7, -0.1, 0.8], []),
        ([0.7, -0.8, 0.1], []),
        ([-0.7, -0.9, -0.1, 0.2], [(-1, 2)]),
        ([0.7, 1.2, 0.1], []),
        ([0.7, 0.8], []),
    ],
)
def test_two_of_three_near_the_limit(heights: list[float], found: list[tuple[int, int]]) -> None:
    assert two_of_three(heights) == found


def test_rules_raise_the_published_share_of_false_alarms() -> None:
    """24 months in control, limits of single values (statistics 6)."""
    dice = np.random.default_rng(1)
    published = {"outside": 0.054, "run": 0.081, "trend": 0.006, "near": 0.026}
    met = dict.fromkeys(RULES, 0)
    rounds = 4000
    for _ in range(rounds):
        values = dice.normal(size=24).tolist()
        width = 2.66 * fmean(abs(b - a) for a, b in pairwise(values))
        heights = [(value - fmean(values)) / width for value in values]
        for name, rule in RULES.items():
            met[name] += bool(rule(heights))
    for name, share in published.items():
        assert met[name] / rounds == pytest.approx(share, abs=0.015), name


def test_below_twelve_points_there_is_a_middle_and_no_limit() -> None:
    found = control(COUNTS[:11])
    assert not found.has_limits and found.signals == () and found.shifts == ()
    assert found.centre[0] == pytest.approx(361 / 3000)
    assert control([]).centre == ()


def test_twelve_points_have_limits() -> None:
    found = control(COUNTS)
    assert found.has_limits
    assert found.high[0] == pytest.approx(0.17977588, abs=1e-6)


def test_months_that_agree_do_not_narrow_the_limits() -> None:
    """Twelve equal shares would otherwise leave no room at all."""
    found = control([(40.0, 400.0)] * 12)
    assert found.scatter == 1.0
    assert found.high[0] == pytest.approx(0.1 + 3 * (0.09 / 400) ** 0.5)


def test_a_confirmed_shift_has_limits_of_its_own() -> None:
    before, after = [(40.0, 400.0), (44.0, 400.0)] * 8, [(80.0, 400.0), (76.0, 400.0)] * 4
    found = control(before + after)
    assert found.shifts == (16,)
    assert (found.centre[15], found.centre[16]) == pytest.approx((0.105, 0.195))
    assert found.signals == (), "each level is quiet in itself"


def test_a_run_that_chance_explains_recalculates_nothing() -> None:
    counts = [(40.0, 400.0), (38.0, 400.0)] * 5 + [(42.0, 400.0)] * 7
    found = control(counts)
    assert found.shifts == ()
    assert [(its.rule, its.side, its.start, its.end) for its in found.signals] == [
        ("run", -1, 0, 9),
        ("run", 1, 10, 16),
    ]


def test_six_high_months_are_no_shift_yet() -> None:
    assert control([(40.0, 400.0), (44.0, 400.0)] * 8 + [(80.0, 400.0)] * 6).shifts == ()


def test_a_month_outside_is_told_at_its_place() -> None:
    found = control([(40.0, 400.0), (44.0, 400.0)] * 8 + [(90.0, 400.0)])
    assert ("outside", 1, 16) in [(its.rule, its.side, its.end) for its in found.signals]


def test_equal_levels_are_rarely_cut_in_two() -> None:
    dice = random.Random(2)
    cut = sum(
        bool(control([(float(sum(dice.random() < 0.1 for _ in range(150))), 150.0) for _ in range(24)]).shifts)
        for _ in range(200)
    )
    assert cut <= 10, "5 % at most"
