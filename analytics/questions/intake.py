"""What came in, what was refused, and whether it balances."""

import json
from typing import Any

import duckdb
import polars as pl

from analytics.query import Query
from analytics.store import Store

TEXT, DAY, COUNT = pl.String(), pl.Date(), pl.Int64()

UNMATCHED = Query(
    "ask/unmatched.sql",
    pl.Schema(
        {
            "payer_id": TEXT,
            "payer_name": TEXT,
            "payer_class": TEXT,
            "lines": COUNT,
            "injections": COUNT,
            "claims": COUNT,
            "charge_cents": COUNT,
            "paid_cents": COUNT,
            "first_service": DAY,
            "last_service": DAY,
        }
    ),
)
PAYER_ANSWERS = Query(
    "ask/payer_answers.sql",
    pl.Schema(
        {
            "payer_id": TEXT,
            "payer_name": TEXT,
            "payer_class": TEXT,
            "claims": COUNT,
            "answered": COUNT,
            "last_answer": DAY,
            "open_charge_cents": COUNT,
        }
    ),
)
BALANCE = Query(
    "ask/balance.sql",
    pl.Schema(
        {
            "level": TEXT,
            "checked": COUNT,
            "balanced": COUNT,
            "unbalanced": COUNT,
            "unknown": COUNT,
            "off_cents": COUNT,
        }
    ),
)
UNBALANCED = Query(
    "ask/unbalanced.sql",
    pl.Schema(
        {
            "payer_name": TEXT,
            "trace": TEXT,
            "payment_date": DAY,
            "amount_cents": COUNT,
            "off_cents": COUNT,
            "source_sha": TEXT,
            "source_position": COUNT,
        }
    ),
)


def unmatched(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per payer with lines that came only on remittances."""
    return UNMATCHED(cursor)


def payer_answers(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per payer: claims sent and answered, those with the fewest answers first."""
    return PAYER_ANSWERS(cursor)


def balance(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per level: transaction, claim, service."""
    return BALANCE(cursor)


def unbalanced(cursor: duckdb.DuckDBPyConnection, *, most: int) -> pl.DataFrame:
    """One row per payment that does not balance, the largest difference first."""
    return UNBALANCED(cursor, most=most)


_LOADS = """
select load.loaded_at, load.label, load.kind, load.state, load.sha256, load.reading,
    (select count(*) from quarantine where load_sha = load.sha256) as refused
from load order by load.rowid desc
"""
_REFUSED = """
select load.loaded_at as at, load.label, position, reason_code, reason, next_step
from quarantine join load on load.sha256 = load_sha where load.state = 'live'
union all
select at, label, position, reason_code, reason, next_step from refusal
order by 1 desc, 2, 3
"""
_LOAD_SCHEMA = pl.Schema(
    {
        "loaded_at": TEXT,
        "label": TEXT,
        "kind": TEXT,
        "state": TEXT,
        "sha256": TEXT,
        "refused": COUNT,
        "claims": COUNT,
        "duplicates": COUNT,
        "replaced": COUNT,
        "lines": COUNT,
        "charge_cents": COUNT,
        "paid_cents": COUNT,
        "notes": COUNT,
        "sent_claims": COUNT,
        "sent_cents": COUNT,
        "answered_claims": COUNT,
        "answered_cents": COUNT,
    }
)
_REFUSED_SCHEMA = pl.Schema(
    {"at": TEXT, "label": TEXT, "position": COUNT, "reason_code": TEXT, "reason": TEXT, "next_step": TEXT}
)


def loads(store: Store) -> pl.DataFrame:
    """One row per load, the latest first: what it brought and how many notes there are on it."""
    return _times(pl.DataFrame([_load(row) for row in store.rows(_LOADS)], schema=_LOAD_SCHEMA), "loaded_at")


def _load(row: dict[str, Any]) -> dict[str, Any]:
    reading = json.loads(row.pop("reading"))
    gone = reading.get("replaced_by", {}).values()
    names = ("claims", "lines", "charge_cents", "paid_cents")
    joined = {name: "remittances" if "paid" in name else "claims" for name in names} if "stored" in reading else {}
    loaded = {
        name: reading[name]["loaded"] - sum(sums[joined.get(name, "loaded")][name] for sums in gone) for name in names
    }
    loaded |= _sides(row["kind"], reading, loaded)
    counts = {"duplicates": reading["claims"]["duplicate"], "notes": len(_notes(reading))}
    return {**row, **loaded, **counts, "replaced": sum(sums["loaded"]["claims"] for sums in gone)}


def _sides(kind: str, reading: dict[str, Any], loaded: dict[str, int]) -> dict[str, int]:
    """What is left of a load of claims sent, and of claims answered; a table may hold both."""
    said = reading.get("sides", {})
    whole = {"837P": "claims", "835": "remittances"}.get(kind) or (next(iter(said)) if len(said) == 1 else "")
    sides = {whole: loaded} if whole else {side: _less(sums, side, reading) for side, sums in said.items()}
    sent, answered = sides.get("claims", {}), sides.get("remittances", {})
    return {
        "sent_claims": sent.get("claims", 0),
        "sent_cents": sent.get("charge_cents", 0),
        "answered_claims": answered.get("claims", 0),
        "answered_cents": answered.get("paid_cents", 0),
    }


def _less(sums: dict[str, int], side: str, reading: dict[str, Any]) -> dict[str, int]:
    """The sums of one side without what later tables say anew."""
    gone = reading.get("replaced_by", {}).values()
    return {name: value - sum(left[side][name] for left in gone) for name, value in sums.items()}


def _notes(reading: dict[str, Any]) -> list[dict[str, Any]]:
    """What was said at loading, and what left since."""
    left = [
        {
            "position": None,
            "reason": f"{sums['loaded']['claims']:,} claims left: the file {sha[:12]} says them anew.",
            "next_step": "Nothing to do. To have them again, take both loads back and load this file again.",
        }
        for sha, sums in reading.get("replaced_by", {}).items()
    ]
    return left + list(reading["warnings"])


def notes(store: Store, sha256: str) -> pl.DataFrame:
    """One row per note on a load: where, what, next step."""
    found = store.rows("select reading from load where sha256 = ?", (sha256,))
    warnings = _notes(json.loads(found[0]["reading"])) if found else []
    schema = pl.Schema({"position": COUNT, "reason": TEXT, "next_step": TEXT})
    return pl.DataFrame([{name: note[name] for name in schema} for note in warnings], schema=schema)


def refused(store: Store) -> pl.DataFrame:
    """One row per file, transaction or claim that was refused: where, why, next step; never what it held."""
    return _times(pl.DataFrame(store.rows(_REFUSED), schema=_REFUSED_SCHEMA), "at")


def refused_by_reason(store: Store) -> pl.DataFrame:
    """One row per file and reason: how many parts of it were refused, the first of them, the next step."""
    rows = refused(store)
    frame = rows.group_by("label", "reason_code", "reason", "next_step", maintain_order=True).agg(
        pl.len().cast(COUNT).alias("parts"), pl.col("position").min().alias("first"), pl.col("at").first()
    )
    # Of a table the ledger names a hundred rows of each kind; its reading counts them all.
    loads = store.rows("select label, reading from load where state = 'live'")
    counted = {
        (load["label"], one["reason"]): one["rows"]
        for load in loads for one in json.loads(load["reading"]).get("refusals", [])
    }  # fmt: skip
    keys = zip(frame["label"], frame["reason"], frame["parts"], strict=True)
    parts = [max(counted.get((label, reason), 0), number) for label, reason, number in keys]
    return frame.with_columns(pl.Series("parts", parts, COUNT)).sort("at", "parts", descending=True)


def _times(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.with_columns(pl.col(column).str.slice(0, 19).str.to_datetime("%Y-%m-%dT%H:%M:%S"))
