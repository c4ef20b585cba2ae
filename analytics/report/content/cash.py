"""Cash of the month's remittances, and what is open and for how long."""

from datetime import date

import polars as pl

from analytics import words
from analytics.charts.model import Bar, Bars, Chart
from analytics.questions import AGES
from analytics.report.content.material import Material
from analytics.report.content.part import Part, amount
from analytics.report.model import Column, Entry, Figure, Section, Table
from analytics.report.suppression import HIDDEN, may_show

NAME = "cash"
CASH = (
    Column("month", "Month remitted", "month"),
    Column("paid", "Paid", "cents"),
    Column("back", "Taken back", "cents"),
    Column("net", "Net", "cents"),
)
AGE = (
    Column("age", "Days since first sent"),
    Column("lines", "Lines", "count"),
    Column("cents", "Expected dollars", "cents"),
)
PAID, BACK = pl.col("paid_cents").sum(), pl.col("taken_back_cents").sum()


def cash(material: Material) -> Part | None:
    """Two tables, a chart of the ages, and what both come to."""
    rows = cash_rows(material.cash)
    ages = open_rows(material.open)
    if not rows and not ages:
        return None
    said = [sentence for sentence in (_paid(rows, material.asked.month), _open(ages)) if sentence]
    tables = []
    if rows:
        note = (
            "By the date of the remittance; net received on the first page follows the month's lines instead, whenever "
            f"they were paid. What was taken back from {HIDDEN} in any month is told in no month."
        )
        # Months that only their net is told of need no empty columns.
        kept = [at for at in range(len(CASH)) if any(row[at] is not None for row in rows)]
        shown = tuple(tuple(row[at] for at in kept) for row in rows)
        tables.append(Table("cash", "Paid on injections by month", tuple(CASH[at] for at in kept), shown, note))
    if ages:
        note = f"As of {words.day(material.as_of)}, all months. Ages of {HIDDEN} stand together."
        tables.append(Table("ageing", "What is open, and for how long", AGE, ages, note, is_behind=True))
    chart = _chart(ages, material.as_of)
    return Part(
        Section(NAME, "Cash and ageing", tuple(said), (chart,) if chart else (), tuple(tables)),
        (*_cash_figures(rows), *_open_figures(ages, material)),
    )


def cash_rows(cash: pl.DataFrame) -> tuple[tuple[Entry, ...], ...]:
    """Months with their cash; a month of few patients is blank; paid and taken back only where all months have them."""
    months = cash["month"].unique().sort().to_list()
    parts = {"paid": PAID, "back": BACK}
    are_told = all(may_show(cash.filter(pl.col("month") == month), parts) for month in months)
    by_month = {month: cash.filter(pl.col("month") == month) for month in months}
    return tuple(_cash_row(month, mine, are_told=are_told) for month, mine in by_month.items())


def _cash_row(month: date, mine: pl.DataFrame, *, are_told: bool) -> tuple[Entry, ...]:
    if not may_show(mine, {"any": PAID + BACK}):
        return month, None, None, None
    paid, back = int(mine["paid_cents"].sum()), int(mine["taken_back_cents"].sum())
    return (month, paid, back, paid - back) if are_told else (month, None, None, paid - back)


def _paid(rows: tuple[tuple[Entry, ...], ...], month: date) -> str:
    row = next((row for row in rows if row[0] == month), None)
    if row is None or row[3] is None:
        return ""
    net = words.money(int(str(row[3])))
    if row[1] is None:
        return f"Payers paid {net} net on injections in {words.month(month)}."
    paid, back = (words.money(int(str(row[at]))) for at in (1, 2))
    return f"Payers paid {paid} on injections in {words.month(month)} and took {back} back: {net} net."


def open_rows(open_: pl.DataFrame) -> tuple[tuple[Entry, ...], ...]:
    """Ages in order, neighbours together until none rests on few patients."""
    groups: list[list[str]] = []
    present = set(open_["age"].to_list())
    for age in (age for age in AGES if age in present):
        if groups and not _is_told(open_, groups[-1]):
            groups[-1].append(age)
        else:
            groups.append([age])
    if len(groups) > 1 and not _is_told(open_, groups[-1]):
        last = groups.pop()
        groups[-1] += last
    if not groups or not _is_told(open_, groups[-1]):
        return ()
    return tuple(_open_row(open_, group) for group in groups)


def _is_told(open_: pl.DataFrame, ages: list[str]) -> bool:
    return may_show(open_.filter(pl.col("age").is_in(ages)), {"lines": pl.col("lines").sum()})


def _open_row(open_: pl.DataFrame, ages: list[str]) -> tuple[Entry, ...]:
    mine = open_.filter(pl.col("age").is_in(ages))
    first, last = ages[0], ages[-1]
    label = first if first == last else f"{first.split('–')[0]}{'+' if '+' in last else '–' + last.split('–')[1]}"
    return label, int(mine["lines"].sum()), int(mine["expected_cents"].sum())


def _open(ages: tuple[tuple[Entry, ...], ...]) -> str:
    if not ages:
        return ""
    lines, cents = (sum(int(str(row[at])) for row in ages) for at in (1, 2))
    return f"{words.money(cents)} expected is open in {words.number_of(lines, 'line')}, of all months."


def _chart(ages: tuple[tuple[Entry, ...], ...], as_of: date | None) -> Chart | None:
    if not ages:
        return None
    rows = tuple(_bar(str(label), int(str(lines)), int(str(cents))) for label, lines, cents in ages)
    title = _open(ages).rstrip(".")
    return Chart(
        title=title,
        subtitle="Lines not answered, or denied and still standing, by days since first sent, "
        f"as of {words.day(as_of)}",
        alt=f"Bar chart of open dollars and lines by age. {title}.",
        marks=Bars(("Expected dollars", "Lines"), rows),
    )


def _bar(label: str, lines: int, cents: int) -> Bar:
    said = f"{label} days: {words.money(cents)} expected, {words.number_of(lines, 'line')}"
    return Bar(
        label, f"{label} days", (cents / 100, float(lines)), (words.short_money(cents), words.count(lines)), said
    )


def _cash_figures(rows: tuple[tuple[Entry, ...], ...]) -> list[Figure]:
    return [
        amount(NAME, "cash_net", "Net cash of remittances", f"{month:%Y-%m}", "answer", int(str(net)))
        for month, _, _, net in rows
        if isinstance(month, date) and net is not None
    ]


def _open_figures(ages: tuple[tuple[Entry, ...], ...], material: Material) -> list[Figure]:
    month = f"{material.asked.month:%Y-%m}"
    return [
        amount(
            NAME,
            "open_expected",
            "Open at expected payment",
            month,
            "all",
            int(str(cents)),
            int(str(lines)),
            str(label),
        )
        for label, lines, cents in ages
    ]
