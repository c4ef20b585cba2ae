"""Where a claim lies: its numbers, however they are written, the days under them, its rows together in every part."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
from drawn import facts
from test_page_store import practice

from analytics.store import Store
from analytics.store.parts import write


def tables() -> dict[str, pl.DataFrame]:
    snapshot = Store.open(practice()).read()
    parts = {**snapshot.raw, **snapshot.built}
    names = ("claim_line", "remit_claim", "line", "event", "claim_number")
    return {name: pl.concat([pl.read_parquet(path) for path in parts[name]]) for name in names}


def test_a_number_that_files_write_in_two_ways_shares_its_hash() -> None:
    found = facts(
        """
        claim | date  | patient | sent  | code  | charge
        ab1   | 01-10 | ann     | 01-12 | 96372 | 40.00
        b2    | 01-11 | ben     | 01-12 | 96372 | 40.00
        b2    | 01-31 | ben     | 02-02 | 96372 | 40.00
        """,
        """
        on    | claim | date  | code  | charge | paid  | adj
        02-01 | AB1   | 01-10 | 96372 | 40.00  | 16.00 | CO-45 24.00
        """,
        tables=("claim_number",),
    )["claim_number"].sort("claim_id")
    assert found["claim_id"].to_list() == ["AB1", "ab1", "b2"]
    assert found["number_hash"][0] == found["number_hash"][1] != found["number_hash"][2]
    day, last = date(2025, 1, 10), date(2025, 1, 31)
    assert found.select("first_date", "last_date").rows() == [(day, day), (day, day), (date(2025, 1, 11), last)]


def test_every_number_of_a_practice_has_one_row_that_covers_its_lines_and_answers() -> None:
    found = tables()
    known = found["claim_number"]
    said = pl.concat([found[name].select("claim_id") for name in ("claim_line", "remit_claim", "line", "event")])
    assert sorted(known["claim_id"]) == sorted(said["claim_id"].unique())
    days = pl.concat([found[name].select("claim_id", "service_date") for name in ("line", "event")])
    joined = days.join(known, on="claim_id", how="left")
    within = pl.col("service_date").is_between("first_date", "last_date")
    assert joined.filter(~pl.when(pl.col("service_date").is_null()).then("has_undated").otherwise(within)).is_empty()


def test_a_claims_rows_lie_together_in_a_part() -> None:
    """A look for one claim then reads a few groups of rows, not all."""
    snapshot = Store.open(practice()).read()
    for path in (*snapshot.raw["claim_line"], *snapshot.raw["remit_claim"]):
        assert pl.read_parquet(path)["claim_id"].is_sorted()


def test_a_large_part_is_cut_into_groups_of_few_claims(tmp_path: Path) -> None:
    rows = pl.DataFrame({"claim_id": [f"A{n * 7919 % 50_000:05}" for n in range(50_000)], "n": range(50_000)})
    file = tmp_path / "groups.parquet"
    write(rows, file)
    said = duckdb.sql(
        "select stats_min_value, stats_max_value from parquet_metadata($file) "
        "where path_in_schema = 'claim_id' order by row_group_id",
        params={"file": str(file)},
    ).fetchall()
    assert len(said) == 4
    assert all(last < first for (_, last), (first, _) in pairwise(said))
    assert pl.read_parquet(file).sort("n").equals(rows)
