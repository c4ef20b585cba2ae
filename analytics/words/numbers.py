"""How money, rates, counts and how sure they are read."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from analytics.words.text import listing

NO_DATA = "no data"


class Sure(Protocol):
    """A value that knows its interval, its n and whether it is mature."""

    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def unsure(self) -> int: ...


def value(number: float | None, unit: str) -> str:
    """A number in its unit; what is not known is said in words."""
    if number is None:
        return NO_DATA
    if unit in ("rate", "ratio"):
        return percent(number)
    if unit == "cents":
        return money(number)
    return f"{number:,.0f}" + (" days" if unit == "days" else "")


def short(number: float | None, unit: str) -> str:
    """The same for tiles, where money is $48.2 K."""
    return short_money(number) if unit == "cents" else value(number, unit)


def percent(share: float | None) -> str:
    """One decimal, as in 9.8 %."""
    return NO_DATA if share is None else f"{_half_up(share * 100, 1)} %"


def points(change: float) -> str:
    """A change between two rates, as in +1.2 pp."""
    return f"{'+' if change >= 0 else '−'}{_half_up(abs(change) * 100, 1)} pp"


def change(difference: float, unit: str) -> str:
    """A change in its own unit: +1.2 pp, −$340, +12, −3 days."""
    if unit in ("rate", "ratio"):
        return points(difference)
    return f"{'+' if difference >= 0 else '−'}{short(abs(difference), unit)}"


def money(cents: float | None) -> str:
    """$13.91 below a thousand dollars, $1,240 above."""
    if cents is None:
        return NO_DATA
    dollars = Decimal(str(cents)) / 100
    digits = 2 if abs(dollars) < 1000 else 0
    sign = "−" if dollars < 0 else ""
    return f"{sign}${_half_up(abs(dollars), digits):,}"


def exact(cents: int) -> str:
    """With cents, however much it is: for sums that a reader adds up."""
    return f"{'−' if cents < 0 else ''}${Decimal(abs(cents)) / 100:,.2f}"


def signed(cents: int, said: Callable[[int], str] = money, *, apart: bool = False) -> str:
    """A step of a sum: +$13.91 or −$13.91; `apart` sets the sign off, as in an equation."""
    return f"{'+' if cents >= 0 else '−'}{' ' if apart else ''}{said(abs(cents))}"


def short_money(cents: float | None) -> str:
    """For tiles: $48.2 K, $1.24 M."""
    if cents is None:
        return NO_DATA
    dollars = abs(Decimal(str(cents)) / 100)
    sign = "−" if cents < 0 else ""
    if dollars >= 1_000_000:
        return f"{sign}${_half_up(dollars / 1_000_000, 2)} M"
    if dollars >= 10_000:
        return f"{sign}${_half_up(dollars / 1000, 1)} K"
    return money(cents)


def count(number: float) -> str:
    """1,204."""
    return f"{number:,.0f}"


def number_of(number: int, one: str, many: str | None = None) -> str:
    """1 line, 1,204 lines."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def interval(low: float | None, high: float | None) -> str:
    """8.9–10.8 %."""
    if low is None or high is None:
        return ""
    return f"{_half_up(low * 100, 1)}–{_half_up(high * 100, 1)} %"


def between(low: float, high: float) -> str:
    """between 8.9 % and 10.8 %."""
    return f"between {percent(low)} and {percent(high)}"


def certainty(sure: Sure) -> str:
    """The interval, the n, a word when recent months are not answered yet, and of how much the files do not say it."""
    parts = [
        interval(sure.low, sure.high),
        f"n = {count(sure.n)}",
        "not mature yet" if sure.status == "immature" else "",
        f"not known of {lines(sure.unsure)}" if sure.unsure else "",
    ]
    return ", ".join(part for part in parts if part)


def lines(number: int) -> str:
    """How many lines; below zero they are not counted, since what is told may be for everybody."""
    return number_of(number, "line") if number >= 0 else "some lines"


def _half_up(number: float | Decimal, digits: int) -> Decimal:
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


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
