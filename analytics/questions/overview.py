"""What is open and for how long, and what the last files brought."""

from dataclasses import replace
from datetime import date

import duckdb
import polars as pl

from analytics.metrics.cubes import Sums, View, cell
from analytics.store import Store

TEXT, COUNT = pl.String(), pl.Int64()

AGES = ("0–30", "31–60", "61–90", "91–120", "120+")
"""Days since the first submission."""

_OPEN = ("lines", "valued", "expected_cents", "charge_cents")
AGEING = Sums("ask/ageing.sql", cell(age=TEXT, side=TEXT, **dict.fromkeys(_OPEN, COUNT)), own=("age", "side"))
_BROUGHT = ("billed", "answered", "denied", "unsure", "denied_cents", "paid_cents", "taken_back_cents")
ARRIVALS = Sums("ask/arrivals.sql", cell(**dict.fromkeys(_BROUGHT, COUNT)))
_LAST_DAY = """
select sha256, label, kind, loaded_at from load
where state = 'live' and substr(loaded_at, 1, 10) = (
    select max(substr(loaded_at, 1, 10)) from load where state = 'live' and snap <= ?
) and snap <= ?
order by rowid
"""
_EARLIER = "select count(*) as loads from load where state = 'live' and substr(loaded_at, 1, 10) < ?"


def ageing(cursor: duckdb.DuckDBPyConnection, view: View, as_of: date | None) -> pl.DataFrame:
    """One row per payer, age and side (unanswered or denied); the period of the view plays no part."""
    return AGEING.of(cursor, _any_month(view), ("payer",), as_of=as_of)


def arrivals(cursor: duckdb.DuckDBPyConnection, view: View, loads: tuple[str, ...]) -> pl.DataFrame:
    """One row per payer: what these loads brought; the period of the view plays no part."""
    brought = ARRIVALS.of(cursor, _any_month(view), ("payer",), loads=list(loads))
    return brought.sort("paid_cents", descending=True, maintain_order=True)


def _any_month(view: View) -> View:
    return replace(view, start=None, end=None, basis="service")


def last_loads(store: Store, snapshot: int) -> tuple[tuple[str, ...], date | None, bool]:
    """The loads of the last day on which files came in, that day, and whether there are earlier ones."""
    rows = store.rows(_LAST_DAY, (snapshot, snapshot))
    if not rows:
        return (), None, False
    day = str(rows[0]["loaded_at"])[:10]
    earlier = store.rows(_EARLIER, (day,))[0]["loads"]
    return tuple(row["sha256"] for row in rows), date.fromisoformat(day), bool(earlier)
