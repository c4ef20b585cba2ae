"""Rates fit for ranking: each pulled towards the rate of all, the fewer its lines the more (empirical Bayes)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from analytics.statistics.proportions import Count, share_of


@dataclass(frozen=True)
class Prior:
    """What the units have in common: their rate, and how many lines of each it weighs as much as.

    Without a weight the units differ by no more than chance, so that the common rate is all that is known.
    """

    level: float
    weight: float | None

    def rate(self, count: Count) -> float:
        """The shrunken rate of one unit: (x + a) / (n + a + b) with a + b the weight."""
        if self.weight is None:
            return self.level
        return (count[0] + self.weight * self.level) / (count[1] + self.weight)


def prior(units: Sequence[Count]) -> Prior | None:
    """By moments: the variance between units beyond that within them. None without lines."""
    known = [(top, n) for top, n in units if n]
    if not known:
        return None
    level, total = share_of(known), sum(n for _, n in known)
    between = _between(known, level, total)
    own = level * (1 - level)
    # All of the scatter between units leaves nothing to pull towards; none of it leaves nothing but that.
    return Prior(level, max(0.0, own / between - 1) if between > 0 and own > 0 else None)


def shrunken(units: Sequence[Count]) -> list[float | None]:
    """The rate of each unit for ranking; None without lines."""
    common = prior(units)
    return [common.rate(unit) if common and unit[1] else None for unit in units]


def _between(units: Sequence[Count], level: float, total: float) -> float:
    """Variance between units for sizes that differ (Kleinman 1973): mean squares between less within."""
    if len(units) < 2 or total <= len(units):
        return 0.0
    among = sum(n * (top / n - level) ** 2 for top, n in units) / (len(units) - 1)
    within = sum(top * (1 - top / n) for top, n in units) / (total - len(units))
    size = (total - sum(n * n for _, n in units) / total) / (len(units) - 1)
    return (among - within) / size


def adjusted(chances: Sequence[float]) -> list[float]:
    """Each chance made comparable with the whole list: the least share of false flags at which it still stands."""
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    raw = [len(chances) * chances[at] / rank for rank, at in enumerate(order, 1)]
    least = list(accumulate(reversed(raw), min))[::-1]
    found = dict(zip(order, least, strict=True))
    return [min(1.0, found[at]) for at in range(len(chances))]


def benjamini_hochberg(chances: Sequence[float], q: float = 0.05) -> list[bool]:
    """Which of several findings stand when at most the share q of all flags may be false."""
    return [chance <= q for chance in adjusted(chances)]


FEW = 10
"""Up to this many cases only the count is said."""
ENOUGH = 30
"""Below this many cases on either side no difference is claimed, and nothing is ranked."""

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
