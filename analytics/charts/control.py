"""Months held against the limits that chance alone would keep: what stands out, said with its months."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics import words
from analytics.charts.comparable import Month
from analytics.charts.model import Limit
from analytics.metrics.evaluate import Group
from analytics.statistics import ENOUGH_POINTS, FEW, Control, Signal, control, screen

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


Found = Mapping[str, tuple[Sequence[date], Signal]]
"""Of each payer that stands out its months and the signal that ends in the last of them."""


def payer_signals(by_month: Sequence[Group], *, early: Collection[date] = (), end: date | None = None) -> Found:
    """Only "outside" and "7 in a row", held against the number of payers, from the months each payer has answered.

    A payer that answers fast is judged up to a newer month than all payers together.
    """
    days: dict[str, list[date]] = defaultdict(list)
    counts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for group in sorted(by_month, key=lambda group: group.key["month"]):
        day, rate = date.fromisoformat(f"{group.key['month']}-01"), group.metrics["denial_rate"]
        if rate.status == "ok" and rate.n > FEW and day not in early and (end is None or day <= end):
            days[group.key["payer_id"]].append(day)
            counts[group.key["payer_id"]].append((rate.numerator or 0.0, rate.denominator or 0.0))
    return {payer: (days[payer], signal) for payer, signal in screen(counts).items()}


def told(found: Found, payer: str) -> str:
    """What stands out at a payer, as in "7 in a row above since Mar 2026"; nothing where nothing does."""
    return tell(*found[payer]) if payer in found else ""


def screened(found: Found, names: Mapping[str, str], months: int = ENOUGH_POINTS) -> str:
    """The payers that stand out, in one sentence; of fewer months than a past takes, that it is too early."""
    said = [f"{words.name(names.get(payer, payer))}: {tell(*its)}" for payer, its in found.items()]
    if not said and months < ENOUGH_POINTS:
        return "Too early to hold a payer's newest month against its own past"
    return "; ".join(said) if said else "No payer's newest month stands out from its own past"
