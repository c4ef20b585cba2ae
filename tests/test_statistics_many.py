"""Many units at once: flags, funnels, strata and rates for ranking (statistics 4, 5 and 7)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from analytics.statistics import (
    adjusted,
    benjamini_hochberg,
    fisher,
    mantel_haenszel,
    prior,
    screen,
    shrunken,
)

CHANCES = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]
STONES = [((81.0, 87.0), (234.0, 270.0)), ((192.0, 263.0), (55.0, 80.0))]
"""Treatment A and B of small and of large kidney stones."""


def test_four_of_the_fifteen_published_chances_stand() -> None:
    assert sum(benjamini_hochberg(CHANCES)) == 4
    assert adjusted(CHANCES)[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625], abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_chances_equal_statsmodels(chances: list[float]) -> None:
    _, theirs, _, _ = multipletests(chances, method="fdr_bh")
    assert adjusted(chances) == pytest.approx(list(theirs), abs=1e-9)


def test_no_findings_are_no_flags() -> None:
    assert benjamini_hochberg([]) == []


def test_strata_turn_the_crude_direction() -> None:
    odds, gap = mantel_haenszel(STONES)
    assert (odds, gap) == pytest.approx((1.446847, 0.053836), abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(1, 60)] * 4), min_size=1, max_size=6))
def test_the_common_odds_ratio_equals_statsmodels(cells: list[tuple[int, int, int, int]]) -> None:
    tables = [((float(a), float(a + b)), (float(c), float(c + d))) for a, b, c, d in cells]
    theirs = StratifiedTable([[[a, b], [c, d]] for a, b, c, d in cells]).oddsratio_pooled
    assert mantel_haenszel(tables)[0] == pytest.approx(theirs, rel=1e-9)


def test_strata_of_one_group_tell_nothing() -> None:
    assert mantel_haenszel([((3.0, 10.0), (0.0, 0.0))]) == (None, None)


def test_the_exact_chance_equals_the_published_one() -> None:
    """Fisher's tea: 3 of 4 against 1 of 4, one side 17/70."""
    assert fisher((3, 4), (1, 4)) == pytest.approx(2 * 17 / 70)
    assert fisher((10, 100), (10, 100)) == 1.0
    assert fisher((0, 20), (0, 30)) == 1.0


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_the_exact_chance_is_twice_the_smaller_tail(n: int, m: int, one: float, two: float) -> None:
    from math import comb

    a, c = round(n * one), round(m * two)
    shares = {
        k: comb(n, k) * comb(m, a + c - k) / comb(n + m, a + c) for k in range(max(0, a + c - m), min(n, a + c) + 1)
    }
    tail = min(sum(p for k, p in shares.items() if k >= a), sum(p for k, p in shares.items() if k <= a))
    assert fisher((a, n), (c, m)) == pytest.approx(min(1.0, 2 * tail), abs=1e-9)


def test_rates_for_ranking_have_their_reference_values() -> None:
    """10, 20 and 30 of 100: among 1, within 46/297, between (1 − 46/297)/100, weight .16/between − 1."""
    weight = 0.16 / ((1 - 46 / 297) / 100) - 1
    common = prior([(10, 100), (20, 100), (30, 100)])
    assert common is not None and common.weight == pytest.approx(weight)
    assert weight == pytest.approx(17.932271, abs=1e-6)
    assert shrunken([(10, 100), (20, 100), (30, 100)]) == pytest.approx([0.115206, 0.2, 0.284794], abs=1e-6)


def test_the_fewer_lines_the_nearer_to_the_common_rate() -> None:
    large, small = shrunken([(200, 1000), (50, 1000), (6, 30), (100, 1000)])[::2]
    assert large is not None and small is not None
    assert 0.117 < small < large < 0.2, "both are 20 % by themselves"


def test_units_that_differ_by_chance_have_one_rate() -> None:
    assert shrunken([(10, 100), (11, 100), (9, 100)]) == [0.1, 0.1, 0.1]
    assert shrunken([(0, 0)]) == [None]
    assert shrunken([(3, 30), (0, 0)]) == [0.1, None]


SERIES = [(40.0, 400.0), (44.0, 400.0)] * 8


def test_a_payer_that_turned_worse_is_flagged_and_no_other() -> None:
    quiet = {f"p{at}": SERIES + [(41.0, 400.0), (43.0, 400.0)] * 4 for at in range(9)}
    found = screen({**quiet, "bad": SERIES + [(80.0, 400.0)] * 8})
    assert list(found) == ["bad"]
    assert (found["bad"].rule, found["bad"].side, found["bad"].start) == ("run", 1, 16)


def test_a_payer_outside_in_its_last_month_is_flagged() -> None:
    found = screen({"a": [*SERIES, (110.0, 400.0)], "b": [*SERIES, (41.0, 400.0)], "young": [(110.0, 400.0)] * 5})
    assert {key: (signal.rule, signal.start) for key, signal in found.items()} == {"a": ("outside", 16)}


def test_six_months_outside_their_old_limits_are_flagged_before_a_run_is_complete() -> None:
    found = screen({"a": SERIES + [(80.0, 400.0), (76.0, 400.0)] * 3, "b": SERIES})
    assert {key: (signal.rule, signal.start) for key, signal in found.items()} == {"a": ("level", 16)}


def test_what_was_outside_before_the_last_month_is_history() -> None:
    assert screen({"a": [*SERIES, (110.0, 400.0), (41.0, 400.0)]}) == {}


def test_twenty_payers_in_control_rarely_raise_a_flag() -> None:
    dice = random.Random(3)
    reports = [
        {p: [(float(sum(dice.random() < 0.12 for _ in range(60))), 60.0) for _ in range(18)] for p in range(20)}
        for _ in range(60)
    ]
    assert sum(bool(screen(report)) for report in reports) <= 6
