"""The ledger: one SQLite file that says which parts are the data. Its COMMIT is the only commit point."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analytics.store import schema
from analytics.store.errors import StoreDamagedError, StoreMissingError, StoreNewerError, command, said_plainly
from analytics.store.folder import is_network, make_private, sync

NAME = "ledger.sqlite"
DATA = ("claims", "remits", "quarantine", "built")
"""Folders of parts; everything in them that the ledger does not name is an orphan."""


def create(folder: Path) -> None:
    """Makes the ledger of a new store; a half-made one (killed here) is finished."""
    path = folder / NAME
    if not path.exists() or not path.stat().st_size:
        _refuse_lost_ledger(folder)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as db:
        db.execute(f"pragma journal_mode={'delete' if is_network(folder) else 'wal'}")
        db.execute("pragma synchronous=full")
        db.executescript(f"begin immediate; {schema.DDL} pragma user_version={schema.VERSION}; commit;")
    sync(folder)


def check(folder: Path) -> None:
    """Refuses a folder without a ledger, with a lost one, or with one this program cannot read."""
    path = folder / NAME
    if not path.exists() or not path.stat().st_size:
        _refuse_lost_ledger(folder)
        raise StoreMissingError(f"{folder}: no data yet; run: {command('ingest FILES', folder)}, or: reimburse demo")
    with said_plainly(folder), closing(connect(folder)) as db:
        is_old = _version(db) < schema.VERSION
    if is_old and os.access(folder, os.W_OK):
        with said_plainly(folder), closing(connect(folder, to_write=True)) as db:
            _upgrade(db)


def _upgrade(db: sqlite3.Connection) -> None:
    """Adds the tables and columns that came after the store was made, all or none; what is in it stays as it is."""
    db.execute("begin immediate")
    try:
        for statement in schema.DDL.split(";"):
            db.execute(statement)
        for (table, column), statement in schema.LATER.items():
            if column not in _columns(db, table):
                db.execute(statement)
        db.execute(schema.MARKED)
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {name for (name,) in db.execute("select name from pragma_table_info(?)", (table,))}


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("pragma user_version").fetchone()
    return int(version)


def connect(folder: Path, *, to_write: bool = False) -> sqlite3.Connection:
    """A connection for one use in one thread; a reader comes in on a full disk and on a read-only one, too."""
    if not os.access(folder, os.W_OK):
        return _connect_as_it_lies(folder, "mode=ro")
    try:
        return _connected(folder, "mode=rw")
    except sqlite3.OperationalError as error:
        if to_write or "locked" in str(error) or not _has_no_room(error):
            raise
        return _connect_as_it_lies(folder, _ALONE)


_ALONE = "alone"
"""Readable and writable, by nobody else meanwhile: SQLite then needs no file beside the ledger."""


def _has_no_room(error: sqlite3.OperationalError) -> bool:
    """Before it reads, SQLite makes two small files beside a ledger; on a full disk it cannot."""
    return any(words in str(error) for words in ("disk", "full", "unable to open", "readonly"))


def _connect_as_it_lies(folder: Path, first: str) -> sqlite3.Connection:
    """Without a file beside it a ledger is read as it lies; unless commits wait in its log, which count as well."""
    log = folder / f"{NAME}-wal"
    try:
        is_settled = not log.stat().st_size
    except OSError:
        is_settled = True
    if is_settled and first == _ALONE:
        return _connected(folder, "mode=ro&immutable=1")
    try:
        return _connected(folder, first)
    except sqlite3.OperationalError:
        if not is_settled:
            raise
        return _connected(folder, "mode=ro&immutable=1")


def _connected(folder: Path, options: str) -> sqlite3.Connection:
    path = (folder / NAME).resolve().as_uri()
    mode = "mode=rw" if options == _ALONE else options
    db = sqlite3.connect(f"{path}?{mode}", uri=True, isolation_level=None, timeout=10)
    try:
        db.execute("pragma busy_timeout=10000")
        if options == _ALONE:
            db.execute("pragma locking_mode=exclusive")
        db.execute("pragma foreign_keys=on")
        db.execute("pragma synchronous=full")
        _refuse_newer(db, folder)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def transaction(folder: Path) -> Iterator[sqlite3.Connection]:
    """Everything inside is committed together, or not at all."""
    with said_plainly(folder), closing(connect(folder, to_write=True)) as db:
        if is_network(folder):
            db.execute("pragma journal_mode=delete")
        db.execute("begin immediate")
        try:
            yield db
        except BaseException:
            db.execute("rollback")
            raise
        db.execute("commit")


def has_table(folder: Path, name: str) -> bool:
    """Whether the ledger has a table; one of an older program on a disk that we cannot write may lack it."""
    with said_plainly(folder), closing(connect(folder)) as db:
        return bool(db.execute("select count(*) from sqlite_master where name = ?", (name,)).fetchone()[0])


def has_column(folder: Path, table: str, column: str) -> bool:
    """Whether a table of the ledger has a column; see `has_table`."""
    with said_plainly(folder), closing(connect(folder)) as db:
        return column in _columns(db, table)


def new_snapshot(db: sqlite3.Connection, reason: str) -> int:
    """Numbers a new state of the data and makes it the head."""
    snapshot = db.execute("insert into snapshot (at, reason) values (?, ?)", (now(), reason)).lastrowid
    db.execute("update head set snap = ?", (snapshot,))
    assert snapshot is not None
    return snapshot


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def data_files(folder: Path) -> Iterator[Path]:
    """Every file that lies where parts lie."""
    for name in DATA:
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())


def prepare(folder: Path) -> None:
    """Makes the folder of a new store; refuses one that holds something else."""
    if folder.exists() and not folder.is_dir():
        raise StoreMissingError(f"{folder}: is a file, not a folder; choose another place with --store")
    strangers = [] if not folder.exists() or (folder / NAME).exists() else _strangers(folder)
    if strangers:
        raise StoreMissingError(f"{folder}: holds other files and no store; choose an empty folder with --store")
    make_private(folder)


def _strangers(folder: Path) -> list[Path]:
    ours = {*DATA, "tmp", "secret", "reference"}
    # Another process may be making this very store: its ledger may appear at any moment, with SQLite's own files.
    mine = (NAME, ".")
    return [path for path in folder.iterdir() if path.name not in ours and not path.name.startswith(mine)]


def _refuse_lost_ledger(folder: Path) -> None:
    if next(data_files(folder), None) is not None:
        raise StoreDamagedError(
            f"{folder}: {NAME} is missing while data files are present; "
            f"restore it from a backup, then run: {command('verify', folder)}"
        )


def _refuse_newer(db: sqlite3.Connection, folder: Path) -> None:
    version = _version(db)
    if version > schema.VERSION:
        raise StoreNewerError(
            f"{folder}: made by a newer version (store format {version}, this program reads {schema.VERSION}); "
            f"update this program, then run: {command('verify', folder)}"
        )
    if not version:
        raise StoreMissingError(f"{folder}: the store was never finished; run: {command('ingest FILES', folder)}")
