"""One service payment may answer several billed lines (meanings 11); its money is shared by charge, cents kept."""

from decimal import Decimal

import polars as pl
from drawn import facts

CLAIM = """
claim | code  | charge | units | sent  | total
A     | 96372 | 40.00  | 1     | 01-12 | 110.00
      | 96372 | 40.00  | 1     |       |
      | J1885 | 30.00  | 2     |       |
"""


def lines(remits: str) -> pl.DataFrame:
    line = facts(CLAIM, remits, tables=("line",))["line"]
    return line.filter(pl.col("code") == "96372").sort("line_number")


def test_one_payment_for_two_lines_is_shared_between_them() -> None:
    both = lines("""
        on    | claim | code  | charge | paid  | adj                      | units | total
        02-01 | A     | 96372 | 80.00  | 31.01 | CO-45 40.99, PR-2 8.00   | 2     | 110.00
              |       | J1885 | 30.00  | 10.00 | CO-45 20.00              | 2     |
    """)
    assert both["state"].to_list() == ["paid", "paid"]
    assert both["paid"].to_list() == [Decimal("15.51"), Decimal("15.50")]
    assert both["patient_share"].to_list() == [Decimal("4.00"), Decimal("4.00")]
    assert both["units_paid"].to_list() == [Decimal(1), Decimal(1)]
    assert both["link_quality"].to_list() == ["bundle", "bundle"]


def test_a_denied_bundle_denies_each_of_its_lines_once() -> None:
    both = lines("""
        on    | claim | code  | charge | paid | adj         | units | total
        02-01 | A     | 96372 | 80.00  | 0.00 | CO-97 80.00 | 2     | 110.00
    """)
    assert both["state"].to_list() == ["denied", "denied"]
    assert both["initial_denial"].to_list() == [Decimal("40.00"), Decimal("40.00")]


def test_a_larger_payment_that_is_not_the_sum_answers_one_line_only() -> None:
    both = lines("""
        on    | claim | code  | charge | paid  | adj         | total
        02-01 | A     | 96372 | 90.00  | 50.00 | CO-45 40.00 | 110.00
    """)
    assert sorted(both["state"].to_list()) == ["no_response", "paid"]


def test_two_payments_for_two_lines_are_no_bundle() -> None:
    both = lines("""
        on    | claim | code  | charge | paid  | adj         | total
        02-01 | A     | 96372 | 40.00  | 20.00 | CO-45 20.00 | 110.00
              |       | 96372 | 40.00  | 18.00 | CO-45 22.00 |
    """)
    assert both["paid"].sum() == Decimal("38.00")
    assert set(both["state"]) == {"paid"}


def test_original_reversal_and_correction_of_one_day_are_a_whole_history() -> None:
    """The reversal is sorted first on its day, but it finds its original: nothing began before the store."""
    line = facts(
        "claim | code | charge\nA | 96372 | 40.00",
        """
        on    | claim | status | code  | charge | paid   | adj
        02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 24.00
        02-01 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -24.00
        02-01 | A     | 1      | 96372 | 40.00  | 18.00  | CO-45 22.00
        """,
    )["line"]
    assert line["history_incomplete"].to_list() == [False]
    assert line["state"].to_list() == ["paid"]
    assert line["paid"].to_list() == [Decimal("18.00")]
