"""Which months may be compared, and with which earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from analytics import words
from analytics.metrics.cubes import View
from analytics.metrics.denials import DENIED_WITHIN_45_DAYS
from analytics.metrics.evaluate import Bounds, Group, Value, no_values


@dataclass(frozen=True)
class Month:
    """One month of the data: its values, and whether it may be compared.

    Not comparable is a month that payers have not answered enough, or, by month of answer, one so early that the
    claims it should answer were sent before the data begin. Which months these are is said by all payers together,
    so that no filter moves a period; a group that is behind the others in a month is marked there (meanings 3).
    """

    day: date
    values: dict[str, Value]
    is_comparable: bool
    is_early: bool = False
    bounds: Bounds | None = None
    every: dict[str, Value] | None = None  # of all payers; None: the values are

    @property
    def of_all(self) -> dict[str, Value]:
        """The values of all payers together."""
        return self.values if self.every is None else self.every

    @property
    def is_untold(self) -> bool:
        """Answered, but the files do not say which lines were denied."""
        rate = self.of_all["denial_rate"]
        return rate.value is None and rate.unsure != 0

    @property
    def is_behind(self) -> bool:
        """Comparable over all payers, but these lines are answered less."""
        return self.is_comparable and self.values["denial_rate"].status == "immature"

    @property
    def is_firm(self) -> bool:
        """Comparable, and these lines are answered as well."""
        return self.is_comparable and not self.is_behind

    @property
    def is_empty(self) -> bool:
        """None of these lines is of this month."""
        return not self.values["injections_billed"].n and not self.values["lines_left_out"].n

    @property
    def completeness(self) -> float | None:
        return self.values["denial_rate"].completeness


@dataclass(frozen=True)
class Against:
    """What the chosen months are compared with: months before, the same a year earlier, named months, or nothing."""

    kind: str = "before"  # before | year | months | nothing
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Scope:
    """The chosen months cut to the comparable ones, the months left out, and the months compared with."""

    view: View
    before: View | None
    left_out: tuple[Month, ...]
    is_early: bool
    behind: tuple[Month, ...] = ()
    """Months within, in which these lines are answered less than those of all payers."""


def span_of(view: View) -> str | None:
    """The months of a view in words, as in Jan – Aug 2026; None where they are open."""
    return words.span(view.start, view.end) if view.start and view.end else None


def in_months(view: View) -> str:
    """The same inside a sentence: in Jan – Aug 2026."""
    return f"in {span_of(view) or 'the chosen months'}"


def months_of(
    groups: Sequence[Group], *, comparable_from: date | None, every: Sequence[Group] | None = None
) -> tuple[Month, ...]:
    """The months of `answers(…, by month)`, in order: all that the lines of all payers (`every`) have.

    Those lines say which months may be compared, whatever lines the values are of.
    """
    return tuple(
        _month(day, mine, whole, "denial_rate", comparable_from) for day, mine, whole in _beside(groups, every)
    )


def _beside(groups: Sequence[Group], every: Sequence[Group] | None) -> list[tuple[date, Group, Group]]:
    """Each month, its group of these lines, and that of all lines."""
    mine = {group.key["month"]: group for group in groups}
    ordered = sorted(groups if every is None else every, key=lambda group: group.key["month"])
    return [
        (
            date.fromisoformat(f"{whole.key['month']}-01"),
            mine.get(whole.key["month"]) or Group(whole.key, no_values()),
            whole,
        )
        for whole in ordered
    ]


def _month(day: date, mine: Group, whole: Group, rate: str, comparable_from: date | None) -> Month:
    is_early = comparable_from is not None and day < comparable_from
    is_ok = whole.metrics[rate].status == "ok" and not is_early
    is_firm = is_ok and mine.metrics[rate].status != "immature"
    bounds = None if is_firm or is_early else mine.bounds.get(rate)
    return Month(day, _named(mine, rate), is_ok, is_early, bounds, _named(whole, rate))


def _named(group: Group, rate: str) -> dict[str, Value]:
    return {**group.metrics, "denial_rate": group.metrics[rate]}


def at_one_age(groups: Sequence[Group], every: Sequence[Group] | None = None) -> tuple[Month, ...]:
    """The months of service with each looked at at the same age: `denial_rate` is that within so many days.

    A month may be compared as soon as nearly all of its lines, of all payers, are that old.
    """
    name = DENIED_WITHIN_45_DAYS.name
    return tuple(_month(day, mine, whole, name, None) for day, mine, whole in _beside(groups, every))


def first_comparable(view: View, first_service: date | None, days: float | None) -> date | None:
    """By month of answer the first months hold only quick answers: comparable after nine of ten had come."""
    if view.basis != "answer" or first_service is None:
        return None
    return later(first_service, ceil((days or 90) / 30))


def scope(view: View, months: Sequence[Month], *, with_recent: bool = False, against: Against | None = None) -> Scope:
    """Cuts a view to its comparable months; where there is none, or on request, it stays whole."""
    chosen = [month for month in months if _within(month.day, view)]
    kept = [month for month in chosen if month.is_comparable]
    is_early = bool(chosen) and not kept
    if with_recent or not kept:
        kept = chosen
    if not kept:
        return Scope(view, None, (), is_early)
    cut = replace(view, start=kept[0].day, end=kept[-1].day)
    left_out = tuple(month for month in chosen if not month.is_comparable)
    behind = tuple(month for month in chosen if month.is_behind)
    before = _before(cut, months, against or Against())
    return Scope(cut, before, () if with_recent and not is_early else left_out, is_early, behind)


def _before(view: View, months: Sequence[Month], against: Against) -> View | None:
    """The months compared with, or those of them that the data have and that may be compared."""
    window = _window(view, against)
    if window is None or _overlap(window, view):
        return None
    earlier = [month.day for month in months if month.is_comparable and _within(month.day, window)]
    return replace(window, start=earlier[0], end=earlier[-1]) if earlier else None


def _window(view: View, against: Against) -> View | None:
    if view.start is None or view.end is None or against.kind == "nothing":
        return None
    if against.kind == "months":
        return replace(view, start=against.start, end=against.end)
    if against.kind == "year":
        return replace(view, start=later(view.start, -12), end=later(view.end, -12))
    length = (view.end.year - view.start.year) * 12 + view.end.month - view.start.month + 1
    return replace(view, start=later(view.start, -length), end=later(view.start, -1))


def _overlap(one: View, two: View) -> bool:
    """A month on both sides would be compared with itself."""
    return one.start is None or _within(one.start, two) or _within(two.start or date.min, one)


def _within(day: date, view: View) -> bool:
    return (view.start is None or day >= view.start) and (view.end is None or day <= view.end)


def later(month: date, count: int) -> date:
    """The first day of the month that lies `count` months after."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)
