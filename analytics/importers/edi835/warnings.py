"""What of an 835 is loaded as sent and should be looked at."""

from collections.abc import Mapping

import polars as pl

from analytics.importers.batch import MARKS, Batch, joined, marked
from analytics.importers.edi835.codes import unlisted
from analytics.importers.edi835.refusals import bad_amount

OFF = pl.col("unbalanced_cents")
GROUPS = ("CO", "OA", "PI", "PR")


def warnings(frames: Mapping[str, pl.DataFrame], batch: Batch) -> pl.DataFrame:
    """MARKS of payments, claims, lines, adjustments and provider adjustments."""
    found = [
        *marked(frames["payments"], _of_payments(), off=pl.col("balanced_cents")),
        *marked(frames["pairs"], _of_pairs()),
        *marked(frames["claims"], _of_claims(), off=OFF),
        *marked(frames["lines"], _of_lines(), off=OFF),
        *marked(frames["adjustments"], _of_adjustments(frames["payments"])),
        *unlisted(frames, batch),
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


def _of_pairs() -> dict[str, pl.Expr]:
    return {
        "amount_missing": pl.col("amount_text").is_null(),
        "plb_amount_unreadable": pl.col("amount_cents").is_null(),
    }


NO_AMOUNT = pl.any_horizontal(pl.col("charge_text", "paid_text").is_null())


def _of_claims() -> dict[str, pl.Expr]:
    reversal = (pl.col("status") == "22").fill_null(False)
    return {
        "amount_missing": NO_AMOUNT,
        "payer_claim_number_missing": pl.col("payer_claim_id").is_null(),
        "claim_unbalanced": pl.col("unbalanced_cents") != 0,
        "repeated_adjustments": pl.col("repeated_adjustments"),
        "negative_charge": (pl.col("charge_cents") < 0) & ~reversal,
    }


def _of_lines() -> dict[str, pl.Expr]:
    return {
        "amount_missing": NO_AMOUNT,
        "line_unbalanced": pl.col("unbalanced_cents") != 0,
        "units_missing": pl.col("units_text").is_null(),
        "units_fraction": pl.col("units_sent") % 1 != 0,
        "service_date_of_claim": pl.col("date_source") == "232",
        "service_date_missing": pl.col("date_source") == "none",
    }


def _of_adjustments(payments: pl.DataFrame) -> dict[str, pl.Expr]:
    of_5010 = payments.filter(pl.col("version").str.starts_with("005010").fill_null(False))["tx"]
    known = pl.col("group").is_in(GROUPS) | ((pl.col("group") == "CR") & ~pl.col("tx").is_in(of_5010.implode()))
    return {
        "adjustment_group_unknown": ~known.fill_null(False),
        "amount_missing": pl.col("amount_text").is_null(),
        "adjustment_amount_unreadable": pl.col("cents").is_null(),
    }
