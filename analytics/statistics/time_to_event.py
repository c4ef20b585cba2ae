"""Days of waiting with those still waiting counted (statistics 8)."""

import polars as pl


def waiting_quantile(hist: pl.DataFrame, keys: list[str], quantile: float) -> pl.DataFrame:
    """Kaplan-Meier quantile of days, lines not answered yet counted as still waiting.

    One row per key with `days` (null where the curve does not reach the quantile yet) and `n` lines.
    """
    return reached_on(waiting_curve(hist, keys), keys, quantile)


def reached_on(curve: pl.DataFrame, keys: list[str], quantile: float) -> pl.DataFrame:
    """The same of a curve already made: several quantiles are read off one."""
    reached = pl.col("days").filter(pl.col("waiting") <= 1 - quantile + 1e-12).min()
    total = pl.col("leaving").sum()
    if not keys:
        return curve.select(days=reached, n=total)
    return curve.group_by(keys, maintain_order=True).agg(days=reached, n=total)


def waiting_curve(hist: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Kaplan-Meier estimate: one row per key and day with `waiting` (the share still waiting after it) and `at_risk`.

    `hist` has `days`, `is_answered` and `lines`; who is not answered waits from that day on out of sight.
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
    return by_day.with_columns(waiting=still, at_risk=at_risk)
