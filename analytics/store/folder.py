"""The folder of a store: private files, the order of fsync that survives a power cut, and one writer at a time."""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.store.errors import StoreBusyError, said_plainly

_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs", "glusterfs", "ceph", "lustre")


def make_private(folder: Path) -> None:
    """Makes a folder only we can read, and makes its name survive a power cut."""
    if folder.is_dir():
        return
    make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync(folder.parent)


def sync(path: Path) -> None:
    """Waits until the disk holds a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_secret(path: Path, secret: bytes) -> None:
    """Writes a file of ours once; a second writer leaves the first one's."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def is_network(folder: Path) -> bool:
    """Whether a folder lives on another machine, where SQLite's WAL mode is not safe."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return file_system(str(folder.resolve()), mounts).startswith(_NETWORK)


def file_system(place: str, mounts: str) -> str:
    """The type of the file system a place lies on, from the text of /proc/self/mounts: the deepest mount wins."""
    best, kind = "", ""
    for mount in mounts.splitlines():
        _, target, type_, *_ = mount.split(" ")
        target = target.replace("\\040", " ")
        inside = place == target or place.startswith(target.rstrip("/") + "/")
        if inside and len(target) >= len(best):
            best, kind = target, type_
    return kind


class Lock:
    """One writer per store, over processes and threads; the holder may take it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._holder: int | None = None

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Holds the lock; waits up to `wait` seconds for another process, or another thread."""
        if self._holder == threading.get_ident():
            yield
            return
        with said_plainly(self._path.parent):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle, self._path.parent, wait)
            self._holder = threading.get_ident()
            yield
        finally:
            if self._holder == threading.get_ident():
                self._holder = None
            os.close(handle)


def _take(handle: int, folder: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise StoreBusyError(
                    f"{folder}: nothing changed: another process is loading or building here; "
                    "wait until it has ended and run the command again"
                ) from None
            time.sleep(0.02)
