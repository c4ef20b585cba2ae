"""The periods that people choose, as months counted from how far the data reach; never from the clock."""

from collections.abc import Sequence
from datetime import date, timedelta

from analytics import words
from analytics.charts.comparable import Against, later

CHOSEN = "Choose months"
DEFAULT = "Last 12 months"
PERIODS = (DEFAULT, "Prior month", "Quarter to date", "Year to date", "All months", CHOSEN)

NOW = "Now, with all files"
"""The data as they are, in place of an earlier month's end."""

AGAINST = {
    "Months before": "before",
    "Same months a year earlier": "year",
    CHOSEN: "months",
    "Nothing": "nothing",
}
"""What a period can be compared with, as people say it."""


def against_of(name: str | None, start: date | None = None, end: date | None = None) -> Against:
    """What to compare with; a name that means nothing is the months before."""
    return Against(AGAINST.get(name or "", "before"), start, end)


def months_of(period: str, as_of: date) -> tuple[date | None, date | None]:
    """First and last month of a period; None is open. The month that the data end in is never a whole one."""
    this = as_of.replace(day=1)
    if period == "Prior month":
        return later(this, -1), later(this, -1)
    if period == "Quarter to date":
        return this.replace(month=(this.month - 1) // 3 * 3 + 1), this
    if period == "Year to date":
        return this.replace(month=1), this
    if period == DEFAULT:
        return later(this, -12), later(this, -1)
    return None, None


def ends_of(answered: Sequence[date], as_of: date | None) -> dict[str, date]:
    """The month ends at which somebody could have looked: from the first month with answers on, the latest first."""
    ends = [later(month, 1) - timedelta(days=1) for month in _through(answered, as_of)]
    return {f"at the end of {words.month(day)}": day for day in reversed(ends) if as_of and day < as_of}


def _through(answered: Sequence[date], as_of: date | None) -> list[date]:
    if not answered or as_of is None:
        return []
    first = min(answered)
    count = (as_of.year - first.year) * 12 + as_of.month - first.month
    return [later(first, at) for at in range(count + 1)]
