"""Why a share changed between two months: parts of groups that add up to the change exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TypeVar

from analytics.metrics.evaluate import Group

K = TypeVar("K")

SCALE = 10_000
"""Parts are whole hundredths of a percentage point, so that what is printed adds up."""


@dataclass(frozen=True)
class Counts:
    """One group's cases and lines in the month before and in this one."""

    key: str
    top_before: int
    n_before: int
    top: int
    n: int


@dataclass(frozen=True)
class Part:
    """What one group adds to the change, in hundredths of a point: by its rate, and by its share of the lines."""

    key: str
    rate: int
    mix: int

    @property
    def total(self) -> int:
        return self.rate + self.mix


def counts_of(before: Sequence[Group], now: Sequence[Group], key: str) -> list[Counts]:
    """The denied and answered lines of groups in two spans of months; a group may be in one of them only."""
    both = [{group.key[key]: group.metrics["denial_rate"] for group in groups} for groups in (before, now)]
    found = []
    for name in sorted(both[0].keys() | both[1].keys()):
        was, is_ = (
            (int(one[name].numerator or 0), int(one[name].denominator or 0)) if name in one else (0, 0) for one in both
        )
        found.append(Counts(name, *was, *is_))
    return found


def share_change(groups: Sequence[Counts]) -> int | None:
    """The change of the share of all groups together; None where a month has no lines."""
    n_before, n = sum(one.n_before for one in groups), sum(one.n for one in groups)
    if not n_before or not n:
        return None
    return _points(sum(one.top for one in groups) / n) - _points(sum(one.top_before for one in groups) / n_before)


def _points(share: float) -> int:
    return round(share * SCALE)


def by_rate_and_mix(groups: Sequence[Counts]) -> list[Part]:
    """Each group's part: its change of rate at its mean share, its change of share at its distance from the whole."""
    change = share_change(groups)
    if change is None:
        return []
    n_before, n = sum(one.n_before for one in groups), sum(one.n for one in groups)
    level = (sum(one.top_before for one in groups) / n_before + sum(one.top for one in groups) / n) / 2
    parts: dict[tuple[str, str], float] = {}
    for one in groups:
        share_before, share = one.n_before / n_before, one.n / n
        # Where a group had no lines its rate is taken as that of the other month: all of it is mix.
        rate_before = one.top_before / one.n_before if one.n_before else one.top / one.n if one.n else level
        rate = one.top / one.n if one.n else rate_before
        parts[one.key, "rate"] = (rate - rate_before) * (share + share_before) / 2
        parts[one.key, "mix"] = (share - share_before) * ((rate + rate_before) / 2 - level)
    whole = _whole(parts, change)
    return [Part(one.key, whole[one.key, "rate"], whole[one.key, "mix"]) for one in groups]


def by_cases(groups: Sequence[Counts], n_before: int, n: int) -> dict[str, int]:
    """Each category's part: its cases per line now less before; the lines are those of all."""
    if not n_before or not n:
        return {}
    parts = {one.key: one.top / n - one.top_before / n_before for one in groups}
    change = _points(sum(one.top for one in groups) / n) - _points(sum(one.top_before for one in groups) / n_before)
    return _whole(parts, change)


def _whole(parts: Mapping[K, float], total: int) -> dict[K, int]:
    """Whole numbers nearest to the parts that add up to the total: the largest remainders are rounded up."""
    floors = {key: floor(part * SCALE) for key, part in parts.items()}
    rest = total - sum(floors.values())
    order = sorted(parts, key=lambda key: (-(parts[key] * SCALE - floors[key]), str(key)))
    return {key: floors[key] + _extra(order.index(key), rest, len(order)) for key in floors}


def _extra(place: int, rest: int, many: int) -> int:
    """One more for each of the first; rounding of the total may leave more or fewer than there are parts."""
    return rest // many + (1 if place < rest % many else 0)
