"""The first table of a workbook: the cells that are there, with the row numbers that a spreadsheet shows.

One stray cell in the last row makes a sheet of a million rows to those who read it whole, and blank rows above the
header shift the numbers of all others: a sheet with gaps is drawn together first, and its numbers are kept.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

import polars as pl

from analytics.importers.delimited.titles import ENOUGH, MOST_LINES, titles_above

_FEW_GAPS = 1.2
"""How many times as many rows as are there a sheet may have before its gaps cost more than drawing it together."""
_FURTHEST = 500
"""Columns; a cell further to the right in a row of few cells is a stray."""
_FAR = re.compile(rb'\br="(?:[A-Z]{3}|[T-Z][A-Z]|S[G-Z])[0-9]+"')
"""A cell beyond column SF, the 500th."""
_PEEK = 1 << 16
"""Bytes of a sheet that show whether it holds rows."""
_ROW = re.compile(rb"<row\b[^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_ROW_AT = re.compile(rb'<row\b[^>]*?\br="([0-9]+)"')
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)[0-9]+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_REF = re.compile(rb'(<(?:row|c)\b[^>]*?\br="[A-Z]*)[0-9]+"')


class WorkbookError(ValueError):
    """A workbook that holds no table: the code of a notice."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """One sheet: how many rows of titles stand above its header, and which row each of its rows is."""

    book: Any
    name: str
    above: int
    first: pl.DataFrame
    numbers: tuple[int, ...] = ()
    others: int = 0
    """Further sheets that hold rows, too, and are not read."""

    def rows(self, number: str) -> pl.DataFrame:
        """The rows below the header as text, with their number."""
        import fastexcel

        try:
            # A header row named here would drop the blank columns before it, which titles above it may fill.
            sheet: pl.DataFrame = self.book.load_sheet(self.name, header_row=None, dtypes="string").to_polars()
        except fastexcel.FastExcelError:
            raise WorkbookError("workbook_unreadable") from None
        frame = sheet.slice(self.above + 1)
        numbered = frame.with_row_index(number, self.above + 2).with_columns(pl.col(number).cast(pl.Int64))
        if not self.numbers:
            return numbered
        true = pl.Series(self.numbers[self.above + 1 : self.above + 1 + frame.height], dtype=pl.Int64)
        return numbered.head(len(true)).with_columns(true.alias(number))


@lru_cache(maxsize=1)
def first_sheet(data: bytes) -> Sheet:
    """The first sheet that has a header, else the first; none that is called "Read me"."""
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        visible = [name for name in book.sheet_names if name.lower() not in ("read me", "readme")]
        if not visible:
            raise WorkbookError("empty_table")
        for name in (*visible, visible[0]):
            packed, numbers = _without_gaps(data, name)
            mine = fastexcel.read_excel(packed) if numbers else book
            top = _top(mine, name)
            if max(_filled(top), default=0) >= ENOUGH:
                break
    except fastexcel.FastExcelError:
        raise WorkbookError("workbook_unreadable") from None
    above = titles_above(_filled(top))
    others = sum(_holds_rows(data, other) for other in visible[visible.index(name) + 1 :])
    return Sheet(mine, name, above, top.slice(above, 1), numbers, others)


def _top(book: Any, name: str) -> pl.DataFrame:
    """The first rows of a sheet as they stand."""
    top: pl.DataFrame = book.load_sheet(name, header_row=None, n_rows=MOST_LINES, dtypes="string").to_polars()
    return top


def _holds_rows(data: bytes, name: str) -> bool:
    """Whether a sheet that is not read holds as much as a header and a row."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _part_of(archive, name)
            with archive.open(part) as sheet:
                return bool(part) and sheet.read(_PEEK).count(b"<v") >= 2 * ENOUGH
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError):
        return False


def _filled(top: pl.DataFrame) -> list[int]:
    """How many cells of each row are filled."""
    return [sum(bool(str(cell or "").strip()) for cell in row) for row in top.rows()]


def _without_gaps(data: bytes, name: str) -> tuple[bytes, tuple[int, ...]]:
    """The workbook with the rows of this sheet that hold something, one below the other, and their true numbers; as it
    is, without numbers, where the sheet has few gaps."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _part_of(archive, name)
            text = archive.read(part) if part else b""
            if not _has_gaps(text):
                return data, ()
            rows = [row for row in _ROW.findall(text) if b"<v" in row or b"<is" in row]
            found = [_ROW_AT.match(row) for row in rows]
            if not all(found):
                return data, ()
            numbers = tuple(int(one[1]) for one in found if one)
            begin, end = text.index(b"<row"), text.rindex(b"</sheetData>")
            drawn = b"".join(_moved(row, at) for row, at in zip(rows, count(1), strict=False))
            return _with_part(
                archive, part, re.sub(rb"<dimension[^>]*/>", b"", text[:begin]) + drawn + text[end:]
            ), numbers
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError):
        return data, ()


def _has_gaps(text: bytes) -> bool:
    first, last = _ROW_AT.search(text), _ROW_AT.match(text, max(text.rfind(b"<row "), 0))
    if not first or not last:
        return False
    there = text.count(b"<row ")
    return (
        int(first[1]) > 1
        or int(last[1]) > _FEW_GAPS * there + MOST_LINES
        or bool(_FAR.search(text))
        or _is_sparse(text, there)
    )


def _is_sparse(text: bytes, there: int) -> bool:
    """Many rows are only formatted: they hold no value."""
    return there > 1_000 and text.count(b"</row>") < there / _FEW_GAPS


def _moved(row: bytes, to: int) -> bytes:
    """The row at another place, without strays far to the right."""
    if row.count(b"<c ") < _FURTHEST // 2:
        row = _CELL.sub(lambda cell: b"" if _column(cell[1]) > _FURTHEST else cell[0], row)
    return _REF.sub(rb'\g<1>%d"' % to, row)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """The member that holds the sheet of this name."""
    from xml.etree import ElementTree

    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError:
        return ""
    wanted = next(
        (one.get(relation) for one in book.iter() if one.tag.endswith("}sheet") and one.get("name") == name), ""
    )
    target = next((one.get("Target") or "" for one in links if one.get("Id") == wanted), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}" if target else ""


def _with_part(archive: zipfile.ZipFile, part: str, text: bytes) -> bytes:
    """The same archive with another text for one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for one in archive.infolist():
            packed.writestr(one.filename, text if one.filename == part else archive.read(one))
    return out.getvalue()
