"""What payers allow and pay for 96372, in sums from which every comparison is made."""

import duckdb
import polars as pl

from analytics.metrics.cubes import Sums, View, cell
from analytics.query import Query

TEXT, DAY, COUNT, REAL, FLAG = pl.String(), pl.Date(), pl.Int64(), pl.Float64(), pl.Boolean()
_PAYER = ("payer", "payer_class")
_STRATUM: dict[str, pl.DataType] = {
    "quarter": COUNT,
    "locality": TEXT,
    **dict.fromkeys(("is_npp", "is_facility", "is_repeat"), FLAG),
    **dict.fromkeys(("cents", "fee_cents"), COUNT),
}
PRICES = Sums(
    "ask/prices.sql",
    cell(**_STRATUM, lines=COUNT, priced_allowed_cents=COUNT, priced_fee_cents=COUNT),
    own=tuple(_STRATUM),
)
OUTCOMES = Sums(
    "ask/outcome_strata.sql",
    cell(
        quarter=COUNT,
        drug_family=TEXT,
        pair_kind=TEXT,
        **dict.fromkeys(("answered", "denied", "bundled", "unauthorized"), COUNT),
    ),
    own=("quarter", "drug_family", "pair_kind"),
)
_CENTS = (
    *("billed_fee_cents", "accepted_fee_cents", "paid_fee_cents"),
    *("allowed_cents", "after_allowed_cents", "plan_paid_cents"),
)
PAYMENT_SUMS = Sums("ask/payment_sums.sql", cell(lines=COUNT, unit_thousandths=COUNT, **dict.fromkeys(_CENTS, COUNT)))
SHORT_PAID = Sums(
    "ask/short_paid.sql",
    cell(due=TEXT, **dict.fromkeys(("lines", "short_lines", "expected_cents", "short_cents"), COUNT)),
    own=("due",),
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
DRUG_AUTHORIZATION = Sums("ask/drug_answers.sql", cell(answered=COUNT, unauthorized=COUNT), rows="cube/drug_line.sql")


def prices(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month, stratum and allowed cents per unit: lines of 96372 whose price can be read."""
    return PRICES.of(cursor, view, (*_PAYER, "month"))


def outcome_strata(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, quarter, drug family, kind of visit and place: answered and first-denied lines."""
    return OUTCOMES.of(cursor, view, (*_PAYER, "place_of_service"))


def payment_sums(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer: cents from the fee of the billed units down to what the plan paid."""
    sums = PAYMENT_SUMS.of(cursor, view, _PAYER)
    # Kept as whole thousandths: floats add up to another last digit in another order.
    return sums.with_columns(units=pl.col("unit_thousandths") / 1_000).drop("unit_thousandths")


def short_paid(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month and basis (owed, observed): lines paid as billed and cents short."""
    return SHORT_PAID.of(cursor, view, (*_PAYER, "month"))


def priced_lines(cursor: duckdb.DuckDBPyConnection, view: View, payer: str, *, most: int) -> pl.DataFrame:
    """One row per priced line of a payer, the shortest paid first."""
    return PRICED_LINES(cursor, **_filters(view), payer=payer, most=most)


def drug_authorization(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer: answered drug lines of injection days, and those first denied without authorization."""
    return DRUG_AUTHORIZATION.of(cursor, view, _PAYER)


def _filters(view: View) -> dict[str, object]:
    params = view.params(None)
    del params["as_of"]
    return params
