"""The leak ledger by day, by cause and line by line: what differs, and what to work."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb
import polars as pl

from analytics.metrics.cubes import LEAKS, Sums, cell
from analytics.metrics.view import View
from analytics.query import Query

TEXT, DAY, COUNT, REAL = pl.String(), pl.Date(), pl.Int64(), pl.Float64()
SOON = 14
"""Days ahead of the data's last day in which a deadline is near."""

_SUMS = ("lines", "amount_cents", "worth_count", "worth_cents", "due_lines", "due_cents", "late_lines", "late_cents")
WORK_BATCHES = Sums(
    "ask/work_batches.sql",
    cell(rule=TEXT, **dict.fromkeys((*_SUMS, "unset_lines"), COUNT), next_deadline=DAY),
    rows=LEAKS,
    own=("rule",),
    least=("next_deadline",),
)
WORK_LINES = Query(
    "ask/work_lines.sql",
    pl.Schema(
        {
            "work_id": TEXT,
            "claim_id": TEXT,
            "service_date": DAY,
            "payer_name": TEXT,
            "provider_name": TEXT,
            "role": TEXT,
            "rule": TEXT,
            "amount_cents": COUNT,
            "net_cents": COUNT,
            "recoverable": TEXT,
            "side": TEXT,
            "first_step": TEXT,
            "since": DAY,
            "deadline": DAY,
            "deadline_kind": TEXT,
            "deadline_note": TEXT,
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
    """Which lines of the work: of one rule or all, due when (any, soon, late, ahead), without and only which."""

    rule: str | None = None
    due: str = "any"
    closed: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None


def work_batches(
    cursor: duckdb.DuckDBPyConnection, view: View, as_of: date, closed: tuple[str, ...], *, work_cost_cents: int
) -> pl.DataFrame:
    """One row per payer and rule of what can still be had, in all months."""
    more = {"closed": list(closed), "as_of": as_of, "soon": as_of + timedelta(days=SOON)}
    whole = replace(view, start=None, end=None, basis="service")
    found = WORK_BATCHES.of(cursor, whole, ("payer", "payer_class"), **more, work_cost_cents=work_cost_cents)
    return found.sort("amount_cents", descending=True, maintain_order=True)


def work_lines(
    cursor: duckdb.DuckDBPyConnection, view: View, as_of: date, wanted: Wanted, *, work_cost_cents: int, most: int
) -> pl.DataFrame:
    """One row per line that can still be worked, in all months."""
    chosen = {
        "rule": wanted.rule,
        "due": wanted.due,
        "closed": list(wanted.closed),
        "marked": None if wanted.only is None else list(wanted.only),
        "as_of": as_of,
        "soon": as_of + timedelta(days=SOON),
    }
    return WORK_LINES(cursor, **_lists(view), **chosen, work_cost_cents=work_cost_cents, most=most)


def flag_lines(cursor: duckdb.DuckDBPyConnection, view: View, rule: str, *, most: int) -> pl.DataFrame:
    """One row per line that a rule asks to look at."""
    return FLAG_LINES(cursor, **_params(view), rule=rule, most=most)


def _params(view: View) -> dict[str, object]:
    return {name: value for name, value in view.params(None).items() if name != "as_of"}


def _lists(view: View) -> dict[str, object]:
    return {name: value for name, value in _params(view).items() if name not in ("start", "end", "basis")}
