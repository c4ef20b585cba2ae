"""What of an 835 is loaded as sent and should be looked at."""

from collections.abc import Mapping

import polars as pl

from analytics.importers.batch import MARKS, joined, marked
from analytics.importers.edi835.refusals import bad_amount

GROUPS = ("CO", "OA", "PI", "PR")


def warnings(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """MARKS of payments, claims, lines, adjustments and provider adjustments."""
    found = [
        *marked(frames["payments"], _of_payments()),
        *marked(frames["pairs"], {"plb_amount_unreadable": pl.col("amount_cents").is_null()}),
        *marked(frames["claims"], _of_claims()),
        *marked(_reversals_alone(frames["claims"]), {"reversal_without_original": pl.lit(True)}),
        *marked(frames["lines"], _of_lines()),
        *marked(frames["adjustments"], _of_adjustments(frames["payments"])),
    ]
    return joined(found, MARKS)


def _of_payments() -> dict[str, pl.Expr]:
    off = pl.col("balanced_cents")
    flipped = (off != 0) & (off - 2 * pl.col("plb_cents") == 0)
    return {
        "transaction_unbalanced": (off != 0) & ~flipped,
        "plb_sign": flipped,
        "payment_amount_unreadable": bad_amount("bpr", "bpr_cents"),
        "payment_amount_missing": pl.col("bpr").is_null(),
        "payment_date_unreadable": bad_amount("bpr16", "payment_date") | bad_amount("dtm405", "production_date"),
    }


def _of_claims() -> dict[str, pl.Expr]:
    reversal = (pl.col("status") == "22").fill_null(False)
    same = pl.struct("tx", "claim_id", "payer_claim_id", "charge_cents", "paid_cents").is_duplicated()
    return {
        "claim_unbalanced": pl.col("unbalanced_cents") != 0,
        "repeated_adjustments": pl.col("repeated_adjustments"),
        "negative_charge": (pl.col("charge_cents") < 0) & ~reversal,
        "reversal_twice": reversal & same,
    }


def _reversals_alone(claims: pl.DataFrame) -> pl.DataFrame:
    """Reversals whose original, by payer number or own number and opposite charge, is not in their transaction."""
    reversal = (pl.col("status") == "22").fill_null(False)
    reversals, others = claims.filter(reversal), claims.filter(~reversal)
    if reversals.is_empty():
        return reversals
    numbers = ("payer_claim_id", "claim_id")
    known = {row for number in numbers for row in others.select("tx", number, "charge_cents").iter_rows()}
    asked = reversals.select("tx", "charge_cents", *numbers, "original_reference").iter_rows()
    alone = [not any((tx, number, -(cents or 0)) in known for number in mine) for tx, cents, *mine in asked]
    return reversals.filter(pl.Series(alone, dtype=pl.Boolean))


def _of_lines() -> dict[str, pl.Expr]:
    return {
        "line_unbalanced": pl.col("unbalanced_cents") != 0,
        "units_missing": pl.col("units_text").is_null(),
        "units_fraction": pl.col("units_sent") % 1 != 0,
        "service_date_of_claim": pl.col("date_source") == "232",
        "service_date_missing": pl.col("date_source") == "none",
    }


def _of_adjustments(payments: pl.DataFrame) -> dict[str, pl.Expr]:
    of_4010 = payments.filter(pl.col("version").str.starts_with("004010"))["tx"]
    known = pl.col("group").is_in(GROUPS)
    if len(of_4010):
        known |= (pl.col("group") == "CR") & pl.col("tx").is_in(of_4010.implode())
    return {
        "adjustment_group_unknown": ~known.fill_null(False),
        "adjustment_amount_unreadable": pl.col("cents").is_null(),
    }
