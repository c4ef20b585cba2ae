"""Event identities: the same answer of a payer has the same identity in whatever file it stands."""

import polars as pl

from analytics.importers.batch import attach
from analytics.importers.keys import content_hash, nth_of_equal
from analytics.x12.separators import ELEMENT

LINE = ("composite", "billed_composite", "charge_cents", "paid_cents", "units_text", "service_date", "cuts")
CLAIM = ("charge_cents", "paid_cents", "share_cents", "cuts", "lines_said")


def identified(
    claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame, payments: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims and lines with `identity`: payer, trace, date, claim numbers, status, amounts, and which of equal ones."""
    events = attach(claims, _heads(payments), on="tx").select(
        "claim", _text("head", "claim_id", "payer_claim_id", "status").alias("event")
    )
    cuts = _cuts(adjustments)
    lines = attach(lines, events, on="claim")
    lines = attach(lines, cuts.filter(pl.col("line") > 0).select("line", "cuts"), on="line")
    lines = lines.with_columns(_text(*LINE).alias("said"))
    claims = attach(
        claims, events, cuts.filter(pl.col("line") == 0).select("claim", "cuts"), _lines_said(lines), on="claim"
    ).with_columns(_text(*CLAIM).alias("said"))
    return _hashed(claims), _hashed(lines)


def _text(*columns: str) -> pl.Expr:
    """The columns as one text; no value can hold the element separator, so different values give different texts."""
    return pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in columns], separator=ELEMENT)


def _heads(payments: pl.DataFrame) -> pl.DataFrame:
    """The payment's part of an identity; BPR02 stands in for a missing trace only."""
    payer = pl.coalesce("payer_source_id", "payer_source_name").alias("payer")
    trace = pl.coalesce("trace", pl.col("bpr_cents").cast(pl.String)).alias("paid_by")
    heads = payments.select("tx", payer, trace, "payment_date")
    return heads.select("tx", _text("payer", "paid_by", "payment_date").alias("head"))


def _cuts(adjustments: pl.DataFrame) -> pl.DataFrame:
    """The adjustments of each claim (line 0) and line as one text, in the order sent."""
    amount = pl.coalesce(pl.col("cents").cast(pl.String), "amount_text").alias("taken")
    one = adjustments.select("claim", "line", "group", "reason", amount, "quantity_text")
    return (
        one.select("claim", "line", _text("group", "reason", "taken", "quantity_text").alias("cut"))
        .group_by("claim", "line", maintain_order=True)
        .agg(pl.col("cut").str.join(ELEMENT).alias("cuts"))
    )


def _lines_said(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.group_by("claim", maintain_order=True).agg(pl.col("said").str.join(ELEMENT).alias("lines_said"))


def _hashed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `identity` and drop the texts it was made of."""
    frame = frame.with_columns(_text("event", "said").alias("content"))
    nth = nth_of_equal(frame, "tx", "content")
    content = frame.select(pl.when(nth > 1).then(_text("content") + ELEMENT + nth.cast(pl.String)).otherwise("content"))
    return frame.with_columns(content_hash(content.to_series()).alias("identity")).drop("event", "said", "content", "cuts")
