"""What was done about a line: kept in the ledger of the store, through every load, void and rebuild."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

from analytics.store.ledger import now
from analytics.store.store import LOCK_WAIT, Store

DONE = ("written_off", "closed")
"""With one of these as its last mark a line is off the list of work."""


@dataclass(frozen=True)
class Mark:
    """One note on one line; the note may hold PHI and leaves the store in no export.

    An administration that was never billed has no line: there `line_id` is that of its encounter.
    """

    line_id: str
    at: str
    kind: str
    amount_cents: int | None = None
    owner: str | None = None
    note: str | None = None


def add_marks(
    store: Store,
    line_ids: Sequence[str],
    kind: str,
    *,
    amount_cents: int | None = None,
    owner: str | None = None,
    note: str | None = None,
    wait: float = LOCK_WAIT,
) -> list[Mark]:
    """Keeps one mark per line, all or none; the caller knows that the lines exist."""
    at = now()
    marks = [Mark(line_id, at, kind, amount_cents, owner, note) for line_id in line_ids]
    with store.lock(wait):
        store.change(
            "insert into mark (line_id, at, kind, amount, owner, note) values (?, ?, ?, ?, ?, ?)",
            [astuple(mark) for mark in marks],
        )
    return marks


_UNTIL = """
select line_id, at, kind, amount as amount_cents, owner, note from mark
where ? is null or substr(at, 1, 10) <= ?
order by at, rowid
"""


def last_marks(store: Store, until: date | None = None) -> dict[str, Mark]:
    """The latest mark of every line that has one, or had one by the end of a day."""
    day = until.isoformat() if until else None
    return {row["line_id"]: Mark(**row) for row in store.rows(_UNTIL, (day, day))}


def marks_made(store: Store) -> int:
    """How many marks there are: none is ever taken away, so a new number means new marks."""
    return int(store.rows("select count(*) as marks from mark")[0]["marks"])
