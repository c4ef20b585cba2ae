"""Rates fit for ranking: each pulled towards the rate of all, the fewer its lines the more (empirical Bayes)."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.statistics.limits import Count, share_of


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
