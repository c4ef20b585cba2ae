"""The built facts of one snapshot, open for questions: the door through which pages and commands read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from weakref import finalize

import duckdb
import polars as pl

from analytics.query import Rows, Shelf, connect, share, sql_of
from analytics.store import Snapshot, Store, StoreError, StoreUnwritableError
from analytics.store.errors import said_plainly
from analytics.store.marks import History, history
from analytics.store.scratch import Place, take_place
from analytics.tables import BUILT, STORED, schema_of

_TEXT, _DAY, _COUNT = pl.String(), pl.Date(), pl.Int64()
_LAST_MARK = pl.Schema({"line_id": _TEXT, "kind": _TEXT, "day": _DAY})
_MARK = pl.Schema(
    {"line_id": _TEXT, "nth": _COUNT, "kind": _TEXT, "owner": _TEXT, "as_of": _DAY, "snap": _COUNT,
     "follow_up": _DAY, "marked_at": _DAY}
)  # fmt: skip
_LOAD = pl.Schema({"source_sha": _TEXT, "snap": _COUNT})


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

    def take_marks(self, given: History) -> None:
        """Puts these marks in the place of those known so far: they live in the ledger and change between builds."""
        cursor = self.cursor()
        for name, frame in _marked(given).items():
            cursor.register(f"given_{name}", frame)
        cursor.execute("create or replace table last_mark as select * from given_last_mark")
        cursor.execute("create or replace table mark_made as select * from given_mark_made")
        cursor.execute("create or replace table load_seen as select * from given_load_seen")
        cursor.sql(sql_of("cube/line_work.sql")).create_view("line_work_now", replace=True)
        cursor.execute("create or replace table line_work as select * from line_work_now")
        cursor.close()
        self.shelf.new_marks()


def open_facts(store: Store) -> Facts:
    """The facts that readers see now, with the marks set by now; every query of a rerun asks this one value."""
    facts = read_facts(store.read(), store.folder)
    facts.take_marks(history(store))
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
    facts.take_marks(History())
    cursor = base.cursor()
    for path in WORK:
        cursor.sql(sql_of(path)).create_view(path.removeprefix("cube/").removesuffix(".sql"))
    cursor.close()
    return facts


WORK = ("cube/leak_row.sql", "cube/work_now.sql", "cube/work_item.sql")
"""What stands otherwise by the day of the data and by the marks, and so is no built table: views of the open facts."""


def _marked(given: History) -> dict[str, pl.DataFrame]:
    """Tables of marks and loads as queries read them."""
    days = [date.fromisoformat(mark.at[:10]) for mark in given.marks]
    last = [(mark.line_id, mark.kind, date.fromisoformat(mark.at[:10])) for mark in given.last.values()]
    made = [
        (mark.line_id, nth, mark.kind, mark.owner, mark.as_of or day, mark.snap, mark.follow_up, day)
        for nth, (mark, day) in enumerate(zip(given.marks, days, strict=True))
    ]
    return {
        "last_mark": pl.DataFrame(last, schema=_LAST_MARK, orient="row"),
        "mark_made": pl.DataFrame(made, schema=_MARK, orient="row"),
        "load_seen": pl.DataFrame(list(given.loads.items()), schema=_LOAD, orient="row"),
    }


def _refuse_stale(base: duckdb.DuckDBPyConnection, built: Mapping[str, Rows]) -> None:
    """Facts built by another version of the program have other columns; they are made again, never guessed at."""
    for name, table in BUILT.items():
        if built and name not in built:
            raise StoreError(f"facts of another version (without {name}); run: reimburse build")
        if base.table(name).columns != list(schema_of(table)):
            raise StoreError(f"facts of another version ({name} has other columns); run: reimburse build")


@contextmanager
def facts_as_of(store: Store, day: date) -> Iterator[Facts]:
    """The facts of the current snapshot without what was submitted or remitted after a day; gone when left."""
    facts, place = _made(store, store.read(), day)
    try:
        yield facts
    finally:
        if place:
            place.leave()


def keep_facts_as_of(store: Store, snapshot: Snapshot, day: date) -> Facts:
    """The same of a snapshot already taken, for a reader that keeps them; their files go when nobody holds them."""
    facts, place = _made(store, snapshot, day)
    if place:
        finalize(facts, place.leave)
    return facts


def _made(store: Store, snapshot: Snapshot, day: date) -> tuple[Facts, Place | None]:
    """The facts and the private folder where they lie; on a disk that takes nothing they are held in memory."""
    snapshot = replace(snapshot, waiting=0, edits=0)
    try:
        facts, place = _written(store, snapshot, day)
    except StoreUnwritableError:
        from analytics.build.as_of import hold_cut

        facts, place = read_facts(snapshot, store.folder, hold_cut(store, snapshot.raw, day)), None
    facts.take_marks(history(store, day))
    return facts, place


def _written(store: Store, snapshot: Snapshot, day: date) -> tuple[Facts, Place]:
    place = take_place(store.folder)
    try:
        with said_plainly(store.folder):
            from analytics.build.as_of import build_cut  # engines of a build, which most readers never need

            built = build_cut(store, snapshot.raw, day, place.path)
        return read_facts(replace(snapshot, built=built), store.folder), place
    except BaseException:
        place.leave()
        raise
