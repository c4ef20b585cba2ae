"""Private folders of the store for what is half made, held or spilled: one per owner, locked while its owner lives.

Uploads, as-of views, spills and half-written parts lie here and nowhere else; what a killed process left is swept by
the next writer or server, and never what somebody still holds.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import uuid4

from analytics.store.errors import said_plainly
from analytics.store.folder import make_private

NAME = "tmp"
_LOCK = ".lock"
_held: set["Place"] = set()
_few = Lock()


@dataclass(frozen=True)
class Place:
    """A private folder and the open lock file that says that somebody lives there."""

    path: Path
    handle: int
    owner: int

    def leave(self) -> None:
        """Removes the folder with all that is in it; again does nothing, nor does a forked copy of its owner."""
        with _few:
            if self not in _held or self.owner != os.getpid():
                return
            _held.discard(self)
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.handle)


@dataclass(frozen=True)
class Left:
    """What lies in the private folders: those in use, those left behind, with their files and bytes."""

    in_use: int
    behind: int
    files: int
    bytes: int


def take_place(folder: Path) -> Place:
    """A private folder of the caller's, on the same disk as the parts, until it leaves."""
    with said_plainly(folder):
        place = _taken(folder / NAME)
        while place is None:
            place = _taken(folder / NAME)
    with _few:
        _held.add(place)
    return place


def _taken(inside: Path) -> Place | None:
    """A new folder with its lock; None where a sweep came between and took it for an old one."""
    path = inside / uuid4().hex
    make_private(inside)
    path.mkdir(mode=0o700)
    try:
        handle = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_ino == (path / _LOCK).stat().st_ino:
            return Place(path, handle, os.getpid())
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        shutil.rmtree(path, ignore_errors=True)
        raise
    os.close(handle)
    return None


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A private folder, gone afterwards."""
    place = take_place(folder)
    try:
        yield place.path
    finally:
        place.leave()


def leave_all() -> None:
    """Leaves every place of this process: it is about to end."""
    for place in tuple(_held):
        place.leave()


def sweep(folder: Path) -> None:
    """Removes what nobody holds any more: killed processes left it there."""
    with suppress(OSError):
        for path in list((folder / NAME).iterdir()):
            _sweep(path)


def _sweep(path: Path) -> None:
    if not path.is_dir() or path.is_symlink():
        path.unlink(missing_ok=True)
        return
    with suppress(FileNotFoundError), _unheld(path) as is_free:
        if is_free:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _unheld(path: Path) -> Iterator[bool]:
    """Whether nobody holds a folder; as long as the caller looks, nobody can begin to."""
    handle = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def what_lies(folder: Path) -> Left:
    """What the private folders hold now, without touching any."""
    places = [path for path in _inside(folder / NAME) if path.is_dir()]
    used = [path for path in places if _is_used(path)]
    files = [path for path in (folder / NAME).rglob("*") if path.is_file() and path.name != _LOCK]
    return Left(len(used), len(places) - len(used), len(files), sum(_size(path) for path in files))


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_used(path: Path) -> bool:
    """Locked by somebody; a lock that cannot be tried counts as nobody's."""
    try:
        handle = os.open(path / _LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(handle)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
