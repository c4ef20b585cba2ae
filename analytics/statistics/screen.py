"""Many series screened at once: only "outside" and "7 in a row", and as a whole rarely a false flag."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from analytics.statistics.control import ENOUGH_POINTS, Signal, apart, control, heights, shift
from analytics.statistics.counts import fisher, scaled
from analytics.statistics.flags import benjamini_hochberg
from analytics.statistics.limits import Count
from analytics.statistics.rules import runs

Key = TypeVar("Key")
TESTED = 2
"""Two rules are tried on each series, so each chance counts twice."""


def screen(series: Mapping[Key, Sequence[Count]], q: float = 0.05) -> dict[Key, Signal]:
    """The series with a signal in their last point that stands among so many (statistics.md, sections 5 and 6)."""
    tested = {key: _strongest(counts) for key, counts in series.items() if len(counts) >= ENOUGH_POINTS}
    stands = benjamini_hochberg([chance for chance, _ in tested.values()], q)
    return {
        key: signal
        for (key, (_, signal)), is_so in zip(tested.items(), stands, strict=True)
        if is_so and signal is not None
    }


def _strongest(counts: Sequence[Count]) -> tuple[float, Signal | None]:
    """The signal of the last point that chance explains least, and that chance."""
    found = [*_new_level(counts), *_last_outside(counts)]
    if not found:
        return 1.0, None
    chance, signal = min(found, key=lambda one: one[0])
    return min(1.0, chance * TESTED), signal


def _new_level(counts: Sequence[Count]) -> list[tuple[float, Signal]]:
    at = shift(counts)
    goes_on = any(end == len(counts) - 1 for _, end in runs(heights(counts, 1.0)))
    if at is None or not goes_on:
        return []
    before, after = (sum(top for top, _ in p) / sum(n for _, n in p) for p in (counts[:at], counts[at:]))
    signal = Signal("run", 1 if after > before else -1, at, len(counts) - 1)
    return [(apart(counts, at) * len(counts), signal)]


def _last_outside(counts: Sequence[Count]) -> list[tuple[float, Signal]]:
    found = control(counts)
    last = len(counts) - 1
    start = found.shifts[-1] if found.shifts else 0
    rest = counts[start:last]
    before = sum(top for top, _ in rest), sum(n for _, n in rest)
    chance = fisher(scaled(counts[last], found.scatter), scaled(before, found.scatter))
    return [(chance, s) for s in found.signals if s.rule == "outside" and s.end == last]
