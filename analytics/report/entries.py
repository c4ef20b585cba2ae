"""How a cell of a report's table reads, the same on every face."""

import math
from collections.abc import Callable
from datetime import date

from analytics import words
from analytics.report.model import Entry

NUMBERS = ("count", "cents", "rate", "points", "ratio", "days")
"""Kinds that are numbers: right-aligned, in figures of one width."""

_SAID: dict[str, Callable[[float], str]] = {
    "count": words.count,
    # With cents, however much it is: a reader adds up a column.
    "cents": lambda cents: words.exact(round(cents)),
    "rate": words.percent,
    "points": words.points,
    "ratio": words.percent,
    "days": lambda days: words.number_of(round(days), "day"),
}


def said(entry: Entry, kind: str) -> str:
    """One cell in words, by the kind of its column; a text stays as it is, what is not known reads "no data"."""
    if isinstance(entry, str):
        return entry
    if entry is None or (isinstance(entry, float) and not math.isfinite(entry)):
        return words.NO_DATA
    if isinstance(entry, date):
        return words.month(entry) if kind == "month" else words.day(entry)
    return _SAID.get(kind, str)(entry)
