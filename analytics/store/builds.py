"""Builds: facts and read model made from one snapshot, shown to readers in one transaction."""

import json
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from analytics.store.failpoints import failpoint
from analytics.store.folder import make_private, sha256_of, sync
from analytics.store.ledger import connect, now, transaction

Tables = Mapping[str, Path | Sequence[Path]]


@dataclass(frozen=True)
class _File:
    path: str
    table: str
    bytes: int
    mtime_ns: int
    sha256: str


def begin(folder: Path) -> Path:
    """A folder of its own for the files of one build; without a commit it goes when the next one begins.

    Only the holder of the lock builds, so what the ledger does not know here is a build that failed: on a full disk
    it must not stand in the way of the next one.
    """
    _remove_failed(folder)
    place = folder / "built" / uuid4().hex
    make_private(place)
    return place


def _remove_failed(folder: Path) -> None:
    with closing(connect(folder)) as db:
        rows = db.execute("select path from part where added_build is not null").fetchall()
    known = {(folder / path).parent for (path,) in rows}
    for place in (folder / "built").glob("*"):
        if place not in known:
            shutil.rmtree(place, ignore_errors=True)


def commit(folder: Path, snapshot: int, tables: Tables, info: Mapping[str, Any]) -> int:
    """Shows a build of a snapshot to readers; a file of the build before may be named again and is kept."""
    named = [(table, path) for table, paths in tables.items() for path in _listed(paths)]
    known = _known(folder)
    fresh = [(table, path) for table, path in named if str(path.relative_to(folder)) not in known]
    with ThreadPoolExecutor(2) as pool:
        files = list(pool.map(lambda item: _measure(folder, *item), fresh))
    for place in {path.parent for _, path in fresh}:
        sync(place)
    failpoint("before_begin")
    kept = {str(path.relative_to(folder)) for _, path in named}
    return _record(folder, snapshot, files, kept, info)


def _record(folder: Path, snapshot: int, files: list[_File], kept: set[str], info: Mapping[str, Any]) -> int:
    with transaction(folder) as db:
        build = db.execute(
            "insert into build (snap, at, info) values (?, ?, ?)", (snapshot, now(), json.dumps(dict(info)))
        ).lastrowid
        failpoint("between_inserts")
        old = db.execute("select path from part where added_build is not null and removed_build is null").fetchall()
        gone = [(build, path) for (path,) in old if path not in kept]
        db.executemany("update part set removed_build = ? where path = ?", gone)
        db.executemany(
            """insert into part (path, tbl, bytes, mtime_ns, sha256, added_snap, added_build)
            values (?, ?, ?, ?, ?, ?, ?)""",
            [(f.path, f.table, f.bytes, f.mtime_ns, f.sha256, snapshot, build) for f in files],
        )
        db.execute("update built set snap = ?, build = ?", (snapshot, build))
    failpoint("after_commit")
    assert build is not None
    return build


def _known(folder: Path) -> set[str]:
    with transaction(folder) as db:
        rows = db.execute("select path from part where added_build is not null and removed_build is null")
        return {path for (path,) in rows}


def _listed(paths: Path | Sequence[Path]) -> Sequence[Path]:
    return [paths] if isinstance(paths, Path) else paths


def _measure(folder: Path, table: str, path: Path) -> _File:
    path.chmod(0o600)
    sync(path)
    state = path.stat()
    return _File(str(path.relative_to(folder)), table, state.st_size, state.st_mtime_ns, sha256_of(path))
