"""One row per CAS triplet, at claim or at line level."""

import polars as pl

from analytics.importers.batch import Batch
from analytics.x12.elements import cents, element, quantity

FIRST_REASON = 2


def adjustments(batch: Batch, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Every triplet of every CAS; `line` is 0 at claim level, `position` counts within the loop from 1."""
    cas = _of_known(batch.split("CAS").filter(pl.col("claim") > 0), claims, lines)
    cas = cas.with_columns(element(1).alias("group"), pl.col("e").list.len().alias("length"))
    longest = cas["length"].max()
    last = int(longest) if isinstance(longest, int) else 0
    triplets = [_triplet(cas, at) for at in range(FIRST_REASON, max(last, FIRST_REASON + 1), 3)]
    found = pl.concat(triplets).sort("row", "at")
    return found.with_columns(
        cents(pl.col("amount_text")).alias("cents"), quantity(pl.col("quantity_text")).alias("quantity"), _position()
    )


def _of_known(cas: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Adjustments of a segment that is no claim or line of an 835 belong to nothing."""
    of_claim = pl.col("claim").is_in(claims["claim"].implode())
    of_line = (pl.col("line") == 0) | pl.col("line").is_in(lines["line"].implode())
    return cas.filter(of_claim & of_line)


def _triplet(cas: pl.DataFrame, at: int) -> pl.DataFrame:
    """The triplet that begins at element `at`, of the CAS segments that reach so far."""
    found = cas.filter(pl.col("length") > at).select(
        "row", "claim", "line", "group", at=pl.lit(at),
        reason=element(at), amount_text=element(at + 1), quantity_text=element(at + 2),
    )  # fmt: skip
    return found.filter(pl.any_horizontal(pl.col("reason", "amount_text").is_not_null()))


def _position() -> pl.Expr:
    """The order within the loop: the triplets of one claim or line stand together."""
    number = pl.int_range(1, pl.len() + 1)
    begins = (pl.col("claim") != pl.col("claim").shift()) | (pl.col("line") != pl.col("line").shift())
    return (number - pl.when(begins.fill_null(True)).then(number).forward_fill() + 1).alias("position")


def summed(adjustments: pl.DataFrame, key: str) -> pl.DataFrame:
    """Per claim (its own level only) or line: cents taken off, of these patient responsibility, and unknown amounts."""
    at_level = pl.col("line") > 0 if key == "line" else pl.col("line") == 0
    amount = pl.col("cents")
    return (
        adjustments.filter(at_level)
        .group_by(key, maintain_order=True)
        .agg(
            amount.sum().alias(f"{key}_cas"),
            pl.when(pl.col("group") == "PR").then(amount).sum().alias(f"{key}_pr"),
            amount.is_null().any().alias(f"{key}_cas_unknown"),
        )
    )
