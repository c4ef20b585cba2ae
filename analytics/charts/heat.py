"""Heat maps of payers by month, each cell with its printed value."""

from collections.abc import Sequence
from datetime import date

from analytics import words
from analytics.charts.model import Cell, Chart, Heat
from analytics.metrics.evaluate import Group, Value
from analytics.statistics import ENOUGH, FEW

MOST_MONTHS = 12
MOST_ROWS = 14
MATURE = 0.95


def denial_heat(groups: Sequence[Group]) -> Chart | None:
    """The denial rate of each payer in each of the last twelve months of these groups."""
    table = _Table(groups)
    cells = tuple(tuple(_rate(table.value(payer, month)) for month in table.months) for payer in table.payers)
    rates = [cell.value for row in cells for cell in row if cell.value is not None]
    if not rates:
        return None
    low, high = min(rates), max(rates)
    named = most_firm(cells)
    at = next((p, m) for p in range(len(cells)) for m in range(len(cells[p])) if cells[p][m].value == named)
    worst = f"{words.name(table.names[table.payers[at[0]]])} in {words.month(table.months[at[1]])}"
    title = f"Highest: {words.percent(named)}, {worst}" if len(rates) > 1 else f"{words.percent(named)}, {worst}"
    return Chart(
        title=title,
        subtitle=f"Denial rate in %, payers by size; stronger colour is higher, from {words.percent(low)} to "
        f"{words.percent(high)}. Grey: below 30 lines, with few the count only. Hatched: nothing answered"
        f"{', or not known' if table.has_unknown else ''}",
        alt=f"Heat map of the denial rate by payer and month. {title}.",
        marks=table.heat(cells, high),
    )


def most_firm(cells: Sequence[Sequence[Cell]]) -> float | None:
    """The highest value of cells with enough lines, so that a title names no chance find; else of all."""
    known = [cell for row in cells for cell in row if cell.value is not None]
    firm = [cell for cell in known if cell.role == "ok"] or known
    return max((cell.value for cell in firm if cell.value is not None), default=None)


def completeness_heat(groups: Sequence[Group]) -> Chart | None:
    """How far each payer has answered the lines of each of the last twelve months."""
    table = _Table(groups)
    cells = tuple(tuple(_answered(table.value(payer, month)) for month in table.months) for payer in table.payers)
    known = [cell.value for row in cells for cell in row if cell.value is not None]
    if not known:
        return None
    behind = sum(value < MATURE for value in known)
    title = (
        f"{words.count(behind)} of {words.number_of(len(known), 'payer month')} below 95 %: too early to compare"
        if behind
        else "Every payer has answered at least 95 % of every month"
    )
    return Chart(
        title=title,
        subtitle="Answered share in %, of the lines that payers will have answered in the end. Hatched: no such lines, "
        "or too young to say",
        alt=f"Heat map of completeness by payer and month. {title}.",
        marks=table.heat(cells, 1.0, is_good_high=True),
    )


class _Table:
    """Groups by payer and month, the largest payers and the latest months."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._values = {(group.key["payer_id"], group.key["month"]): group.metrics["denial_rate"] for group in groups}
        self._lines = {
            (group.key["payer_id"], group.key["month"]): group.metrics["injections_billed"].n for group in groups
        }
        self.names = {group.key["payer_id"]: group.key["payer_name"] for group in groups}
        sizes = {payer: sum(n for (its, _), n in self._lines.items() if its == payer) for payer in self.names}
        self.payers = sorted(sizes, key=lambda payer: (-sizes[payer], payer))[:MOST_ROWS]
        days = sorted({date.fromisoformat(f"{group.key['month']}-01") for group in groups})
        self.months = days[-MOST_MONTHS:]

    @property
    def has_unknown(self) -> bool:
        return any(value.value is None and value.n for value in self._values.values())

    def value(self, payer: str, month: date) -> tuple[str, Value | None]:
        return f"{words.name(self.names[payer])}, {words.month(month)}", self._values.get((payer, f"{month:%Y-%m}"))

    def heat(self, cells: tuple[tuple[Cell, ...], ...], high: float, *, is_good_high: bool = False) -> Heat:
        return Heat(
            rows=tuple(words.name(self.names[payer]) for payer in self.payers),
            columns=month_columns(self.months),
            cells=cells,
            high=high,
            keys=tuple(self.payers),
            is_good_high=is_good_high,
        )


def month_columns(months: Sequence[date]) -> tuple[str, ...]:
    """Jan, Feb …; the first of them and every January with its year below."""
    return tuple(
        f"{month:%b}<br>{month:%Y}" if month == months[0] or month.month == 1 else f"{month:%b}" for month in months
    )


def _rate(named: tuple[str, Value | None]) -> Cell:
    where, value = named
    if value is None or not value.n:
        return Cell(None, "", f"{where}: nothing answered", "empty")
    counts = f"{words.count(value.numerator or 0)} of {words.number_of(value.n, 'line')}"
    if value.value is None:
        return Cell(None, "", f"{where}: {words.NOT_KNOWN}", "empty")
    if value.n <= FEW:
        return Cell(None, f"{words.count(value.numerator or 0)}/{value.n}", f"{where}: {counts}", "few")
    hover = f"{where}: {words.percent(value.value)} ({words.certainty(value)}), {counts}"
    return Cell(value.value, words.percent(value.value)[:-2], hover, "ok" if value.n >= ENOUGH else "grey")


def _answered(named: tuple[str, Value | None]) -> Cell:
    where, value = named
    if value is None or value.completeness is None:
        return Cell(None, "", f"{where}: too early to say, or no such lines", "empty")
    share = value.completeness
    return Cell(share, f"{share * 100:.0f}", f"{where}: about {words.percent(share)} answered")
