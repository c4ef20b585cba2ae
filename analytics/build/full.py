"""The full build: always right, from every stored row of one snapshot."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from analytics import reference
from analytics.build.steps import KEPT, STEPS
from analytics.query.declared import sql_of
from analytics.store import Store
from analytics.tables import STORED, schema_of

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class BuildResult:
    """What a build did: the snapshot it shows, full or incremental, claim families touched, seconds."""

    snapshot: int
    mode: str
    families: int
    seconds: float


def build(store: Store, *, full: bool = False, progress: Progress | None = None) -> BuildResult:
    """Makes the facts of the last load's snapshot and shows them to readers in one transaction."""
    started = time.monotonic()
    with store.lock():
        snapshot = store.head()
        folder = store.begin_build(snapshot)
        with duckdb.connect(config={"temp_directory": str(folder)}) as con:
            _guard(con)
            _register(con, store, snapshot)
            _ask(con, progress)
            files = _write(con, folder)
            families = _count(con)
        info = {"mode": "full", "reference": reference.version(), "families": families}
        store.commit_build(snapshot, files, info)
    return BuildResult(snapshot, "full", families, round(time.monotonic() - started, 3))


def _guard(con: duckdb.DuckDBPyConnection) -> None:
    # No extension is fetched and no Python variable is read; the result must not depend on the order of rows.
    for setting in (
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set python_enable_replacements = false",
        "set preserve_insertion_order = false",
    ):
        con.execute(setting)


def _register(con: duckdb.DuckDBPyConnection, store: Store, snapshot: int) -> None:
    parts: Mapping[str, Sequence[Path]] = store.raw_parts(snapshot)
    for name, table in STORED.items():
        paths = [str(path) for path in parts.get(name, ())]
        if paths:
            con.read_parquet(paths).create_view(name)  # type: ignore[arg-type]
        else:
            con.register(name, pl.DataFrame(schema=schema_of(table)))
    for name, rows in reference.BUILD_TABLES.items():
        con.register(name, rows())
    for name, frame in _user_tables(store).items():
        con.register(name, frame)


def _user_tables(store: Store) -> dict[str, pl.DataFrame]:
    text, flag = pl.String(), pl.Boolean()
    payer = {
        "source_id": text,
        "source_name": text,
        "filing_indicator": text,
        "payer_id": text,
        "name": text,
        "class": text,
        "confirmed": flag,
    }
    provider = {"npi": text, "name": text, "taxonomy": text, "site": text}
    mark = {"line_id": text, "kind": text}
    edits = [{**row, "confirmed": bool(row["confirmed"])} for row in store.rows("select * from payer")]
    return {
        "payer_edit": pl.DataFrame(edits, schema=payer),
        "provider_edit": pl.DataFrame(store.rows("select npi, name, taxonomy, site from provider"), schema=provider),
        "mark": pl.DataFrame(store.rows("select line_id, kind from mark"), schema=mark),
    }


def _ask(con: duckdb.DuckDBPyConnection, progress: Progress | None) -> None:
    con.execute(sql_of("build/macros.sql"))
    for done, step in enumerate(STEPS):
        if progress:
            progress(step, done / len(STEPS))
        con.execute(f'create temp table "{step}" as\n{sql_of(f"build/{step}.sql")}')


def _write(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Path]:
    files = {}
    for name in KEPT:
        files[name] = folder / f"{name}.parquet"
        con.table(name).write_parquet(str(files[name]), compression="zstd")
    return files


def _count(con: duckdb.DuckDBPyConnection) -> int:
    (row,) = con.execute("select count(distinct claim_key) from line").fetchall()
    return int(row[0])
