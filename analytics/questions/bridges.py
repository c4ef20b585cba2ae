"""What leads from one way of counting denials to another, and how long denials take to come back."""

from dataclasses import replace

import duckdb
import polars as pl

from analytics.metrics.cubes import Sums, View, cell
from analytics.query import Query

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()

DEFINITION_LINES = Query(
    "ask/definition_lines.sql",
    pl.Schema(
        {
            "claim_id": TEXT,
            "service_date": DAY,
            "payer_name": TEXT,
            "provider_name": TEXT,
            "state": TEXT,
            "category": TEXT,
            "reason": TEXT,
            "charge_cents": COUNT,
            "received_cents": COUNT,
            "first_answer_date": DAY,
        }
    ),
)
BASES = Query(
    "ask/bases.sql",
    pl.Schema({"served": TEXT, "answered": TEXT, "lines": COUNT, "rated": COUNT, "denied": COUNT}),
)
RESOLUTION = Sums(
    "ask/resolution.sql",
    cell(days=COUNT, is_answered=FLAG, lines=COUNT),
    rows="cube/denial_wait.sql",
    own=("days", "is_answered"),
)
RESOLUTION_LIMITS = Sums(
    "ask/resolution_limits.sql",
    cell(resolution_days=COUNT, lines=COUNT),
    rows="cube/limited_line.sql",
    own=("resolution_days",),
)


def definition_lines(
    cursor: duckdb.DuckDBPyConnection, view: View, definition: str, step: str, *, most: int
) -> pl.DataFrame:
    """One row per line behind one step from our definition of denied to another, the latest service first."""
    params = {name: value for name, value in view.params(None).items() if name != "as_of"}
    return DEFINITION_LINES(cursor, **params, definition=definition, step=step, most=most)


def bases(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per place of lines: service and first answer before, within or after the months of a view, or never."""
    params = replace(view, basis="service").params(None)
    return BASES(cursor, **{name: value for name, value in params.items() if name not in ("as_of", "basis")})


def resolution(cursor: duckdb.DuckDBPyConnection, view: View) -> tuple[pl.DataFrame, int | None, int | None]:
    """How many first-denied lines waited how long, came back or not; and after how many days denials are final."""
    payers = View(payer_classes=view.payer_classes, payers=view.payers)
    limits = RESOLUTION_LIMITS.of(cursor, payers, ())["resolution_days"]
    return RESOLUTION.of(cursor, payers, ()), limits.min(), limits.max()  # type: ignore[return-value]
