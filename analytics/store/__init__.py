"""The store: immutable parquet parts, and an SQLite ledger whose commit is the only commit point."""

from analytics.store.builds import Snapshot
from analytics.store.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreMissingError,
    StoreNewerError,
    StoreUnwritableError,
    UnknownLoadError,
)
from analytics.store.store import Changes, Store

__all__ = [
    "Changes",
    "Snapshot",
    "Store",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreError",
    "StoreMissingError",
    "StoreNewerError",
    "StoreUnwritableError",
    "UnknownLoadError",
]
