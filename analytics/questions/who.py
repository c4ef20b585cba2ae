"""Who pays and who treats: payers and providers as the files write them, and what the user said of them."""

import duckdb
import polars as pl

from analytics.query import Query

TEXT, FLAG, COUNT = pl.String(), pl.Boolean(), pl.Int64()

PAYER_ROWS = Query(
    "ask/payer_rows.sql",
    pl.Schema(
        {
            "source_id": TEXT,
            "source_name": TEXT,
            "filing_indicator": TEXT,
            "payer_id": TEXT,
            "payer_name": TEXT,
            "payer_class": TEXT,
            "file_class": TEXT,
            "edited_name": TEXT,
            "is_edited": FLAG,
            "confirmed": FLAG,
            "needs_confirmation": FLAG,
            "accepted_from": pl.Date(),
            "row_count": COUNT,
            "charge_cents": COUNT,
        }
    ),
)
PROVIDER_ROWS = Query(
    "ask/provider_rows.sql",
    pl.Schema(
        {
            "npi": TEXT,
            "name": TEXT,
            "taxonomy": TEXT,
            "site": TEXT,
            "file_name": TEXT,
            "file_taxonomy": TEXT,
            "lines": COUNT,
        }
    ),
)
PAYER_ALIASES = Query(
    "ask/payer_aliases.sql",
    pl.Schema(
        {
            "billed_name": TEXT,
            "billed_class": TEXT,
            "payer_name": TEXT,
            "payer_class": TEXT,
            "claims": COUNT,
            "answered_claims": COUNT,
        }
    ),
)


def payer_rows(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per payer as files write it, those to be confirmed first."""
    return PAYER_ROWS(cursor)


def provider_rows(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per provider seen in the files, the most 96372 lines first."""
    return PROVIDER_ROWS(cursor)


def payer_aliases(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per payer billed and other payer that answered most of its claims: perhaps the same one."""
    return PAYER_ALIASES(cursor)
