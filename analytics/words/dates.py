"""How days, months and periods read."""

from collections.abc import Sequence
from datetime import date

from analytics.words.numbers import NO_DATA
from analytics.words.text import listing


def month(day: date) -> str:
    """Aug 2026."""
    return f"{day:%b %Y}"


def day(value: date | None) -> str:
    """08/14/2026."""
    return NO_DATA if value is None else f"{value:%m/%d/%Y}"


def span(start: date, end: date) -> str:
    """Aug 2026, Jan – Aug 2026, or Nov 2025 – Aug 2026."""
    if (start.year, start.month) == (end.year, end.month):
        return month(start)
    if start.year == end.year:
        return f"{start:%b} – {month(end)}"
    return f"{month(start)} – {month(end)}"


MOST_MONTHS = 4
"""More months than this are counted, not listed."""


def months(days: Sequence[date]) -> str:
    """Sep and Oct 2026: the year is said once where it is the same; many are counted."""
    if len(days) > MOST_MONTHS:
        return f"{len(days)} months from {month(days[0])} to {month(days[-1])}"
    if len({day.year for day in days}) == 1:
        return f"{listing([f'{day:%b}' for day in days])} {days[0].year}"
    return listing([month(day) for day in days])
