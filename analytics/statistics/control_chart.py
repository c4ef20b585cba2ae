"""A series of shares under control limits: stretches of one level, limits, and what stands out where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import TypeVar

from analytics.statistics.proportions import Count, fisher, p_chart, scaled, scatter_of, share_of
from analytics.statistics.ranking import benjamini_hochberg

RUN = 7
"""So many on one side of the centre, or so many rising or falling, are a signal."""
EDGE = 2 / 3
"""Beyond this part of the way from the centre to the limit a point is near it."""

Places = list[tuple[int, int]]
"""Of each signal the side or direction (1 or −1) and the place at which it ends."""


def outside(heights: Sequence[float]) -> Places:
    """Beyond the limits. A height is the distance from the centre in parts of the way to the limit."""
    return [(1 if height > 0 else -1, at) for at, height in enumerate(heights) if abs(height) > 1 + 1e-9]


def runs(heights: Sequence[float]) -> Places:
    """Seven or more in a row on one side of the centre; a point on the centre ends a run."""
    return [(side, at) for at, (side, length) in enumerate(_lengths(_sides(heights))) if side and length >= RUN]


def trends(heights: Sequence[float]) -> Places:
    """Seven points each higher, or each lower, than the one before."""
    moves = _sides([b - a for a, b in pairwise(heights)])
    return [(side, at + 1) for at, (side, length) in enumerate(_lengths(moves)) if side and length >= RUN - 1]


def two_of_three(heights: Sequence[float]) -> Places:
    """Of three in a row on one side two in the outer third, none beyond the limit that would be told already."""
    windows = enumerate(zip(heights, heights[1:], heights[2:], strict=False), 2)
    return [(side, at) for at, three in windows for side in (1, -1) if _is_near(three, side)]


def _is_near(three: Sequence[float], side: int) -> bool:
    near = [height for height in three if EDGE < height * side <= 1]
    return len(near) >= 2 and all(height * side > 0 for height in three)


RULES: dict[str, Callable[[Sequence[float]], Places]] = {
    "outside": outside,
    "run": runs,
    "trend": trends,
    "near": two_of_three,
}
"""In the order in which they are told."""


def _sides(values: Sequence[float]) -> list[int]:
    return [0 if abs(value) < 1e-12 else 1 if value > 0 else -1 for value in values]


def _lengths(sides: Sequence[int]) -> list[tuple[int, int]]:
    """Of each place its side and how many in a row have it by then."""
    return [(side, at) for side, same in groupby(sides) for at, _ in enumerate(same, 1)]


ENOUGH_POINTS = 12
"""Fewer months have a middle, but no limits (statistics 6)."""
LEAST_BEFORE = 3
ALIKE = 3
"""Neighbouring places tell nearly the same: simulated, the best of all is held against a third of them."""
ALARM = 0.05
"""How often a series without any shift may be cut in two for one."""


@dataclass(frozen=True)
class Signal:
    """A rule that is met: on or to which side (1 above or up, −1 below or down), and from which point to which."""

    rule: str  # outside | run | trend | near; of a screen also level: outside limits held from before the new level
    side: int
    start: int
    end: int


@dataclass(frozen=True)
class Control:
    """Per point centre and limits (None in a run chart); `shifts` are the points at which a new level begins."""

    centre: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    shifts: tuple[int, ...] = ()
    signals: tuple[Signal, ...] = ()
    scatter: float = 1.0

    @property
    def has_limits(self) -> bool:
        return bool(self.low) and self.low[0] is not None


def control(counts: Sequence[Count]) -> Control:
    """Limits of shares in order of time, anew after each confirmed shift; the median alone below twelve points."""
    if len(counts) < ENOUGH_POINTS:
        middle = median(top / n for top, n in counts) if counts else 0.0
        return Control((middle,) * len(counts), (None,) * len(counts), (None,) * len(counts))
    shifts = _shifts(counts, 0)
    stretches = _stretches(counts, shifts)
    scatter = _scatter(stretches)
    drawn = [p_chart(stretch, scatter) for stretch in stretches]
    starts = (0, *shifts)
    return Control(
        centre=tuple(its.centre for its, stretch in zip(drawn, stretches, strict=True) for _ in stretch),
        low=tuple(low for its in drawn for low in its.low),
        high=tuple(high for its in drawn for high in its.high),
        shifts=shifts,
        signals=tuple(
            signal
            for start, stretch in zip(starts, stretches, strict=True)
            for signal in _signals(heights(stretch, scatter), start)
        ),
        scatter=scatter,
    )


def heights(counts: Sequence[Count], scatter: float, level: float | None = None) -> list[float]:
    """Each share's distance from the level, in parts of the way to the limit (a limit cut at 0 or 1 left uncut)."""
    level = share_of(counts) if level is None else level
    if level in (0.0, 1.0):
        return [0.0 for _ in counts]
    return [(top / n - level) / (3 * scatter * (level * (1 - level) / n) ** 0.5) for top, n in counts]


def _scatter(stretches: Sequence[Sequence[Count]]) -> float:
    # Months that happen to agree do not make the next one more certain than its own count allows.
    return max(1.0, scatter_of(stretches))


def _stretches(counts: Sequence[Count], shifts: Sequence[int]) -> list[Sequence[Count]]:
    edges = [0, *shifts, len(counts)]
    return [counts[start:end] for start, end in pairwise(edges)]


def _shifts(counts: Sequence[Count], offset: int) -> tuple[int, ...]:
    at = shift(counts)
    if at is None:
        return ()
    return (*_shifts(counts[:at], offset), offset + at, *_shifts(counts[at:], offset + at))


def shift(counts: Sequence[Count]) -> int | None:
    """Where a new level begins: a run of seven, and the levels before and after apart by more than chance.

    The place is the one that parts the counts best, and must be one that a run allows: a change too young for a run
    is not confirmed yet, whatever run it makes of the months before it.
    """
    allowed = _splits(counts)
    if not allowed:
        return None
    chance, at = parted(counts)
    return at if at in allowed and chance <= ALARM else None


def parted(counts: Sequence[Count]) -> tuple[float, int]:
    """The place that parts the counts best, and the chance of levels so far apart at any place."""
    chances = {at: apart(counts, at) for at in range(LEAST_BEFORE, len(counts))}
    best = min(chances, key=lambda at: chances[at])
    return min(1.0, chances[best] * len(counts) / ALIKE), best


def apart(counts: Sequence[Count], at: int) -> float:
    """The chance that the months before and from a place on have one level."""
    scatter = _scatter([counts[:at], counts[at:]])
    before, after = ((sum(top for top, _ in part), sum(n for _, n in part)) for part in (counts[:at], counts[at:]))
    return fisher(scaled(before, scatter), scaled(after, scatter))


def _splits(counts: Sequence[Count]) -> list[int]:
    """Places within a run that leave seven of it, and places right after a run."""
    ends = runs(heights(counts, 1.0))
    within = {end - RUN + 1 for _, end in ends}
    behind = {end + 1 for side, end in ends if (side, end + 1) not in ends}
    return sorted(at for at in within | behind if LEAST_BEFORE <= at <= len(counts) - RUN)


def _signals(found: Sequence[float], offset: int) -> list[Signal]:
    signals: dict[tuple[str, int, int], Signal] = {}
    for rule, places in RULES.items():
        for side, end in places(found):
            start = _start(rule, found, side, end)
            # A run that goes on is one signal, told where it began and how far it has come.
            signals[rule, side, start] = Signal(rule, side, offset + start, offset + end)
    return sorted(signals.values(), key=lambda signal: (signal.end, signal.start))


def _start(rule: str, found: Sequence[float], side: int, end: int) -> int:
    if rule == "run":
        return next((at + 1 for at in range(end, -1, -1) if found[at] * side <= 1e-12), 0)
    if rule == "trend":
        return next((at for at in range(end, 0, -1) if (found[at] - found[at - 1]) * side <= 0), 0)
    return end


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
