"""What can be wrong with a store, said in one line: what, where, next step."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote


class StoreError(Exception):
    """A sentence for the user; nothing was changed."""


class StoreMissingError(StoreError):
    """There is no store at that place yet."""


class StoreBusyError(StoreError):
    """Another process holds the store."""


class StoreUnwritableError(StoreError):
    """The disk is full, read-only or not ours."""


class StoreDamagedError(StoreError):
    """A file of the store is missing or not what was written; no number may be shown from it."""


class StoreNewerError(StoreError):
    """The store was made by a newer version of this program."""


class UnknownLoadError(StoreError):
    """No load has that sha256."""


_DISK = {
    errno.ENOSPC: "the disk is full; free some space and run the command again",
    errno.EDQUOT: "the disk quota is used up; free some space and run the command again",
    errno.EFBIG: "a file would be larger than this system allows; raise the limit and run the command again",
    errno.EROFS: "the folder is read-only; choose another with --store, or make it writable",
    errno.EACCES: "no permission to write; choose another folder with --store, or ask its owner",
    errno.EPERM: "no permission to write; choose another folder with --store, or ask its owner",
    errno.EMFILE: "too many open files; raise the limit (ulimit -n) and run the command again",
    errno.EIO: "the disk reports an error; check the disk, then run the command again",
}

_LEDGER = (
    ("locked", StoreBusyError, "another process is writing to the ledger; run the command again"),
    ("busy", StoreBusyError, "another process is writing to the ledger; run the command again"),
    ("full", StoreUnwritableError, _DISK[errno.ENOSPC]),
    ("readonly", StoreUnwritableError, _DISK[errno.EROFS]),
    ("unable to open", StoreUnwritableError, _DISK[errno.EACCES]),
    ("disk i/o", StoreUnwritableError, _DISK[errno.EIO]),
)


_WORDS = {os.strerror(number): number for number in _DISK}
_FULL = 1 << 20
"""With less than this many free bytes, SQLite's "disk I/O error" is a full disk."""


def disk_fault(error: Exception) -> int | None:
    """The errno of a fault of the disk, also where an engine gives it only as text; None if it is none."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    said = str(error)
    numbers = [word.strip("()") for word in said.split() if "os error" in said and word.strip("()").isdigit()]
    if numbers:
        return int(numbers[-1])
    return next((number for words, number in _WORDS.items() if words in said), None)


def explain(error: OSError | sqlite3.Error, folder: Path) -> StoreError:
    """The same fault as a sentence for the user."""
    if isinstance(error, OSError):
        reason = _DISK.get(
            error.errno or 0, f"{error.strerror or type(error).__name__}; run: {command('verify', folder)}"
        )
        return StoreUnwritableError(f"{folder}: nothing changed: {reason}")
    text = str(error).lower()
    if "disk i/o" in text and _is_full(folder):
        text = "full"
    for word, kind, reason in _LEDGER:
        if word in text:
            return kind(f"{folder}: nothing changed: {reason}")
    return StoreDamagedError(
        f"{folder}/ledger.sqlite cannot be read ({type(error).__name__}); "
        f"restore it from a backup, then run: {command('verify', folder)}"
    )


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _FULL
    except OSError:
        return False


@contextmanager
def said_plainly(folder: Path) -> Iterator[None]:
    """Turns faults of the disk and of the ledger into a StoreError, whichever engine meets them."""
    try:
        yield
    except (StoreError, sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # said already, or our own mistake: not the user's disk
    except (OSError, sqlite3.Error) as error:
        raise explain(error, folder) from error
    except Exception as error:
        if number := disk_fault(error):
            raise explain(OSError(number, os.strerror(number)), folder) from None
        raise


def command(words: str, folder: Path) -> str:
    """What to type about this store, as it can be pasted."""
    return f"reimburse {words} --store {quote(str(folder))}"
