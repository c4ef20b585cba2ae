"""From the bank's payments through provider adjustments and claims down to the service lines of the facts."""

import duckdb
import polars as pl

from analytics.query import Query

TEXT, DAY, COUNT, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()
_CENTS = (
    "bank_cents",
    "adjusted_cents",
    "claim_cents",
    "off_bank_cents",
    "refused_cents",
    "line_cents",
    "lineless_cents",
    "off_line_cents",
)
BANK_PAYMENTS = Query(
    "ask/bank_payments.sql",
    pl.Schema(
        {
            "payment_id": TEXT,
            "payer_name": TEXT,
            "trace": TEXT,
            "payment_date": DAY,
            "month": DAY,
            **dict.fromkeys(_CENTS, COUNT),
            "source_sha": TEXT,
            "source_position": COUNT,
        }
    ),
)
PAID_LINES = Query("ask/paid_lines.sql", pl.Schema({"paid_cents": COUNT, "injection_cents": COUNT}))
PROVIDER_ADJUSTMENTS = Query(
    "ask/provider_adjustments.sql",
    pl.Schema(
        {
            "payer_name": TEXT,
            "payment_date": DAY,
            "trace": TEXT,
            "reason": TEXT,
            "reference": TEXT,
            "cents": COUNT,
            "source_sha": TEXT,
            "source_position": COUNT,
        }
    ),
)
TAKEBACKS = Query(
    "ask/takebacks.sql",
    pl.Schema(
        {
            "payment": TEXT,
            "payment_date": DAY,
            "payer_id": TEXT,
            "payer_name": TEXT,
            "reference": TEXT,
            "amount_cents": COUNT,
            "claim_id": TEXT,
            "has_reversal": FLAG,
            "outside_cents": COUNT,
        }
    ),
)


def bank_payments(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per payment that counts: cents from the bank's amount down to service lines."""
    return BANK_PAYMENTS(cursor)


def paid_lines(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row: cents that all lines of the facts were paid, and the injections among them."""
    return PAID_LINES(cursor)


def provider_adjustments(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per provider adjustment: reason, reference, cents."""
    return PROVIDER_ADJUSTMENTS(cursor)


def takebacks(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per takeback by PLB: what was taken, of which claim, and how much of it no line shows."""
    return TAKEBACKS(cursor)
