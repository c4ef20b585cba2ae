"""Which files a command line names: folders are walked in order, links are not followed, strangers are left alone."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from analytics.importers.unpack import is_left_out, parts_of

T = TypeVar("T")
KNOWN = frozenset([".835", ".837", ".837p", ".era", ".edi", ".x12", ".csv", ".tsv", ".xlsx", ".parquet", ".gz", ".zip"])
_BEGINNINGS = (b"ISA", b"GS", b"ST", b"PK", b"PAR1")
_BOM = b"\xef\xbb\xbf"
_PACKED = (b"PK", b"\x1f\x8b")
_UNPACKS_TO = 10
"""How much larger a packed file is taken to be, until it is opened."""


@dataclass(frozen=True)
class Found:
    """One file of a command line, or of a folder on it; a fault says why it cannot be read."""

    path: str
    is_named: bool
    weight: int = 0
    is_ignored: bool = False
    fault: str | None = None


def gather(paths: Iterable[Path | str], *, leave_out: Path) -> list[Found]:
    """Every file to look at, in order; what lies in the store's own folder is never input."""
    once = {found.path: found for path in paths for found in _named(Path(path), leave_out.resolve())}
    return list(once.values())


def _named(path: Path, leave_out: Path) -> Iterator[Found]:
    if path.is_dir():
        yield from [_data_set(path, True)] if is_data_set(path) else _folder(path, leave_out)
    elif not path.exists():
        yield Found(str(path), True, fault="There is no such file.")
    elif not path.is_file():
        yield Found(str(path), True, fault="It is not a regular file.")
    else:
        yield _file(path, is_named=True)


def is_data_set(folder: Path) -> bool:
    """A folder that is one table: partitions (month=2026-01), a name that ends in .parquet, or part-… files alone."""
    try:
        entries = [entry for entry in os.scandir(folder) if not (entry.name[0] == "_" or is_left_out(entry.name))]
    except OSError:
        return False
    if any(entry.is_symlink() for entry in entries):
        return False
    folders = [entry for entry in entries if entry.is_dir()]
    files = [entry for entry in entries if entry.is_file()]
    if files:
        is_parts = all(entry.name.startswith("part-") for entry in files) or folder.suffix == ".parquet"
        return is_parts and not folders and all(entry.name.endswith(".parquet") for entry in files)
    return bool(folders) and all("=" in entry.name and _leads_to_parts(Path(entry.path)) for entry in folders)


def _leads_to_parts(folder: Path) -> bool:
    """Only parquet files below it, and no links."""
    below = [path for path in folder.rglob("*") if not (path.name[0] == "_" or is_left_out(path.name))]
    return not any(path.is_symlink() for path in below) and all(
        path.is_dir() or path.suffix == ".parquet" for path in below
    )


def _data_set(folder: Path, is_named: bool) -> Found:
    return Found(str(folder), is_named, sum(path.stat().st_size for path in parts_of(folder)))


def _folder(folder: Path, leave_out: Path) -> Iterator[Found]:
    if folder.resolve() == leave_out:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(str(folder), False, fault=f"The folder cannot be read ({error.strerror}).")
        return
    for entry in entries:
        path = folder / entry.name
        if is_left_out(entry.name) or entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
            yield Found(str(path), False, is_ignored=True)
        elif entry.is_dir():
            yield from [_data_set(path, False)] if is_data_set(path) else _folder(path, leave_out)
        else:
            yield _file(path, is_named=False)


def _file(path: Path, *, is_named: bool) -> Found:
    try:
        with path.open("rb") as file:
            start = file.read(8)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        return Found(str(path), is_named, fault=f"The file cannot be read ({error.strerror}).")
    is_candidate = is_named or path.suffix.lower() in KNOWN or start.removeprefix(_BOM).startswith(_BEGINNINGS)
    weight = size * _UNPACKS_TO if start.startswith(_PACKED) else size
    return Found(str(path), is_named, weight, is_ignored=not is_candidate)


def portions(things: Iterable[T], most: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """Things in order, in groups of at most so many bytes; one that is larger stands alone."""
    group: list[T] = []
    size = 0
    for thing in things:
        if group and size + weigh(thing) > most:
            yield group
            group, size = [], 0
        group.append(thing)
        size += weigh(thing)
    if group:
        yield group
