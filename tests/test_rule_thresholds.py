"""Thresholds of what a build learns from many claims, each just below, at and above."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest
from drawn import ANSWERED, NO_MARKS, build, stored
from test_rule_learned import FIRST, sent, world

from analytics.metrics import View
from analytics.metrics.evaluate import Value, answers
from analytics.query import sql_of

AS_OF = FIRST + timedelta(days=400)


ASKED = AS_OF - timedelta(days=AS_OF.weekday() + 7)
"""A Monday, young enough that only answers of the first days are to be expected of what was sent on it."""


def young(facts: dict[str, pl.DataFrame], view: View, by: tuple[str, ...] = ()) -> Value:
    """The denial rate of the young lines of a world."""
    with duckdb.connect() as con:
        for name in ANSWERED:
            con.register(name, facts[name])
        con.register("last_mark", NO_MARKS)
        (found,) = answers(con, view, by, as_of=AS_OF)
    return found.metrics["initial_denial_rate"]


@pytest.mark.parametrize(("soon", "status"), [(189, "immature"), (190, "ok"), (191, "ok")])
def test_a_month_is_complete_from_95_percent_on(soon: int, status: str) -> None:
    """38: of 200 old lines so many had their answer within 3 days, the rest after 60."""
    facts = world(
        *(sent("ACME", soon, 3), sent("ACME", 200 - soon, 60), sent("ACME", 1, 2, on=ASKED)),
        until=AS_OF,
        tables=ANSWERED,
    )
    found = young(facts, View(start=ASKED.replace(day=1), end=ASKED.replace(day=1), payers=("ACME-commercial",)))
    assert (found.completeness, found.status) == (soon / 200, status)


@pytest.mark.parametrize(("answered", "status"), [(18, "immature"), (19, "ok"), (20, "ok")])
def test_too_young_for_a_curve_a_group_answered_to_95_percent_is_complete(answered: int, status: str) -> None:
    """38: nothing tells how long answers take, but so many of 20 lines have theirs."""
    facts = world(sent("ACME", answered, 3), sent("ACME", 20 - answered, None), until=FIRST + timedelta(days=30))
    found = young(facts, View(payers=("ACME-commercial",)))
    assert (found.completeness, found.status) == (None, status)


def test_completeness_is_told_of_all_lines_or_not_at_all() -> None:
    """38: the curve of one of two payers is not known, so no share of both is."""
    facts = world(
        *(sent("ACME", 200, 3), sent("OTHER", 200, 3), sent("ACME", 1, 2, on=ASKED), sent("OTHER", 1, None, on=ASKED)),
        until=AS_OF,
        tables=ANSWERED,
    )
    month = View(start=ASKED.replace(day=1), end=ASKED.replace(day=1))
    both = replace(month, payers=("ACME-commercial", "OTHER-commercial"))
    assert (young(facts, both).completeness, young(facts, both).status) == (1.0, "ok")
    facts["answered_share"] = facts["answered_share"].filter(pl.col("payer_id") != "OTHER-commercial")
    assert (young(facts, both).completeness, young(facts, both).status) == (None, "immature")
    assert young(facts, replace(month, payers=("ACME-commercial",))).completeness == 1.0


@pytest.mark.parametrize(("soon", "days"), [(94, 30), (95, 10), (96, 10)])
def test_a_payer_is_late_beyond_the_day_of_95_percent(soon: int, days: int) -> None:
    """20: of 100 answered claims so many within 10 days, the others within 30."""
    facts = world(sent("ACME", soon, 10), sent("ACME", 100 - soon, 30), tables=("response_limit",))
    assert facts["response_limit"]["p95_days"].to_list() == [days]


@pytest.mark.parametrize(("lines", "told"), [(29, []), (30, [1]), (31, [1])])
def test_thirty_paid_injections_show_the_most_units_that_a_payer_pays(lines: int, told: list[int]) -> None:
    """33: the payer's own cap is read from 30 on."""
    assert world(sent("ACME", lines, 10), tables=("unit_cap",))["unit_cap"]["units"].to_list() == told


@pytest.mark.parametrize(("lines", "told"), [(19, []), (20, [1.15]), (21, [1.15])])
def test_twenty_priced_lines_show_the_price_of_a_class(lines: int, told: list[float]) -> None:
    """25: $16.00 allowed where the fee of the day is $13.91."""
    built = world(sent("COMP", lines, 10, filing="WC"), tables=("class_index",))["class_index"]
    assert built["price_index"].round(2).to_list() == told


@pytest.mark.parametrize(("age", "told"), [(179, None), (180, 1.0), (181, 1.0)])
def test_what_was_sent_half_a_year_ago_tells_how_long_answers_take(age: int, told: float | None) -> None:
    """38: 300 lines sent on a Monday, answered in 3 days; 20 days old are those asked about."""
    until = FIRST + timedelta(days=age)
    asked = until - timedelta(days=until.weekday() + 21)
    facts = world(sent("ACME", 300, 3), sent("ACME", 1, None, on=asked), until=until, tables=("answered_share",))
    assert set(facts["answered_share"].filter(week=asked)["expected_answered"]) == {told}


def test_fifty_cents_that_no_code_tells_are_rounding() -> None:
    """17: in a table that does not tell all its codes; $40.00 charged, $16.00 paid, the rest less these cents coded."""
    rows = stored(
        remits="""
        on    | claim | code  | charge | paid  | adj
        02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 23.51
        02-01 | B     | 96372 | 40.00  | 16.00 | CO-45 23.50
        02-01 | C     | 96372 | 40.00  | 16.00 | CO-45 23.49
        """
    )
    rows["remit_claim"] = rows["remit_claim"].with_columns(unbalanced_cents=pl.lit(None, pl.Int64()))
    line = build(rows, tables=("line",))["line"].sort("claim_id")
    assert line["is_uncoded"].to_list() == [False, False, True]


def test_what_is_open_is_grouped_by_days() -> None:
    """Each band begins the day after the one before it ended."""
    with duckdb.connect() as con:
        con.execute(sql_of("build/macros.sql"))
        found = con.sql("select days, age_band(days) from unnest([0, 30, 31, 60, 61, 90, 91, 120, 121]) as t(days)")
        assert [band for _, band in sorted(found.fetchall())] == [
            *("0–30", "0–30", "31–60", "31–60", "61–90", "61–90", "91–120", "91–120", "120+")
        ]


def came_back(parts: list[tuple[int, int, date]]) -> dict[str, pl.DataFrame]:
    """Denials, each with how many there were, after how many days they came back, and the day of the denial."""
    claims, remits = [], []
    for at, (count, days, denied) in enumerate(parts):
        for each in range(count):
            name = {"claim": f"D{at}N{each}", "patient": f"D{at}N{each}", "code": "96372", "charge": "40.00"}
            claims.append({**name, "sent": str(denied - timedelta(days=5)), "date": str(denied - timedelta(days=5))})
            day = {**name, "date": str(denied - timedelta(days=5)), "status": "1"}
            remits.append({**day, "on": str(denied), "paid": "0.00", "adj": "CO-11 40.00"})
            remits.append({**day, "on": str(denied + timedelta(days=days)), "paid": "16.00", "adj": "CO-45 24.00"})
    last = {"claim": "LAST", "patient": "LAST", "code": "96372", "charge": "40.00", "date": str(AS_OF)}
    remits.append({**last, "on": str(AS_OF), "paid": "16.00", "adj": "CO-45 24.00"})
    return build(stored(claims, remits), tables=("resolution_limit",))


OLD_ENOUGH = AS_OF - timedelta(days=180)


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ([(29, 20, OLD_ENOUGH)], None),
        ([(30, 20, OLD_ENOUGH)], 20),
        ([(31, 20, OLD_ENOUGH)], 20),
        ([(29, 20, OLD_ENOUGH), (1, 20, OLD_ENOUGH + timedelta(days=1))], None),
        ([(29, 20, OLD_ENOUGH), (1, 20, OLD_ENOUGH - timedelta(days=1))], 20),
        ([(37, 20, OLD_ENOUGH), (3, 50, OLD_ENOUGH)], 50),
        ([(38, 20, OLD_ENOUGH), (2, 50, OLD_ENOUGH)], 20),
        ([(39, 20, OLD_ENOUGH), (1, 50, OLD_ENOUGH)], 20),
    ],
)
def test_usual_days_rest_on_thirty_denials_of_half_a_year_ago(
    parts: list[tuple[int, int, date]], days: int | None
) -> None:
    """42: 30 that came back, denied 180 days ago or earlier; 95 % of them did so within so many days."""
    found = came_back(parts)["resolution_limit"].filter(scope="payer")["resolution_days"].to_list()
    assert found == ([] if days is None else [days])
