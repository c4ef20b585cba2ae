"""Views that visitors saved by name: page and filters as a query string, without any number of a claim."""

from dataclasses import dataclass

from analytics.store import ledger
from analytics.store.ledger import now
from analytics.store.store import Store

LONGEST_NAME = 60


@dataclass(frozen=True)
class SavedView:
    """A name, the page it belongs to, and its filters as a query string."""

    name: str
    page: str
    query: str


def saved_views(store: Store, owner: str) -> list[SavedView]:
    """The views of one user, by name."""
    if not ledger.has_table(store.folder, "saved_view"):
        return []
    rows = store.rows("select name, page, query from saved_view where owner = ? order by name collate nocase", (owner,))
    return [SavedView(**row) for row in rows]


def save_view(store: Store, owner: str, view: SavedView) -> None:
    """Keeps a view; one of the same name is replaced."""
    with ledger.transaction(store.folder) as db:
        db.execute(
            """insert into saved_view values (?, ?, ?, ?, ?)
            on conflict (owner, name) do update set page = excluded.page, query = excluded.query, at = excluded.at""",
            (owner, view.name, view.page, view.query, now()),
        )


def forget_view(store: Store, owner: str, name: str) -> None:
    """Takes a saved view away."""
    store.change("delete from saved_view where owner = ? and name = ?", [(owner, name)])
