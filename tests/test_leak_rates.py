"""Who leaks more than chance explains: published values, drawn payers, and many practices in which nothing differs."""

import random
from datetime import date

import polars as pl
import pytest
from scipy.stats import fisher_exact

from analytics.metrics.leakage import class_rates, moves, payer_rates
from analytics.statistics import adjusted, fisher, mean_limits

BH_1995 = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
)
"""The fifteen chances of Benjamini and Hochberg (1995)."""
MONTHS = [date(2025, month, 1) for month in range(1, 13)]


def test_the_order_of_chances_does_not_matter() -> None:
    mixed = [BH_1995[at] for at in (14, 3, 0, 7, 1, 9)]
    by_size = dict(zip(sorted(mixed), adjusted(sorted(mixed)), strict=True))
    assert adjusted(mixed) == pytest.approx([by_size[one] for one in mixed])


@pytest.mark.parametrize(
    ("top", "n", "other_top", "other_n"),
    [(3, 40, 30, 100), (30, 100, 3, 40), (0, 50, 9, 60), (15_400, 300_000, 5_000, 100_000)],
)
def test_two_shares_are_tested_exactly(top: int, n: int, other_top: int, other_n: int) -> None:
    table = [[top, n - top], [other_top, other_n - other_top]]
    tails = [fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    assert fisher((top, n), (other_top, other_n)) == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-9)


@pytest.mark.parametrize("shares", [(0, 0, 1, 5), (0, 5, 0, 5), (5, 5, 5, 5), (10, 100, 10, 100)])
def test_nothing_to_tell_apart_is_chance(shares: tuple[int, int, int, int]) -> None:
    assert fisher(shares[:2], shares[2:]) == 1.0


def test_a_mean_has_its_limits() -> None:
    """1, 2, 3: mean 2, variance 2/3, half-width 1.96 · sqrt(2/9)."""
    assert mean_limits(3, 6, 14) == pytest.approx((2, 2 - 0.923936, 2 + 0.923936), abs=1e-6)


def practice(
    counts: dict[str, list[tuple[int, int]]], leak_class: str = "bundled"
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Days and leaking days per payer and month; every leak is $14."""
    days = [
        {"payer_id": payer, "payer_name": payer.upper(), "payer_class": "commercial", "month": month, "days": n}
        for payer, months in counts.items()
        for month, (n, _) in zip(MONTHS, months, strict=False)
    ]
    leaks = [
        {"payer_id": payer, "month": month, "leak_class": name, "days": top, "cents": 1400 * top,
         "squares": 1400.0**2 * top}
        for payer, months in counts.items()
        for month, (_, top) in zip(MONTHS, months, strict=False)
        for name in (leak_class, "any")
        if top
    ]  # fmt: skip
    return pl.DataFrame(days), pl.DataFrame(leaks)


def test_the_payer_that_differs_is_named_and_a_small_one_is_not() -> None:
    """A and B leak on 10 of 100 days, C on 40; D on 9 of 10, which is too few days to blame anyone."""
    drawn = practice({"a": [(100, 10)], "b": [(100, 10)], "c": [(100, 40)], "d": [(10, 9)]})
    sides = {one.payer_id: one.side for one in payer_rates(*drawn)}
    assert sides == {"a": -1, "b": -1, "c": 1, "d": 0}
    (cell,) = (one for one in class_rates(*drawn) if one.payer_id == "c")
    assert (cell.leak_class, cell.days, cell.leaking, cell.cents, cell.side) == ("bundled", 100, 40, 56000, 1)
    assert cell.per_100[0] == pytest.approx(56000)


def test_rounding_is_nobodys_leak() -> None:
    assert class_rates(*practice({"a": [(100, 90)], "b": [(100, 1)]}, "tolerance")) == []


def test_a_class_that_moved_is_named_with_its_month_and_size() -> None:
    """From July on A leaks on 20 of 50 days a month instead of 2: 18 days of $14 more, $252 a month."""
    counts = {"a": [(50, 2)] * 6 + [(50, 20)] * 6, "b": [(50, 5)] * 12}
    (found,) = moves(*practice(counts), MONTHS)
    assert (found.payer_id, found.leak_class, found.month) == ("a", "bundled", date(2025, 7, 1))
    assert found.monthly_cents == 18 * 1400
    assert found.low > 0.25 and found.high < 0.45 and found.chance < 1e-9
    assert moves(*practice(counts), MONTHS[:3]) == [], "three months are too few"


def drawn_by_chance(dice: random.Random, payers: int, months: int, n: int) -> dict[str, list[tuple[int, int]]]:
    return {
        f"p{payer}": [(n, sum(dice.random() < 0.12 for _ in range(n))) for _ in range(months)]
        for payer in range(payers)
    }


def test_twenty_equal_payers_are_hardly_ever_blamed() -> None:
    """200 days each, 12 % leak: any payer named in at most 5 % of 300 practices."""
    dice = random.Random(96372)
    runs = [practice(drawn_by_chance(dice, 20, 1, 200)) for _ in range(300)]
    assert sum(any(one.side for one in payer_rates(*run)) for run in runs) <= 0.05 * len(runs)


def test_months_in_which_nothing_moved_raise_hardly_any_alert() -> None:
    """20 payers, 12 months of 25 days: any alert in at most 5 % of 100 practices."""
    dice = random.Random(25)
    runs = [practice(drawn_by_chance(dice, 20, 12, 25)) for _ in range(100)]
    assert sum(bool(moves(*run, MONTHS)) for run in runs) <= 0.05 * len(runs)
