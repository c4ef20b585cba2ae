"""Eighteen histories of one 96372 line, and what each definition of denied says about it (meanings 19)."""

from decimal import Decimal

import polars as pl
import pytest
from drawn import facts, table

EVENTS = """
claim | on    | status | code  | charge | paid   | adj                                  | remarks
S01   | 02-01 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S02   | 02-01 | 1      | 96372 | 40.00  | 0.00   | CO-45 20.00, PR-1 20.00              |
S03   | 02-01 | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00                          |
S04   | 02-01 | 1      | 96372 | 40.00  | 0.00   | CO-16 40.00                          | MA130
S05   | 02-01 | 1      | 96372 | 80.00  | 16.00  | CO-151 40.00, CO-45 20.00, PR-2 4.00 |
S06   | 02-01 | 1      | 96372 | 40.00  | 0.00   | CO-4 40.00                           |
S06   | 02-02 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S07   | 02-01 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S07   | 02-02 | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00             |
S07   | 02-03 | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00                          |
S08   | 02-01 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S08   | 02-02 | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00             |
S08   | 02-03 | 1      | 96372 | 40.00  | 18.00  | CO-45 18.00, PR-2 4.00               |
S09   | 02-01 | 19     | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S09   | 02-02 | 2      | 96372 | 40.00  | 4.00   | OA-23 36.00                          |
S10   | 02-01 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S10   | 02-02 | 2      | 96372 | 40.00  | 0.00   | OA-23 36.00, CO-45 4.00              |
S11   | 02-01 | 1      | 96372 | 40.00  | 0.00   | PR-96 40.00                          |
S12   | 02-01 | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00                          |
S13   | 02-01 | 4      | 96372 | 40.00  | 0.00   | CO-31 40.00                          |
S14   | 02-01 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S14   | 02-02 | 1      | 96372 | 40.00  | 0.00   | OA-18 40.00                          |
S15   | 02-01 | 1      | 96372 | 40.00  | 0.00   | CO-16 40.00                          |
S15   | 02-02 | 1      | 96372 | 40.00  | 0.00   | CO-16 40.00                          |
S15   | 02-03 | 1      | 96372 | 40.00  | 0.00   | CO-29 40.00                          |
S16   | 02-01 | 1      | 96372 | 40.00  | 15.68  | CO-45 20.00, PR-2 4.00, CO-253 0.32  |
S17   | 02-01 | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00                         |
S17   | 02-02 | 22     | 96372 | -40.00 | 0.00   | OA-133 -40.00                        |
S17   | 02-03 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S18   | 02-01 | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00               |
S18   | 02-02 | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00             |
"""

EXPECTED = table("""
claim | state               | initial | open  | cash  | denied under
S01   | paid                | 0.00    | 0.00  | 16.00 | any_reason
S02   | patient_share       | 0.00    | 0.00  | 0.00  | zero_paid any_reason
S03   | denied              | 40.00   | 40.00 | 0.00  | initial open zero_paid allowed_zero any_reason
S04   | denied              | 40.00   | 40.00 | 0.00  | initial open zero_paid allowed_zero any_reason
S05   | part_denied         | 40.00   | 40.00 | 16.00 | initial open any_reason
S06   | recovered           | 40.00   | 0.00  | 16.00 | initial zero_paid allowed_zero any_reason
S07   | taken_back          | 0.00    | 40.00 | 0.00  | open zero_paid allowed_zero any_reason
S08   | paid                | 0.00    | 0.00  | 18.00 | any_reason
S09   | paid                | 0.00    | 0.00  | 20.00 | any_reason
S10   | paid                | 0.00    | 0.00  | 16.00 | zero_paid allowed_zero any_reason
S11   | denied_to_patient   | 40.00   | 40.00 | 0.00  | initial open zero_paid any_reason
S12   | capitated           | 0.00    | 0.00  | 0.00  | zero_paid allowed_zero any_reason
S13   | denied              | 40.00   | 40.00 | 0.00  | initial open claim_status_4 zero_paid allowed_zero any_reason
S14   | paid                | 0.00    | 0.00  | 16.00 | zero_paid allowed_zero any_reason
S15   | denied              | 40.00   | 40.00 | 0.00  | initial open zero_paid allowed_zero any_reason
S16   | paid                | 0.00    | 0.00  | 15.68 | any_reason
S17   | paid                | 0.00    | 0.00  | 16.00 | zero_paid allowed_zero any_reason
S18   | awaiting_correction | 0.00    | 0.00  | 0.00  | any_reason
""")

CLAIMS = "claim | code | charge\n" + "\n".join(
    f"{row['claim']} | 96372 | {'80.00' if row['claim'] == 'S05' else '40.00'}" for row in EXPECTED
)

FLAGS = {
    "initial": pl.col("denied_initial") & pl.col("answered_initial"),
    "open": pl.col("denied_open") & pl.col("answered_open"),
    "claim_status_4": pl.col("any_status_4"),
    "zero_paid": pl.col("any_zero_paid"),
    "allowed_zero": pl.col("any_allowed_zero"),
    "any_reason": pl.col("any_reason"),
}


@pytest.fixture(scope="module", params=["with claims", "remittances only"])
def built(request: pytest.FixtureRequest) -> dict[str, pl.DataFrame]:
    return facts(CLAIMS if request.param == "with claims" else "", EVENTS)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["claim"])
def test_a_history_reads_as_it_should(built: dict[str, pl.DataFrame], row: dict[str, str]) -> None:
    line = built["line"].row(by_predicate=pl.col("claim_id") == row["claim"], named=True)
    injection = built["injection"].filter(pl.col("line_id") == line["line_id"])
    denied = [name for name, flag in FLAGS.items() if injection.select(flag).item()]
    assert line["state"] == row["state"]
    assert line["initial_denial"] == Decimal(row["initial"])
    assert line["open_denial"] == Decimal(row["open"])
    assert line["paid"] == Decimal(row["cash"])
    assert denied == row["denied under"].split()


def test_the_same_lines_are_denied_seven_or_eighteen_times(built: dict[str, pl.DataFrame]) -> None:
    injection = built["injection"]
    counts = [injection.select(flag.sum()).item() for flag in FLAGS.values()]
    assert counts == [7, 7, 1, 12, 10, 18]
    assert injection["answered_initial"].sum() == 17
    assert injection["answered_open"].sum() == 17
    assert injection["has_event"].sum() == 18
