"""The denied lines by reason and one by one."""

import duckdb
import polars as pl

from analytics.metrics.cubes import Sums, View, cell
from analytics.query import Query

TEXT, DAY, COUNT = pl.String(), pl.Date(), pl.Int64()

_REASON = ("lines", "denied_cents", "expected_cents", "overturned", "still_open")
REASONS = Sums(
    "ask/reasons.sql",
    cell(category=TEXT, reason=TEXT, **dict.fromkeys(_REASON, COUNT)),
    own=("category", "reason"),
)
DENIED_LINES = Query(
    "ask/denied_lines.sql",
    pl.Schema(
        {
            "line_id": TEXT,
            "claim_id": TEXT,
            "service_date": DAY,
            "payer_name": TEXT,
            "payer_class": TEXT,
            "provider_name": TEXT,
            "place_of_service": TEXT,
            "drug": TEXT,
            "category": TEXT,
            "reason": TEXT,
            "state": TEXT,
            "first_answer_date": DAY,
            "charge_cents": COUNT,
            "denied_cents": COUNT,
            "expected_cents": COUNT,
            "received_cents": COUNT,
        }
    ),
)
DEFINITIONS = Query(
    "ask/definitions.sql",
    pl.Schema(
        {
            "definition": TEXT,
            "denied": COUNT,
            "counted": COUNT,
            "unsure": COUNT,
            "asked": COUNT,
            "more": COUNT,
            "more_paid": COUNT,
            "more_patient": COUNT,
            "more_routed": COUNT,
            "fewer": COUNT,
        }
    ),
)


def definitions(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per definition of denied: what it counts of a view, and how that differs from ours."""
    params = view.params(None)
    del params["as_of"]
    return DEFINITIONS(cursor, **params)


def reasons(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per category and reason of the denied 96372 lines of a view."""
    found = REASONS.of(cursor, view, ("payer",), definition=view.definition)
    return found.sort("lines", "category", "reason", "payer_id", descending=[True, False, False, False])


def denied_lines(
    cursor: duckdb.DuckDBPyConnection, view: View, category: str | None, reason: str | None, *, most: int
) -> pl.DataFrame:
    """One row per denied 96372 line, the most expected money first."""
    return DENIED_LINES(cursor, **_denied(view), category=category, reason=reason, most=most)


def _denied(view: View) -> dict[str, object]:
    params = view.params(None)
    del params["as_of"]
    return {**params, "definition": view.definition}
