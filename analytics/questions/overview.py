"""What is open and for how long, and what the last files brought."""

from datetime import date

import duckdb
import polars as pl

from analytics.metrics.view import View
from analytics.query import Query
from analytics.store import Store

TEXT, COUNT = pl.String(), pl.Int64()

AGES = ("0–30", "31–60", "61–90", "91–120", "120+")
"""Days since the first submission."""

AGEING = Query(
    "ask/ageing.sql",
    pl.Schema(
        {
            "payer_id": TEXT,
            "payer_name": TEXT,
            "age": TEXT,
            "side": TEXT,
            "lines": COUNT,
            "valued": COUNT,
            "expected_cents": COUNT,
            "charge_cents": COUNT,
        }
    ),
)
ARRIVALS = Query(
    "ask/arrivals.sql",
    pl.Schema(
        {
            "payer_id": TEXT,
            "payer_name": TEXT,
            "billed": COUNT,
            "answered": COUNT,
            "denied": COUNT,
            "denied_cents": COUNT,
            "paid_cents": COUNT,
            "taken_back_cents": COUNT,
        }
    ),
)
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
    return AGEING(cursor, **_lists(view), as_of=as_of)


def arrivals(cursor: duckdb.DuckDBPyConnection, view: View, loads: tuple[str, ...]) -> pl.DataFrame:
    """One row per payer: what these loads brought; the period of the view plays no part."""
    return ARRIVALS(cursor, **_lists(view), loads=list(loads))


def _lists(view: View) -> dict[str, object]:
    params = view.params(None)
    return {name: params[name] for name in ("payer_classes", "payers", "providers", "places", "drugs")}


def last_loads(store: Store, snapshot: int) -> tuple[tuple[str, ...], date | None, bool]:
    """The loads of the last day on which files came in, that day, and whether there are earlier ones."""
    rows = store.rows(_LAST_DAY, (snapshot, snapshot))
    if not rows:
        return (), None, False
    day = str(rows[0]["loaded_at"])[:10]
    earlier = store.rows(_EARLIER, (day,))[0]["loads"]
    return tuple(row["sha256"] for row in rows), date.fromisoformat(day), bool(earlier)
