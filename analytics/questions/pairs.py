"""Pairs of a visit and an injection on one day: what was billed with modifier 25, and what became of both lines."""

import duckdb
import polars as pl

from analytics.metrics.cubes import Sums, View, cell

TEXT, COUNT, FLAG = pl.String(), pl.Int64(), pl.Boolean()
_KIND: dict[str, pl.DataType] = {
    "pair_kind": TEXT,
    "em_code": TEXT,
    **dict.fromkeys(("has_25", "added_25"), FLAG),
    **dict.fromkeys(("same_provider", "visit_npi", "visit_provider"), TEXT),
    "is_answered_pair": FLAG,
    **dict.fromkeys(("outcome_first", "outcome_now", "route"), TEXT),
}
_SUMS = (
    *("pairs", "lost_first", "lost_open", "beside_first", "beside_open"),
    *("standing", "standing_cents", "beside", "beside_cents", "reduced", "reduced_cents", "recovered_cents"),
    *("asked_first", "unsure_first", "with_diagnoses", "same_diagnoses"),
    *("visit_first_cents", "visit_open_cents", "shot_first_cents", "shot_open_cents"),
)
PAIRS = Sums("ask/pairs.sql", cell(**_KIND, **dict.fromkeys(_SUMS, COUNT)), own=tuple(_KIND))
_BY = ("payer", "payer_class", "month", "place_of_service", "provider")


def pairs(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month, visit, place, provider, modifier 25 and outcome: pairs, and cents expected."""
    return PAIRS.of(cursor, view, _BY)
