"""A look at a table before it is loaded: header, guess, samples that show no patient, and what would load."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import polars as pl

from analytics.importers.delimited.choose import choose
from analytics.importers.delimited.column_map import ColumnMap, written
from analytics.importers.delimited.formats import date_styles
from analytics.importers.delimited.guess import guessed, meaning_of
from analytics.importers.delimited.read import TableImport, read_table
from analytics.importers.delimited.source import Table, TableError
from analytics.importers.delimited.typed import days_of, formats_of
from analytics.importers.delimited.words import notice
from analytics.tables.contract import inputs

SAMPLES = 3
MOST_WORDS = 60
MOST_BYTES = 200 << 20
_WORDY = ("payer_source_name", "payer_source_id", "filing_indicator", "status")
"""Columns of ours whose words may have to be put into ours; none says who a patient is."""


def look(table: Table, saved: Mapping[str, str], given: str = "") -> dict[str, Any]:
    """Kind, map (TOML), formats, missing columns, a dry run, and per column three samples: in full only where it is
    ours and says nothing of a patient, else their shape."""
    try:
        header = table.names
        chunk = next(table.chunks()).cells
    except TableError as error:
        said = notice(error.code, error.row, detail=error.detail)
        return {"fault": f"{said.reason} {said.next_step}"}
    try:
        one = _best(header, saved, given)
    except TableError as error:
        said = notice(error.code, error.row, detail=error.detail)
        return {"fault": f"{said.reason} {said.next_step}"}
    return {
        "kind": table.kind,
        "table": one.table,
        "map": written(one),
        "missing": one.missing(),
        "formats": _formats(chunk, one, table.kind),
        "words": {name: _words(chunk[name]) for ours in _WORDY for name in one.columns.get(ours, ())[:1]},
        "columns": [
            {"name": name, "samples": _samples(chunk[name], name in _shown(one)),
             "nearest": "" if name in one.sources else meaning_of(name)}
            for name in header
        ],
        "dry_run": dry_run(table, saved, given),
    }  # fmt: skip


def dry_run(table: Table, saved: Mapping[str, str], given: str = "") -> dict[str, Any]:
    """What would load and what would be refused, by reason; nothing is kept."""
    if table.size > MOST_BYTES:
        return {
            "said": f"Too large for a dry run ({table.size >> 20:,} MB); a load says the same.",
            "status": "skipped",
        }
    found = read_table(table, secret=bytes(32), given=given, saved=saved)
    file, rows = found.file, _rows(found)
    return {
        "status": file.status,
        "rows": rows,
        "claims": file.came_in.claims,
        "lines": file.came_in.lines,
        "charge_cents": file.came_in.charge_cents,
        "paid_cents": file.came_in.paid_cents,
        "said": _sentence(found, rows),
        "refusals": [asdict(one) for one in file.refusals],
        "rejects": [asdict(one) for one in file.rejects],
        "warnings": [asdict(one) for one in file.warnings],
    }


def _rows(found: TableImport) -> dict[str, int]:
    """Rows in, loaded, refused and repeated; a row of which one side is refused counts as refused."""
    came_in, repeated = found.rows.get("in", 0), found.rows.get("repeated", 0)
    refused = came_in - repeated if found.file.status == "rejected" else min(found.refused_rows, came_in - repeated)
    return {"in": came_in, "load": came_in - refused - repeated, "refused": refused, "repeated": repeated}


def _sentence(found: TableImport, rows: Mapping[str, int]) -> str:
    """121 rows: 11 load, 110 refused: why (first: row 12)."""
    file = found.file
    if not file.refusals and file.rejects:
        return f"Nothing loads: {file.rejects[0].reason} {file.rejects[0].next_step}"
    again = f", {rows['repeated']:,} repeat another" if rows["repeated"] else ""
    head = f"{rows['in']:,} {'row' if rows['in'] == 1 else 'rows'}: {rows['load']:,} load{again}"
    if not file.refusals:
        return f"{head}, none refused."
    most = file.refusals[0]
    further = len(file.refusals) - 1
    more = f"; {further} further {'reason' if further == 1 else 'reasons'}" if further else ""
    return f"{head}, {rows['refused']:,} refused: {most.reason.rstrip('.')} (first: row {most.first:,}){more}."


def _best(header: list[str], saved: Mapping[str, str], given: str) -> ColumnMap:
    if given:
        return choose(header, given, saved).map
    try:
        return choose(header, "", saved).map
    except TableError:
        return guessed(header)


def _formats(chunk: pl.DataFrame, one: ColumnMap, kind: str) -> dict[str, Any]:
    """The formats to propose; of dates only one that reads every value, and as one day only."""
    try:
        days = date_styles(days_of(chunk, one))
        money = formats_of(chunk, replace(one, date_format=days.best), kind).money
    except (TableError, pl.exceptions.PolarsError):
        return {"day": "", "money": "", "days": []}
    is_clear = days.reads_all and not days.others
    return {"day": days.best if is_clear else "", "money": money, "days": [] if is_clear else [days.best, *days.others]}


def _shown(one: ColumnMap) -> set[str]:
    """Columns of the file that are ours and tell nothing of a patient."""
    known = inputs(one.table)
    private = {name for ours, names in one.columns.items() if known[ours].is_private for name in names}
    return one.sources - private


def _samples(values: pl.Series, is_shown: bool) -> list[str]:
    text = values.drop_nulls().head(200).cast(pl.String, strict=False).drop_nulls()
    first = text.filter(text != "").unique(maintain_order=True).head(SAMPLES)
    if not is_shown:
        first = first.str.replace_all(r"\p{L}", "x").str.replace_all(r"\p{N}", "0")
    return [word[:40] for word in first.to_list()]


def _words(values: pl.Series) -> list[str]:
    """The words of a column, the most frequent first."""
    text = values.cast(pl.String, strict=False).str.strip_chars().alias("word").to_frame()
    counted = text.filter(pl.col("word").fill_null("") != "").group_by("word").len()
    return counted.sort("len", "word", descending=[True, False])["word"].head(MOST_WORDS).str.slice(0, 60).to_list()
