"""One claim: its lines, what was sent, what came back, and the adjustments behind it."""

from collections.abc import Sequence

import duckdb
import polars as pl

from analytics.query import Query
from analytics.store import Store

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()

LINES = Query(
    "ask/claim_lines.sql",
    pl.Schema(
        {
            "line_id": TEXT,
            "claim_id": TEXT,
            "line_number": COUNT,
            "role": TEXT,
            "code": TEXT,
            "modifiers": TEXT,
            "service_date": DAY,
            "submitted_date": DAY,
            "payer_name": TEXT,
            "state": TEXT,
            "category": TEXT,
            "charge_cents": COUNT,
            "paid_cents": COUNT,
            "patient_share_cents": COUNT,
            "open_denial_cents": COUNT,
            "expected_cents": COUNT,
            "is_own": FLAG,
        }
    ),
)
SENT = Query(
    "ask/claim_sent.sql",
    pl.Schema(
        {
            "claim_key": TEXT,
            "submitted_date": DAY,
            "frequency_code": TEXT,
            "payer_name": TEXT,
            "line_number": COUNT,
            "code": TEXT,
            "modifiers": TEXT,
            "charge_cents": COUNT,
            "claim_cents": COUNT,
            "source_sha": TEXT,
            "source_position": COUNT,
        }
    ),
)
EVENTS = Query(
    "ask/claim_events.sql",
    pl.Schema(
        {
            "line_id": TEXT,
            "event_number": COUNT,
            "event_date": DAY,
            "kind": TEXT,
            "cancelled_by": COUNT,
            "status": TEXT,
            "payer_name": TEXT,
            "charge_cents": COUNT,
            "paid_cents": COUNT,
            "denial_cents": COUNT,
            "patient_share_cents": COUNT,
            "category": TEXT,
            "is_shared": FLAG,
            "source_sha": TEXT,
            "source_position": COUNT,
        }
    ),
)
ADJUSTMENTS = Query(
    "ask/claim_adjustments.sql",
    pl.Schema(
        {"line_id": TEXT, "event_number": COUNT, "level": TEXT, "group": TEXT, "reason": TEXT, "amount_cents": COUNT}
    ),
)


def claim_lines(cursor: duckdb.DuckDBPyConnection, claim: str) -> pl.DataFrame:
    """One row per line of a claim (`is_own`) and per other line of its encounters."""
    return LINES(cursor, claim=claim)


def claim_sent(cursor: duckdb.DuckDBPyConnection, claim: str) -> pl.DataFrame:
    """One row per line of every submission of a claim."""
    return SENT(cursor, claim=claim)


def claim_events(cursor: duckdb.DuckDBPyConnection, lines: Sequence[str]) -> pl.DataFrame:
    """One row per event of these lines, in order."""
    return EVENTS(cursor, lines=list(lines))


def claim_adjustments(cursor: duckdb.DuckDBPyConnection, lines: Sequence[str]) -> pl.DataFrame:
    """One row per adjustment behind an event of these lines."""
    return ADJUSTMENTS(cursor, lines=list(lines))


def labels(store: Store) -> dict[str, str]:
    """The file name of each load."""
    return {row["sha256"]: row["label"] for row in store.rows("select sha256, label from load")}
