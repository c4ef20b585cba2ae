"""Limits of one share, and of the difference of two (statistics 1 and 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, hypot, lgamma, sqrt
from statistics import NormalDist, fmean

import polars as pl

Count = tuple[float, float]
"""Cases and lines of one month."""
PAIR = 1.128
"""Mean range of two draws from the standard normal distribution."""


@dataclass(frozen=True)
class Limits:
    """The centre, and per point its lower and upper limit; for shares how much wider than counts alone they are."""

    centre: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    scatter: float = 1.0


def xmr(values: Sequence[float]) -> tuple[Limits, float]:
    """Limits of single values from their moving ranges, and the limit of the ranges themselves."""
    centre = fmean(values)
    moving = fmean(abs(b - a) for a, b in pairwise(values))
    many = len(values)
    return Limits(centre, (centre - 2.66 * moving,) * many, (centre + 2.66 * moving,) * many), 3.267 * moving


def p_chart(counts: Sequence[Count], scatter: float = 1.0) -> Limits:
    """Three standard errors around the common share; `scatter` multiplies them."""
    centre = share_of(counts)
    halves = [3 * scatter * sqrt(centre * (1 - centre) / n) for _, n in counts]
    low = tuple(max(0.0, centre - half) for half in halves)
    return Limits(centre, low, tuple(min(1.0, centre + half) for half in halves), scatter)


def laney(counts: Sequence[Count]) -> Limits:
    """The same with the scatter from month to month taken from the data (Laney 2002)."""
    return p_chart(counts, scatter_of([counts]))


def scatter_of(stretches: Sequence[Sequence[Count]]) -> float:
    """Mean moving range of the scores, each stretch around its own level, in units of what counts alone give."""
    moves = [abs(b - a) for counts in stretches for a, b in pairwise(scores(counts))]
    return fmean(moves) / PAIR if moves else 1.0


def scores(counts: Sequence[Count]) -> list[float]:
    """Each share's distance from the common one in standard errors; nothing to score where all or none are cases."""
    centre = share_of(counts)
    if centre in (0.0, 1.0):
        return [0.0 for _ in counts]
    return [(top / n - centre) / sqrt(centre * (1 - centre) / n) for top, n in counts]


def share_of(counts: Sequence[Count]) -> float:
    """Of all months together, from the lines and not from the months' shares."""
    return sum(top for top, _ in counts) / sum(n for _, n in counts)


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


_NOTHING = 1e-18


def fisher(one: Count, two: Count) -> float:
    """Twice the smaller tail of the exact distribution, never above 1."""
    (a, n), (c, m) = ((round(top), round(all_)) for top, all_ in (one, two))
    cases = a + c
    at_a = exp(_choose(n, a) + _choose(m, c) - _choose(n + m, cases))
    # The tail that leads away from the mean falls from its first term on; the other is what is left of 1.
    is_above = a * (n + m) > cases * n
    end, step = (min(n, cases), 1) if is_above else (max(0, cases - m), -1)
    away = _summed(_terms(at_a, a, end, n, m, cases, step))
    return min(1.0, 2 * min(away, 1 - away + at_a))


def scaled(count: Count, scatter: float) -> Count:
    """A count as many lines as it is worth where months scatter more than counts alone."""
    top, n = count
    return top / scatter**2, n / scatter**2


def _terms(first: float, start: int, end: int, n: int, m: int, cases: int, step: int) -> Iterator[float]:
    """The probabilities from `start` on to `end`, each from the one before."""
    term = first
    yield term
    for at in range(start, end, step):
        if step > 0:
            term *= (n - at) * (cases - at) / ((at + 1) * (m - cases + at + 1))
        else:
            term *= at * (m - cases + at) / ((n - at + 1) * (cases - at + 1))
        yield term


def _summed(falling: Iterator[float]) -> float:
    """Terms that fall ever faster, until what is left of them changes no digit."""
    total = 0.0
    for term in falling:
        total += term
        if term < total * _NOTHING:
            break
    return total


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


Tables = Sequence[tuple[Count, Count]]
"""Of each stratum the cases and size of the one group and of the other."""


def mantel_haenszel(strata: Tables) -> tuple[float | None, float | None]:
    """The common odds ratio and the common difference of rates; None where the strata cannot tell."""
    cells = [(a, n1, c, n0, n1 + n0) for (a, n1), (c, n0) in strata if n1 and n0]
    ahead = sum(a * (n0 - c) / both for a, _, c, n0, both in cells)
    behind = sum((n1 - a) * c / both for a, n1, c, _, both in cells)
    gap = sum((a * n0 - c * n1) / both for a, n1, c, n0, both in cells)
    weight = sum(n1 * n0 / both for _, n1, _, n0, both in cells)
    return (ahead / behind if behind else None), (gap / weight if weight else None)
