"""The leak ledger by day, by cause and line by line: what differs, and what to work."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb
import polars as pl

from analytics.metrics.cubes import WORK, Sums, View, cell
from analytics.query import Query

TEXT, DAY, COUNT, REAL = pl.String(), pl.Date(), pl.Int64(), pl.Float64()
SOON = 14
"""Days ahead of the data's last day in which a deadline is near."""

_SUMS = (
    *("lines", "amount_cents", "worth_count", "worth_cents", "unvalued_lines", "unvalued_charge_cents"),
    *("due_lines", "due_cents", "late_lines", "late_cents", "unset_lines"),
)
WORK_BATCHES = Sums(
    "ask/work_batches.sql",
    cell(rule=TEXT, **dict.fromkeys(_SUMS, COUNT), next_deadline=DAY),
    rows=WORK,
    own=("rule",),
    least=("next_deadline",),
    of_marks=True,
)
WORK_LINES = Query(
    "ask/work_lines.sql",
    pl.Schema(
        {
            "work_id": TEXT,
            "claim_id": TEXT,
            "service_date": DAY,
            **dict.fromkeys(("payer_name", "provider_name", "role", "rule"), TEXT),
            **dict.fromkeys(("lines", "amount_cents", "net_cents", "charge_cents"), COUNT),
            **dict.fromkeys(("recoverable", "side", "first_step"), TEXT),
            "since": DAY,
            "disposition": TEXT,
            "deadline": DAY,
            "deadline_kind": TEXT,
            "deadline_note": TEXT,
            "is_workable": pl.Boolean(),
            "state": TEXT,
            "owner": TEXT,
            "follow_up": DAY,
            "recovered_cents": COUNT,
        }
    ),
)
FLAG_LINES = Query(
    "ask/flag_lines.sql",
    pl.Schema(
        {
            "line_id": TEXT,
            "claim_id": TEXT,
            "service_date": DAY,
            **dict.fromkeys(("payer_name", "provider_name", "role", "place_of_service", "drug", "code"), TEXT),
            "units": REAL,
        }
    ),
)


@dataclass(frozen=True)
class Wanted:
    """Which items of work: of one rule or all, due when (any, soon, late, ahead), and marked or waiting ones."""

    rule: str | None = None
    due: str = "any"
    marked: bool = False


def work_batches(cursor: duckdb.DuckDBPyConnection, view: View, as_of: date, *, work_cost_cents: int) -> pl.DataFrame:
    """One row per payer and rule of what waits for somebody, in all months."""
    whole = replace(view, start=None, end=None, basis="service")
    soon = as_of + timedelta(days=SOON)
    found = WORK_BATCHES.of(cursor, whole, ("payer", "payer_class"), soon=soon, work_cost_cents=work_cost_cents)
    return found.sort("amount_cents", "unvalued_charge_cents", descending=True, maintain_order=True)


def work_lines(
    cursor: duckdb.DuckDBPyConnection, view: View, as_of: date, wanted: Wanted, *, work_cost_cents: int, most: int
) -> pl.DataFrame:
    """One row per item of work, in all months."""
    chosen = {"rule": wanted.rule, "due": wanted.due, "marked": wanted.marked, "soon": as_of + timedelta(days=SOON)}
    return WORK_LINES(cursor, **_lists(view), **chosen, work_cost_cents=work_cost_cents, most=most)


def flag_lines(cursor: duckdb.DuckDBPyConnection, view: View, rule: str, *, most: int) -> pl.DataFrame:
    """One row per line that a rule asks to look at."""
    return FLAG_LINES(cursor, **_params(view), rule=rule, most=most)


def _params(view: View) -> dict[str, object]:
    return {name: value for name, value in view.params(None).items() if name != "as_of"}


def _lists(view: View) -> dict[str, object]:
    return {name: value for name, value in _params(view).items() if name not in ("start", "end", "basis")}
