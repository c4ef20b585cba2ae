"""What of an 835 is loaded as sent and should be looked at."""

from collections.abc import Mapping

import polars as pl

from analytics.importers.batch import AT_LINE, MARKS, Batch, joined, marked, marks
from analytics.importers.details import valued
from analytics.importers.edi835.refusals import bad_amount
from analytics.reference.shipped import reason_codes, remark_codes

# Only what looks like a code is named in a notice: whatever else stands there may be about a patient.
SHAPE = "^[A-Z0-9]{1,5}$"
UNNAMED = "(a text that is no code)"


def unlisted(frames: Mapping[str, pl.DataFrame], batch: Batch) -> list[pl.DataFrame]:
    """MARKS of adjustments, remarks of claims and remarks of lines; each names its code."""
    days, reasons, remarks = frames["payments"].select("tx", "own_day"), reason_codes(), remark_codes()
    cuts = frames["adjustments"].select("tx", "row", code="reason")
    said = frames["claims"].select("tx", "row", code="remarks").filter(pl.col("code").list.len() > 0)
    found = [*_marks("reason_code", cuts, reasons, days), *_marks("remark_code", said.explode("code"), remarks, days)]
    of_lines = frames["lines"]["remarks"].drop_nulls().explode(empty_as_null=False, keep_nulls=False)
    if len(_odd(of_lines, remarks)):  # most files name no odd code at all
        found += _marks("remark_code", _remarks(batch), remarks, days)
    return found


def _remarks(batch: Batch) -> pl.DataFrame:
    """LQ*HE of lines; a pharmacy's codes (LQ*RX) are of another list."""
    return batch.placed(valued(batch, "LQ", "HE").filter(AT_LINE)).select("tx", "row", code="value")


def _odd(codes: pl.Series, listed: pl.DataFrame) -> pl.Series:
    """The distinct codes that are on no list, or are on it with an end."""
    distinct = codes.drop_nulls().unique().alias("code").to_frame()
    active = listed.filter(pl.col("end_date").is_null())
    return distinct.join(active, left_on=_capitals(), right_on="code", how="anti")["code"]


def _marks(what: str, sent: pl.DataFrame, listed: pl.DataFrame, days: pl.DataFrame) -> list[pl.DataFrame]:
    odd = _odd(sent["code"], listed)
    if odd.is_empty():
        return []
    ends = listed.with_columns(is_listed=True)
    rows = sent.filter(pl.col("code").is_in(odd.implode())).with_columns(_capitals(), detail=_named())
    rows = rows.join(ends, on="code", how="left", maintain_order="left").join(days, on="tx", how="left")
    unknown = rows.filter(pl.col("is_listed").is_null())
    ended = rows.filter(pl.col("end_date") <= pl.col("own_day"))
    return [marks(f"{what}_{how}", one) for how, one in (("unknown", unknown), ("ended", ended)) if one.height]


def _capitals() -> pl.Expr:
    return pl.col("code").str.to_uppercase().str.strip_chars()


def _named() -> pl.Expr:
    code = _capitals()
    return pl.when(code.str.contains(SHAPE)).then(code).otherwise(pl.lit(UNNAMED))


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
