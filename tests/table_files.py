"""Small tables of claims, as text and as files, for the tests of what is no X12."""

import hashlib
from datetime import date
from typing import Any

import polars as pl

from analytics.bench.laws import stored_rows, stored_sums
from analytics.importers.delimited.read import TableImport, read_table
from analytics.importers.delimited.recognise import table_of
from analytics.importers.result import MEASURES, Source

HEAD = "claim_id,payer_source_name,billing_npi,service_date,code,units,charge,submitted_date"
ROW = "A1,FIRST PAYER,1999999984,2026-01-06,96372,1,40.00,2026-01-09"
OTHER = "A2,FIRST PAYER,1999999984,2026-01-07,J1885,2,18.50,2026-01-09"
TODAY = date(2026, 11, 1)


def text(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def read(data: bytes, name: str = "x.csv", **more: Any) -> TableImport:
    """The table of a file's bytes."""
    table = table_of(Source(name, data, hashlib.sha256(data).hexdigest()))
    assert table, "the file is taken for a table"
    return read_table(table, secret=bytes(32), today=TODAY, **more)


def rows(found: TableImport, name: str = "claim_line") -> pl.DataFrame:
    frames = [portion.held[name] for portion in found.portions if name in portion.held]
    return pl.concat(frames) if frames else pl.DataFrame()


def refused(data: bytes, name: str = "x.csv", **more: Any) -> list[tuple[int | None, str]]:
    """Row and code of everything that was refused; nothing is ever lost on the way."""
    found = read(data, name, **more)
    conserved(found)
    return [(one.position, one.code) for one in found.file.rejects]


def warned(data: bytes, name: str = "x.csv") -> set[str]:
    found = read(data, name)
    conserved(found)
    return {one.code for one in found.file.warnings}


def conserved(found: TableImport) -> None:
    """Counts and cents that came in are stored, refused or repeated; so is every row."""
    if not found.portions:
        return
    stored = stored_sums(found)
    for name in MEASURES:
        came_in = getattr(found.file.came_in, name)
        rest = getattr(found.file.quarantined, name) + getattr(found.file.repeated, name)
        assert came_in == stored[name] + rest, (name, came_in, stored[name], rest)
    if found.rows:
        kept = stored_rows(found)
        assert found.rows["in"] == kept + found.rows["quarantined"] + found.rows["repeated"], found.rows
