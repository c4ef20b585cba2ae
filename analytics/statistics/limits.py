"""Limits that chance alone would keep: of single values, and of shares month by month (statistics 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

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
