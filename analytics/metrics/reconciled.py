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
    """One row per reason of provider adjustments: how many, and cents."""
    frame = adjustments.group_by("reason").agg(pl.len().cast(pl.Int64).alias("count"), pl.col("cents").sum())
    return frame.sort(pl.col("cents").abs(), "reason", descending=[True, False])


@dataclass(frozen=True)
class TakenBack:
    """Takebacks by PLB in cents: what no line of its claim shows, what names no claim, and how many of each."""

    outside: int
    outside_count: int
    unallocated: int
    unallocated_count: int
    shown: int

    @property
    def gone(self) -> int:
        """All that was taken and that no line shows."""
        return self.outside + self.unallocated


def taken_back(takebacks: pl.DataFrame) -> TakenBack:
    """The sums of the takebacks; `shown` is what a reversal of the claim has taken from its lines as well."""
    is_unallocated = pl.col("claim_id").is_null()
    loose, named = takebacks.filter(is_unallocated), takebacks.filter(~is_unallocated)
    outside = int(named["outside_cents"].sum())
    return TakenBack(
        outside=outside,
        outside_count=named.filter(pl.col("outside_cents") > 0).height,
        unallocated=int(loose["amount_cents"].sum()),
        unallocated_count=loose.height,
        shown=int(named["amount_cents"].sum()) - outside,
    )


def gone(takebacks: pl.DataFrame) -> pl.DataFrame:
    """The takebacks that no line shows in full, the largest first: with `kind`, and the cents that are gone."""
    is_unallocated = pl.col("claim_id").is_null()
    kind = pl.when(is_unallocated).then(pl.lit("unallocated")).when("has_reversal").then(pl.lit("beyond_reversal"))
    frame = takebacks.with_columns(
        kind=kind.otherwise(pl.lit("outside")),
        gone_cents=pl.when(is_unallocated).then("amount_cents").otherwise("outside_cents"),
    )
    return frame.filter(pl.col("gone_cents") > 0).sort("gone_cents", descending=True, maintain_order=True)
