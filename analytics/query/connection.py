"""A locked, in-memory connection over the parts of one snapshot: it can read these files and do nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir

import duckdb
import polars as pl

IN_MEMORY = ("injection", "payer", "provider", "answered_share", "cut_off")
"""Asked on every rerun, so read once; the rest is read from its files when a person drills down."""


def connect(
    parts: Mapping[str, Sequence[Path]], empty: Mapping[str, pl.Schema], *, memory: str = "2GB"
) -> duckdb.DuckDBPyConnection:
    """A base connection whose tables are the given parts; take a cursor of it for every use."""
    con = duckdb.connect(config={"temp_directory": gettempdir()})
    for setting in (
        f"set memory_limit = '{memory}'",
        "set threads = 2",
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set allow_community_extensions = false",
        "set python_enable_replacements = false",
        # After two seconds DuckDB would write a progress bar to standard output, into the document of --json.
        "set enable_progress_bar = false",
        "set enable_progress_bar_print = false",
    ):
        con.execute(setting)
    _offer(con, parts, empty)
    _lock(con, parts)
    return con


def _offer(con: duckdb.DuckDBPyConnection, parts: Mapping[str, Sequence[Path]], empty: Mapping[str, pl.Schema]) -> None:
    for name, paths in parts.items():
        relation = con.read_parquet([str(path) for path in paths])
        if name in IN_MEMORY:
            relation.create(name)
        else:
            relation.create_view(name)
    for name, schema in empty.items():
        if name not in parts:
            con.register("nothing", pl.DataFrame(schema=schema))
            con.table("nothing").create(name)
            con.unregister("nothing")


def _lock(con: duckdb.DuckDBPyConnection, parts: Mapping[str, Sequence[Path]]) -> None:
    # Views read their files after the lock only where these exact paths are allowed (robustness section 6 d).
    paths = [str(path) for name, listed in parts.items() if name not in IN_MEMORY for path in listed]
    con.execute("set allowed_paths = $paths", {"paths": paths})
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
