"""The parts of a table that was read in portions: duplicates marked, sums taken, one portion after the other."""

from pathlib import Path
from typing import Any

import polars as pl

from analytics import reconcile
from analytics.importers.delimited.read import TableImport
from analytics.look_alike import LookAlikes
from analytics.parsing import write_parts
from analytics.replaced import Earlier, Replaced
from analytics.store.measures import measure, nothing

Sums = dict[str, dict[str, int]]


def write_portions(
    found: TableImport, folder: Path, suspects: dict[str, Any]
) -> tuple[list[dict[str, Any]], Sums, list[Any], dict[str, int], Replaced]:
    """The parts, what their rows sum up to, what to say of duplicates, the count of rows, and what they replace."""
    sha = found.file.sha256
    sums: Sums = {"loaded": nothing(), "duplicate": nothing()}
    parts, warnings, again = [], [], 0
    earlier, alike = Earlier(suspects), LookAlikes(suspects)
    for portion in found.portions:
        read = portion.tables()
        tables, told = reconcile.mark(read, suspects, earlier.leaving(read))
        alike.look(tables)
        for kind, counted in measure({name: frame.lazy() for name, frame in tables.items()}).get(sha, {}).items():
            sums[kind] = {name: sums[kind][name] + counted[name] for name in counted}
        again += _rows_again(tables, found.per_claim)
        warnings += told.get(sha, [])
        parts += write_parts(tables, folder)
    if found.quarantine.height and found.file.status != "rejected":
        parts += write_parts({**_empty(), "quarantine": found.quarantine}, folder)
    return parts, sums, _once(warnings) + alike.warnings(sha), _rows(found, again), earlier.found


def _empty() -> dict[str, pl.DataFrame]:
    from analytics.importers.batch import SCHEMAS

    return {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}


def _rows_again(tables: dict[str, pl.DataFrame], per_claim: pl.DataFrame) -> int:
    """Rows of claims that an earlier load, or an earlier row, brought already."""
    if per_claim.is_empty():
        return 0
    marked = [
        tables[name].filter(pl.col("duplicate_of").is_not_null()).select("source_position", side=pl.lit(side)).unique()
        for name, side in (("claim_line", "claims"), ("remit_claim", "remittances"))
    ]
    joined = pl.concat(marked).join(per_claim, on=["side", "source_position"], how="inner")
    return int(joined["rows"].sum() or 0)


def _rows(found: TableImport, again: int) -> dict[str, int]:
    """Every row of the file: loaded, quarantined or duplicate."""
    if not found.rows or found.file.status == "rejected":
        whole = found.rows.get("in", 0)
        return {"in": whole, "loaded": 0, "quarantined": whole, "duplicate": 0} if found.rows else {}
    duplicate = found.rows["repeated"] + again
    quarantined = found.rows["quarantined"]
    loaded = int(found.per_claim["rows"].sum() or 0) - again if found.per_claim.height else 0
    return {
        "in": found.rows["in"],
        "loaded": loaded + found.without_claim,
        "quarantined": quarantined,
        "duplicate": duplicate,
    }


def _once(warnings: list[Any]) -> list[Any]:
    """Each thing said once, with the first row it was said of."""
    found: dict[tuple[str, str], Any] = {}
    for one in warnings:
        found.setdefault((one["code"], one["reason"]), one)
    return list(found.values())
