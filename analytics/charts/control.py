"""Months held against the limits that chance alone would keep: what stands out, said with its months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics import words
from analytics.charts.comparable import Month
from analytics.charts.model import Limit
from analytics.statistics import FEW, Control, Signal, control

CHANCE = "limits that chance alone would keep"
SIDE = {1: "above", -1: "below"}
EDGE = {1: "upper", -1: "lower"}
HIGHER = {1: "higher", -1: "lower"}
MOVE = {1: "rising", -1: "falling"}


@dataclass(frozen=True)
class Held:
    """The comparable months with a rate, and what their limits are."""

    days: tuple[date, ...]
    control: Control

    def limits(self, shown: Sequence[date]) -> tuple[Limit, ...]:
        """Centre and limits of the months that are shown."""
        its = self.control
        rows = zip(self.days, its.centre, its.low, its.high, strict=True)
        return tuple(Limit(*row) for row in rows if row[0] in shown)

    def signals(self, focus: Sequence[date]) -> tuple[Signal, ...]:
        """What stands out up to or within the chosen months."""
        return tuple(signal for signal in self.control.signals if self.days[signal.end] in focus)

    def shifts(self, shown: Sequence[date]) -> tuple[tuple[date, str], ...]:
        """New levels, each with its month."""
        days = [self.days[at] for at in self.control.shifts]
        return tuple((day, f"new level since {words.month(day)}") for day in days if day in shown)

    def days_of(self, signals: Sequence[Signal]) -> set[date]:
        """The months that make the signals."""
        return {day for signal in signals for day in self.days[signal.start : signal.end + 1]}


def held(months: Sequence[Month], end: date | None) -> Held:
    """All comparable months up to the end of the chosen ones: the more, the steadier the limits."""
    rates = [(month.day, month.values["denial_rate"]) for month in months if month.is_firm]
    known = [(day, rate) for day, rate in rates if rate.n > FEW and (end is None or day <= end)]
    known = [(day, rate) for day, rate in known if rate.value is not None]
    counts = [(rate.numerator or 0.0, rate.denominator or 0.0) for _, rate in known]
    return Held(tuple(day for day, _ in known), control(counts))


def finding(found: Held, focus: Sequence[date], whole: str) -> str:
    """New levels and signals of the chosen months, the newest first; or that there is none."""
    said = [*_levels(found, focus), *_outside(found, focus), *_others(found, focus)]
    return _sentence("; ".join(said)) if said else f"No month stands out from the {CHANCE} ({whole})"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _levels(found: Held, focus: Sequence[date]) -> list[str]:
    its = found.control
    levels = ((found.days[at], its.centre[at - 1], its.centre[at]) for at in reversed(its.shifts))
    return [
        f"a new level since {words.month(day)}: {words.percent(now)} after {words.percent(before)}"
        for day, before, now in levels
        if day in focus
    ]


def _outside(found: Held, focus: Sequence[date]) -> list[str]:
    beyond = [signal for signal in found.signals(focus) if signal.rule == "outside"]
    sides = {side: [found.days[its.end] for its in beyond if its.side == side] for side in (1, -1)}
    return [f"outside the limits in {words.months(days)} ({SIDE[side]})" for side, days in sides.items() if days]


def _others(found: Held, focus: Sequence[date]) -> list[str]:
    """One of each rule and side, the latest."""
    latest = {(its.rule, its.side): its for its in found.signals(focus) if its.rule != "outside"}
    return [tell(found.days, its) for its in sorted(latest.values(), key=lambda its: -its.end)]


def tell(days: Sequence[date], signal: Signal) -> str:
    """A signal in words, with its months; one that lasts through the last of them is told as going on."""
    start, end, count = days[signal.start], days[signal.end], signal.end - signal.start + 1
    when = f"since {words.month(start)}" if signal.end == len(days) - 1 else f"in {words.span(start, end)}"
    if signal.rule == "run":
        return f"{count} in a row {SIDE[signal.side]} {when}"
    if signal.rule == "trend":
        return f"{count} in a row {MOVE[signal.side]} {when}"
    if signal.rule == "level":
        return f"outside the limits it kept before, {HIGHER[signal.side]} {when}"
    if signal.rule == "near":
        return f"2 of 3 months near the {EDGE[signal.side]} limit by {words.month(end)}"
    return f"outside the limits in {words.month(end)} ({SIDE[signal.side]})"
