"""Many series screened at once: only "outside" and "7 in a row", and as a whole rarely a false flag."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from analytics.statistics.control_chart import ENOUGH_POINTS, Signal, control, heights, parted
from analytics.statistics.counts import fisher, scaled
from analytics.statistics.flags import benjamini_hochberg
from analytics.statistics.limits import Count, scatter_of, share_of
from analytics.statistics.rules import RUN, outside

Key = TypeVar("Key")
TESTED = 2
"""Two rules are tried on each series, so each chance counts twice."""


def screen(series: Mapping[Key, Sequence[Count]], q: float = 0.05) -> dict[Key, Signal]:
    """The series with a signal in their last point that stands among so many (statistics 5 and 6)."""
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
    """A level that has lasted to the last point and meets a rule: seven in a row, or outside the limits before it."""
    chance, at = parted(counts)
    level = share_of(counts[:at])
    side = 1 if share_of(counts[at:]) > level else -1
    if _is_run(counts, at, side):
        return [(chance, Signal("run", side, at, len(counts) - 1))]
    is_lasting = at < len(counts) - 1
    if is_lasting and at >= ENOUGH_POINTS and _is_beyond(counts, at, level, side):
        return [(chance, Signal("level", side, at, len(counts) - 1))]
    return []


def _is_run(counts: Sequence[Count], at: int, side: int) -> bool:
    since = heights(counts, 1.0)[at:]
    return len(since) >= RUN and all(height * side > 0 for height in since)


def _is_beyond(counts: Sequence[Count], at: int, level: float, side: int) -> bool:
    """Held against limits from the months before, a month since is outside, and the last one still on that side."""
    since = heights(counts[at:], max(1.0, scatter_of([counts[:at]])), level)
    return any(its == side for its, _ in outside(since)) and since[-1] * side > 0


def _last_outside(counts: Sequence[Count]) -> list[tuple[float, Signal]]:
    found = control(counts)
    last = len(counts) - 1
    start = found.shifts[-1] if found.shifts else 0
    rest = counts[start:last]
    before = sum(top for top, _ in rest), sum(n for _, n in rest)
    chance = fisher(scaled(counts[last], found.scatter), scaled(before, found.scatter))
    return [(chance, s) for s in found.signals if s.rule == "outside" and s.end == last]
