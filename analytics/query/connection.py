"""A locked, in-memory connection over the parts of one snapshot: it can read these files and do nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from analytics.query.query import sql_of

IN_MEMORY = ("injection", "payer", "provider", "answered_share", "cut_off")
"""Asked on every rerun, so read once; the rest is read from its files when a person drills down."""
Rows = Sequence[Path] | pl.DataFrame
"""A table as its files, or as a frame where nothing can be written."""
MOST_ROWS = 100_000
"""Rows of a table that are read into memory, some 600 bytes each; summing a larger one is no slower from its files."""


def connect(
    parts: Mapping[str, Rows], empty: Mapping[str, pl.Schema], *, memory: str = "600MB", spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A base connection whose tables are the given parts; take a cursor of it for every use.

    Beyond its memory it goes on in the folder given; without one it stops there.
    """
    con = duckdb.connect(config={"temp_directory": str(spill) if spill else ""})
    for setting in (
        f"set memory_limit = '{memory}'",
        "set threads = 2",
        # Files never change under a connection: what their ends say of them is read once, for all of its cursors.
        "set global parquet_metadata_cache = true",
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set allow_community_extensions = false",
        "set python_enable_replacements = false",
        # After two seconds DuckDB would write a progress bar to standard output, into the document of --json.
        "set enable_progress_bar = false",
        "set enable_progress_bar_print = false",
    ):
        con.execute(setting)
    con.execute(sql_of("build/macros.sql"))
    _lock(con, _offer(con, parts, empty))
    return con


def _offer(con: duckdb.DuckDBPyConnection, parts: Mapping[str, Rows], empty: Mapping[str, pl.Schema]) -> list[str]:
    """Makes the tables; returns the files that will be read again."""
    again = []
    for name, rows in parts.items():
        if isinstance(rows, pl.DataFrame):
            _create(con, name, rows)
            continue
        files = [str(path) for path in rows]
        relation = con.read_parquet(files)
        if name in IN_MEMORY and _rows(relation) <= MOST_ROWS:
            relation.create(name)
        else:
            relation.create_view(name)
            again += files
    for name, schema in empty.items():
        if name not in parts:
            _create(con, name, pl.DataFrame(schema=schema))
    return again


def _create(con: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    con.register("given", rows)
    con.table("given").create(name)
    con.unregister("given")


def _rows(relation: duckdb.DuckDBPyRelation) -> int:
    ((rows,),) = relation.count("*").fetchall()
    return int(rows)


def _lock(con: duckdb.DuckDBPyConnection, paths: list[str]) -> None:
    # Views read their files after the lock only where these exact paths are allowed.
    con.execute("set allowed_paths = $paths", {"paths": paths})
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
