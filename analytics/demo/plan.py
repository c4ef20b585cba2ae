"""The frame of a world: its months, its last day, and the three changes planted in it."""

from dataclasses import dataclass
from datetime import date, timedelta

RUN_OUT_DAYS = 14  # remittances are known this long after the last service month, so that it is immature
WORSENING_PERCENT = 16  # of 96372 claims, denied on top of the ordinary from the planted month on
VISIT_CUT_PERCENT = (
    65  # of its rate is what another payer allows for a visit with 25 beside an injection, from its month on
)
CUT_PERCENT = 82  # of its ordinary rate for 96372 is what the cutting payer allows from the planted month on


@dataclass(frozen=True)
class Plan:
    """What is asked for, and when the planted changes begin."""

    months: tuple[date, ...]
    encounters: int
    seed: int
    cutoff: date
    worsening_payer: str
    worsening_month: date
    cut_payer: str
    cut_month: date
    visit_cut_payer: str
    visit_cut_month: date


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def months_until(end: str, count: int) -> tuple[date, ...]:
    """The first days of the last `count` months, `end` (YYYY-MM) included."""
    last = date.fromisoformat(f"{end}-01")
    numbers = [last.year * 12 + last.month - 1 - back for back in range(count - 1, -1, -1)]
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def make_plan(*, months: int, encounters: int, seed: int, end: str) -> Plan:
    """The plan of a world; every change begins late enough to have a past and early enough to show."""
    if months < 1 or encounters < 1:
        raise ValueError(f"a demo needs at least one month and one encounter, not {months} and {encounters}")
    served = months_until(end, months)
    return Plan(
        months=served,
        encounters=encounters,
        seed=seed,
        cutoff=next_month(served[-1]) + timedelta(days=RUN_OUT_DAYS - 1),
        worsening_payer="advantage_1",
        worsening_month=served[months * 2 // 3],
        cut_payer="commercial_2",
        cut_month=served[min(months - 1, months * 3 // 4)],
        visit_cut_payer="commercial_1",
        visit_cut_month=served[months * 5 // 8],
    )


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday on or after the day; payers and clearinghouses work in weekly runs."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
