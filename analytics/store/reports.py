"""Reports as they were said: kept in the ledger with what was asked and the snapshot they rest on."""

from dataclasses import dataclass

from analytics.store import ledger
from analytics.store.ledger import now
from analytics.store.store import Store


@dataclass(frozen=True)
class StoredReport:
    """One report that was made; `asked` and `model` are JSON, month is 2026-10."""

    id: int
    month: str
    made_at: str
    snap: int
    build: int
    asked: str
    model: str = ""


def keep_report(store: Store, month: str, snap: int, build: int, asked: str, model: str) -> bool:
    """Keeps a report; what was asked of the same snapshot and build is not kept twice. True where it is new."""
    with ledger.transaction(store.folder) as db:
        same = "select count(*) from report where month = ? and snap = ? and build = ? and asked = ?"
        if db.execute(same, (month, snap, build, asked)).fetchone()[0]:
            return False
        db.execute(
            "insert into report (month, made_at, snap, build, asked, model) values (?, ?, ?, ?, ?, ?)",
            (month, now(), snap, build, asked, model),
        )
        return True


def past_reports(store: Store) -> list[StoredReport]:
    """Every report that was made, the newest first, without what it said."""
    if not ledger.has_table(store.folder, "report"):
        return []
    rows = store.rows("select id, month, made_at, snap, build, asked from report order by id desc")
    return [StoredReport(**row) for row in rows]


def load_report(store: Store, number: int) -> StoredReport | None:
    """One report with what it said."""
    found = store.rows("select id, month, made_at, snap, build, asked, model from report where id = ?", (number,))
    return StoredReport(**found[0]) if found else None
