"""Pairs of a visit and an injection on one day: what was billed with modifier 25, and what became of both lines."""

import duckdb
import polars as pl

from analytics.metrics.view import View
from analytics.query import Query

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()

PAIRS = Query(
    "ask/pairs.sql",
    pl.Schema(
        {
            "payer_id": TEXT,
            "payer_name": TEXT,
            "payer_class": TEXT,
            "month": DAY,
            "place_of_service": TEXT,
            "rendering_npi": TEXT,
            "provider_name": TEXT,
            "pair_kind": TEXT,
            "em_code": TEXT,
            "has_25": FLAG,
            "added_25": FLAG,
            "same_rendering": FLAG,
            "is_answered_pair": FLAG,
            "outcome_first": TEXT,
            "outcome_now": TEXT,
            "route": TEXT,
            "pairs": COUNT,
            "lost_first": COUNT,
            "lost_open": COUNT,
            "asked_first": COUNT,
            "unsure_first": COUNT,
            "with_diagnoses": COUNT,
            "same_diagnoses": COUNT,
            "visit_first_cents": COUNT,
            "visit_open_cents": COUNT,
            "shot_first_cents": COUNT,
            "shot_open_cents": COUNT,
        }
    ),
)


def pairs(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month, visit, place, provider, modifier 25 and outcome: pairs, and cents expected."""
    params = view.params(None)
    del params["as_of"]
    return PAIRS(cursor, **params)
