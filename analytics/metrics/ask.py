"""The sums behind every metric, asked of the read model."""

from dataclasses import replace

import duckdb
import polars as pl

from analytics.metrics.cubes import LINES, STANDING, STANDING_LINES, params, smallest
from analytics.metrics.view import KEYS, View, switches
from analytics.query import Query

TEXT, DAY, COUNT, REAL, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Float64(), pl.Boolean()

_KEY_COLUMNS: dict[str, pl.DataType] = {
    column: DAY if column == "month" else TEXT for columns in KEYS.values() for column in columns
}
_REAL = ("units", "allowed_units", "expected_answered")
_MEASURES = (
    "claims_answered",
    "claims_denied",
    "units",
    "allowed_units",
    "expected_answered",
    "curved",
    "lines",
    "left_out",
    "answered_initial",
    "denied_initial",
    "answered_open",
    "denied_open",
    "answered_definition",
    "denied_definition",
    "answered_charge_cents",
    "denied_charge_cents",
    "denied_expected_cents",
    "denied_valued",
    "routed",
    "answered_or_routed",
    "overturned",
    "first_pass",
    "first_pass_base",
    "allowed_cents",
    "allowed_lines",
    "paid_cents",
    "collectable_cents",
    "received_cents",
    "open_expected_cents",
    "open_valued",
    "open_unvalued",
    "shifted_cents",
    "shifted_lines",
    "office_pairs",
    "office_pairs_with_25",
    "answered_pairs",
    "em_lost_first",
    "em_lost_open",
    "bundled_first",
    "authorization_first",
    "priced_lines",
    "priced_allowed_cents",
    "priced_fee_cents",
    "settled_lines",
    "settled_expected_cents",
    "underpaid_cents",
    "awaited",
    "awaited_answered",
    "fates",
    "aged",
    "aged_denied",
    "sent",
    "sent_denied",
    "sent_pending",
    "sent_denied_in_time",
    "sent_young",
    "definition_unsure",
    "definition_asked",
    "first_unclear",
    "open_unclear",
    "first_unsure",
    "open_unsure",
    "aged_unclear",
    "uncoded",
    "em_first_asked",
    "em_first_unsure",
    "em_open_asked",
    "em_open_unsure",
)

MEASURES = Query(
    "ask/measures.sql",
    pl.Schema({**_KEY_COLUMNS, **{name: REAL if name in _REAL else COUNT for name in _MEASURES}}),
    rows=LINES,
)
RESPONSE_DAYS = Query(
    "ask/response_days.sql", pl.Schema({**_KEY_COLUMNS, "days": COUNT, "is_answered": FLAG, "lines": COUNT})
)

_FATES = ("final_denied", "final_marked", "fates_open")
FATES = Query("ask/fates.sql", pl.Schema({**_KEY_COLUMNS, **dict.fromkeys(_FATES, COUNT)}), rows=STANDING_LINES)
"""Apart from the plain sums, since marks change it between two builds."""


def measures(cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], as_of: object) -> pl.DataFrame:
    """One row per group of `by`: sums of every measure over its 96372 lines."""
    asked = {**view.params(as_of), **switches(by)}  # type: ignore[arg-type]
    rows = smallest(cursor, view, by, as_of)
    sums = replace(MEASURES, rows=rows)(cursor, **asked, **params(rows, view.definition))
    fates = replace(FATES, rows=STANDING_LINES if rows == LINES else STANDING)(cursor, **asked)
    both = sums.join(fates, on=list(_KEY_COLUMNS), how="left", nulls_equal=True, maintain_order="left", validate="1:1")
    known = both.with_columns(pl.col(_FATES).fill_null(0))
    return known.with_columns(decided=pl.col("answered_initial") - pl.col("fates_open"))


def response_days(cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], as_of: object) -> pl.DataFrame:
    """One row per group of `by`, days and whether answered: how many 96372 lines."""
    return RESPONSE_DAYS(cursor, **view.params(as_of), **switches(by))  # type: ignore[arg-type]


def key_columns(by: tuple[str, ...]) -> list[str]:
    """The columns that name a group."""
    return [column for key in by for column in KEYS[key]]
