"""The built facts of one snapshot, open for questions: the door through which pages and commands read."""

from dataclasses import dataclass
from datetime import date

import duckdb

from analytics.query import connect
from analytics.store import Snapshot, Store, StoreError
from analytics.tables import BUILT, STORED, schema_of


@dataclass(frozen=True)
class Facts:
    """One snapshot, its locked connection and how far its data reach. Take a cursor for every use."""

    snapshot: Snapshot
    base: duckdb.DuckDBPyConnection
    as_of: date | None

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of the base connection; one connection is never shared between threads."""
        return self.base.cursor()


def open_facts(store: Store) -> Facts:
    """The facts that readers see now; every query of a rerun asks this one value."""
    return read_facts(store.read())


def read_facts(snapshot: Snapshot) -> Facts:
    """The facts of a snapshot already taken."""
    tables = {**STORED, **BUILT}
    parts = {name: paths for name, paths in {**snapshot.raw, **snapshot.built}.items() if name in tables}
    base = connect(parts, {name: schema_of(table) for name, table in tables.items()})
    _refuse_stale(base, snapshot)
    rows = base.cursor().execute("select as_of from cut_off").fetchall()
    return Facts(snapshot, base, rows[0][0] if rows else None)


def _refuse_stale(base: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Facts built by another version of the program have other columns; they are made again, never guessed at."""
    for name, table in BUILT.items():
        if snapshot.built and name not in snapshot.built:
            raise StoreError(f"facts of another version (without {name}); run: reimburse build")
        if base.table(name).columns != list(schema_of(table)):
            raise StoreError(f"facts of another version ({name} has other columns); run: reimburse build")
