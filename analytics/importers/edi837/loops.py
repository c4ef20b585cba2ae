"""Which HL loop a claim stands in: by position, never by HL id, since ids repeat in real files."""

import polars as pl

from analytics.importers.batch import Batch
from analytics.importers.rules import beneath
from analytics.x12.elements import element

LEVELS = {"20": "billing_loop", "22": "subscriber_loop", "23": "patient_loop"}


def loops(batch: Batch) -> pl.DataFrame:
    """One row per HL: `loop` (its row), and the rows of the billing, subscriber and patient loops it stands in."""
    hl = batch.placed(batch.split("HL")).select("tx", "row", level=element(3))
    own = [pl.when(pl.col("level") == level).then("row").alias(name) for level, name in LEVELS.items()]
    # A new billing provider ends the subscriber before it, and a new subscriber the dependent.
    filled = hl.with_columns(own).with_columns(
        pl.col("billing_loop").forward_fill().over("tx"), pl.col("subscriber_loop").forward_fill().over("tx")
    )
    current = pl.col("subscriber_loop") > pl.col("billing_loop").fill_null(0)
    return filled.with_columns(pl.when(current).then("subscriber_loop").alias("subscriber_loop")).rename(
        {"row": "loop"}
    )


def in_loop(batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    """Add `loop`, the row of the last HL of the same transaction at or before each row; null when there is none."""
    hl = batch.of("HL").select("row", loop="row")
    ends = batch.transactions.select(row="start", loop=pl.lit(None, pl.UInt32))
    return frame.join_asof(pl.concat([hl, ends]).sort("row"), on="row", strategy="backward")


def heads(batch: Batch, tag: str) -> pl.DataFrame:
    """Segments of a tag that stand in the head of an HL loop, before its first claim: with `loop`."""
    part = batch.split(tag).filter(pl.col("claim") == 0)
    return in_loop(batch, part).filter(pl.col("loop").is_not_null())


def unreadable(batch: Batch, billed: pl.DataFrame) -> pl.DataFrame:
    """Claim and row of segments with a control character, in a claim or in a loop or transaction that it stands in."""
    odd = in_loop(batch, batch.control_characters().sort("row"))
    in_header = beneath(odd.filter(pl.col("loop").is_null()), billed, "tx")
    in_loops = [beneath(odd.rename({"loop": name}), billed, name) for name in LEVELS.values()]
    return pl.concat([in_header, *in_loops]).unique(maintain_order=True)
