"""Prices matched like with like, the bridge to the cent, steps down, shortfalls: against reference values."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts.model import Heat
from analytics.charts.prices import bridge_chart, price_headline, price_note
from analytics.charts.shortfalls import outcome_title, shortfall_heat, shortfall_title, shortfalls
from analytics.metrics.matching import Matched, matched
from analytics.metrics.prices import STEPS, bridge, by_payer, outcome_match, price_match, steps_down

# statistics 4: kidney stones; treatment A looks worse before matching and is better after.
STONES = {"A": {"small": (81, 87), "large": (192, 263)}, "B": {"small": (234, 270), "large": (55, 80)}}


def sums(side: str) -> pl.DataFrame:
    rows = [{"size": size, "n": n, "x": x, "xx": x} for size, (x, n) in STONES[side].items()]
    return pl.DataFrame(rows)


def test_standardising_gives_the_reference_values_and_says_that_the_direction_turns() -> None:
    found = matched(sums("A"), sums("B"), ["size"])
    assert (found.crude_one, found.crude_two) == pytest.approx((0.780000, 0.825714), abs=1e-6)
    assert (found.one, found.two) == pytest.approx((0.832546, 0.778875), abs=1e-6)
    assert found.turns
    assert found.share == 1.0


def test_the_interval_is_that_of_stratum_sums_by_hand() -> None:
    """Weights are pooled sizes; variance within strata is pooled per side: plain Fractions as an oracle."""
    found = matched(sums("A"), sums("B"), ["size"])
    total = sum(n for side in STONES.values() for _, n in side.values())
    weight = {size: Fraction(sum(STONES[side][size][1] for side in STONES), total) for size in ("small", "large")}
    spread = Fraction(0)
    for side in STONES.values():
        squares = sum(x - Fraction(x * x, n) for x, n in side.values())
        within = squares / sum(n - 1 for _, n in side.values())
        spread += sum(weight[size] ** 2 * within / n for size, (_, n) in side.items())
    half = 1.959963984540054 * float(spread) ** 0.5
    assert found.difference == pytest.approx(0.832546 - 0.778875, abs=1e-6)
    assert found.difference_high - found.difference == pytest.approx(half, abs=1e-9)  # type: ignore[operator]


def test_what_has_no_counterpart_is_left_out_and_counted() -> None:
    """A quarter of the lines of one side stands in a stratum that the other does not have."""
    one = pl.DataFrame({"s": ["a", "b"], "n": [30, 70], "x": [30, 140], "xx": [30, 280]})
    two = pl.DataFrame({"s": ["a", "c"], "n": [20, 80], "x": [40, 80], "xx": [80, 80]})
    found = matched(one, two, ["s"])
    assert (found.one, found.two, found.share) == (1.0, 2.0, 0.25)
    assert not found.is_comparable
    assert matched(one, two.filter(pl.col("s") == "c"), ["s"]).ratio is None


def lines(*rows: tuple[str, str, int, int, int], month: int = 1, npp: bool = False) -> pl.DataFrame:
    """Priced lines: payer, class, cents per unit, Medicare's fee, how many."""
    return pl.DataFrame(
        [
            {
                "payer_id": payer, "payer_name": payer, "payer_class": kind, "month": date(2025, month, 1),
                "quarter": 8100 + (month - 1) // 3, "locality": "national", "is_npp": npp, "is_facility": False,
                "is_repeat": False, "cents": cents, "fee_cents": fee, "lines": number, "units": float(number),
                "priced_allowed_cents": cents * number, "priced_fee_cents": fee * number,
            }
            for payer, kind, cents, fee, number in rows
        ]
    )  # fmt: skip


COMMERCIAL, MEDICARE = pl.col("payer_class") == "commercial", pl.col("payer_class") == "medicare"


def test_nurse_practitioners_do_not_make_a_payer_cheaper() -> None:
    """Both pay 120 % and 100 %, and 85 % of that for a nurse; commercial patients see nurses more often."""
    prices = pl.concat(
        [
            lines(("C", "commercial", 1680, 1400, 20), ("M", "medicare", 1400, 1400, 80)),
            lines(("C", "commercial", 1428, 1400, 80), ("M", "medicare", 1190, 1400, 20), npp=True),
        ]
    )
    found = price_match(prices, COMMERCIAL, MEDICARE)
    assert found.ratio == pytest.approx(1.2, abs=1e-9)
    assert (found.crude_one or 0) / (found.crude_two or 1) < 1.11
    assert found.ratio_low is not None and found.ratio_low < 1.2 < (found.ratio_high or 0)
    assert "Commercial payers allow 120.0 %" in price_headline(found, "in 2025")


def test_the_headline_never_goes_silent() -> None:
    prices = lines(("C", "commercial", 1680, 1400, 50), ("M", "medicare", 1400, 1400, 50))
    alone = price_match(prices, COMMERCIAL, pl.col("payer_class") == "none")
    assert price_headline(alone, "in 2025").startswith("No price of a Medicare payer here")
    few = price_match(prices.with_columns(lines=pl.lit(5)), COMMERCIAL, MEDICARE)
    assert "Too few priced lines" in price_headline(few, "in 2025")
    apart = pl.concat([prices.filter(COMMERCIAL), lines(("M", "medicare", 1400, 1400, 50), month=7)])
    other = price_match(apart, COMMERCIAL, MEDICARE)
    said = price_headline(other, "in 2025")
    assert said.startswith("Not comparable in 2025: only 0.0 % of lines")
    assert "120.0 % of Medicare's fee at commercial payers, 100.0 % at Medicare itself" in said


def test_a_turn_is_said_plainly() -> None:
    turned = Matched(0.9, 1.0, 50, 50, 1.0, 2, 1.1, 1.0, 0.1, 0.05, 0.15, 1.1, 1.05, 1.15)
    assert price_note(turned) == "The direction changes after matching: unmatched it would be 90.0 %."
    assert price_note(Matched(1.2, 1.0, 50, 50, 1.0, 2, 1.1, 1.0, 0.1, 0.05, 0.15, 1.1, 1.05, 1.15)) is None


def test_quantiles_are_those_of_single_lines() -> None:
    (row,) = by_payer(lines(("P", "commercial", 1000, 1000, 1), ("P", "commercial", 2000, 1000, 9))).to_dicts()
    assert (row["p10"], row["q1"], row["median"], row["lines"]) == (1.0, 2.0, 2.0, 10)
    assert row["index"] == pytest.approx(1.9)


def stepping(cents: list[int], fees: list[int]) -> list[str]:
    months = [
        lines(("P", "commercial", price, fee, 15), month=at + 1)
        for at, (price, fee) in enumerate(zip(cents, fees, strict=True))
    ]
    return [f"{step.month:%m} {step.before} {step.after}" for step in steps_down(pl.concat(months))]


def test_a_price_steps_down_in_dollars_and_against_the_fee() -> None:
    flat = [1400] * 8
    assert stepping([2000] * 5 + [1640] * 3, flat) == ["06 2000 1640"]
    assert stepping([2000] * 8, flat) == []
    assert stepping([2000] * 5 + [1990] * 3, flat) == [], "within 2 %"
    assert stepping([2000] * 8, [1400] * 4 + [1540] * 4) == [], "Medicare's fee rose: no payer cut a price"
    assert stepping([1400] * 4 + [1330] * 4, [1400] * 4 + [1330] * 4) == [], (
        "Medicare's fee fell, and the price with it"
    )
    assert stepping([1640] * 3 + [2000] * 5, flat) == [], "a rise is no step down"


CENTS = st.integers(0, 200_000)


@st.composite
def payments(draw: st.DrawFn) -> pl.DataFrame:
    """Sums of one payer as the query gives them: every part no larger than the one before."""
    billed = draw(st.integers(1, 200_000))
    accepted = draw(st.integers(0, billed))
    row: dict[str, Any] = {
        "units": draw(st.sampled_from([1.0, 3.0, 7.0, 250.0])),
        "billed_fee_cents": billed,
        "accepted_fee_cents": accepted,
        "paid_fee_cents": draw(st.integers(0, accepted)),
        "allowed_cents": draw(CENTS),
        "after_allowed_cents": draw(st.integers(0, 500)),
        "plan_paid_cents": draw(st.integers(-500, 200_000)),
    }
    return pl.DataFrame([row])


@given(payments(), payments())
def test_the_bridge_adds_up_to_the_cent(two: pl.DataFrame, one: pl.DataFrame) -> None:
    """Start plus all steps is the end, and both are what the plan paid per billed unit."""
    found = bridge(two, one)
    if found is None:
        assert 0 in (two["paid_fee_cents"].item(), one["paid_fee_cents"].item())
        return
    assert found.start + sum(found.steps.values()) == found.end
    for frame, cents in ((two, found.start), (one, found.end)):
        exact = Fraction(frame["plan_paid_cents"].item()) / Fraction(frame["units"].item())
        assert abs(cents - exact) <= Fraction(1, 2)


def test_the_bridge_names_each_cause_in_turn() -> None:
    """Same fee; price 120 % against 100 %; one of five denied; 20 % to the patient; 2 % sequestration at Medicare."""
    medicare = pl.DataFrame(
        [
            {
                "units": 10.0, "billed_fee_cents": 14_000, "accepted_fee_cents": 14_000, "paid_fee_cents": 14_000,
                "allowed_cents": 14_000, "after_allowed_cents": 224, "plan_paid_cents": 10_976,
            }
        ]
    )  # fmt: skip
    payer = pl.DataFrame(
        [
            {
                "units": 10.0, "billed_fee_cents": 14_000, "accepted_fee_cents": 11_200, "paid_fee_cents": 11_200,
                "allowed_cents": 13_440, "after_allowed_cents": 0, "plan_paid_cents": 11_440,
            }
        ]
    )  # fmt: skip
    found = bridge(medicare, payer)
    assert found is not None
    assert (found.start, found.end) == (1098, 1144)
    assert found.steps == {
        "fee_mix": 0, "price": 280, "units": 0, "denial": -336, "patient_share": 80, "after_allowed": 22,
    }  # fmt: skip
    chart = bridge_chart(found, "Acme")
    assert chart is not None
    assert chart.title == "Acme: $0.46 more per billed injection than Medicare"
    assert len(STEPS) == 6


def strata(*rows: tuple[str, str, int, int]) -> pl.DataFrame:
    """Answered and denied lines: class, drug family, answered, denied."""
    return pl.DataFrame(
        [
            {
                "payer_id": kind, "payer_name": kind, "payer_class": kind, "quarter": 1, "drug_family": drug,
                "pair_kind": "none", "place_of_service": "11", "answered": n, "denied": x, "bundled": x,
                "unauthorized": 0,
            }
            for kind, drug, n, x in rows
        ]
    )  # fmt: skip


def test_sayings_are_measured_not_repeated() -> None:
    same = strata(("commercial", "a", 400, 40), ("medicare", "a", 400, 42))
    found = {name: outcome_match(same, name, COMMERCIAL, MEDICARE) for name in ("denied", "bundled", "unauthorized")}
    assert "“Medicare bundles the injection more often”: no difference beyond chance here" in outcome_title(found)
    other = strata(("commercial", "a", 400, 10), ("medicare", "a", 400, 80))
    found = {name: outcome_match(other, name, COMMERCIAL, MEDICARE) for name in ("denied", "bundled", "unauthorized")}
    assert "more often”: holds here (2.5 % commercial, 20.0 % Medicare)" in outcome_title(found)


def test_a_debt_and_a_habit_are_never_added() -> None:
    short = pl.DataFrame(
        [
            {"payer_id": "a", "payer_name": "A", "payer_class": "commercial", "month": date(2025, at, 1), "due": due,
             "lines": 10, "short_lines": lines, "expected_cents": 14_000, "short_cents": cents}
            for at, due, lines, cents in ((1, "owed", 2, 300), (2, "owed", 0, 0), (1, "observed", 1, 90))
        ]
    )  # fmt: skip
    rows = shortfalls(short).to_dicts()
    assert [(row["due"], row["short_cents"], row["lines"]) for row in rows] == [("owed", 300, 20), ("observed", 90, 10)]
    assert shortfall_title(short) == "$3.00 below contract or fee; apart from that $0.90 below payers' usual rates"
    assert shortfall_title(short.filter(due="owed")) == "$3.00 below contract or fee"
    assert shortfall_title(short.clear()) == "Nothing says what these lines should have been paid"
    assert Decimal(rows[0]["short_cents"]) / 100 == Decimal("3")


def test_shortfalls_stand_by_payer_and_month_with_their_basis() -> None:
    rows = [("owed", 1, 300, 2), ("owed", 2, 0, 0), ("observed", 2, 90, 1)]
    short = pl.DataFrame(
        [
            {"payer_id": "a", "payer_name": "ACME", "payer_class": "commercial", "month": date(2025, month, 1),
             "due": due, "lines": 10, "short_lines": count, "expected_cents": 14_000, "short_cents": cents}
            for due, month, cents, count in rows
        ]
    )  # fmt: skip
    chart = shortfall_heat(short)
    assert chart is not None and isinstance(chart.marks, Heat)
    assert chart.marks.rows == ("Acme, below contract or fee", "Acme, below this payer's usual rate")
    assert [[cell.text for cell in row] for row in chart.marks.cells] == [["$3.00", ""], ["", "$0.90"]]
    assert chart.title == "Most in one month: $3.00 at Acme in Jan 2025"
    assert shortfall_heat(short.filter(pl.col("short_cents") == 0)) is None
