"""Excel's own tables: head with filters, one row per row, a total in bold below."""

import re
from collections.abc import Sequence

from analytics.charts.colours import LIGHT, ink_on
from analytics.charts.model import Cell, Heat
from analytics.report.entries import NUMBERS, said
from analytics.report.model import Column, Entry, Table
from analytics.report.printable import printable
from analytics.report.xlsx.workbook import Page

STYLE = "Table Style Light 1"


def add_table(page: Page, top: int, table: Table) -> int:
    """The table from row `top` on; the row after it."""
    last = len(table.rows) - 1 if table.total else len(table.rows)
    body, total = table.rows[:last], table.rows[last:]
    heads = _unique([column.label for column in table.columns])
    for at, (head, column) in enumerate(zip(heads, table.columns, strict=True)):
        page.head(top, at, f"{head} ▾▾")
        for place, row in enumerate((*body, *total), top + 1):
            page.entry(place, at, row[at], column.kind, is_bold=place > top + len(body))
            page.fit(at, said(row[at], column.kind))
    _native(page, top, len(body), heads, table)
    return top + 1 + max(len(table.rows), 1)


def _native(page: Page, top: int, rows: int, heads: Sequence[str], table: Table) -> None:
    """Excel wants a row below the head, even of an empty table."""
    book = page.book
    columns = [
        {
            "header": head,
            "header_format": book.format(
                bold=True,
                text_wrap=True,
                valign="top",
                align="right" if column.kind in NUMBERS else "left",
                indent=0 if column.kind in NUMBERS or not at else 1,
            ),
        }
        for at, (head, column) in enumerate(zip(heads, table.columns, strict=True))
    ]
    options = {"name": _name(page, table), "style": STYLE, "columns": columns, "autofilter": rows > 1}
    page.made.add_table(top, 0, top + max(rows, 1), len(heads) - 1, options)


def _name(page: Page, table: Table) -> str:
    """A name that formulas can use, unlike any other in the workbook: tables are counted."""
    page.book.tables += 1
    return f"T{page.book.tables}_{re.sub(r'[^A-Za-z0-9]+', '_', table.name)[:60]}"


def _unique(labels: Sequence[str]) -> list[str]:
    """Excel tells columns apart by their heads, whatever the case; none is empty."""
    found: list[str] = []
    for label in map(printable, labels):
        name, at = label[:200] or " ", 2
        while name.lower() in {one.lower() for one in found}:
            name, at = f"{label[:200]} ({at})".strip(), at + 1
        found.append(name)
    return found


def add_heat(page: Page, top: int, heat: Heat) -> int:
    """A heat map as cells with its colours; the row after it."""
    for at, name in enumerate(("", *heat.columns)):
        if at:
            page.head(top, at, name.replace("<br>", " "))
            page.text(top, at, name.replace("<br>", " "), bold=True, text_wrap=True, align="right", valign="bottom")
    for place, (name, cells) in enumerate(zip(heat.rows, heat.cells, strict=True), top + 1):
        page.text(place, 0, name)
        page.fit(0, name)
        for at, cell in enumerate(cells, 1):
            _cell(page, place, at, cell, heat)
            page.fit(at, "")
    return top + 1 + len(heat.rows)


def _cell(page: Page, row: int, column: int, cell: Cell, heat: Heat) -> None:
    look = {"align": "right"}
    if cell.role == "ok" and cell.value is not None:
        ground = LIGHT.shade(cell.value, heat.low, heat.high, is_good_high=heat.is_good_high)
        look |= {"bg_color": ground, "font_color": ink_on(ground)}
    else:
        look |= {"font_color": LIGHT.muted}
    page.text(row, column, cell.text or ("–" if cell.role == "empty" else ""), **look)


def plain(name: str, title: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[Entry]]) -> Table:
    """A table of heads (label, kind) and rows."""
    columns = tuple(Column(f"c{at}", label, kind) for at, (label, kind) in enumerate(heads))
    return Table(name, title, columns, tuple(tuple(row) for row in rows))
