"""A build in slices of whole families = a build of all at once, row for row, whatever ties patients to each other."""

import re
from pathlib import Path

import polars as pl
import pytest
from drawn import stored

from analytics.build import build
from analytics.build.full import Stored, opened
from analytics.build.inputs import no_edits
from analytics.build.partitioned import make_whole
from analytics.build.steps import KEPT, LEARNED
from analytics.demo import write_demo
from analytics.ingest.run import ingest
from analytics.paths import QUERIES
from analytics.store import Store

TIED = """
claim | patient | sent  | date  | code  | charge | freq | ref  | seq | payer | control
A     | ann     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       | L1
      |         |       |       | 99213 | 90.00  |      |      |     |       | L2
A2    | ann     | 02-20 | 01-10 | 96372 | 40.00  | 7    | ICN1 |     |       | L1
      |         |       |       | 99213 | 95.00  |      |      |     |       | L2
B     | bob     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       |
B     | bea     | 01-12 | 01-10 | 96372 | 40.00  | 1    |      |     |       |
C     | bea     | 01-13 | 01-11 | 96372 | 40.00  | 1    |      |     |       |
C     | cat     | 03-13 | 01-11 | 96372 | 40.00  | 1    |      | S   | AARP  |
D     | dan     | 01-12 | 01-10 | J3420 | 12.00  | 1    |      |     |       |
D     | dan     | 04-12 | 01-10 | J3420 | 12.00  | 8    | ICN4 |     |       |
F     | eve     | 02-20 | 01-10 | 96372 | 40.00  | 7    | ICN2 |     |       |
"""
"""Bob and Bea have the same claim number, Bea and Cat another one; Eve's correction names the payer's number of B."""
ANSWERS = """
on    | trace | claim | status | icn  | date  | code  | charge | paid   | adj
02-01 | T1    | A     | 1      | ICN1 | 01-10 | 96372 | 40.00  | 0.00   | CO-97 40.00
      |       |       |        |      | 01-10 | 99213 | 90.00  | 90.00  |
02-01 | T1    | B     | 4      | ICN2 | 01-10 | 96372 | 40.00  | 0.00   | CO-50 40.00
03-05 | T2    | A2    | 1      | ICN7 | 01-10 | 96372 | 40.00  | 16.00  | CO-45 24.00
03-06 | T3    | A     | 22     | ICN1 | 01-10 | 99213 | -90.00 | -90.00 |
03-20 | T5    | C     | 1      | ICN3 | 01-11 | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
04-20 | T6    | C     | 2      | ICN5 | 01-11 | 96372 | 40.00  | 4.00   | OA-23 36.00
04-20 | T7    | E     | 1      | ICN9 | 01-12 | 96372 | 40.00  | 16.00  | CO-45 24.00
"""


def built(rows: Stored, place: Path, most_lines: int) -> dict[str, pl.DataFrame]:
    place.mkdir()
    with opened(place) as con:
        make_whole(con, rows, no_edits(), place, most_lines=most_lines)
        return {name: sorted_rows(con.table(name).pl()) for name in (*KEPT, *LEARNED)}


def sorted_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(pl.struct(pl.all()).hash(), *(c for c in frame.columns if frame.schema[c] != pl.List(pl.String)))


def differing(rows: Stored, folder: Path, most_lines: int) -> list[str]:
    whole, sliced = built(rows, folder / "whole", 10**9), built(rows, folder / "sliced", most_lines)
    assert not any((folder / "whole").iterdir()) and any((folder / "sliced").iterdir())
    return [name for name in whole if not whole[name].equals(sliced[name])]


@pytest.mark.parametrize(("claims", "remits", "most_lines"), [(TIED, ANSWERS, 5), (TIED, "", 7), ("", ANSWERS, 5)])
def test_tied_families_stay_together(tmp_path: Path, claims: str, remits: str, most_lines: int) -> None:
    """Claims that nobody answered, and answers to claims that nobody sent, leave empty tables."""
    assert differing(stored(claims, remits), tmp_path, most_lines) == []


def test_a_practice_in_slices_is_the_practice_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    ingest([write_demo(tmp_path, months=8, encounters=300).folder], store, build=False)
    assert differing(store.raw_parts(store.head()), tmp_path, 400) == []
    left = store.folder / "tmp" / "killed" / "submitted_line" / "slice=0" / "data_0.parquet"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a file")
    build(store)
    assert not list((store.folder / "tmp").glob("*")), "what a killed build left goes with the next one"


def test_every_query_of_the_slices_is_asked() -> None:
    texts = (Path(f"analytics/build/{name}.py").read_text(encoding="utf-8") for name in ("partitioned", "full"))
    words = set(re.findall(r"[a-z_]+", "\n".join(texts)))
    assert {path.stem.removeprefix("sliced_") for path in (QUERIES / "slice").glob("*.sql")} <= words
