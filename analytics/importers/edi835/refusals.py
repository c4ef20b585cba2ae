"""Which claims of an 835 cannot be loaded and why, and what to warn of."""

import polars as pl

from analytics.importers.batch import MARKS, ROW, attach, joined, marks

GROUPS = ("CO", "OA", "PI", "PR")
REFUSED = pl.Schema({"claim": ROW, "row": ROW, "code": pl.String()})


def refusals(claims: pl.DataFrame, lines: pl.DataFrame, own_days: pl.DataFrame, odd: pl.DataFrame) -> pl.DataFrame:
    """One row per refused claim: claim, row of the offending segment, code; the first offence in the file counts."""
    claims, lines = attach(claims, own_days, on="tx"), attach(lines, own_days, on="tx")
    lines = attach(lines, claims.select("claim", status="status"), on="claim")
    at_claim = [_refused(code, claims.filter(wrong)) for code, wrong in _claim_rules()]
    at_line = [_refused(code, lines.filter(wrong)) for code, wrong in _line_rules()]
    found = [*at_claim, *at_line, _refused("control_character", odd.filter(pl.col("claim") > 0))]
    return joined(found, REFUSED).sort("row", maintain_order=True).unique("claim", keep="first", maintain_order=True)


def _refused(code: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("claim", "row", pl.lit(code).alias("code"))


def bad_amount(text: str, cents: str) -> pl.Expr:
    """There is something where the amount belongs, and it is no amount."""
    return pl.col(text).is_not_null() & pl.col(cents).is_null()


def bad_day(text: str, day: str) -> pl.Expr:
    """A date that is no day, or lies more than one day behind the file's own date."""
    late = (pl.col(day) > pl.col("own_day") + pl.duration(days=1)).fill_null(False)
    return (pl.col(text).is_not_null() & pl.col(day).is_null()) | late


def _claim_rules() -> list[tuple[str, pl.Expr]]:
    return [
        ("claim_number_missing", pl.col("claim_id").is_null()),
        ("payer_claim_number_missing", pl.col("payer_claim_id").is_null()),
        ("amount_missing", pl.any_horizontal(pl.col("charge_text", "paid_text").is_null())),
        ("unreadable_amount", pl.col("own_unreadable") > 0),
        ("bad_date", bad_day("text_232", "service_date_from") | bad_day("text_233", "service_date_to")),
    ]


def _line_rules() -> list[tuple[str, pl.Expr]]:
    reversal = (pl.col("status") == "22") | (pl.col("charge_cents") < 0)
    negative = (pl.min_horizontal("units_sent", "billed_units_sent") < 0) & ~reversal.fill_null(False)
    no_units = bad_amount("units_text", "units_sent") | bad_amount("billed_units_text", "billed_units_sent")
    days = [bad_day(f"text_{code}", f"day_{code}") for code in ("472", "150", "151")]
    return [
        ("amount_missing", pl.any_horizontal(pl.col("charge_text", "paid_text").is_null())),
        ("unreadable_amount", pl.col("own_unreadable") > 0),
        ("bad_units", no_units | negative.fill_null(False)),
        ("bad_date", pl.any_horizontal(days)),
        ("too_many_modifiers", pl.col("too_many")),
    ]


def warnings(
    payments: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame, pairs: pl.DataFrame
) -> pl.DataFrame:
    """Everything loaded as sent that a person should look at: tx, row, code."""
    return joined([*_of_payments(payments, pairs), *_of_claims(claims), *_of_lines(lines, adjustments)], MARKS)


def _of_payments(payments: pl.DataFrame, pairs: pl.DataFrame) -> list[pl.DataFrame]:
    off = pl.col("balanced_cents")
    flipped = (off != 0) & (off - 2 * pl.col("plb_cents") == 0)
    return [
        marks("transaction_unbalanced", payments.filter((off != 0) & ~flipped)),
        marks("plb_sign", payments.filter(flipped)),
        marks("payment_amount_unreadable", payments.filter(bad_amount("bpr", "bpr_cents"))),
        marks("payment_amount_missing", payments.filter(pl.col("bpr").is_null())),
        marks("plb_amount_unreadable", pairs.filter(pl.col("amount_cents").is_null())),
        marks("payment_date_unreadable", payments.filter(_bad_payment_day())),
    ]


def _bad_payment_day() -> pl.Expr:
    return bad_amount("bpr16", "payment_date") | bad_amount("dtm405", "production_date")


def _of_claims(claims: pl.DataFrame) -> list[pl.DataFrame]:
    negative = (pl.col("charge_cents") < 0) & (pl.col("status").fill_null("") != "22")
    twice = (pl.col("status") == "22") & pl.struct("tx", "claim_id", "payer_claim_id", "charge_cents", "paid_cents").is_duplicated()
    return [
        marks("claim_unbalanced", claims.filter(pl.col("unbalanced_cents") != 0)),
        marks("repeated_adjustments", claims.filter("repeated_adjustments")),
        marks("negative_charge", claims.filter(negative)),
        marks("reversal_twice", claims.filter(twice)),
        marks("reversal_without_original", claims.filter(_without_original(claims))),
    ]


def _without_original(claims: pl.DataFrame) -> pl.Series:
    """Reversals of this batch whose original, by payer number or own number and opposite charge, is not in it."""
    whole = claims.filter(pl.col("status").fill_null("") != "22")
    known = {*_pairs(whole, "payer_claim_id"), *_pairs(whole, "claim_id")}
    reversal = claims["status"].fill_null("") == "22"
    if not reversal.any():
        return reversal
    rows = claims.select("payer_claim_id", "original_reference", "claim_id", "charge_cents").iter_rows()
    found = [any((n, -(c or 0)) in known for n in numbers) for *numbers, c in rows]
    return reversal & ~pl.Series(found, dtype=pl.Boolean)


def _pairs(claims: pl.DataFrame, number: str) -> set[tuple[str | None, int | None]]:
    return set(claims.select(number, "charge_cents").iter_rows())


def _of_lines(lines: pl.DataFrame, adjustments: pl.DataFrame) -> list[pl.DataFrame]:
    fraction = (pl.col("units_sent") % 1 != 0).fill_null(False)
    odd_group = ~pl.col("group").is_in([*GROUPS, "CR"]).fill_null(False) | ((pl.col("group") == "CR") & ~pl.col("is_4010"))
    return [
        marks("line_unbalanced", lines.filter(pl.col("unbalanced_cents") != 0)),
        marks("units_missing", lines.filter(pl.col("units_text").is_null())),
        marks("units_fraction", lines.filter(fraction)),
        marks("service_date_of_claim", lines.filter(pl.col("date_source") == "232")),
        marks("service_date_missing", lines.filter(pl.col("date_source") == "none")),
        marks("adjustment_group_unknown", adjustments.filter(odd_group)),
        marks("adjustment_amount_unreadable", adjustments.filter(pl.col("cents").is_null())),
    ]
