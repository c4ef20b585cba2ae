"""Whether values differ by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.metrics.evaluate import Value
from analytics.statistics import ENOUGH, Rate, newcombe, wilson_limits

ALARM = 0.05
"""How often a whole comparison, however many it compares, may claim a difference that is chance."""


@dataclass(frozen=True)
class Change:
    """now − before. `is_beyond_chance` is None where it cannot be told: amounts, counts, few cases."""

    difference: float
    is_beyond_chance: bool | None


def change(now: Value, before: Value, *, compared: int = 1) -> Change | None:
    """The difference of two values; of two rates with Newcombe's hybrid interval (statistics 2).

    One of `compared` differences shown together has its limits widened for their number.
    """
    if now.value is None or before.value is None:
        return None
    difference = now.value - before.value
    if now.unit != "rate" or min(now.n, before.n) < ENOUGH:
        return Change(difference, None)
    low, high = newcombe(_rate(now, ALARM / compared), _rate(before, ALARM / compared))
    return Change(difference, low > 0 or high < 0)


def apart(values: Sequence[Value]) -> list[int]:
    """For each rate 1, −1 or 0: above, below, or not beyond chance from all the others together.

    The limits are widened for the number of comparisons, so that the whole list raises a false alarm at most as
    often as one comparison would.
    """
    alarm = ALARM / max(len(values), 1)
    return [_side(value, [other for other in values if other is not value], alarm) for value in values]


def _side(value: Value, others: Sequence[Value], alarm: float) -> int:
    top, n = sum(other.numerator or 0.0 for other in others), sum(other.n for other in others)
    if value.value is None or min(value.n, n) < ENOUGH:
        return 0
    low, high = newcombe(_rate(value, alarm), wilson_limits(top, n, alarm))
    return 1 if low > 0 else -1 if high < 0 else 0


def _rate(value: Value, alarm: float) -> Rate:
    return wilson_limits(value.numerator or 0.0, value.denominator or 0.0, alarm)
