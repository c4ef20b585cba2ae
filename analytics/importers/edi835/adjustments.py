"""One row per CAS triplet, at claim or at line level."""

import polars as pl

from analytics.importers.batch import Batch
from analytics.x12.elements import cents, element, money, quantity

FIRST_REASON = 2


def adjustments(batch: Batch) -> pl.DataFrame:
    """Every triplet of every CAS; `line` is 0 at claim level, `position` counts within the loop from 1."""
    cas = batch.of("CAS").filter(pl.col("claim") > 0).with_columns(pl.col("line").fill_null(0), element(1).alias("group"))
    longest = int(cas["e"].list.len().max() or 0)  # type: ignore[arg-type]
    triplets = [_triplet(cas, at) for at in range(FIRST_REASON, max(longest, FIRST_REASON + 1), 3)]
    found = pl.concat(triplets).sort("row", "at")
    return found.with_columns(
        cents(pl.col("amount_text")).alias("cents"), quantity(pl.col("quantity_text")).alias("quantity"),
        pl.int_range(1, pl.len() + 1).over("claim", "line").alias("position"),
    ).with_columns(money(pl.col("cents")).alias("amount"))  # fmt: skip


def _triplet(cas: pl.DataFrame, at: int) -> pl.DataFrame:
    """The triplet that begins at element `at`, of the CAS segments that reach so far."""
    return (
        cas.filter(pl.col("e").list.len() > at)
        .select(
            "tx", "row", "claim", "line", "group", at=pl.lit(at),
            reason=element(at), amount_text=element(at + 1), quantity_text=element(at + 2),
        )
        .filter(pl.any_horizontal(pl.col("reason", "amount_text").is_not_null()))
    )  # fmt: skip


def summed(adjustments: pl.DataFrame, key: str) -> pl.DataFrame:
    """Per claim (its own level only) or line: cents taken off, of these patient responsibility, and unknown amounts."""
    at_level = pl.col("line") > 0 if key == "line" else pl.col("line") == 0
    amount = pl.col("cents")
    return (
        adjustments.filter(at_level)
        .group_by(key)
        .agg(
            amount.sum().alias(f"{key}_cas"),
            amount.filter(pl.col("group") == "PR").sum().alias(f"{key}_pr"),
            amount.is_null().any().alias(f"{key}_cas_unknown"),
        )
    )
