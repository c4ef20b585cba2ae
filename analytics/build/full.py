"""The full build: always right, from every stored row of one snapshot."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from analytics import leakage, reference
from analytics.build import rules
from analytics.build.inputs import no_edits
from analytics.build.steps import KEPT, LEARNED, STEPS, VIEWS
from analytics.query.query import sql_of
from analytics.tables import STORED, schema_of

Progress = Callable[[str, float], None]
Stored = Mapping[str, Sequence[Path] | pl.DataFrame]
"""Stored tables as parts or as frames."""
_FEW = 20_000
"""Service lines below which one thread is faster than two."""
_MOST_MEMORY = 4_500_000_000
"""Bytes that DuckDB may hold before it goes on on disk; 60 % of a small machine's."""


def opened(folder: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection for a build: beyond its memory it goes on in a folder of the caller's, if there is one."""
    memory = min(_MOST_MEMORY, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 6 // 10)
    return duckdb.connect(config={"temp_directory": str(folder or ""), "memory_limit": f"{memory}B"})


def make(
    con: duckdb.DuckDBPyConnection, stored: Stored, edits: Mapping[str, pl.DataFrame], progress: Progress | None = None
) -> None:
    """Asks queries/build in order on a connection; its tables are the facts."""
    prepare(con, edits)
    offer(con, stored)
    pace(con)
    ask_all(con, progress)


def pace(con: duckdb.DuckDBPyConnection) -> int:
    """How many service lines there are; for a few, waking a second thread at every step costs more than it does."""
    ((lines,),) = con.execute(sql_of("slice/line_count.sql")).fetchall()
    if lines < _FEW:
        con.execute("set threads = 1")
    return int(lines)


def ask_all(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
    """Asks all steps, of all families at once."""
    for done, step in enumerate(STEPS):
        if progress:
            progress(step, done / len(STEPS))
        ask(con, step)
        drop_spent(con, step)


def prepare(con: duckdb.DuckDBPyConnection, edits: Mapping[str, pl.DataFrame]) -> None:
    """Guards a connection and gives it the reference tables, the user's own and the words of the build."""
    # No extension is fetched and no Python variable is read; the result must not depend on the order of rows.
    for setting in (
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set python_enable_replacements = false",
        "set preserve_insertion_order = false",
        # After two seconds DuckDB would write a progress bar to standard output, into the document of --json.
        "set enable_progress_bar = false",
        "set enable_progress_bar_print = false",
    ):
        con.execute(setting)
    for name, frame in {
        **{name: rows() for name, rows in reference.BUILD_TABLES.items()},
        "leak_rule": leakage.rule_frame(),
        **no_edits(),
        **edits,
    }.items():
        con.register(name, frame)
    con.execute(sql_of("build/macros.sql"))


def offer(con: duckdb.DuckDBPyConnection, stored: Stored, prefix: str = "") -> None:
    """Gives a connection the stored tables, under their own names or with a word before them."""
    for name, table in STORED.items():
        rows = stored.get(name, ())
        if isinstance(rows, pl.DataFrame) or not rows:
            frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(schema=schema_of(table))
            con.register(prefix + name, frame)
        else:
            con.read_parquet([str(path) for path in rows]).create_view(prefix + name)


def ask(con: duckdb.DuckDBPyConnection, step: str, views: Sequence[str] = VIEWS) -> None:
    """Asks one file of queries/build: the answer is a table of the same name."""
    table(con, step, f"build/{step}.sql", "view" if step in views else "table")
    if step == rules.STEP:
        rules.ask(con)


def table(con: duckdb.DuckDBPyConnection, name: str, query: str, kind: str = "table") -> None:
    """Makes the answer of a query file a table."""
    con.execute(f'create or replace temp {kind} "{name}" as\n{sql_of(query)}')


def drop_spent(con: duckdb.DuckDBPyConnection, step: str, among: Collection[str] = STEPS) -> None:
    """Drops what no later step reads: dropped at once, it leaves its memory."""
    for spent in last_uses().get(step, ()):
        if spent in among:
            drop(con, spent)


def drop(con: duckdb.DuckDBPyConnection, name: str, kind: str = "table") -> None:
    """Drops a table or view of the build, if it is still there."""
    con.execute(f'drop {kind} if exists "{name}"')


@cache
def last_uses() -> dict[str, list[str]]:
    """Step → the scaffolding tables that no later step reads, itself or through a view."""
    uses: dict[str, str] = {}
    for step in STEPS:
        uses |= dict.fromkeys(_read_by(step), step)
    lasting = {*KEPT, *LEARNED, *VIEWS, *(name for view in KEPT if view in VIEWS for name in _read_by(view))}
    return {step: [name for name, last in uses.items() if last == step and name not in lasting] for step in STEPS}


def _read_by(step: str) -> set[str]:
    words = rules.words_of(step)
    named = {name for name in STEPS if name == step or name in words}
    return named.union(*(_read_by(view) for view in named.intersection(VIEWS).difference({step})))
