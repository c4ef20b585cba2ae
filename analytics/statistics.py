"""Intervals and waiting times as Polars expressions; formulas and reference values in statistics.md."""

import polars as pl

Z95 = 1.959963984540054
"""97.5th percentile of the standard normal distribution."""


def wilson(top: pl.Expr, bottom: pl.Expr, *, z: float = Z95) -> tuple[pl.Expr, pl.Expr]:
    """Wilson score interval of a proportion (Wilson 1927; Newcombe 1998): low and high, null without cases."""
    n = pl.when(bottom > 0).then(bottom.cast(pl.Float64))
    share = top.cast(pl.Float64) / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * ((share * (1 - share) / n + z**2 / (4 * n**2)).sqrt()) / (1 + z**2 / n)
    return (centre - half).clip(0, 1), (centre + half).clip(0, 1)


def waiting_quantile(hist: pl.DataFrame, keys: list[str], quantile: float) -> pl.DataFrame:
    """Kaplan-Meier quantile of days, lines not answered yet counted as still waiting.

    One row per key with `days` (null where the curve does not reach the quantile yet) and `n` lines.
    """
    by_day = (
        hist.group_by([*keys, "days"])
        .agg(
            answered=pl.col("lines").filter(pl.col("is_answered")).sum(),
            leaving=pl.col("lines").sum(),
        )
        .sort([*keys, "days"], nulls_last=True)
    )
    grouped = [pl.col(key) for key in keys] or [pl.lit(1)]
    at_risk = pl.col("leaving").cum_sum(reverse=True).over(grouped)
    still = (1 - pl.col("answered") / at_risk).cum_prod().over(grouped)
    curve = by_day.with_columns(waiting=still)
    reached = pl.col("days").filter(pl.col("waiting") <= 1 - quantile + 1e-12).min()
    total = pl.col("leaving").sum()
    if not keys:
        return curve.select(days=reached, n=total)
    return curve.group_by(keys, maintain_order=True).agg(days=reached, n=total)
