"""The rows of the parts against the ledger, and money against money, recomputed from what is stored."""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.store.measures import measure, nothing
from analytics.store.parts import CENTS, MEASURES, Share, shares
from analytics.store.store import Store

Finding = tuple[str, bool, str]
_CENTS = pl.Decimal(18, 2)


def ledger_agrees(store: Store, parts: list[dict[str, Any]]) -> Iterator[Finding]:
    """Rows and cents of every load in every part, and the claims, lines and cents that each load said it brought."""
    wrong = [part["path"] for part in parts if _counted(store, part) != _written(store, part)]
    yield (
        "rows_and_cents",
        not wrong,
        f"{', '.join(wrong)}: rows or cents are not those of the ledger; restore from a backup"
        if wrong
        else f"{sum(part['rows'] for part in parts)} rows and their cents agree with the ledger",
    )
    found = measure(_tables(store, parts))
    loads = store.rows("select sha256, reading from load where state = 'live'")
    short = [load["sha256"][:12] for load in loads if not _brought(json.loads(load["reading"]), found, load["sha256"])]
    yield (
        "loads_and_data",
        not short,
        f"loads {', '.join(short)}: the data are not what was counted when loading; void them and ingest again"
        if short
        else f"{len(loads)} loads hold the claims, lines and cents that were counted when loading",
    )


def _written(store: Store, part: dict[str, Any]) -> list[Share]:
    rows = store.rows("select load_sha, rows, cents from part_load where path = ? order by load_sha", (part["path"],))
    return [Share(row["load_sha"], row["rows"], row["cents"]) for row in rows]


def _counted(store: Store, part: dict[str, Any]) -> list[Share]:
    columns = [name for name in ("source_sha", CENTS.get(part["tbl"])) if name]
    return list(shares(pl.read_parquet(store.folder / part["path"], columns=columns), part["tbl"]))


def _tables(store: Store, parts: list[dict[str, Any]]) -> dict[str, pl.LazyFrame]:
    paths: dict[str, list[str]] = {}
    for part in parts:
        if part["at_head"]:
            paths.setdefault(part["tbl"], []).append(str(store.folder / part["path"]))
    return {table: pl.scan_parquet(files) for table, files in paths.items()}


def _brought(reading: dict[str, Any], found: dict[str, dict[str, dict[str, int]]], sha: str) -> bool:
    kinds = found.get(sha, {"loaded": nothing(), "duplicate": nothing()})
    gone = reading.get("replaced_by", {}).values()
    if "stored" in reading:  # of a table that holds both sides the receipt counts each once, the parts hold both
        stored = reading["stored"]
        return all(
            stored[kind][name] == kinds[kind][name] + sum(sums[kind][name] for sums in gone)
            for name in MEASURES
            for kind in kinds
        )
    # Repeats within a table are counted as duplicates and not stored; what a later table replaced is stored no more.
    extra = {
        (name, kind): sum(sums[kind][name] for sums in gone)
        + (reading.get("repeated", {}).get(name, 0) if kind == "duplicate" else 0)
        for name in MEASURES
        for kind in kinds
    }
    return all(
        reading[name][kind] == kinds[kind][name] + extra[name, kind]
        for name in MEASURES
        if name in reading
        for kind in kinds
    )


def balances(store: Store, parts: list[dict[str, Any]]) -> Iterator[Finding]:
    """Service, claim and transaction: unbalanced money is as sent, but it must be marked with its difference."""
    tables = _tables(store, parts)
    if "remit_payment" not in tables:
        return
    yield _balance("balance_transaction", _transactions(tables))
    if "remit_claim" in tables:
        yield _balance("balance_claim", _claims(tables))
    if "remit_line" in tables:
        yield _balance("balance_service", _services(tables))


def _balance(name: str, frame: pl.LazyFrame) -> Finding:
    """From rows (marked cents, true cents): how many marks are wrong, how much is unbalanced as sent."""
    checkable = frame.filter(pl.col("marked").is_not_null() & pl.col("true").is_not_null())
    rows, wrong, count, cents = (
        checkable.select(
            pl.len(),
            (pl.col("marked") != pl.col("true")).sum(),
            (pl.col("marked") != 0).sum().alias("count"),
            pl.col("marked").abs().sum().alias("cents"),
        )
        .collect()
        .row(0)
    )
    if wrong:
        return name, False, f"{wrong} of {rows} differ from what is marked; void their loads and ingest the files again"
    return name, True, f"{rows} recomputed; {count} unbalanced as sent, ${cents / 100:,.2f}, marked"


def _money(name: str) -> pl.Expr:
    return pl.col(name).cast(_CENTS)


def _as_cents(expr: pl.Expr) -> pl.Expr:
    return (expr * 100).cast(pl.Int64)


def _transactions(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    true = _money("amount") - _money("claim_paid") + _money("provider_adjusted").fill_null(0)
    return tables["remit_payment"].select(marked="balanced_cents", true=_as_cents(true))


def _services(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    lines = tables["remit_line"].select("remit_line_id", "charge", "paid", "unbalanced_cents")
    lines = _with_adjusted(tables, lines, "remit_line_id", pl.col("remit_line_id").is_not_null())
    true = _money("charge") - _money("paid") - pl.col("adjusted")
    return lines.select(marked="unbalanced_cents", true=_as_cents(true))


def _claims(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    """The larger of the claim's two faults: charge − adjustments − paid, and lines paid − claim adjustments − paid."""
    claims = tables["remit_claim"].select("remit_claim_id", "charge", "paid", "line_count", "unbalanced_cents")
    claims = _with_adjusted(tables, claims, "remit_claim_id", pl.lit(True)).rename({"adjusted": "everywhere"})
    claims = _with_adjusted(tables, claims, "remit_claim_id", pl.col("remit_line_id").is_null())
    if "remit_line" in tables:
        paid = tables["remit_line"].group_by("remit_claim_id").agg(lines_paid=_money("paid").sum())
        claims = claims.join(paid, on="remit_claim_id", how="left", validate="1:1")
    else:
        claims = claims.with_columns(lines_paid=pl.lit(None, dtype=_CENTS))
    whole = _as_cents(_money("charge") - pl.col("everywhere") - _money("paid"))
    lines = _as_cents(pl.col("lines_paid") - pl.col("adjusted") - _money("paid")).fill_null(0)
    return claims.select(
        marked=pl.col("unbalanced_cents"), true=pl.when(lines.abs() > whole.abs()).then(lines).otherwise(whole)
    )


def _with_adjusted(tables: dict[str, pl.LazyFrame], rows: pl.LazyFrame, key: str, which: pl.Expr) -> pl.LazyFrame:
    """Rows with the sum of their counted adjustments; 0 where there is none."""
    zero = pl.lit(0, dtype=_CENTS)
    if "adjustment" not in tables:
        return rows.with_columns(adjusted=zero)
    counted = tables["adjustment"].filter(which & ~pl.col("is_repeated"))
    sums = counted.group_by(key).agg(adjusted=_money("amount").sum())
    return rows.join(sums, on=key, how="left", validate="1:1").with_columns(pl.col("adjusted").fill_null(zero))
