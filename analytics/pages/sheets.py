"""Files to take away: what is shown, safe to open, saying what it is and whether it holds patients' data."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO

import polars as pl
import xlsxwriter

LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""Text that starts like this is a formula to a spreadsheet."""
PHI = "This file holds protected health information. Keep it where such data belong; do not send it unprotected."


def file_name(what: str, suffix: str, *, holds_phi: bool) -> str:
    """The name says what is inside, and when that is patients' data."""
    return f"{what}{' contains PHI' if holds_phi else ''}.{suffix}"


def csv_of(frame: pl.DataFrame) -> bytes:
    """CSV with every field quoted and live text made inert; numbers stay numbers."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows([_inert(value) for value in row] for row in frame.iter_rows())
    return text.getvalue().encode("utf-8-sig")


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(LIVE) else "" if value is None else value


def xlsx_of(frame: pl.DataFrame, about: Mapping[str, str], *, holds_phi: bool) -> bytes:
    """A workbook: first what it is, then the rows."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    first = book.add_worksheet("About")
    lines = {**({"Protected health information": PHI} if holds_phi else {}), **about}
    for row, (name, words) in enumerate(lines.items()):
        first.write_string(row, 0, name, bold)
        first.write_string(row, 1, words)
    first.set_column(0, 0, 28)
    first.set_column(1, 1, 100)
    _write(book, frame, bold)
    book.close()
    return held.getvalue()


def _write(book: "xlsxwriter.Workbook", frame: pl.DataFrame, bold: object) -> None:
    sheet = book.add_worksheet("Rows")
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, bold)
        for row, value in enumerate(frame[name].to_list(), 1):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif frame.schema[name] == pl.Date and value is not None:
                sheet.write_datetime(row, column, value, day)
            elif value is not None:
                sheet.write(row, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofit(400)
