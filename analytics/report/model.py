"""The report as one value: what it says, before any face decides what it looks like."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analytics import words
from analytics.charts.model import Chart


@dataclass(frozen=True)
class Change:
    """How a number moved against another month: its words, its direction and whether that is good news.

    `direction` up | down | off; `tone` better | worse | grey (within chance, none, or not comparable).
    """

    against: str
    text: str
    direction: str
    tone: str


@dataclass(frozen=True)
class Kpi:
    """One figure of the front page: label, value in words, interval and n, changes, the metric's own words.

    `target` is the user's own line in words, or empty.
    """

    name: str
    label: str
    value: str
    certainty: str
    changes: tuple[Change, ...]
    words: str
    target: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table. `kind`: text | count | cents | rate (0–1) | points (0–1) | ratio | days | day | month."""

    name: str
    label: str
    kind: str = "text"


Entry = str | int | float | date | None
"""One cell, raw: cents as whole numbers, rates from 0 to 1, None for what is not known."""


@dataclass(frozen=True)
class Table:
    """Rows under a title; `total` says that the last row sums the others; `note` stands below.

    `is_behind`: the rows of a chart beside it; paper and slides show the chart alone.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str = ""
    total: bool = False
    is_behind: bool = False


@dataclass(frozen=True)
class Section:
    """One topic: what it finds in a sentence or more, its charts and its tables. `name` is its stable id."""

    name: str
    title: str
    sentences: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def tables_on_paper(self) -> tuple[Table, ...]:
        """Those that say more than the charts do."""
        return tuple(table for table in self.tables if not (table.is_behind and self.charts))


@dataclass(frozen=True)
class Figure:
    """One number of the report as a tidy row; `value` as `reimburse metrics` gives it for the same month and basis.

    `section` is the id of the section it stands in; `key` names its group in words (empty: all lines); cents are whole.
    """

    section: str
    metric: str
    label: str
    month: str
    basis: str
    key: str
    unit: str
    value: float | int | None
    numerator: float | int | None
    denominator: float | int | None
    n: int
    low: float | None
    high: float | None
    status: str


@dataclass(frozen=True)
class Restated:
    """What an earlier report said of a number, what it is now, and why they differ (lines that came in, …)."""

    metric: str
    label: str
    month: str
    was: str
    now: str
    why: str
    was_value: float | None
    now_value: float | None


@dataclass(frozen=True)
class Note:
    """One footnote: a definition, the cut-off, a reference version, what is left out."""

    title: str
    text: str


@dataclass(frozen=True)
class Report:
    """The whole report of one month; every face says exactly this.

    `month` is the first day; `preliminary` says that the month had not closed or not been answered when it was made;
    `headline` what happened, how sure it is and what to do, one sentence each; `footline` snapshot, cut-off, filters.
    """

    title: str
    month: date
    basis: str
    preliminary: bool
    snapshot: int
    as_of: date | None
    headline: tuple[str, ...]
    kpis: tuple[Kpi, ...]
    sections: tuple[Section, ...]
    restated: tuple[Restated, ...]
    notes: tuple[Note, ...]
    footline: str
    figures: tuple[Figure, ...]
    shareable: bool = True
    logo: bytes | None = None


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


ARROW = {"up": "↑", "down": "↓"}


def moved(change: Change) -> str:
    """How a number moved, in words: its arrow, its change, whether that is good, and against what."""
    arrow = ARROW.get(change.direction, "")
    tone = f", {change.tone}" if change.tone in ("better", "worse") else ""
    against = change.against if change.against.startswith(("vs ", "within ")) else f"vs {change.against}"
    return " ".join(part for part in (arrow, f"{change.text}{tone}", against if change.against else "") if part)


def named(report: Report) -> str:
    """The report's title with its month, which a title may say already."""
    month = words.month(report.month)
    return report.title if month in report.title else f"{report.title}, {month}"


_COLUMNS = (
    Column("label", "Number"),
    Column("month", "Month"),
    Column("was", "Reported"),
    Column("now", "Now"),
    Column("why", "Why"),
)


def restatement(report: Report) -> Table | None:
    """One row per number that changed since it was reported; none where a section of its own says so."""
    if not report.restated or any(section.name == "restated" and section.tables for section in report.sections):
        return None
    rows = tuple((one.label, one.month, one.was, one.now, one.why) for one in report.restated)
    return Table("restated", "What changed in earlier reports", _COLUMNS, rows)
