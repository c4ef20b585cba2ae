"""How far units scatter around a common level, and the limits of a funnel (statistics 7)."""

from collections.abc import Sequence
from math import sqrt

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
