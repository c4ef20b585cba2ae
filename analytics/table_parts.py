"""The parts of a table that was read in portions: duplicates marked, sums taken, one portion after the other."""

from pathlib import Path
from typing import Any

import polars as pl

from analytics.importers.delimited.read import TableImport
from analytics.ingest import duplicates
from analytics.ingest.read import write_parts
from analytics.ingest.replacement import Earlier, Replaced
from analytics.look_alike import LookAlikes
from analytics.store.measures import measure, nothing

Sums = dict[str, dict[str, int]]
_SIDES = {"claims": ("claim_line",), "remittances": ("remit_claim", "remit_line")}


def write_portions(
    found: TableImport, folder: Path, suspects: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, Sums], list[Any], dict[str, int], Replaced]:
    """The parts, what the rows of each side sum up to, what to say of duplicates, the rows, and what they replace."""
    sha = found.file.sha256
    sums: dict[str, Sums] = {side: {"loaded": nothing(), "duplicate": nothing()} for side in _SIDES}
    parts, warnings, again = [], [], 0
    earlier, alike = Earlier(suspects), LookAlikes(suspects)
    for portion in found.portions:
        read = portion.tables()
        tables, told = duplicates.mark(read, suspects, earlier.leaving(read))
        alike.look(tables)
        for side, names in _SIDES.items():
            measured = measure({name: tables[name].lazy() for name in names}).get(sha, {})
            for kind, counted in measured.items():
                sums[side][kind] = {name: sums[side][kind][name] + counted[name] for name in counted}
        again += _rows_again(tables, found.per_claim, is_joined=found.is_joined)
        warnings += told.get(sha, [])
        parts += write_parts(tables, folder)
    if found.quarantine.height and found.file.status != "rejected":
        parts += write_parts({**_empty(), "quarantine": found.quarantine}, folder)
    return parts, sums, _once(warnings) + alike.warnings(sha), _rows(found, again), earlier.found


def _empty() -> dict[str, pl.DataFrame]:
    from analytics.importers.batch import SCHEMAS

    return {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}


def _rows_again(tables: dict[str, pl.DataFrame], per_claim: pl.DataFrame, *, is_joined: bool) -> int:
    """Rows of claims that an earlier load, or an earlier row, brought already; of a joined table as claims sent."""
    if per_claim.is_empty():
        return 0
    marked = [
        tables[name].filter(pl.col("duplicate_of").is_not_null()).select("source_position", side=pl.lit(side)).unique()
        for name, side in (("claim_line", "claims"), ("remit_claim", "remittances"))
    ][: 1 if is_joined else 2]
    joined = pl.concat(marked).join(per_claim, on=["side", "source_position"], how="inner")
    return int(joined["rows"].sum() or 0)


def _rows(found: TableImport, again: int) -> dict[str, int]:
    """Every row of the file: loaded, quarantined or duplicate."""
    if not found.rows or found.file.status == "rejected":
        whole = found.rows.get("in", 0)
        return {"in": whole, "loaded": 0, "quarantined": whole, "duplicate": 0} if found.rows else {}
    duplicate = found.rows["repeated"] + again
    quarantined = found.rows["quarantined"]
    kept = found.per_claim.filter(pl.col("side") == "claims") if found.is_joined else found.per_claim
    loaded = int(kept["rows"].sum() or 0) - again if kept.height else 0
    return {
        "in": found.rows["in"],
        "loaded": loaded + (0 if found.is_joined else found.without_claim),
        "quarantined": quarantined,
        "duplicate": duplicate,
    }


def _once(warnings: list[Any]) -> list[Any]:
    """Each thing said once, with the first row it was said of."""
    found: dict[tuple[str, str], Any] = {}
    for one in warnings:
        found.setdefault((one["code"], one["reason"]), one)
    return list(found.values())
