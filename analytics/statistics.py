"""Intervals, limits, tests and waiting times; formulas and reference values in statistics.md."""

from collections.abc import Sequence
from math import exp, hypot, lgamma, sqrt
from statistics import NormalDist

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


Rate = tuple[float, float, float]
"""A share with its lower and upper limit."""


def wilson_limits(top: float, n: float, alarm: float = 0.05) -> Rate:
    """The same for one share, at any level of confidence; n may be an effective number."""
    z = NormalDist().inv_cdf(1 - alarm / 2)
    share = top / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(max(share * (1 - share), 0.0) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return share, max(0.0, centre - half), min(1.0, centre + half)


def newcombe(one: Rate, two: Rate) -> tuple[float, float]:
    """Limits of the difference of two shares (Newcombe 1998, method 10)."""
    (p1, l1, u1), (p2, l2, u2) = one, two
    difference = p1 - p2
    return difference - hypot(p1 - l1, u2 - p2), difference + hypot(u1 - p1, p2 - l2)


Z_OUTER = 3.090232306167813
"""99.9th percentile of the standard normal distribution: the outer funnel limits hold 99.8 %."""
WINSOR = 0.10
"""Share of the z-scores pulled in on either side before over-dispersion is judged."""


def over_dispersion(units: Sequence[tuple[float, float]], level: float) -> float:
    """How much wider than chance units (top, n) scatter around a level: 1 when no more (Spiegelhalter 2005)."""
    if level in (0.0, 1.0) or len(units) < 2:
        return 1.0
    scores = sorted((top / n - level) / sqrt(level * (1 - level) / n) for top, n in units if n)
    cut = max(1, round(len(scores) * WINSOR)) if len(scores) > 4 else 0
    low, high = scores[cut], scores[len(scores) - 1 - cut]
    phi = sum(min(max(score, low), high) ** 2 for score in scores) / len(scores)
    # Above the 95th percentile of chi-square over its degrees of freedom, by its normal approximation.
    return phi if phi > 1 + 1.645 * sqrt(2 / len(scores)) else 1.0


def funnel_limits(level: float, n: float, phi: float, z: float) -> tuple[float, float]:
    """Lower and upper limit of a funnel at one size."""
    half = z * sqrt(phi * level * (1 - level) / n)
    return max(0.0, level - half), min(1.0, level + half)


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


def equal_shares(top: int, n: int, other_top: int, other_n: int) -> float:
    """How often chance alone sets two shares as far apart: Fisher's exact test, its smaller tail doubled."""
    hits, both = top + other_top, n + other_n
    if not n or not other_n or not 0 < hits < both:
        return 1.0
    step = 1 if top * both >= n * hits else -1
    return min(1.0, 2 * _tail(top, n, hits, both, step))


def _tail(top: int, n: int, hits: int, both: int, step: int) -> float:
    """The hypergeometric chance of `top` hits among n, or of any number farther out in the direction of `step`."""
    chance = exp(_ways(hits, top) + _ways(both - hits, n - top) - _ways(both, n))
    total, at = 0.0, top
    while chance > total * 1e-12:
        total += chance
        if step > 0:
            chance *= (hits - at) * (n - at) / ((at + 1) * max(both - hits - n + at + 1, 1))
        else:
            chance *= at * max(both - hits - n + at, 0) / ((hits - at + 1) * (n - at + 1))
        at += step
    return total


def _ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def benjamini_hochberg(chances: Sequence[float]) -> list[float]:
    """Each chance adjusted for how many were looked at: at or below q, the false among the named are q in the mean.

    Benjamini and Hochberg 1995; in the order given.
    """
    many, least = len(chances), 1.0
    adjusted = [1.0] * many
    by_size = sorted(range(many), key=lambda at: chances[at], reverse=True)
    for rank, at in zip(range(many, 0, -1), by_size, strict=True):
        least = min(least, chances[at] * many / rank)
        adjusted[at] = least
    return adjusted


def mean_limits(n: int, total: float, squares: float) -> Rate:
    """A mean with its 95 % limits, from the number, the sum and the sum of squares."""
    mean = total / n
    half = Z95 * sqrt(max(squares / n - mean**2, 0.0) / n)
    return mean, mean - half, mean + half
