"""As-of date, order of events, months (meanings 1–3); loads in any order give the same facts."""

from datetime import date

import duckdb
import polars as pl
import pytest
from drawn import build, facts, stored
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from story import Batch, Story

from analytics.query import sql_of

told = Batch()

CLAIMS = """
claim | sent  | code  | charge
A     | 01-12 | 96372 | 40.00
      |       | 99213 | 90.00
B     | 04-12 | 96372 | 40.00
C     | 01-12 | 96372 | 40.00
      |       | 96372 | 40.00
"""
REMITS = """
on    | claim | status | freq | code  | charge | paid   | adj
02-01 | A     | 1      |      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
      |       |        |      | 99213 | 90.00  | 0.00   | CO-236 90.00
02-05 | A     | 22     |      | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
02-05 | A     | 1      | 7    | 96372 | 40.00  | 0.00   | CO-97 40.00
02-01 | C     | 1      |      | 96372 | 40.00  | 16.00  | CO-45 24.00
      |       |        |      | 96372 | 40.00  | 0.00   | CO-18 40.00
02-09 | D     | 1      |      | 96372 | 40.00  | 16.00  | CO-45 24.00
"""


# 1 As of


def as_of(rows: dict[str, pl.DataFrame]) -> date:
    with duckdb.connect() as con:
        for name, frame in rows.items():
            con.register(name, frame)
        day: date = con.sql(sql_of("build/cut_off.sql")).pl()["as_of"].item()
    return day


def test_the_data_reach_to_the_last_production_date_not_to_the_last_submission() -> None:
    """1: DTM*405 of the newest remittance; a claim sent in April does not move it."""
    assert as_of(stored(CLAIMS, REMITS)) == date(2025, 2, 9)


def test_without_a_production_date_the_payment_date_counts() -> None:
    """1: BPR16; where both are there the production date rules, though the money moves later."""
    rows = stored(CLAIMS, REMITS)
    payments = rows["remit_payment"]
    later = payments.with_columns(payment_date=pl.lit(date(2025, 3, 1)))
    assert as_of({**rows, "remit_payment": later}) == date(2025, 2, 9)
    assert as_of({**rows, "remit_payment": later.with_columns(production_date=None)}) == date(2025, 3, 1)


def test_without_remittances_the_last_submission_counts() -> None:
    """1: never the clock."""
    assert as_of(stored(CLAIMS)) == date(2025, 4, 12)


# 2 Order


@told(
    remits="""
    on    | claim | status | freq | code  | charge | paid   | adj
    02-05 | A     | 1      | 7    | 96372 | 40.00  | 16.00  | CO-45 24.00
    02-05 | A     | 1      | 1    | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-05 | A     | 22     | 8    | 96372 | -40.00 | 0.00   | CO-11 -40.00
    02-01 | A     | 1      | 1    | 96372 | 40.00  | 0.00   | CO-11 40.00
    """
)
def test_date_then_reversals_then_frequency(story: Story) -> None:
    """2: on one day the reversal comes first, then the original, then its replacement."""
    story.events("""
    n | on    | kind     | frequency_code | reason
    1 | 02-01 | answer   | 1              | 11
    2 | 02-05 | reversal | 8              |
    3 | 02-05 | answer   | 1              | 97
    4 | 02-05 | answer   | 7              |
    """)
    story.lines("""
    claim | state
    A     | recovered
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid | adj
    02-05 | A     | 96372 | 40.00  | 0.00 | CO-97 40.00
    02-05 | A     | 96372 | 40.00  | 0.00 | CO-50 40.00
    """
)
def test_else_the_place_in_the_file_decides(story: Story) -> None:
    """2: same day, same frequency, same interchange."""
    story.events("""
    n | reason
    1 | 97
    2 | 50
    """)


def test_between_files_of_one_day_the_interchange_decides_and_not_its_name_or_load() -> None:
    """2: interchange date, then control number."""
    rows = stored(
        remits="""
        on    | trace | claim | code  | charge | paid | adj
        02-05 | T1    | A     | 96372 | 40.00  | 0.00 | CO-97 40.00
        02-05 | T2    | A     | 96372 | 40.00  | 0.00 | CO-50 40.00
        """
    )

    def reasons(controls: dict[str, str], days: dict[str, date]) -> list[str]:
        payments = rows["remit_payment"].with_columns(
            interchange_control=pl.col("trace").replace_strict(controls),
            interchange_date=pl.col("trace").replace_strict(days),
        )
        events = build({**rows, "remit_payment": payments}, tables=("event",))["event"]
        return events.sort("event_number")["reason"].to_list()

    first, second = date(2025, 2, 5), date(2025, 2, 6)
    assert reasons({"T1": "000000002", "T2": "000000001"}, {"T1": first, "T2": first}) == ["50", "97"]
    assert reasons({"T1": "000000002", "T2": "000000001"}, {"T1": first, "T2": second}) == ["97", "50"]


ROWS = stored(CLAIMS, REMITS)
BUILT = ("event", "line", "encounter", "injection", "payer")


@pytest.fixture(scope="module")
def built() -> dict[str, pl.DataFrame]:
    return sorted_facts(ROWS)


def sorted_facts(rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {name: frame.sort(frame.columns[:3]) for name, frame in build(rows, tables=BUILT).items()}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_any_order_of_loads_and_rows_gives_the_same_facts(built: dict[str, pl.DataFrame], seed: int) -> None:
    """2: never load time."""
    mixed = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in ROWS.items()}
    again = sorted_facts(mixed)
    for name, frame in built.items():
        assert again[name].equals(frame), name


# 3 Months


def test_a_line_has_a_month_of_service_and_a_month_of_its_first_answer() -> None:
    """3: a pend is a response, not an answer; without an answer there is no answer month."""
    told_lines = facts(
        """
        claim | date  | sent  | code  | charge
        A     | 01-31 | 02-01 | 96372 | 40.00
        B     | 01-31 | 02-01 | 96372 | 40.00
        """,
        """
        on    | claim | date  | code  | charge | paid  | adj
        02-28 | A     | 01-31 | 96372 | 40.00  | 0.00  | OA-133 40.00
        03-02 | A     | 01-31 | 96372 | 40.00  | 0.00  | CO-97 40.00
        04-02 | A     | 01-31 | 96372 | 40.00  | 16.00 | CO-45 24.00
        02-28 | B     | 01-31 | 96372 | 40.00  | 0.00  | OA-133 40.00
        """,
    )
    lines = told_lines["line"].sort("claim_id")
    injections = told_lines["injection"].join(lines.select("line_id", "claim_id"), on="line_id").sort("claim_id")
    assert lines["first_response_date"].to_list() == [date(2025, 2, 28)] * 2
    assert lines["first_answer_date"].to_list() == [date(2025, 3, 2), None]
    assert injections["service_month"].to_list() == [date(2025, 1, 1)] * 2
    assert injections["answer_month"].to_list() == [date(2025, 3, 1), None]


def test_the_service_date_of_a_line_is_the_one_first_billed() -> None:
    """3: a correction that moves the day does not move the line to another month."""
    lines = facts(
        """
        claim | sent  | freq | date  | code  | charge | control
        A     | 02-01 | 1    | 01-31 | 96372 | 40.00  | L1
        A     | 03-01 | 7    | 02-01 | 96372 | 40.00  | L1
        """,
        tables=("line",),
    )["line"]
    assert lines["service_date"].to_list() == [date(2025, 1, 31)]
