"""The three balances of an 835 in cents: service, claim, transaction."""

import polars as pl

from analytics.importers.batch import attach
from analytics.importers.edi835.adjustments import by_cause, summed


def balanced_lines(lines: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Add line_cas, line_pr and unbalanced_cents = SVC02 - CAS - SVC03; null when an amount is unknown."""
    fault = pl.col("charge_cents") - pl.col("line_cas") - pl.col("paid_cents")
    return (
        attach(lines, summed(adjustments, "line"), on="line")
        .with_columns(pl.col("line_cas", "line_pr").fill_null(0), pl.col("line_cas_unknown").fill_null(False))
        .with_columns(pl.when(~pl.col("line_cas_unknown")).then(fault).alias("unbalanced_cents"))
    )


def balanced_claims(claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Add the sums of its lines, repeated_adjustments and the larger of the two faults of each claim."""
    paid_and_cut = pl.col("charge_cents", "paid_cents")
    of_lines = lines.group_by("claim", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("line_count"), paid_and_cut.fill_null(0).sum().name.prefix("line_"),
        pl.col("line_cas").sum(), pl.col("line_cas_unknown").any(),
        pl.col("own_unreadable").sum().alias("line_unreadable"),
    )  # fmt: skip
    sums = ("line_count", "line_charge_cents", "line_paid_cents", "line_cas", "claim_cas")
    return (
        attach(claims, of_lines, summed(adjustments, "claim"), on="claim")
        .with_columns(pl.col(sums).fill_null(0), pl.col("line_cas_unknown", "claim_cas_unknown").fill_null(False))
        .pipe(_with_repeated, adjustments)
        .with_columns(pl.when(~_unknown()).then(_larger(*_faults())).alias("unbalanced_cents"))
    )


def _with_repeated(claims: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Add repeated_adjustments: the claim balances with the line level alone, and the claim level is a copy of it."""
    with_lines = pl.col("charge_cents") - pl.col("line_cas") - pl.col("paid_cents")
    both = (with_lines == 0) & (pl.col("claim_cas") != 0) & (pl.col("line_cas") == pl.col("claim_cas"))
    asked = claims.filter(both)["claim"]
    if asked.is_empty():
        return claims.with_columns(pl.lit(False).alias("repeated_adjustments"))
    causes = by_cause(adjustments.filter(pl.col("claim").is_in(asked.implode())))
    differ = causes.filter(pl.col("of_claim") != pl.col("of_lines"))["claim"]
    same = pl.col("claim").is_in(asked.implode()) & ~pl.col("claim").is_in(differ.implode())
    return claims.with_columns(same.alias("repeated_adjustments"))


def _unknown() -> pl.Expr:
    return pl.col("line_cas_unknown") | pl.col("claim_cas_unknown")


def _faults() -> tuple[pl.Expr, pl.Expr]:
    """CLP03 - all CAS - CLP04, and (with lines) sum of SVC03 - claim CAS - CLP04."""
    own = pl.when(pl.col("repeated_adjustments")).then(0).otherwise(pl.col("claim_cas"))
    whole = pl.col("charge_cents") - own - pl.col("line_cas") - pl.col("paid_cents")
    lines = pl.when(pl.col("line_count") > 0).then(pl.col("line_paid_cents") - own - pl.col("paid_cents")).otherwise(0)
    return whole, lines


def _larger(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one.abs() >= other.abs()).then(one).otherwise(other)


MOST_CENTS = 10**12
"""A sum from here on is no payment's: it is kept in its parts, and no amount of ours can hold it."""


def balanced_payments(payments: pl.DataFrame, claims: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Add claim_count, sums of CLP04 and PLB, and BPR02 - (CLP04 - PLB); null when one of them is not known."""
    of_claims = claims.group_by("tx").agg(
        pl.len().cast(pl.Int64).alias("claim_count"), pl.col("paid_cents").sum().alias("claim_paid_cents"),
        (pl.col("unreadable") > 0).any().alias("claims_unreadable"),
    )  # fmt: skip
    of_pairs = pairs.group_by("tx").agg(
        pl.col("amount_cents").sum().alias("plb_cents"), pl.col("amount_cents").is_null().any().alias("plb_unreadable")
    )
    sums = ("claim_count", "claim_paid_cents", "plb_cents")
    fault = pl.col("bpr_cents") - pl.col("claim_paid_cents") + pl.col("plb_cents")
    return (
        attach(payments, of_claims, of_pairs, on="tx")
        .with_columns(pl.col(sums).fill_null(0), pl.col("claims_unreadable", "plb_unreadable").fill_null(False))
        .with_columns(pl.when(pl.col(name).abs() < MOST_CENTS).then(name).alias(name) for name in sums[1:])
        .with_columns(
            pl.when(~pl.col("claims_unreadable") & ~pl.col("plb_unreadable")).then(fault).alias("balanced_cents")
        )
    )
