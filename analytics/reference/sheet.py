"""A published table as text: its cells with their line numbers, its heading, and refusals that name the place."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

import polars as pl

TOP = 40
"""Rows in which a heading is looked for: CMS puts titles, copyright notices and footnotes above it."""
_LONGEST_CELL = 1 << 20


class FileRefusedError(Exception):
    """Where, what and the next step, in one line; nothing of the file is kept."""


@dataclass(frozen=True)
class Table:
    """What one file brought: rows of one of our tables, for which dates; `edition` orders the releases of one kind."""

    kind: str
    source: str
    release: str
    edition: str
    effective_from: date | None
    effective_to: date | None
    rows: pl.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The rows of a file: line number and cells."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @cached_property
    def top(self) -> str:
        """The text of the rows above, where titles stand."""
        return " ".join(cell for _, cells in self.rows[:TOP] for cell in cells if cell).upper()

    def heading(self, *words: str) -> int | None:
        """The first row whose cells begin with each of these words."""
        for at, (_, cells) in enumerate(self.rows[:TOP]):
            if all(any(_plain(cell).startswith(word) for cell in cells) for word in words):
                return at
        return None

    def headings(self, at: int, *, stacked: bool = False) -> list[str]:
        """The words above each column; CMS stacks the words of one heading over two rows."""
        own = [_plain(cell) for cell in self.rows[at][1]]
        above = [_plain(cell) for cell in self.rows[at - 1][1]] if stacked and at else []
        above = [word if _is_split(own, above) else "" for word in above] + [""] * len(own)
        return [f"{first} {last}".strip() for first, last in zip(above, own, strict=False)]

    def below(self, at: int, columns: Mapping[str, int]) -> Iterator["Row"]:
        """The rows under a heading, by our names of their columns; rows without any text are left out."""
        for line, cells in self.rows[at + 1 :]:
            named = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
            if any(named.values()):
                yield Row(line, named)


@dataclass(frozen=True)
class Row:
    """One row by our names; what it cannot read it refuses with its line."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def number(self, name: str, *, empty: str | None = None) -> Decimal:
        """A plain decimal number."""
        text = self.cells[name] or (empty or "")
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) >= 1_000_000:
            raise self.refused(f"{name} {shown(self.cells[name])} is not a number")
        return value

    def day(self, name: str) -> date:
        """A day written 20261231, 2026-12-31 or 12/31/2026."""
        text = self.cells[name]
        for pattern, order in _DAYS:
            found = re.fullmatch(pattern, text)
            if found:
                try:
                    return date(*(int(found[part]) for part in order))
                except ValueError:
                    break
        raise self.refused(f"{name} {shown(text)} is not a date; write it as 2026-12-31")

    def refused(self, reason: str) -> FileRefusedError:
        return FileRefusedError(f"line {self.line}: {reason}")


_DAYS = (
    (r"(\d{4})-?(\d{2})-?(\d{2})", (1, 2, 3)),
    (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 1, 2)),
)


def read_sheet(data: bytes, name: str) -> Sheet:
    """The rows of a file with commas, tabs or semicolons between its cells."""
    text = _decoded(data)
    start = "\n".join(text.splitlines()[:TOP])
    mark = max(",\t;", key=start.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        rows = tuple((reader.line_num, tuple(cells)) for cells in reader)
    except csv.Error:
        raise FileRefusedError(f"line {reader.line_num}: the cells of this row cannot be told apart") from None
    if not any(cell.strip() for _, cells in rows for cell in cells):
        raise FileRefusedError("the file is empty")
    return Sheet(name, rows)


def _decoded(data: bytes) -> str:
    if b"\0" in data[:4096]:
        raise FileRefusedError("this is not a text file; save the table as CSV (UTF-8)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what CMS's own files are written in


def find(headings: list[str], wanted: Mapping[str, str], line: int, optional: tuple[str, ...] = ()) -> dict[str, int]:
    """Our column names → the first column whose heading fits; refuses a table without one of them."""
    found = {
        name: next((at for at, words in enumerate(headings) if re.search(pattern, words)), None)
        for name, pattern in wanted.items()
    }
    missing = [name for name, at in found.items() if at is None and name not in optional]
    if missing:
        raise FileRefusedError(f"line {line}: no column for {', '.join(missing)}")
    return {name: at for name, at in found.items() if at is not None}


def shown(text: str) -> str:
    """A cell as a message may quote it."""
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def _plain(cell: str) -> str:
    return " ".join(cell.upper().split())


def _is_split(own: list[str], above: list[str]) -> bool:
    """The row above holds first words of the same headings, not a title or a note."""
    return sum(bool(word) for word in above) * 2 > len(own)
