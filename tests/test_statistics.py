"""Intervals and waiting times against published values, another library, and a curve by hand (statistics 1, 2, 8)."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analytics.statistics import waiting_quantile, wilson

WILSON = [
    (81, 263, 0.255289, 0.366210),
    (15, 148, 0.062386, 0.160487),
    (0, 20, 0.0, 0.161125),
    (1, 29, 0.006113, 0.171755),
    (5, 10, 0.236593, 0.763407),
    (29, 29, 0.883030, 1.0),
    (0, 1, 0.0, 0.793451),
    (23, 60, 0.270883, 0.509824),
    (11, 100, 0.062542, 0.186313),
    (120, 1000, 0.101299, 0.141609),
]
"""Cases, lines, low, high: the first four from Newcombe 1998."""


def interval(cases: list[int], lines: list[int]) -> list[tuple[float, float]]:
    low, high = wilson(pl.col("cases"), pl.col("lines"))
    return pl.DataFrame({"cases": cases, "lines": lines}).select(low.alias("low"), high.alias("high")).rows()


@pytest.mark.parametrize(("cases", "lines", "low", "high"), WILSON)
def test_wilson_gives_the_published_values(cases: int, lines: int, low: float, high: float) -> None:
    ((found_low, found_high),) = interval([cases], [lines])
    assert found_low == pytest.approx(low, abs=1e-6)
    assert found_high == pytest.approx(high, abs=1e-6)


def test_wilson_equals_statsmodels() -> None:
    """Every share of 1 to 60 lines."""
    pairs = [(cases, lines) for lines in range(1, 61) for cases in range(lines + 1)]
    found = interval([cases for cases, _ in pairs], [lines for _, lines in pairs])
    for (cases, lines), (low, high) in zip(pairs, found, strict=True):
        assert (low, high) == pytest.approx(proportion_confint(cases, lines, method="wilson"), abs=1e-9)


def test_without_lines_there_is_no_interval() -> None:
    """Never 0, infinite or not a number."""
    assert interval([0], [0]) == [(None, None)]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_an_interval_holds_its_share_and_stays_between_0_and_1(cases: int, lines: int) -> None:
    cases = min(cases, lines)
    ((low, high),) = interval([cases], [lines])
    breadth = 1e-12  # of a float
    assert 0 <= low <= cases / lines + breadth
    assert cases / lines - breadth <= high <= 1


# Kaplan–Meier

WAITS = pl.DataFrame(
    {
        "payer": ["A", "A", "A", "A", "B", "B", "C"],
        "days": [5, 7, 12, 20, 3, 40, 9],
        "is_answered": [True, False, True, True, True, False, False],
        "lines": [20, 10, 9, 1, 4, 6, 2],
    }
)
"""A: 40 wait; 20 leave on day 5 (half still wait), 10 are seen for 7 days only, 9 of 10 leave on day 12 (0.05 wait),
the last on day 20. B: 4 of 10 leave, 6 are never seen to. C: nobody ever answered."""


@pytest.mark.parametrize(
    ("quantile", "days"),
    [(0.5, {"A": 5, "B": None, "C": None}), (0.4, {"A": 5, "B": 3, "C": None}), (0.9, {"A": 12, "B": None, "C": None}),
     (0.95, {"A": 12, "B": None, "C": None}), (0.96, {"A": 20, "B": None, "C": None})],
)  # fmt: skip
def test_waiting_counts_the_unanswered_as_still_waiting(quantile: float, days: dict[str, int | None]) -> None:
    """A share of answered lines would say that half of A's answered lines took 5 days, and so would 66 % of them."""
    found = waiting_quantile(WAITS, ["payer"], quantile)
    assert dict(found.select("payer", "days").iter_rows()) == days
    assert dict(found.select("payer", "n").iter_rows()) == {"A": 40, "B": 10, "C": 2}


def test_without_keys_all_lines_are_one_group() -> None:
    """All together: 52 wait; after day 3 48/52, after day 5 48/52 · 28/48 = 0.54, after day 12 0.54 · (1 − 9/16)."""
    assert waiting_quantile(WAITS, [], 0.5).rows() == [(12, 52)]
    assert waiting_quantile(WAITS, [], 0.4).rows() == [(5, 52)]


Spell = tuple[int, bool]


def by_hand(spells: list[Spell], quantile: float) -> int | None:
    """The textbook: at every day with an answer, multiply by the share of those at risk that goes on waiting."""
    waiting = 1.0
    for day in sorted({days for days, is_answered in spells if is_answered}):
        at_risk = sum(days >= day for days, _ in spells)
        answered = sum(days == day and is_answered for days, is_answered in spells)
        waiting *= 1 - answered / at_risk
        if waiting <= 1 - quantile + 1e-12:
            return day
    return None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30), st.sampled_from([0.5, 0.9, 0.95])
)
def test_waiting_equals_kaplan_meier_by_hand(spells: list[Spell], quantile: float) -> None:
    """On a tie of days those who answered left before those no longer seen."""
    hist = (
        pl.DataFrame(spells, schema={"days": pl.Int64, "is_answered": pl.Boolean}, orient="row")
        .group_by("days", "is_answered")
        .agg(lines=pl.len().cast(pl.Int64))
    )
    assert waiting_quantile(hist, [], quantile).rows() == [(by_hand(spells, quantile), len(spells))]
