"""What was done about a line: kept in the ledger of the store, through every load, void and rebuild."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any

from analytics.store.ledger import has_column, now
from analytics.store.store import LOCK_WAIT, Store

DONE = ("written_off", "closed")
"""With one of these as its last mark a line is off the list of work for good."""


@dataclass(frozen=True)
class Mark:
    """One note on one line; the note may hold PHI and leaves the store in no export.

    An administration that was never billed has no line: there `line_id` is that of its encounter. `as_of` and `snap`
    say how far the data reached when it was set: what is answered later may be what it brought.
    """

    line_id: str
    at: str
    kind: str
    amount_cents: int | None = None
    owner: str | None = None
    note: str | None = None
    as_of: date | None = None
    snap: int | None = None
    follow_up: date | None = None
    who: str | None = None


@dataclass(frozen=True)
class History:
    """All marks in the order of setting, and in which snapshot each load came."""

    marks: tuple[Mark, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)

    @property
    def last(self) -> dict[str, Mark]:
        """The latest mark of every line that has one."""
        return {mark.line_id: mark for mark in self.marks}


def add_marks(
    store: Store,
    line_ids: Sequence[str],
    kind: str,
    *,
    amount_cents: int | None = None,
    owner: str | None = None,
    note: str | None = None,
    as_of: date | None = None,
    follow_up: date | None = None,
    who: str | None = None,
    wait: float = LOCK_WAIT,
) -> list[Mark]:
    """Keeps one mark per line, all or none; the caller knows that the lines exist, and how far the data reach."""
    at, by = now(), who or getpass.getuser()
    with store.lock(wait):
        snap = store.built()
        marks = [Mark(line_id, at, kind, amount_cents, owner, note, as_of, snap, follow_up, by) for line_id in line_ids]
        store.change(
            """insert into mark (line_id, at, kind, amount, owner, note, as_of, snap, follow_up, who)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [tuple(map(_written, astuple(mark))) for mark in marks],
        )
    return marks


_UNTIL = """
select line_id, at, kind, amount as amount_cents, owner, note, as_of, snap, follow_up, who from mark
where ? is null or substr(at, 1, 10) <= ?
order by at, rowid
"""
_UNTIL_OLD = """
select line_id, at, kind, amount as amount_cents, owner, note from mark
where ? is null or substr(at, 1, 10) <= ?
order by at, rowid
"""
"""The same of a store that an older program made, on a disk that we cannot write."""


def history(store: Store, until: date | None = None) -> History:
    """Every mark there is, or was by the end of a day."""
    day = until.isoformat() if until else None
    query = _UNTIL if has_column(store.folder, "mark", "follow_up") else _UNTIL_OLD
    marks = tuple(_mark(row) for row in store.rows(query, (day, day)))
    loads = store.rows("select sha256, snap from load") if marks else []
    return History(marks, {row["sha256"]: row["snap"] for row in loads})


def last_marks(store: Store, until: date | None = None) -> dict[str, Mark]:
    """The latest mark of every line that has one, or had one by the end of a day."""
    return history(store, until).last


def marks_made(store: Store) -> int:
    """How many marks there are: none is ever taken away, so a new number means new marks."""
    return int(store.rows("select count(*) as marks from mark")[0]["marks"])


def _mark(row: dict[str, Any]) -> Mark:
    days = {name: date.fromisoformat(row[name]) for name in ("as_of", "follow_up") if row.get(name)}
    return Mark(**{**row, **days})


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
