"""The commits: a batch of loads, parts in place of parts, a build. Each is one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics import __version__
from analytics.store.failpoints import failpoint
from analytics.store.ledger import new_snapshot, now, transaction
from analytics.store.parts import Draft, Part, settle
from analytics.store.schema import VERSION

Sums = Mapping[str, Mapping[str, int]]
"""By kind (loaded, duplicate …) the six measures."""


@dataclass(frozen=True)
class NewLoad:
    """One file that was read: what the ledger keeps of it. `reading` is its entry in the ingest document."""

    sha256: str
    label: str
    kind: str
    bytes: int
    reading: Mapping[str, Any]
    interchanges: Sequence[Mapping[str, str | None]] = ()
    traces: Sequence[str] = ()


def add_loads(
    folder: Path, loads: Sequence[NewLoad], drafts: Sequence[Draft], *, old: Iterable[str] = (),
    replaced: Mapping[str, Sums] | None = None,
) -> int:  # fmt: skip
    """Commits files and their parts as one snapshot, and returns its number.

    `old` are the parts that go with it, `replaced` what left the earlier loads, by load: of a table sent again.
    """
    parts = settle(folder, drafts)
    with transaction(folder) as db:
        snapshot = new_snapshot(db, "load")
        for load in loads:
            _add_load(db, load, snapshot)
        failpoint("between_inserts")
        db.executemany("update part set removed_snap = ? where path = ?", [(snapshot, path) for path in old])
        for sha, sums in (replaced or {}).items():
            _note_replaced(db, sha, loads[0].sha256, sums)
        _add_parts(db, parts, snapshot)
    failpoint("after_commit")
    return snapshot


def _note_replaced(db: sqlite3.Connection, sha: str, by: str, sums: Sums) -> None:
    """The reading of an earlier load says what left it, and for whom: its rows in use are the rest."""
    (text,) = db.execute("select reading from load where sha256 = ?", (sha,)).fetchone()
    reading = json.loads(text)
    before = reading.setdefault("replaced_by", {}).get(by)
    reading["replaced_by"][by] = _plus(sums, before) if before else sums
    db.execute("update load set reading = ? where sha256 = ?", (json.dumps(reading), sha))


def _plus(one: Sums, other: Sums) -> Sums:
    return {kind: {name: value + other[kind][name] for name, value in sums.items()} for kind, sums in one.items()}


def swap_parts(
    folder: Path, old: Iterable[str], drafts: Sequence[Draft], *, reason: str, voided: Iterable[str] = ()
) -> int:
    """Commits new parts in place of old ones, and returns the snapshot that shows them."""
    parts = settle(folder, drafts)
    with transaction(folder) as db:
        snapshot = new_snapshot(db, reason)
        failpoint("between_inserts")
        db.executemany("update part set removed_snap = ? where path = ?", [(snapshot, path) for path in old])
        db.executemany(
            "update load set state = 'voided', snap = ? where sha256 = ?", [(snapshot, sha) for sha in voided]
        )
        _add_parts(db, parts, snapshot)
    failpoint("after_commit")
    return snapshot


def _add_load(db: sqlite3.Connection, load: NewLoad, snapshot: int) -> None:
    for table in ("interchange", "trace", "quarantine"):
        db.execute(f"delete from {table} where load_sha = ?", (load.sha256,))
    lines, reading = load.reading["lines"], load.reading
    added = db.execute(
        """insert into load values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'live', ?, ?)
        on conflict (sha256) do update set
            label = excluded.label, kind = excluded.kind, rows_in = excluded.rows_in, rows_ok = excluded.rows_ok,
            rows_bad = excluded.rows_bad, rows_dup = excluded.rows_dup, cents_charge = excluded.cents_charge,
            cents_paid = excluded.cents_paid, schema_version = excluded.schema_version,
            app_version = excluded.app_version, loaded_at = excluded.loaded_at, state = 'live',
            snap = excluded.snap, reading = excluded.reading
        where state = 'voided'""",
        (
            *(load.sha256, load.label, load.kind, load.bytes),
            *(lines["in"], lines["loaded"], lines["quarantined"], lines["duplicate"]),
            *(reading["charge_cents"]["in"], reading["paid_cents"]["in"]),
            *(VERSION, __version__, now(), snapshot, json.dumps(reading)),
        ),
    )
    if added.rowcount != 1:
        raise sqlite3.IntegrityError("a live load of these bytes is in the ledger already")
    _add_index(db, load)


def _add_index(db: sqlite3.Connection, load: NewLoad) -> None:
    keys = ("sender", "receiver", "isa13", "isa_date", "st02", "trn02", "payer_id")
    db.executemany(
        "insert into interchange values (?, ?, ?, ?, ?, ?, ?, ?)",
        [(load.sha256, *(row.get(key) for key in keys)) for row in load.interchanges],
    )
    db.executemany("insert into trace values (?, ?)", [(load.sha256, key) for key in sorted(set(load.traces))])
    db.executemany(
        "insert into quarantine values (?, ?, ?, ?, ?)",
        [(load.sha256, r["position"], r["code"], r["reason"], r["next_step"]) for r in load.reading["rejects"]],
    )


def _add_parts(db: sqlite3.Connection, parts: Sequence[Part], snapshot: int) -> None:
    db.executemany(
        """insert into part (path, tbl, month, rows, cents, bytes, mtime_ns, sha256, added_snap)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (p.path, p.draft.table, p.draft.month, p.draft.rows, p.draft.cents, p.bytes, p.mtime_ns, p.sha256, snapshot)
            for p in parts
        ],
    )
    db.executemany(
        "insert into part_load values (?, ?, ?, ?)",
        [(part.path, share.load_sha, share.rows, share.cents) for part in parts for share in part.draft.shares],
    )
