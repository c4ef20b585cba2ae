"""Many flags at once: how few of them may be chance (Benjamini and Hochberg 1995)."""

from collections.abc import Sequence
from itertools import accumulate


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
