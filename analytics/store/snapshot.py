"""What one moment of a store shows: the parts, by table, that every query of a rerun reads."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.store.errors import StoreDamagedError, command
from analytics.store.folder import sha256_of

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
