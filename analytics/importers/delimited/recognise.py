"""Which files are tables of claims or remittances: parquet, spreadsheets, text with separators that is no X12."""

import hashlib
import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from analytics.importers.delimited.csv_text import separator_of, style_of
from analytics.importers.delimited.source import Table
from analytics.importers.result import Source
from analytics.importers.unpack import parts_of

TEXT_NAMES = (".csv", ".tsv", ".txt", ".tab")
SPREADSHEET = b"PK\x03\x04"


def table_at(path: Path) -> Table | None:
    """The table of a path that is not read into memory: parquet, a spreadsheet, a folder of parquet files."""
    if path.is_dir():
        files = tuple(parts_of(path))
        return Table(str(path), "parquet", _sha_of_folder(path, files), _size(files), None, files)
    with suppress(OSError), path.open("rb") as file:
        start = file.read(4)
        if start == b"PAR1":
            return Table(str(path), "parquet", _sha(path), _size((path,)), None, (path,))
        if start == SPREADSHEET and _is_workbook(path):
            return Table(str(path), "xlsx", _sha(path), _size((path,)), None, (path,))
    return None


def table_of(source: Source) -> Table | None:
    """The table of bytes that were unpacked: parquet, or text with separators that is no X12."""
    kind = ""
    if source.data.startswith(b"PAR1"):
        kind = "parquet"
    elif source.data.startswith(SPREADSHEET) and _is_workbook(io.BytesIO(source.data)):
        kind = "xlsx"
    elif _is_text_table(source):
        kind = "csv"
    return Table(source.path, kind, source.sha256, len(source.data), source.data) if kind else None


def _is_text_table(source: Source) -> bool:
    """Named as such, or with separators in its first line; X12 never is."""
    head = source.data[:4096]
    if not source.data or b"ISA" in head[:200] or head[:3] in (b"GS*", b"ST*", b"%PD"):
        return False
    named = source.path.lower().endswith((".csv", ".tsv", ".tab"))
    text = head.decode(style_of(head[: len(head) // 2 * 2]).encoding, "replace").removeprefix("\ufeff")
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    if not first or first[:1] in "<{[\x00":
        return named and first[:1] != "\x00"
    printable = sum(letter.isprintable() or letter == "\t" for letter in first) >= 0.9 * len(first)
    marks = first.count(separator_of(first.encode()))
    return printable and (named or (marks >= 2 and source.path.lower().endswith(TEXT_NAMES)))


def _is_workbook(file: Any) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name.startswith(("xl/workbook", "xl\\workbook")) for name in names)


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha_of_folder(folder: Path, files: tuple[Path, ...]) -> str:
    """Of the names within the folder and the bytes of each: the partitions are in the names."""
    said = "".join(f"{file.relative_to(folder).as_posix()}\0{_sha(file)}\n" for file in files)
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()


def _size(files: tuple[Path, ...]) -> int:
    return sum(file.stat().st_size for file in files)
