"""The periods that people choose, as months counted from how far the data reach; never from the clock."""

from datetime import date

from analytics.charts.comparable import Against, later

CHOSEN = "Choose months"
DEFAULT = "Last 12 months"
PERIODS = (DEFAULT, "Prior month", "Quarter to date", "Year to date", "All months", CHOSEN)

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
