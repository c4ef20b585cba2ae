"""What can be set right without the files: remove what nothing uses. Raw parts are never touched."""

from analytics.store.errors import said_plainly
from analytics.store.store import Store
from analytics.store.tidy import collect


def repair(store: Store) -> int:
    """Removes every orphan now, and returns how many; the caller rebuilds the facts. Holds the lock."""
    with store.lock(), said_plainly(store.folder):
        return collect(store, orphan_hours=0)
