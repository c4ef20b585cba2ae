"""Limits of one share, and of the difference of two (statistics 1 and 2)."""

from math import hypot, sqrt
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


def at_least(top: float, n: float, more: float) -> Rate:
    """A share with its limits where more cases may belong: as high as if they all did."""
    share, low, _ = wilson_limits(top, n)
    return share, low, wilson_limits(min(top + more, n), n)[2]


def newcombe(one: Rate, two: Rate) -> tuple[float, float]:
    """Limits of the difference of two shares (Newcombe 1998, method 10)."""
    (p1, l1, u1), (p2, l2, u2) = one, two
    difference = p1 - p2
    return difference - hypot(p1 - l1, u2 - p2), difference + hypot(u1 - p1, p2 - l2)


def mean_limits(n: int, total: float, squares: float) -> Rate:
    """A mean with its 95 % limits, from the number, the sum and the sum of squares."""
    mean = total / n
    half = Z95 * sqrt(max(squares / n - mean**2, 0.0) / n)
    return mean, mean - half, mean + half
