"""Which payer denies for which reason: denied lines of a category per hundred answered lines of the payer."""

from collections.abc import Sequence

import polars as pl

from analytics import words
from analytics.charts.denials import categories
from analytics.charts.heat import MOST_ROWS, most_firm
from analytics.charts.model import Cell, Chart, Heat
from analytics.metrics.evaluate import Group
from analytics.statistics import ENOUGH, FEW

MOST_COLUMNS = 7


def reason_heat(frame: pl.DataFrame, groups: Sequence[Group]) -> Chart | None:
    """Payers by category; frame has denied lines by payer, category and reason, groups the answered lines."""
    answered = {group.key["payer_id"]: group.metrics["denial_rate"].n for group in groups}
    names = {group.key["payer_id"]: words.name(group.key["payer_name"]) for group in groups}
    payers = sorted((payer for payer, n in answered.items() if n > FEW), key=lambda payer: (-answered[payer], payer))
    columns = categories(frame)["category"].to_list()[:MOST_COLUMNS]
    if not payers or not columns:
        return None
    payers = payers[:MOST_ROWS]
    denied = {(row[0], row[1]): row[2] for row in _denied(frame).iter_rows()}
    cells = tuple(
        tuple(_cell(names[payer], column, denied.get((payer, column), 0), answered[payer]) for column in columns)
        for payer in payers
    )
    rates = [cell.value for row in cells for cell in row if cell.value is not None]
    high = max(rates, default=0.0)
    title = _title(cells, payers, columns, names)
    return Chart(
        title=title,
        subtitle="Denied lines per 100 answered lines of the payer, largest payers and categories first; stronger "
        "colour is higher. Grey: below 30 lines. Hatched: none",
        alt=f"Heat map of denials by payer and category. {title}.",
        marks=Heat(
            rows=tuple(names[payer] for payer in payers),
            columns=tuple(words.category(column) for column in columns),
            cells=cells,
            high=high,
            keys=tuple(payers),
            is_tilted=True,
        ),
    )


def _denied(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("payer_id", "category").agg(pl.col("lines").sum())


def _cell(name: str, category: str, denied: int, answered: int) -> Cell:
    said = f"{name}, {words.category(category).lower()}: {words.count(denied)} of {words.number_of(answered, 'line')}"
    if not denied:
        return Cell(None, "", f"{said} denied", "empty")
    share = denied / answered
    role = "ok" if answered >= ENOUGH else "grey"
    return Cell(share, f"{share * 100:.1f}", f"{said} denied ({words.percent(share)})", role)


def _title(
    cells: Sequence[Sequence[Cell]], payers: Sequence[str], columns: Sequence[str], names: dict[str, str]
) -> str:
    high = most_firm(cells)
    place = next(
        (
            (p, c)
            for p, row in enumerate(cells)
            for c, cell in enumerate(row)
            if cell.value is not None and cell.value == high
        ),
        None,
    )
    if place is None:
        return "Nothing is denied here"
    payer, column = names[payers[place[0]]], words.category(columns[place[1]]).lower()
    return f"Most frequent: {payer} denies {words.percent(high)} of lines as {column}"
