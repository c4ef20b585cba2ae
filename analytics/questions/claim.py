"""One claim: its lines, what was sent, what came back, and the adjustments behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from analytics.query import Query
from analytics.store import Store

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()

_SUBMISSION = pl.Schema({"claim_key": TEXT, "claim_id": TEXT, "source_sha": TEXT, "replaces": TEXT})
SUBMISSIONS = Query("ask/claim_submissions.sql", _SUBMISSION)
CORRECTIONS = Query("ask/claim_corrections.sql", _SUBMISSION)
RENUMBERED = Query("ask/claim_renumbered.sql", pl.Schema({"claim_id": TEXT}))
WRITTEN = Query(
    "ask/claim_written.sql", pl.Schema({"claim_id": TEXT, "first_date": DAY, "last_date": DAY, "has_undated": FLAG})
)
OWN = Query(
    "ask/claim_own.sql",
    pl.Schema({"line_id": TEXT, "encounter_id": TEXT, "service_date": DAY, "claim_id": TEXT, "event_count": COUNT}),
)
PAYER_NUMBERS = Query("ask/claim_payer_numbers.sql", pl.Schema({"payer_claim_id": TEXT}))
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
            "balance_billable_cents": COUNT,
            "uncollectable_share_cents": COUNT,
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
            "remit_line_id": TEXT,
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
class Days:
    """Days of service from the first to the last; without both any day, and unknown ones."""

    first: date | None
    last: date | None

    @property
    def asked(self) -> dict[str, date | None]:
        return {"first": self.first, "last": self.last}


ANY_DAY, NO_DAY = Days(None, None), Days(date.max, date.min)


@dataclass(frozen=True)
class Numbers:
    """Claim numbers in all ways in which they are written, and the days that their lines and answers lie under."""

    written: list[str]
    days: Days


@dataclass(frozen=True)
class Found:
    """Where a claim lies: its service lines, their encounters and days; the events of these lines; all its numbers as
    they are written, and what was sent under them."""

    lines: list[str]
    encounters: list[str]
    days: Days
    events: pl.DataFrame
    numbers: list[str]
    submissions: pl.DataFrame


def claim_story(
    cursor: duckdb.DuckDBPyConnection, claim: str
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A claim: its lines and those of its encounters, what was sent, the events, the adjustments behind them.

    What one look finds is given to the next as plain values: a scan for known values passes over all other rows.
    """
    found = find_claim(cursor, claim)
    return (
        claim_lines(cursor, found),
        claim_sent(cursor, found),
        found.events,
        claim_adjustments(cursor, found.events),
    )


def find_claim(cursor: duckdb.DuckDBPyConnection, claim: str) -> Found:
    """Looks for a claim by any of its numbers, in capitals or not."""
    own = _numbers(cursor, [claim])
    submissions = SUBMISSIONS(cursor, numbers=own.written)
    numbers = _also(cursor, own, _replaced(cursor, submissions))
    events = EVENTS(cursor, lines=None, numbers=numbers.written, **numbers.days.asked)
    answered = events.filter(pl.col("claim_id").is_in(own.written))["line_id"]
    lines = OWN(cursor, numbers=numbers.written, lines=None, **numbers.days.asked)
    if more := sorted(set(answered) - set(lines["line_id"])):  # answered under this number, and billed under another
        lines = pl.concat([lines, OWN(cursor, numbers=None, lines=more, **ANY_DAY.asked)])
        numbers = _also(cursor, numbers, _listed(lines.select("claim_id")))
    events = _complete(cursor, events, lines, numbers)
    numbers = _also(cursor, numbers, _listed(events.select("claim_id")))
    if numbers is not own:
        submissions = SUBMISSIONS(cursor, numbers=numbers.written)
    ids, encounters = lines["line_id"].to_list(), _listed(lines.select("encounter_id"))
    return Found(ids, encounters, _days(lines["service_date"]), events, numbers.written, submissions)


def _complete(
    cursor: duckdb.DuckDBPyConnection, known: pl.DataFrame, lines: pl.DataFrame, numbers: Numbers
) -> pl.DataFrame:
    """The events of some lines: among those known, else under all their numbers, else under others yet."""
    ids, count = lines["line_id"].to_list(), lines["event_count"].sum()
    events = known.filter(pl.col("line_id").is_in(ids))
    if events.height < count:
        events = EVENTS(cursor, lines=ids, numbers=numbers.written, **numbers.days.asked)
    return claim_events(cursor, ids) if events.height < count else events


def _replaced(cursor: duckdb.DuckDBPyConnection, submissions: pl.DataFrame) -> list[str]:
    """The numbers of the claims that corrections replace: no payer may have answered a correction yet."""
    references = _listed(submissions.select("replaces"))
    return _listed(RENUMBERED(cursor, payer_numbers=references)) if references else []


def _also(cursor: duckdb.DuckDBPyConnection, known: Numbers, others: Sequence[str]) -> Numbers:
    """These numbers and others, in all ways; the very same where the others are among them."""
    return known if set(others) <= set(known.written) else _numbers(cursor, [*known.written, *others])


def _numbers(cursor: duckdb.DuckDBPyConnection, numbers: Sequence[str]) -> Numbers:
    """All ways in which these claim numbers are written."""
    written = WRITTEN(cursor, numbers=list(numbers))
    days = written.select("first_date", "last_date").drop_nulls().unpivot()["value"]
    return Numbers(_listed(written.select("claim_id")), ANY_DAY if written["has_undated"].any() else _days(days))


def _days(days: pl.Series) -> Days:
    """From the first to the last; any, where one is not known."""
    if days.is_empty():
        return NO_DAY
    return ANY_DAY if days.null_count() else Days(days.min(), days.max())  # type: ignore[arg-type]


def claim_lines(cursor: duckdb.DuckDBPyConnection, found: Found) -> pl.DataFrame:
    """One row per line of a claim (`is_own`) and per other line of its encounters."""
    return LINES(cursor, own=found.lines, encounters=found.encounters, **found.days.asked)


def claim_sent(cursor: duckdb.DuckDBPyConnection, found: Found) -> pl.DataFrame:
    """One row per line of every submission of a claim, under all its numbers."""
    sent = found.submissions
    # A corrected claim may have a number of its own: it names the payer's number of the claim that it replaces.
    if references := _listed(PAYER_NUMBERS(cursor, numbers=found.numbers)):
        sent = pl.concat([sent, CORRECTIONS(cursor, payer_numbers=references)])
    named = {"keys": "claim_key", "numbers": "claim_id", "loads": "source_sha"}
    return SENT(cursor, **{name: _listed(sent.select(column)) for name, column in named.items()})


def claim_events(cursor: duckdb.DuckDBPyConnection, lines: Sequence[str]) -> pl.DataFrame:
    """One row per event of some lines, in order."""
    return EVENTS(cursor, lines=list(lines), numbers=None, **ANY_DAY.asked)


def claim_adjustments(cursor: duckdb.DuckDBPyConnection, events: pl.DataFrame) -> pl.DataFrame:
    """One row per adjustment behind one of these events."""
    answers = {
        "lines": "line_id",
        "numbers": "event_number",
        "payments": "remit_claim_id",
        "services": "remit_line_id",
        "are_shared": "is_shared",
    }
    values = {name: events[column].to_list() for name, column in answers.items()}
    return ADJUSTMENTS(cursor, **values, loads=_listed(events.select("source_sha")))


def _listed(values: pl.DataFrame) -> list[str]:
    return values.to_series().drop_nulls().unique().sort().to_list()


def labels(store: Store) -> dict[str, str]:
    """The file name of each load."""
    return {row["sha256"]: row["label"] for row in store.rows("select sha256, label from load")}
