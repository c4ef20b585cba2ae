"""A workbook that runs nothing: texts are texts, sheets have valid names, and the clock leaves no trace."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from analytics.charts.colours import LIGHT, ink_on
from analytics.charts.model import Cell, Heat
from analytics.report.model import NUMBERS, Column, Entry, Table, said
from analytics.report.text import printable

FONT = "Arial"
FORMATS = {
    "count": "#,##0",
    "cents": "$#,##0.00;[Red]-$#,##0.00",
    "rate": "0.0%",
    "points": '+0.0" pp";-0.0" pp"',
    "ratio": "0.0%",
    "days": "#,##0",
    "day": "mm/dd/yyyy",
    "month": "mmm yyyy",
    "number": "General",
    "tenth": "0.0",
}
"""How each kind of column reads; numbers stay numbers."""
NARROWEST, WIDEST = 9, 42
LINE, MOST_LINES = 13.5, 30
"""Points of a line of text, and the lines that Excel gives a row at most."""
NAME = 31
"""Most characters of a sheet's name."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Book:
    """Sheets by name, formats by kind and weight."""

    def __init__(self, *, title: str, footline: str, made: date) -> None:
        self._out = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.made: Any = xlsxwriter.Workbook(self._out, options)
        self.made.formats[0].set_font_name(FONT)
        self.made.formats[0].set_font_size(10)
        self.made.set_properties(
            {
                "title": printable(title, 250),
                "subject": printable(footline, 250),
                "author": "reimburse",
                "created": datetime(made.year, made.month, made.day),
            }
        )
        self._footline = footline
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()
        self.tables = 0

    def sheet(self, name: str) -> "Page":
        """A new sheet, ready to print: landscape, one page wide, the footline and page numbers below."""
        return self.named(self.free(name))

    def named(self, name: str) -> "Page":
        """The same under a name kept free before."""
        made = self.made.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(1)
        made.fit_to_pages(1, 0)
        made.set_margins(0.5, 0.5, 0.6, 0.7)
        said = printable(self._footline, 180).replace("&", "&&")
        made.set_footer(f"&L&8{said}&R&8&P / &N")
        return Page(self, made)

    def format(self, **wanted: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.made.add_format({"font_name": FONT, "font_size": 10, **wanted})
        return self._formats[key]

    def packed(self) -> bytes:
        """The file."""
        self.made.close()
        return self._out.getvalue()

    def free(self, name: str) -> str:
        """A name that Excel takes and that no other sheet has."""
        plain = _FORBIDDEN.sub(" ", printable(name)).strip().strip("'").strip() or "Sheet"
        plain = "History of it" if plain.lower() == "history" else plain
        found, at = plain[:NAME].strip().strip("'"), 2
        while found.lower() in self._names:
            found, at = f"{plain[: NAME - len(str(at)) - 1].strip()} {at}", at + 1
        self._names.add(found.lower())
        return found


class Page:
    """One sheet, written row by row, that knows how wide its columns must be."""

    def __init__(self, book: Book, made: Any) -> None:
        self.book, self.made = book, made
        self._widths: dict[int, int] = {}
        self._wrapped: list[tuple[int, int, str]] = []

    def text(self, row: int, column: int, text: str, **wanted: Any) -> None:
        """A text, never a formula, number or link."""
        self.made.write_string(row, column, printable(text), self.book.format(**wanted))

    def entry(self, row: int, column: int, entry: Entry, kind: str, *, is_bold: bool = False) -> None:
        """One cell by its kind: cents as dollars, shares as percent; what is not known stays empty."""
        wanted: dict[str, Any] = {"valign": "top"}
        wanted |= (
            {"num_format": FORMATS[kind]}
            if kind in FORMATS
            else {"text_wrap": True, "align": "left", "indent": 1 if column else 0}
        )
        wanted |= {"align": "left", "indent": 1 if column else 0} if kind in ("day", "month") else {}
        wanted |= {"bold": True} if is_bold else {}
        if isinstance(entry, str):
            self._wrapped.append((row, column, entry))
            self.text(row, column, entry, **wanted)
        elif entry is None or entry != entry:
            self.made.write_blank(row, column, None, self.book.format(**wanted))
        elif isinstance(entry, date):
            moment = datetime(entry.year, entry.month, entry.day)
            self.made.write_datetime(row, column, moment, self.book.format(**wanted))
        else:
            self.made.write_number(row, column, _scaled(entry, kind), self.book.format(**wanted))

    def fit(self, column: int, text: str) -> None:
        """The column is at least as wide as the text, within bounds."""
        wide = min(WIDEST, max(NARROWEST, int(len(printable(text)) * 1.1) + 3))
        self._widths[column] = max(self._widths.get(column, NARROWEST), wide)

    def head(self, row: int, column: int, text: str) -> None:
        """A head wraps between its words: the column is as wide as the longest."""
        self.fit(column, max(text.split(" "), key=len, default=""))
        self._wrapped.append((row, column, text))

    def wide(self, column: int, characters: int) -> None:
        """A column of its own width."""
        self._widths[column] = characters

    def done(self) -> None:
        """Widths and heights take effect; heights are set, since not every program finds them by itself."""
        lines: dict[int, int] = {}
        for row, column, text in self._wrapped:
            wide = self._widths.get(column, NARROWEST)
            need = sum(1 + int(len(part) * 0.9) // wide for part in text.split("\n"))
            lines[row] = min(MOST_LINES, max(lines.get(row, 1), need))
        for row, need in sorted(lines.items()):
            if need > 1:
                self.made.set_row(row, LINE * need)
        for column, wide in sorted(self._widths.items()):
            self.made.set_column(column, column, wide)


def heading(page: Page, row: int, text: str, *, size: int = 12) -> None:
    """A line in bold."""
    page.text(row, 0, text, bold=True, font_size=size, font_color=LIGHT.ink)


def _scaled(number: float, kind: str) -> float:
    """As Excel shows it: dollars, points of percent."""
    return number / 100 if kind == "cents" else number * 100 if kind == "points" else number


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
