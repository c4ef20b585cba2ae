"""Days of waiting with those still waiting counted (statistics 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log, sqrt

import polars as pl

from analytics.statistics.proportions import Z95, Rate


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


Triangle = Sequence[Sequence[float]]
"""Of each month, oldest first, the lines answered by each age; the newest months are the shortest."""


@dataclass(frozen=True)
class RunOut:
    """Growth from age to age, the share answered at each age, and what each month will come to.

    A month without any answer yet has None: nothing times any growth is still nothing known.
    """

    growth: tuple[float, ...]
    completion: tuple[float, ...]
    ultimates: tuple[float | None, ...]


def chain_ladder(triangle: Triangle) -> RunOut:
    """Growth from all months that have both ages; an age nobody had answers by counts as no growth."""
    ages = max((len(row) for row in triangle), default=0)
    growth = tuple(_growth(triangle, age) for age in range(ages - 1))
    later = list(accumulate(reversed(growth), lambda a, b: a * b, initial=1.0))[::-1]
    completion = tuple(1 / factor for factor in later)
    ultimates = tuple(row[-1] / completion[len(row) - 1] if row and row[-1] else None for row in triangle)
    return RunOut(growth, completion, ultimates)


def _growth(triangle: Triangle, age: int) -> float:
    rows = [row for row in triangle if len(row) > age + 1]
    now, then = sum(row[age + 1] for row in rows), sum(row[age] for row in rows)
    return now / then if then else 1.0


def run_out_rate(denied: Triangle, paid: Triangle) -> list[Rate | None]:
    """The denial rate each month will come to, with 95 % limits, where denials come later than payments.

    The limits hold what the answers so far and the growth of either kind leave open; None before both are seen.
    """
    slow, quick = chain_ladder(denied), chain_ladder(paid)
    return [_rate(at, denied, paid, slow, quick) for at in range(len(denied))]


def _rate(at: int, denied: Triangle, paid: Triangle, slow: RunOut, quick: RunOut) -> Rate | None:
    lost, kept = slow.ultimates[at], quick.ultimates[at]
    if lost is None or kept is None:
        return None
    odds = log(lost / kept)
    open_ = 1 / denied[at][-1] + 1 / paid[at][-1] + _unsure(denied, at) + _unsure(paid, at)
    low, share, high = (1 / (1 + exp(-odds - side * Z95 * sqrt(open_))) for side in (-1, 0, 1))
    return share, low, high


def _unsure(triangle: Triangle, at: int) -> float:
    """Variance of the logarithm of all growth still to come: what came later, counted in the months that had both."""
    found = 0.0
    for age in range(len(triangle[at]) - 1, max(len(row) for row in triangle) - 1):
        rows = [row for row in triangle if len(row) > age + 1]
        then, now = sum(row[age] for row in rows), sum(row[age + 1] for row in rows)
        found += max(0.0, 1 / then - 1 / now) if then and now else 0.0
    return found
