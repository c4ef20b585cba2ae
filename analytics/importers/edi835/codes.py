"""Reason and remark codes that are on no list, or that were deactivated before the file was made."""

from collections.abc import Mapping

import polars as pl

from analytics.importers.batch import AT_LINE, Batch, marks
from analytics.importers.details import valued
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
