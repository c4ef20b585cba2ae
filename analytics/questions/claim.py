"""One claim: its lines, what was sent, what came back, and the adjustments behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from analytics.query import Query
from analytics.store import Store

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()

CORRECTS = Query("ask/claim_corrects.sql", pl.Schema({"payer_claim_id": TEXT}))
RENUMBERED = Query("ask/claim_renumbered.sql", pl.Schema({"claim_id": TEXT}))
ANSWERED = Query("ask/claim_answered.sql", pl.Schema({"line_id": TEXT, "claim_id": TEXT}))
SPELLED = Query("ask/claim_spelled.sql", pl.Schema({"claim_id": TEXT}))
OWN = Query(
    "ask/claim_own.sql",
    pl.Schema({"line_id": TEXT, "encounter_id": TEXT, "service_date": DAY, "claim_id": TEXT, "event_count": COUNT}),
)
PAYER_NUMBERS = Query("ask/claim_payer_numbers.sql", pl.Schema({"payer_claim_id": TEXT}))
KEYS = Query("ask/claim_keys.sql", pl.Schema({"claim_key": TEXT}))
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
            "claim_id": TEXT,
            "remit_claim_id": TEXT,
        }
    ),
)
ADJUSTMENTS = Query(
    "ask/claim_adjustments.sql",
    pl.Schema(
        {"line_id": TEXT, "event_number": COUNT, "level": TEXT, "group": TEXT, "reason": TEXT, "amount_cents": COUNT}
    ),
)


@dataclass(frozen=True)
class Found:
    """Where a claim lies: its service lines, their encounters and days, how many events they have, and its numbers as
    they are written."""

    lines: list[str]
    encounters: list[str]
    first: date | None
    last: date | None
    events: int
    numbers: list[str]


def claim_story(
    cursor: duckdb.DuckDBPyConnection, claim: str
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A claim: its lines and those of its encounters, what was sent, the events, the adjustments behind them.

    What one look finds is given to the next as plain values: a scan for known values passes over all other rows.
    """
    found = find_claim(cursor, claim)
    events = claim_events(cursor, found.lines, found.numbers)
    if events.height < found.events:  # some were answered under another number
        events = claim_events(cursor, found.lines)
    sent = claim_sent(cursor, found, events)
    return claim_lines(cursor, found), sent, events, claim_adjustments(cursor, events)


def find_claim(cursor: duckdb.DuckDBPyConnection, claim: str) -> Found:
    """Looks for a claim by any of its numbers, in capitals or not."""
    named: set[str] = set()
    # The number of a correction that no payer has answered yet leads to the claim that it replaces.
    if references := _listed(CORRECTS(cursor, claim=claim)):
        for number in _listed(RENUMBERED(cursor, payer_numbers=references)):
            named |= {number, *_listed(SPELLED(cursor, claim=number))}
    own, spelled = _own(cursor, {claim, claim.upper(), claim.lower()}, named)
    if own.is_empty() and (others := _listed(SPELLED(cursor, claim=claim))):
        own, spelled = _own(cursor, set(others), named)
    days = own["service_date"]
    # Lines lie by day; where the day of one is not known, it may lie anywhere.
    first, last = (None, None) if days.null_count() or days.is_empty() else (days.min(), days.max())
    encounters, numbers = _listed(own.select("encounter_id")), {*spelled, *named, *_listed(own.select("claim_id"))}
    return Found(own["line_id"].to_list(), encounters, first, last, own["event_count"].sum(), sorted(numbers))  # type: ignore[arg-type]


def _own(cursor: duckdb.DuckDBPyConnection, spelled: set[str], named: set[str]) -> tuple[pl.DataFrame, set[str]]:
    """The lines of a claim number written in these ways, and in others that come to light; of those named, too."""
    while True:
        answered = ANSWERED(cursor, numbers=sorted(spelled))
        own = OWN(cursor, numbers=sorted(spelled | named), lines=None)
        if more := sorted(set(answered["line_id"]) - set(own["line_id"])):
            own = pl.concat([own, OWN(cursor, numbers=None, lines=more)])
        known = {number.upper() for number in spelled | named}
        seen = {number for number in (*answered["claim_id"], *own["claim_id"]) if number and number.upper() in known}
        if seen <= spelled | named:
            return own, spelled
        spelled = spelled | seen


def claim_lines(cursor: duckdb.DuckDBPyConnection, found: Found) -> pl.DataFrame:
    """One row per line of a claim (`is_own`) and per other line of its encounters."""
    return LINES(cursor, own=found.lines, encounters=found.encounters, first=found.first, last=found.last)


def claim_sent(cursor: duckdb.DuckDBPyConnection, found: Found, events: pl.DataFrame) -> pl.DataFrame:
    """One row per line of every submission of a claim, under all its numbers."""
    numbers = sorted({number.upper() for number in (*found.numbers, *events["claim_id"].drop_nulls())})
    # A corrected claim may have a number of its own: it names the payer's number of the claim that it replaces.
    references = _listed(PAYER_NUMBERS(cursor, numbers=numbers))
    return SENT(cursor, keys=_listed(KEYS(cursor, numbers=numbers, payer_numbers=references)))


def claim_events(
    cursor: duckdb.DuckDBPyConnection, lines: Sequence[str], numbers: Sequence[str] | None = None
) -> pl.DataFrame:
    """One row per event of these lines, in order; of all, or of those under some claim numbers as they are written."""
    return EVENTS(cursor, lines=list(lines), numbers=None if numbers is None else list(numbers))


def claim_adjustments(cursor: duckdb.DuckDBPyConnection, events: pl.DataFrame) -> pl.DataFrame:
    """One row per adjustment behind one of these events."""
    named = {"lines": "line_id", "numbers": "claim_id", "loads": "source_sha", "payments": "remit_claim_id"}
    return ADJUSTMENTS(cursor, **{name: _listed(events.select(column)) for name, column in named.items()})


def _listed(values: pl.DataFrame) -> list[str]:
    return values.to_series().drop_nulls().unique().sort().to_list()


def labels(store: Store) -> dict[str, str]:
    """The file name of each load."""
    return {row["sha256"]: row["label"] for row in store.rows("select sha256, label from load")}
