"""How a section lies on a page: which charts go side by side, which take the whole width, where a table fits beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.chart import Chart, Heat, Trend
from analytics.report.entries import said
from analytics.report.font import width
from analytics.report.model import Section, Table

FULL, HALF, GAP = 516.0, 248.0, 20.0
"""Widths in points on paper: of a page without its margins, of two side by side, and between them."""
TEXT = 8.0
"""Of tables and charts, in points."""
_MANY_MONTHS, _MANY_COLUMNS = 14, 7
_PAD = 10.0

Item = Chart | Table


@dataclass(frozen=True)
class Band:
    """What stands side by side: one item over the whole width, or two on half of it."""

    items: tuple[Item, ...]

    @property
    def width(self) -> float:
        return FULL if len(self.items) == 1 else HALF


def bands(section: Section) -> list[Band]:
    """The charts and tables of a section from top to bottom, in the order it names them."""
    found: list[Band] = []
    waiting: list[Item] = []
    items: tuple[Item, ...] = (*section.charts, *section.tables)
    for item in items:
        if not fits_half(item):
            found += [Band((each,)) for each in waiting] + [Band((item,))]
            waiting = []
            continue
        waiting.append(item)
        if len(waiting) == 2:
            found.append(Band(tuple(waiting)))
            waiting = []
    return found + [Band((each,)) for each in waiting]


def fits_half(item: Item) -> bool:
    """Few enough months, columns or words to be read on half a page."""
    if isinstance(item, Table):
        return sum(column_widths(item)) <= HALF
    if isinstance(item.marks, Trend):
        return len(item.marks.points) <= _MANY_MONTHS
    return not isinstance(item.marks, Heat) or len(item.marks.columns) <= _MANY_COLUMNS


def column_widths(table: Table) -> list[float]:
    """How wide each column is when nothing of it is broken, in points."""
    cells = [[said(entry, column.kind) for entry, column in zip(row, table.columns, strict=True)] for row in table.rows]
    heads = [width(column.label, TEXT, is_bold=True) for column in table.columns]
    return [max([head, *_column(cells, at)]) + _PAD for at, head in enumerate(heads)]


def _column(cells: Sequence[Sequence[str]], at: int) -> list[float]:
    return [width(row[at], TEXT) for row in cells]
