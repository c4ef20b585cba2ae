"""What payers allow and pay for 96372, in sums from which every comparison is made."""

import duckdb
import polars as pl

from analytics.metrics.view import View
from analytics.query import Query

TEXT, DAY, COUNT, REAL, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Float64(), pl.Boolean()
_PAYER = {"payer_id": TEXT, "payer_name": TEXT, "payer_class": TEXT}

PRICES = Query(
    "ask/prices.sql",
    pl.Schema(
        {
            **_PAYER,
            "month": DAY,
            "quarter": COUNT,
            "locality": TEXT,
            "is_npp": FLAG,
            "is_facility": FLAG,
            "is_repeat": FLAG,
            "cents": COUNT,
            "fee_cents": COUNT,
            "lines": COUNT,
            "units": REAL,
            "priced_allowed_cents": COUNT,
            "priced_fee_cents": COUNT,
        }
    ),
)
OUTCOMES = Query(
    "ask/outcome_strata.sql",
    pl.Schema(
        {
            **_PAYER,
            "quarter": COUNT,
            "drug_family": TEXT,
            "pair_kind": TEXT,
            "place_of_service": TEXT,
            "answered": COUNT,
            "denied": COUNT,
            "bundled": COUNT,
            "unauthorized": COUNT,
        }
    ),
)
PAYMENT_SUMS = Query(
    "ask/payment_sums.sql",
    pl.Schema(
        {
            **_PAYER,
            "lines": COUNT,
            "units": REAL,
            "billed_fee_cents": COUNT,
            "accepted_fee_cents": COUNT,
            "paid_fee_cents": COUNT,
            "allowed_cents": COUNT,
            "after_allowed_cents": COUNT,
            "plan_paid_cents": COUNT,
        }
    ),
)
SHORT_PAID = Query(
    "ask/short_paid.sql",
    pl.Schema(
        {
            **_PAYER,
            "month": DAY,
            "due": TEXT,
            "lines": COUNT,
            "short_lines": COUNT,
            "expected_cents": COUNT,
            "short_cents": COUNT,
        }
    ),
)
PRICED_LINES = Query(
    "ask/priced_lines.sql",
    pl.Schema(
        {
            "line_id": TEXT,
            "claim_id": TEXT,
            "service_date": DAY,
            "payer_name": TEXT,
            "provider_name": TEXT,
            "place_of_service": TEXT,
            "units": REAL,
            "allowed_cents": COUNT,
            "cents_per_unit": REAL,
            "fee_cents": COUNT,
            "price_index": REAL,
            "expected_cents": COUNT,
            "expected_basis": TEXT,
            "short_cents": COUNT,
        }
    ),
)
DRUG_AUTHORIZATION = Query("ask/drug_answers.sql", pl.Schema({**_PAYER, "answered": COUNT, "unauthorized": COUNT}))


def prices(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month, stratum and allowed cents per unit: lines of 96372 whose price can be read."""
    return PRICES(cursor, **_filters(view))


def outcome_strata(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, quarter, drug family, kind of visit and place: answered and first-denied lines."""
    return OUTCOMES(cursor, **_filters(view))


def payment_sums(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer: cents from the fee of the billed units down to what the plan paid."""
    return PAYMENT_SUMS(cursor, **_filters(view))


def short_paid(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month and basis (owed, observed): lines paid as billed and cents short."""
    return SHORT_PAID(cursor, **_filters(view))


def priced_lines(cursor: duckdb.DuckDBPyConnection, view: View, payer: str, *, most: int) -> pl.DataFrame:
    """One row per priced line of a payer, the shortest paid first."""
    return PRICED_LINES(cursor, **_filters(view), payer=payer, most=most)


def drug_authorization(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer: answered drug lines of injection days, and those first denied without authorization."""
    return DRUG_AUTHORIZATION(cursor, **_filters(view))


def _filters(view: View) -> dict[str, object]:
    params = view.params(None)
    del params["as_of"]
    return params
