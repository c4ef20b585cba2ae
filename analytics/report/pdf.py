"""The report on paper: a tagged PDF in US Letter, set by typst from a template and data that is never markup."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import typst

from analytics import words
from analytics.charts.colours import LIGHT
from analytics.charts.model import Chart, Heat, Trend
from analytics.report.logo import known_format
from analytics.report.model import NUMBERS, Entry, Kpi, Report, Section, Table, moved, named, restatement, said
from analytics.report.svg import SIZE, Palette, svg, tall
from analytics.report.text import FOLDER, drawable, inert, width

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


_TEMPLATE = Path(__file__).parent / "template" / "report.typ"
_PAPER = Palette(LIGHT)


def pdf(report: Report) -> bytes:
    """The same report gives the same bytes."""
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"report": drawable(json.dumps(_told(report), ensure_ascii=False))},
    )
    return made


def _told(report: Report) -> dict[str, Any]:
    """What the template shows, all of it text; the template decides how."""
    again = restatement(report)
    return {
        "title": _line(report.title),
        "named": _line(named(report)),
        "month": words.month(report.month),
        "preliminary": report.preliminary,
        "basis": words.BASIS.get(report.basis, report.basis),
        "headline": [_line(sentence) for sentence in report.headline],
        "kpis": [_kpi(kpi) for kpi in report.kpis],
        "sections": [_section(section) for section in report.sections],
        "restated": _table(again, FULL) if again else None,
        "notes": [{"title": _line(note.title), "text": _line(note.text)} for note in report.notes],
        "footline": _line(report.footline),
        # Typst reads a picture from its bytes, and JSON has no other way to hold them.
        "logo": {"format": known_format(report.logo), "bytes": list(report.logo)} if report.logo else None,
    }


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "label": _line(kpi.label),
        "value": _line(kpi.value),
        "certainty": _line(kpi.certainty),
        "target": _line(kpi.target),
        "changes": [{"text": _line(moved(change)), "tone": change.tone} for change in kpi.changes],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": _line(section.title),
        "sentences": [_line(sentence) for sentence in section.sentences],
        "bands": [_band(band) for band in bands(section)],
    }


def _band(band: Band) -> list[dict[str, Any]]:
    return [_chart(item, band.width) if isinstance(item, Chart) else _table(item, band.width) for item in band.items]


def _chart(chart: Chart, width: float) -> dict[str, Any]:
    """A chart drawn so large that its text stands on paper in the size of a table's."""
    wide = width * SIZE / TEXT
    drawn = svg(chart, wide, tall(chart, wide, _PAPER), _PAPER)
    named = {"title": _line(chart.title), "subtitle": _line(chart.subtitle), "alt": _line(chart.alt)}
    return {"kind": "chart", "svg": drawn, **named}


def _table(table: Table, width: float) -> dict[str, Any]:
    rows = [[said(entry, column.kind) for entry, column in zip(row, table.columns, strict=True)] for row in table.rows]
    return {
        "kind": "table",
        "title": _line(table.title),
        "columns": [{"label": _line(column.label), "number": column.kind in NUMBERS} for column in table.columns],
        "widths": shared(table, width),
        "rows": [[_line(cell) for cell in row] for row in rows],
        "note": _line(table.note),
        "total": table.total,
    }


def _line(text: str) -> str:
    """Text as one line, numbers in one piece."""
    return _kept(" ".join(inert(text).split()))


def _kept(text: str) -> str:
    """A number and its sign stay on one line."""
    return text.replace(" %", "\u00a0%").replace(" pp", "\u00a0pp").replace("n = ", "n\u00a0=\u00a0")
