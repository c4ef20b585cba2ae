"""Two groups compared like with like: directly standardised over strata that both have (statistics 4, 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import polars as pl

from analytics.statistics import Z95, mantel_haenszel

ENOUGH_MATCHED = 0.60
"""Below this share of matched lines two groups are called not comparable (statistics 4)."""


@dataclass(frozen=True)
class Matched:
    """Two means before and after matching, their difference and ratio with 95 % limits, and how much matched.

    `one` is the group in question, `two` the one it is held against. `common` is the difference by Mantel and
    Haenszel's weights: where it agrees, the finding does not hang on how strata are weighed. None where either side
    is empty.
    """

    crude_one: float | None
    crude_two: float | None
    n_one: int
    n_two: int
    share: float = 0.0
    strata: int = 0
    one: float | None = None
    two: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    common: float | None = None

    @property
    def is_comparable(self) -> bool:
        """Enough of the lines have a counterpart."""
        return self.one is not None and self.share >= ENOUGH_MATCHED

    @property
    def turns(self) -> bool:
        """The sign of the difference is another one after matching (Simpson)."""
        if self.difference is None or self.crude_one is None or self.crude_two is None:
            return False
        return self.difference * (self.crude_one - self.crude_two) < 0


def matched(
    one: pl.DataFrame, two: pl.DataFrame, strata: Sequence[str], *, grain: tuple[float, float] = (0.0, 0.0)
) -> Matched:
    """Compares two frames of sums (strata, n, x, xx: count, Σ value, Σ value²) over the strata that both have.

    Weights are the pooled stratum sizes. Variance by the delta method with the within-stratum variance of each side.
    `grain` is how far each mean may be off because its values are known to a cent only: it widens the limits.
    """
    left, right = _summed(one, strata), _summed(two, strata)
    both = left.join(right, on=list(strata), how="inner", suffix="_two", nulls_equal=True, maintain_order="left")
    counts = int(left["n"].sum()), int(right["n"].sum())
    if not both.height:
        return Matched(_mean(left), _mean(right), *counts)
    found = int(both["n"].sum()) + int(both["n_two"].sum())
    mean_one, mean_two, spread_one, spread_two = _standardised(both)
    half = Z95 * sqrt(spread_one + spread_two) + sum(grain)
    return Matched(
        _mean(left),
        _mean(right),
        *counts,
        found / sum(counts),
        both.height,
        mean_one,
        mean_two,
        mean_one - mean_two,
        mean_one - mean_two - half,
        mean_one - mean_two + half,
        *_ratio(mean_one, mean_two, spread_one, spread_two, grain),
        _common(both),
    )


def _common(both: pl.DataFrame) -> float | None:
    cells = both.select(pl.col("x", "n", "x_two", "n_two").cast(pl.Float64)).rows()
    return mantel_haenszel([((x, n), (x_two, n_two)) for x, n, x_two, n_two in cells])[1]


def _summed(frame: pl.DataFrame, strata: Sequence[str]) -> pl.DataFrame:
    # Floats are added in one order, whatever order the rows came in.
    ordered = frame.select(*strata, "n", "x", "xx").sort(*strata, "n", "x", "xx", nulls_last=True)
    sums = ordered.group_by(strata, maintain_order=True).agg(pl.col("n", "x", "xx").sum())
    return sums.filter(pl.col("n") > 0).sort(strata)


def _mean(frame: pl.DataFrame) -> float | None:
    n = frame["n"].sum()
    return float(frame["x"].sum()) / float(n) if n else None


def _standardised(both: pl.DataFrame) -> tuple[float, float, float, float]:
    """The two standardised means and their variances."""
    weight = pl.col("n") + pl.col("n_two")
    frame = both.with_columns(
        w=weight / weight.sum(), one=pl.col("x") / pl.col("n"), two=pl.col("x_two") / pl.col("n_two")
    )
    means = [float((frame["w"] * frame[side]).sum()) for side in ("one", "two")]
    spreads = [_within(frame, suffix) * float((frame["w"] ** 2 / frame[f"n{suffix}"]).sum()) for suffix in ("", "_two")]
    return means[0], means[1], spreads[0], spreads[1]


def _within(frame: pl.DataFrame, suffix: str) -> float:
    """The variance of single values within strata, pooled over them: a stratum of one line has none of its own."""
    n, x, xx = (frame[f"{name}{suffix}"].cast(pl.Float64) for name in ("n", "x", "xx"))
    squares, freedom = float((xx - x**2 / n).sum()), float((n - 1).sum())
    return max(squares, 0.0) / freedom if freedom > 0 else 0.0


def _ratio(
    one: float, two: float, spread_one: float, spread_two: float, grain: tuple[float, float]
) -> tuple[float | None, float | None, float | None]:
    if one <= 0 or two <= 0:
        return None, None, None
    half = Z95 * sqrt(spread_one / one**2 + spread_two / two**2) + grain[0] / one + grain[1] / two
    middle = log(one / two)
    return one / two, exp(middle - half), exp(middle + half)
