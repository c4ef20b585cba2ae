"""A table in a file: its header and its cells, chunk by chunk, as they stand."""

import io
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analytics.importers.delimited.csv_text import UnclosedQuoteError, records, separator_of, style_of
from analytics.importers.delimited.workbook import Sheet, WorkbookError, first_sheet

ROW = "~row"
"""The line or row of the file that a row of cells is, as an editor or a spreadsheet shows it."""
CHUNK_ROWS = 250_000
MOST_COLUMNS, MOST_ROWS = 500, 20_000_000


class TableError(ValueError):
    """A table that is refused whole: a code, what the notice names, and the row."""

    def __init__(self, code: str, detail: str = "", row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.detail, self.row = code, detail, row


@dataclass(frozen=True)
class Chunk:
    """Some rows: cells as they stand with their row number, and the numbers of rows that are no rows."""

    cells: pl.DataFrame
    ragged: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A file, or a folder of parquet files, that holds one table."""

    path: str
    kind: str
    sha256: str
    size: int
    data: bytes | None = None
    files: tuple[Path, ...] = ()

    @property
    def names(self) -> list[str]:
        """The header, as it stands."""
        found = {"csv": _csv_names, "xlsx": _xlsx_names, "parquet": _parquet_names}[self.kind](self)
        names = [name.strip() for name in found]
        if len(names) > MOST_COLUMNS:
            raise TableError("too_many_columns", f"{len(names):,}")
        twice = {name for name in names if name and names.count(name) > 1}
        if twice:
            raise TableError("column_twice", sorted(twice)[0][:60])
        return names

    def chunks(self) -> Iterator[Chunk]:
        """All rows in order; a TableError where the file is no such table."""
        yield from {"csv": _csv_chunks, "xlsx": _xlsx_chunks, "parquet": _parquet_chunks}[self.kind](self)

    def content(self) -> Any:
        """The bytes, mapped and not read where they lie in a file."""
        if self.data is not None:
            return self.data
        with self.files[0].open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _csv_names(table: Table) -> list[str]:
    head = next(_csv_chunks(table), None)
    if head is None:
        raise TableError("empty_table")
    return [name for name in head.cells.columns if name != ROW]


def _csv_chunks(table: Table) -> Iterator[Chunk]:
    data = table.content()
    style = style_of(data)
    names: list[str] = []
    separator = ","
    try:
        for found in records(data, style):
            text, numbers = found.text, found.numbers
            if not names:
                if not len(numbers) or numbers[0] != found.header:
                    raise TableError("header_unreadable")
                first, _, text = text.partition(b"\n")
                separator, numbers = separator_of(first), numbers[1:]
                names = _header(first, separator)
            if numbers.size and int(numbers[-1]) > MOST_ROWS:
                raise TableError("too_many_rows")
            cells = _cells(text, names, separator, len(numbers))
            cells = cells.with_columns(pl.Series(ROW, numbers, pl.Int64))
            yield Chunk(cells, tuple(found.ragged.tolist()), tuple(found.broken.tolist()))
    except UnclosedQuoteError as error:
        raise TableError("unclosed_quote", row=error.record) from None
    if not names:
        raise TableError("empty_table")


def _header(line: bytes, separator: str) -> list[str]:
    try:
        frame = pl.read_csv(line + b"\n", has_header=False, separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError:
        raise TableError("header_unreadable") from None
    names = [str(name or "").strip() for name in frame.row(0)]
    if len(set(names)) < len(names):
        twice = [name for at, name in enumerate(names) if name in names[:at]]
        if any(twice):
            raise TableError("column_twice", next(filter(None, twice))[:60])
    if len(names) > MOST_COLUMNS:
        raise TableError("too_many_columns", f"{len(names):,}")
    return [name or f"(column {at})" for at, name in enumerate(names, 1)]


def _cells(text: bytes, names: list[str], separator: str, expected: int) -> pl.DataFrame:
    schema = dict.fromkeys(names, pl.String())
    if not text:
        return pl.DataFrame(schema=schema)
    try:
        frame = pl.read_csv(text, has_header=False, separator=separator, schema=schema, raise_if_empty=False)
    except pl.exceptions.PolarsError:
        raise TableError("not_read_whole") from None
    if frame.height != expected:  # what the engine reads must be what was counted without it
        raise TableError("not_read_whole")
    return frame


def _xlsx_names(table: Table) -> list[str]:
    # A name that stands twice comes back with _1 behind it: the first row as it stands says so.
    sheet = opened(table)
    if sheet.first.is_empty():
        raise TableError("empty_table")
    return [str(name or f"(column {at})") for at, name in enumerate(sheet.first.row(0), 1)]


def _xlsx_chunks(table: Table) -> Iterator[Chunk]:
    frame, names = opened(table).rows(ROW), table.names
    theirs = [name for name in frame.columns if name != ROW]
    frame = frame.rename(dict(zip(theirs, names, strict=False)))
    blank = pl.all_horizontal(pl.col(name).fill_null("").str.strip_chars() == "" for name in names)
    frame = frame.filter(~blank) if names else frame
    for part in frame.iter_slices(CHUNK_ROWS) if frame.height else (frame,):
        yield Chunk(part)


def opened(table: Table) -> Sheet:
    """The first sheet that is no note to the reader."""
    try:
        return first_sheet(bytes(table.content()))
    except WorkbookError as error:
        raise TableError(error.code) from None


def _parquet_scan(table: Table) -> pl.LazyFrame:
    if table.data is not None:
        return pl.scan_parquet(io.BytesIO(table.data))
    is_folder = Path(table.path).is_dir()
    # Files are named one by one: a name with a star in it must not become a pattern.
    return pl.scan_parquet(list(table.files), glob=False, hive_partitioning=is_folder, try_parse_hive_dates=False)


def _parquet_names(table: Table) -> list[str]:
    return list(_parquet_schema(table))


def _parquet_schema(table: Table) -> pl.Schema:
    if not table.files and table.data is None:
        raise TableError("empty_table")
    try:
        return _parquet_scan(table).collect_schema()
    except (pl.exceptions.PolarsError, OSError, ValueError):
        raise TableError("parquet_unreadable") from None


def _parquet_chunks(table: Table) -> Iterator[Chunk]:
    scan = _parquet_scan(table)
    try:
        rows = scan.select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            raise TableError("too_many_rows")
        for at in range(0, rows or 1, CHUNK_ROWS):
            part = scan.slice(at, CHUNK_ROWS).collect()
            yield Chunk(part.with_columns(pl.int_range(at + 1, at + part.height + 1, dtype=pl.Int64).alias(ROW)))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError("parquet_unreadable") from None
