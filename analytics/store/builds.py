"""Builds: facts and read model made from one snapshot, shown to readers in one transaction."""

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from analytics.store.errors import StoreDamagedError, command
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


EDIT = "edit"
"""Why there is a new snapshot when the user edited payers or providers."""

# One statement, so that a commit beside it is seen whole or not at all.
# The counts apart, or they would be made for every part.
_VISIBLE = """
with seen as materialized (
    select
        built.snap, built.build, head.snap as head,
        (select count(*) from load where load.snap > coalesce(built.snap, 0)),
        (select count(*) from snapshot where snapshot.id > coalesce(built.snap, 0) and snapshot.reason = 'edit')
    from built
    cross join head
)
select seen.*, part.path, part.tbl, part.added_build is not null, part.bytes, part.mtime_ns, part.sha256
from seen
left join part on
    (
        part.added_build is null
        and part.added_snap <= seen.snap and coalesce(part.removed_snap, seen.snap + 1) > seen.snap
    )
    or (part.added_build <= seen.build and coalesce(part.removed_build, seen.build + 1) > seen.build)
order by part.path
"""


@dataclass(frozen=True)
class Seal:
    """What a part was when it was committed."""

    path: Path
    bytes: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """The last built state of a store. `key` names it for caches: it changes with the data and with every build."""

    id: int
    build: int
    head: int
    waiting: int
    raw: Mapping[str, list[Path]]
    built: Mapping[str, list[Path]]
    edits: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return self.id, self.build

    @property
    def notice(self) -> str | None:
        """What a reader must say when the newest data are not in the numbers yet."""
        if not self.waiting:
            return "edits are saved but not in the numbers yet; run: reimburse build" if self.edits else None
        return f"{self.waiting} load{'' if self.waiting == 1 else 's'} not built yet; run: reimburse build"


def take(db: sqlite3.Connection, folder: Path) -> Snapshot:
    """The built snapshot, after a look at each of its files."""
    rows = db.execute(_VISIBLE).fetchall()
    snapshot, build, head, waiting, edits = rows[0][:5]
    raw: dict[str, list[Path]] = defaultdict(list)
    built: dict[str, list[Path]] = defaultdict(list)
    seals = []
    for *_, name, table, is_built, size, mtime_ns, sha256 in rows:
        if name is not None:
            path = folder / name
            (built if is_built else raw)[table].append(path)
            seals.append(Seal(path, size, mtime_ns, sha256))
    check(seals, folder)
    return Snapshot(snapshot or 0, build or 0, head or 0, waiting, dict(raw), dict(built), edits)


_trusted: set[Seal] = set()
"""Files whose time changed but whose bytes were found right, once per process: a restored copy."""


def check(seals: Iterable[Seal], folder: Path) -> None:
    """Refuses a missing or changed part: by size always, by its bytes when the file's time is not the one we wrote."""
    for seal in seals:
        fault = fault_of(seal)
        if fault:
            name = seal.path.relative_to(folder)
            raise StoreDamagedError(
                f"{folder}: {name} is {fault}; no numbers are shown; run: {command('verify', folder)}"
            )


def seal_of(folder: Path, part: Mapping[str, Any]) -> Seal:
    """The seal of a row of the ledger's table of parts."""
    return Seal(folder / part["path"], part["bytes"], part["mtime_ns"], part["sha256"])


def fault_of(seal: Seal) -> str | None:
    try:
        state = seal.path.stat()
    except OSError:
        return "missing"
    if state.st_size != seal.bytes:
        return "changed"
    if state.st_mtime_ns == seal.mtime_ns:
        return None
    seen = Seal(seal.path, seal.bytes, state.st_mtime_ns, seal.sha256)
    if seen in _trusted:
        return None
    if sha256_of(seal.path) != seal.sha256:
        return "changed"
    _trusted.add(seen)
    return None
