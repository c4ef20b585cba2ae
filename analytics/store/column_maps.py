"""Column maps kept by name: how a file of a certain header is read, as TOML. No value of a file is in them."""

from analytics.store import ledger
from analytics.store.ledger import now
from analytics.store.store import Store


def saved_maps(store: Store) -> dict[str, str]:
    """The TOML of each map by name, the latest first."""
    if not ledger.has_table(store.folder, "column_map"):
        return {}
    return {row["name"]: row["map"] for row in store.rows("select name, map from column_map order by at desc, name")}


def save_map(store: Store, name: str, text: str) -> None:
    """Keeps a map; one of the same name is replaced."""
    store.change(
        """insert into column_map values (?, ?, ?)
        on conflict (name) do update set at = excluded.at, map = excluded.map""",
        [(name, now(), text)],
    )


def forget_map(store: Store, name: str) -> None:
    """Takes a map away."""
    store.change("delete from column_map where name = ?", [(name,)])
