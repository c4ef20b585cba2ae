"""The built facts of one snapshot, open for questions: the door through which pages and commands read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from weakref import finalize

import duckdb
import polars as pl

from analytics.query import Rows, Shelf, connect, share
from analytics.store import Snapshot, Store, StoreError
from analytics.store.errors import StoreUnwritableError
from analytics.store.marks import Mark, last_marks
from analytics.store.scratch import Place, take_place
from analytics.tables import BUILT, STORED, schema_of

_LAST_MARK = pl.Schema({"line_id": pl.String(), "kind": pl.String(), "day": pl.Date()})


@dataclass(frozen=True)
class Facts:
    """One snapshot, its locked connection and how far its data reach. Take a cursor for every use."""

    snapshot: Snapshot
    base: duckdb.DuckDBPyConnection
    as_of: date | None
    shelf: Shelf = field(default_factory=Shelf)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of the base connection; one connection is never shared between threads."""
        cursor = self.base.cursor()
        share(cursor, self.shelf)
        return cursor

    def take_marks(self, marks: Mapping[str, Mark]) -> None:
        """Puts these marks in the place of those known so far: they live in the ledger and change between builds."""
        rows = [(mark.line_id, mark.kind, date.fromisoformat(mark.at[:10])) for mark in marks.values()]
        cursor = self.cursor()
        cursor.register("given", pl.DataFrame(rows, schema=_LAST_MARK, orient="row"))
        cursor.execute("create or replace table last_mark as select line_id, kind, day from given")
        cursor.close()
        self.shelf.new_marks()


def open_facts(store: Store) -> Facts:
    """The facts that readers see now, with the marks set by now; every query of a rerun asks this one value."""
    facts = read_facts(store.read(), store.folder)
    facts.take_marks(last_marks(store))
    return facts


def read_facts(snapshot: Snapshot, folder: Path | None = None, built: Mapping[str, Rows] | None = None) -> Facts:
    """The facts of a snapshot already taken, without marks; `built`: other facts of the same files than its own.

    Beyond their memory they go on in a private folder of the store, if it is given and can be written to.
    """
    place = _place(folder)
    try:
        facts = _opened(snapshot, snapshot.built if built is None else built, place)
    except BaseException:
        if place:
            place.leave()
        raise
    if place:
        finalize(facts, place.leave)
    return facts


def _place(folder: Path | None) -> Place | None:
    try:
        return take_place(folder) if folder else None
    except StoreUnwritableError:
        return None


def _opened(snapshot: Snapshot, built: Mapping[str, Rows], place: Place | None) -> Facts:
    tables = {**STORED, **BUILT}
    parts = {name: rows for name, rows in {**snapshot.raw, **built}.items() if name in tables}
    base = connect(
        parts, {name: schema_of(table) for name, table in tables.items()}, spill=place.path if place else None
    )
    _refuse_stale(base, built)
    rows = base.cursor().execute("select as_of from cut_off").fetchall()
    facts = Facts(snapshot, base, rows[0][0] if rows else None)
    facts.take_marks({})
    return facts


def _refuse_stale(base: duckdb.DuckDBPyConnection, built: Mapping[str, Rows]) -> None:
    """Facts built by another version of the program have other columns; they are made again, never guessed at."""
    for name, table in BUILT.items():
        if built and name not in built:
            raise StoreError(f"facts of another version (without {name}); run: reimburse build")
        if base.table(name).columns != list(schema_of(table)):
            raise StoreError(f"facts of another version ({name} has other columns); run: reimburse build")
