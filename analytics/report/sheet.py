"""How a section lies on a page: which charts go side by side, which take the whole width, where a table fits beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from analytics.charts.colours import LIGHT
from analytics.charts.model import Chart, Heat, Trend
from analytics.report.entries import NUMBERS, said
from analytics.report.font import width
from analytics.report.model import Entry, Section, Table
from analytics.report.svg import SIZE, Palette, tall

FULL, HALF, GAP = 516.0, 248.0, 20.0
"""Widths in points on paper: of a page without its margins, of two side by side, and between them."""
TEXT = 8.0
"""Of tables and charts, in points."""
_MANY_MONTHS, _MANY_COLUMNS = 14, 7
_PAD = 9.0
_MANY_ROWS = 30
_TEXT_COLUMN = 105.0
"""Texts of a table may be broken to so much."""
_LINE, _NAME = 8.5, 30.0

Item = Chart | Table


@dataclass(frozen=True)
class Band:
    """What stands side by side: one item over the whole width, or two on half of it."""

    items: tuple[Item, ...]

    @property
    def width(self) -> float:
        return FULL if len(self.items) == 1 else HALF


def bands(section: Section) -> list[Band]:
    """The charts and tables of a section from top to bottom, in the order it names them, on as little paper as can be.

    Each stands alone over the whole width or beside its neighbour; both must be readable on half of it.
    """
    items: tuple[Item, ...] = (*section.charts, *section.tables_on_paper)
    # The best way to set the first so many items: its height and its bands.
    best: list[tuple[float, list[Band]]] = [(0.0, [])]
    for at, item in enumerate(items):
        tall_so_far, found = best[at]
        ways = [(tall_so_far + height(item, FULL), [*found, Band((item,))])]
        if at and fits_half(item) and fits_half(items[at - 1]):
            tall_so_far, found = best[at - 1]
            pair = (items[at - 1], item)
            ways.append((tall_so_far + max(height(each, HALF) for each in pair), [*found, Band(pair)]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def fits_half(item: Item) -> bool:
    """Few enough months, columns or words to be read on half a page."""
    if isinstance(item, Table):
        kept = [
            min(each, _TEXT_COLUMN) if column.kind not in NUMBERS else each
            for each, column in zip(column_widths(item), item.columns, strict=True)
        ]
        return sum(kept) <= HALF and len(item.rows) <= _MANY_ROWS
    if isinstance(item.marks, Trend):
        return len(item.marks.points) <= _MANY_MONTHS
    return not isinstance(item.marks, Heat) or len(item.marks.columns) <= _MANY_COLUMNS


def height(item: Item, width: float) -> float:
    """How tall an item stands on paper, in points: a chart's drawing exactly, a table about."""
    if isinstance(item, Chart):
        return _NAME + tall(item, width * SIZE / TEXT, Palette(LIGHT)) * TEXT / SIZE
    room = shared(item, width)
    lines = [_lines(row, item, room) for row in item.rows]
    return _NAME + (_LINE + _PAD if item.note else 0) + sum(_LINE * each + 6 for each in [1, *lines])


def _lines(row: Sequence[Entry], table: Table, room: Sequence[float]) -> int:
    """Into how many lines a row is broken."""
    cells = zip(row, table.columns, room, strict=True)
    return max(ceil(width(said(entry, column.kind), TEXT) / (wide - _PAD + 1.1)) for entry, column, wide in cells) or 1


def shared(table: Table, width: float) -> list[float]:
    """How the columns share a width, in points: figures stay in one piece, the longest texts are broken."""
    natural = column_widths(table)
    spare = width - sum(natural)
    texts = [at for at, column in enumerate(table.columns) if column.kind not in NUMBERS]
    if spare >= 0 or not texts:
        first = texts[0] if texts else 0
        return [each + (max(spare, 0) if at == first else 0) for at, each in enumerate(natural)]
    return _broken(natural, texts, width - sum(each for at, each in enumerate(natural) if at not in texts))


def _broken(natural: Sequence[float], texts: Sequence[int], room: float) -> list[float]:
    """From the shortest text up: each keeps its width while it asks for no more than an even part of what is left."""
    found = list(natural)
    order = sorted(texts, key=lambda at: (natural[at], at))
    for done, at in enumerate(order):
        found[at] = min(natural[at], room / (len(order) - done))
        room -= found[at]
    return found


def column_widths(table: Table) -> list[float]:
    """How wide each column is when nothing of it is broken, in points."""
    cells = [[said(entry, column.kind) for entry, column in zip(row, table.columns, strict=True)] for row in table.rows]
    heads = [width(column.label, TEXT, is_bold=True) for column in table.columns]
    return [max([head, *_column(cells, at)]) + _PAD for at, head in enumerate(heads)]


def _column(cells: Sequence[Sequence[str]], at: int) -> list[float]:
    return [width(row[at], TEXT) for row in cells]
