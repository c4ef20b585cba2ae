"""A store: a folder of parquet parts and the ledger that says which of them are the data."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analytics.store import builds, ledger
from analytics.store.builds import Snapshot, check, seal_of, take
from analytics.store.errors import StoreDamagedError, StoreError, StoreNewerError, said_plainly
from analytics.store.folder import Lock, write_secret

LOCK_WAIT = 600.0
"""Seconds that a second writer waits for the first."""


@dataclass(frozen=True)
class Changes:
    """The loads that came and went between two snapshots."""

    added: frozenset[str]
    removed: frozenset[str]


class Store:
    """One practice's data. Readers ask `read` once and use its lists; writers hold `lock`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock(folder / ".lock")

    @classmethod
    def open(cls, path: Path | str) -> "Store":
        """A store that exists and that this program can read; else a StoreError with the next step."""
        folder = Path(path).absolute()
        ledger.check(folder)
        return cls(folder)

    @classmethod
    def create(cls, path: Path | str) -> "Store":
        """The store of a folder, made if there is none."""
        folder = Path(path).absolute()
        with said_plainly(folder):
            ledger.prepare(folder)
            store = cls(folder)
            if not _is_whole(folder):
                with store.lock():
                    write_secret(folder / "secret", secrets.token_hex(32).encode())
                    ledger.create(folder)
        return cls.open(folder)

    @cached_property
    def secret(self) -> bytes:
        """The key that turns patients into patient keys; it never leaves this folder."""
        try:
            return bytes.fromhex((self.folder / "secret").read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            raise StoreDamagedError(
                f"{self.folder}/secret is missing or unreadable; restore it from a backup: "
                "without it new files cannot be matched to the patients already loaded"
            ) from None

    @contextmanager
    def lock(self, wait: float = LOCK_WAIT) -> Iterator[None]:
        """Keeps other writers out; within one Store object it may be taken again."""
        with self._lock.held(wait):
            yield

    def read(self) -> Snapshot:
        """What readers see: the built snapshot, its raw and its built parts, from one statement."""
        with said_plainly(self.folder), closing(ledger.connect(self.folder)) as db:
            return take(db, self.folder)

    def head(self) -> int:
        """The snapshot of the last load or void; 0 when nothing was ever loaded."""
        return self._number("select coalesce(snap, 0) from head")

    def built(self) -> int:
        """The snapshot that readers see; 0 before the first build."""
        return self._number("select coalesce(snap, 0) from built")

    def raw_parts(self, snapshot: int) -> dict[str, list[Path]]:
        """The stored tables' parts at a snapshot, checked against the ledger; a table without rows has no entry."""
        rows = self.rows(
            """select tbl, path, bytes, mtime_ns, sha256 from part
            where added_build is null and added_snap <= ? and coalesce(removed_snap, ? + 1) > ? order by path""",
            (snapshot, snapshot, snapshot),
        )
        check([seal_of(self.folder, row) for row in rows], self.folder)
        parts: dict[str, list[Path]] = {}
        for row in rows:
            parts.setdefault(row["tbl"], []).append(self.folder / row["path"])
        return parts

    def loads_at(self, snapshot: int) -> frozenset[str]:
        """The sha256 of every load that has rows at a snapshot."""
        rows = self.rows(
            """select distinct load_sha from part_load join part using (path)
            where added_snap <= ? and coalesce(removed_snap, ? + 1) > ?""",
            (snapshot, snapshot, snapshot),
        )
        return frozenset(row["load_sha"] for row in rows)

    def changes(self, since: int, until: int) -> Changes:
        """Which loads came and went from one snapshot to another; compaction changes nothing."""
        before, after = self.loads_at(since), self.loads_at(until)
        return Changes(after - before, before - after)

    def news(self, since: int) -> Changes:
        """Which loads came and went after a snapshot; one taken back and loaded again did both."""
        changes = self.changes(since, self.head())
        late = {row["sha256"] for row in self.rows("select sha256 from load where snap > ?", (since,))}
        again = late & self.loads_at(since)
        return Changes(changes.added | again, changes.removed | again)

    def begin_build(self, snapshot: int) -> Path:
        """A private folder for the files of a build of this snapshot."""
        if snapshot > self.head():
            raise StoreError(f"{self.folder}: there is no snapshot {snapshot}; the last is {self.head()}")
        with said_plainly(self.folder):
            return builds.begin(self.folder)

    def commit_build(self, snapshot: int, tables: builds.Tables, info: Mapping[str, Any]) -> int:
        """Shows a finished build to readers, in one transaction; returns the build's number."""
        with said_plainly(self.folder):
            return builds.commit(self.folder, snapshot, tables, info)

    def build_info(self) -> dict[str, Any] | None:
        """What the last build said of itself, with its snapshot and time."""
        rows = self.rows("select build.id, build.snap, at, info from build join built on built.build = build.id")
        if not rows:
            return None
        return {**json.loads(rows[0]["info"]), "build": rows[0]["id"], "snapshot": rows[0]["snap"], "at": rows[0]["at"]}

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """Rows of the ledger, by column name."""
        with said_plainly(self.folder), closing(ledger.connect(self.folder)) as db:
            found = db.execute(sql, values)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]

    def change(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """One statement for many rows of the user's own tables (mark, payer, provider), committed together."""
        with ledger.transaction(self.folder) as db:
            db.executemany(sql, rows)

    def _number(self, sql: str) -> int:
        (row,) = self.rows(sql)
        return int(next(iter(row.values())))


def _is_whole(folder: Path) -> bool:
    try:
        ledger.check(folder)
    except (StoreDamagedError, StoreNewerError):
        raise  # it is there, and it is not ours to finish
    except StoreError:
        return False
    return True
