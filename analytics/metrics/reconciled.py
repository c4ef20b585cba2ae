"""From bank payments through provider adjustments and claims to lines: sums, and what stands between them."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Bridge:
    """Cents from the bank to the lines: each step is what stands between the two."""

    bank: int
    adjusted: int
    unbalanced: int
    claims: int
    refused: int
    elsewhere: int
    lines: int
    injections: int


def bridge_of(payments: pl.DataFrame, lines: pl.DataFrame) -> Bridge:
    """The sums of all payments, and what their claims come to as lines; what is left between is named `elsewhere`."""
    sums = {name: int(payments[name].sum()) for name in payments.columns if name.endswith("_cents")}
    paid, injections = lines.row(0)
    # bank = claims − adjusted + unbalanced, as BPR02 is checked against CLP04 and PLB.
    unbalanced = sums["bank_cents"] - (sums["claim_cents"] - sums["adjusted_cents"])
    elsewhere = sums["claim_cents"] - sums["refused_cents"] - paid
    return Bridge(
        bank=sums["bank_cents"],
        adjusted=sums["adjusted_cents"],
        unbalanced=unbalanced,
        claims=sums["claim_cents"],
        refused=sums["refused_cents"],
        elsewhere=elsewhere,
        lines=paid,
        injections=injections,
    )


def off_payments(payments: pl.DataFrame) -> pl.DataFrame:
    """The payments with a difference at any step, the largest first."""
    off = ("off_bank_cents", "refused_cents")
    total = pl.sum_horizontal(pl.col(name).fill_null(0).abs() for name in off)
    return payments.filter(total > 0).sort(total, descending=True)


def by_reason(adjustments: pl.DataFrame) -> pl.DataFrame:
    """One row per reason of provider adjustments: how many, cents, and how much of it names a claim."""
    is_named = pl.col("claim_id").is_not_null()
    frame = adjustments.group_by("reason").agg(
        pl.len().cast(pl.Int64).alias("count"),
        pl.col("cents").sum(),
        pl.col("cents").filter(is_named).sum().alias("named_cents"),
        pl.col("is_outside").sum().cast(pl.Int64).alias("outside"),
    )
    return frame.sort(pl.col("cents").abs(), "reason", descending=[True, False])
