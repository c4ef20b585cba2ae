"""Tables for slides: rows of cells that know their height, so that a long table goes on on a further slide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from analytics.charts.colours import LIGHT, ink_on
from analytics.charts.model import Cell, Heat
from analytics.report.model import NUMBERS, Note, Restated, Table, said
from analytics.report.pptx.text import Box, Said, height, pieces, width, written
from analytics.report.text import printable

PAD = 0.06
"""Inches between a cell's edge and its text."""
MOST = 4.2
"""A single row is never higher than this many inches: longer text goes on in a further row."""


@dataclass(frozen=True)
class Entry:
    """One cell of a grid; `fill` empty is the paper."""

    text: str
    is_right: bool = False
    is_bold: bool = False
    fill: str = ""
    ink: str = LIGHT.ink


@dataclass(frozen=True)
class Grid:
    """A head and rows of cells; `widths` are what the columns ask for in inches, shared out by the slide."""

    head: tuple[Entry, ...]
    rows: tuple[tuple[Entry, ...], ...]
    widths: tuple[float, ...]
    size: float = 11

    @property
    def least(self) -> float:
        """The narrowest that it reads well at."""
        return sum(self.widths)

    def columns(self, room: float) -> tuple[float, ...]:
        """The widths within `room`: what is left over goes to the columns that ask for most."""
        scale = room / self.least
        return tuple(one * scale for one in self.widths)

    def heights(self, room: float) -> tuple[float, ...]:
        """Inches of the head and of each row."""
        columns = self.columns(room)
        return tuple(self._height(row, columns) for row in (self.head, *self.rows))

    def _height(self, row: tuple[Entry, ...], columns: tuple[float, ...]) -> float:
        tallest = max(
            height(cell.text, self.size, wide - 2 * PAD, is_bold=cell.is_bold)
            for cell, wide in zip(row, columns, strict=True)
        )
        return tallest + 2 * PAD * 0.75

    def _broken(self, row: tuple[Entry, ...], columns: tuple[float, ...]) -> list[tuple[Entry, ...]]:
        """A row higher than a slide over several rows."""
        if self._height(row, columns) <= MOST:
            return [row]
        texts = [
            pieces(cell.text, self.size, (wide - 2 * PAD) * 0.97, MOST - 0.3)
            for cell, wide in zip(row, columns, strict=True)
        ]
        return [
            tuple(
                replace(cell, text=parts[at] if at < len(parts) else "") for cell, parts in zip(row, texts, strict=True)
            )
            for at in range(max(len(parts) for parts in texts))
        ]

    def split(self, room: float, first: float, most: float) -> list["Grid"]:
        """Grids with as many rows as fit: the first into `first` inches, the others into `most`."""
        whole = replace(self, rows=tuple(part for row in self.rows for part in self._broken(row, self.columns(room))))
        heights = whole.heights(room)
        parts: list[list[tuple[Entry, ...]]] = [[]]
        used, limit = heights[0], first
        for row, tall in zip(whole.rows, heights[1:], strict=True):
            if used + tall > limit and (parts[-1] or limit < most):
                parts.append([])
                used, limit = heights[0], most
            parts[-1].append(row)
            used += tall
        return [replace(self, rows=tuple(part)) for part in parts]


def of_table(table: Table) -> Grid:
    """A table of the report as words."""
    right = [column.kind in NUMBERS for column in table.columns]
    head = tuple(
        Entry(column.label, is_right=at, is_bold=True) for column, at in zip(table.columns, right, strict=True)
    )
    last = len(table.rows) - 1
    rows = tuple(
        tuple(
            Entry(said(entry, column.kind), is_right=at, is_bold=table.total and place == last)
            for entry, column, at in zip(row, table.columns, right, strict=True)
        )
        for place, row in enumerate(table.rows)
    )
    return Grid(head, rows, _widths(head, rows))


def of_restated(restated: tuple[Restated, ...]) -> Grid:
    """What was said, what is said now, and why."""
    head = tuple(Entry(label, is_bold=True) for label in ("Number", "Month", "Said then", "Now", "Why"))
    rows = tuple(
        (Entry(one.label), Entry(one.month), Entry(one.was), Entry(one.now), Entry(one.why)) for one in restated
    )
    return Grid(head, rows, (3.2, 1.2, 1.4, 1.4, 5.0), 12)


def of_notes(notes: tuple[Note, ...]) -> Grid:
    """Definitions and their words."""
    rows = tuple((Entry(note.title, is_bold=True), Entry(note.text)) for note in notes)
    return Grid((Entry("Word", is_bold=True), Entry("What it means here", is_bold=True)), rows, (2.6, 9.6))


def of_sentences(sentences: tuple[str, ...]) -> Grid:
    """Sentences too many for a slide."""
    return Grid((Entry(""),), tuple((Entry(sentence),) for sentence in sentences), (12.0,), 12)


def of_heat(heat: Heat) -> Grid:
    """A heat map: each cell prints its value on its colour; nothing is said by colour alone."""
    head = (Entry(""), *(Entry(name.replace("<br>", " "), is_right=True, is_bold=True) for name in heat.columns))
    rows = tuple(
        (Entry(name), *(_cell(cell, heat) for cell in cells)) for name, cells in zip(heat.rows, heat.cells, strict=True)
    )
    first = min(3.2, max([1.2, *(width(name, 10) + 3 * PAD for name in heat.rows)]))
    longest = [max(width(word, 10, is_bold=True) for word in box.text.split(" ")) + 3 * PAD for box in head[1:]]
    return Grid(head, rows, (first, *(min(1.6, max(0.55, wide)) for wide in longest)), 10)


def _cell(cell: Cell, heat: Heat) -> Entry:
    if cell.role != "ok" or cell.value is None:
        return Entry(cell.text or ("–" if cell.role == "empty" else ""), is_right=True, ink=LIGHT.muted)
    ground = LIGHT.shade(cell.value, heat.low, heat.high, is_good_high=heat.is_good_high)
    return Entry(cell.text, is_right=True, fill=ground, ink=ink_on(ground))


def _widths(head: tuple[Entry, ...], rows: tuple[tuple[Entry, ...], ...]) -> tuple[float, ...]:
    """What the cells of each column need, within bounds: long words of text wrap, numbers never do."""
    return tuple(_asked(column) for column in zip(head, *rows, strict=True))


def _asked(column: tuple[Entry, ...]) -> float:
    wide = max(width(cell.text, 11, is_bold=cell.is_bold) for cell in column[1:]) if column[1:] else 0.0
    name = max(width(word, 11, is_bold=True) for word in column[0].text.split(" "))
    most = 1.6 if column[0].is_right else 2.9
    return min(most, max(wide, name, 0.6)) + 3 * PAD


HEAD = LIGHT.scale[0]
_NO_RULES = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
_RULE = f'<a:lnB w="6350"><a:solidFill><a:srgbClr val="{LIGHT.line[1:].upper()}"/></a:solidFill></a:lnB>'


def add_table(slide: Any, grid: Grid, box: Box, *, name: str, alt: str) -> None:
    """The grid at the top of the box, as wide as it and as high as its rows."""
    heights = grid.heights(box.width)
    place = Box(box.left, box.top, box.width, sum(heights))
    frame = slide.shapes.add_table(1, 1, *place.emu)
    frame.name = printable(name, 120)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    old = frame.table._tbl
    old.getparent().replace(old, parse_xml(_table(grid, box.width, heights)))


def _table(grid: Grid, room: float, heights: Sequence[float]) -> str:
    """Without a style of its own: every fill and rule is set here, and looks the same in every program."""
    columns = "".join(f'<a:gridCol w="{Inches(wide)}"/>' for wide in grid.columns(room))
    rows = "".join(
        _row(entries, tall, grid.size, is_head=entries is grid.head)
        for entries, tall in zip((grid.head, *grid.rows), heights, strict=True)
    )
    return f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _row(entries: Sequence[Entry], tall: float, size: float, *, is_head: bool) -> str:
    cells = "".join(_native_cell(entry, size, is_head=is_head) for entry in entries)
    return f'<a:tr h="{Inches(tall)}">{cells}</a:tr>'


def _native_cell(entry: Entry, size: float, *, is_head: bool) -> str:
    said = written(Said(entry.text, size, entry.ink, entry.is_bold), is_right=entry.is_right)
    side, top = Inches(PAD), Inches(PAD * 0.6)
    fill = entry.fill or (HEAD if is_head else "")
    ground = f'<a:solidFill><a:srgbClr val="{fill[1:].upper()}"/></a:solidFill>' if fill else "<a:noFill/>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{said}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="{"b" if is_head else "ctr"}">'
        f"{_NO_RULES}{_RULE}{ground}</a:tcPr></a:tc>"
    )
