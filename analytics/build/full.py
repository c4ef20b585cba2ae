"""The full build: always right, from every stored row of one snapshot."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from analytics import leakage, reference
from analytics.build import rules
from analytics.build.given import no_edits, user_tables, version
from analytics.build.steps import KEPT, STEPS, VIEWS
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
            make(con, store.raw_parts(snapshot), user_tables(store), progress)
            files = write_facts(con, folder)
            families = _count(con)
        info = {"mode": "full", "reference": version(store), "families": families}
        store.commit_build(snapshot, files, info)
    return BuildResult(snapshot, "full", families, round(time.monotonic() - started, 3))


def _guard(con: duckdb.DuckDBPyConnection) -> None:
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


def make(
    con: duckdb.DuckDBPyConnection,
    stored: Mapping[str, Sequence[Path] | pl.DataFrame],
    edits: Mapping[str, pl.DataFrame],
    progress: Progress | None = None,
) -> None:
    """Asks queries/build in order on a connection; its tables are the facts. Stored tables are parts or frames."""
    _guard(con)
    for name, table in STORED.items():
        rows = stored.get(name, ())
        if isinstance(rows, pl.DataFrame) or not rows:
            con.register(name, rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(schema=schema_of(table)))
        else:
            con.read_parquet([str(path) for path in rows]).create_view(name)
    for name, frame in {
        **{name: rows() for name, rows in reference.BUILD_TABLES.items()},
        "leak_rule": leakage.rule_frame(),
        **no_edits(),
        **edits,
    }.items():
        con.register(name, frame)
    con.execute(sql_of("build/macros.sql"))
    for done, step in enumerate(STEPS):
        if progress:
            progress(step, done / len(STEPS))
        kind = "view" if step in VIEWS else "table"
        con.execute(f'create temp {kind} "{step}" as\n{sql_of(f"build/{step}.sql")}')
        if step == rules.STEP:
            rules.ask(con)
        for spent in last_uses().get(step, ()):
            con.execute(f'drop table "{spent}"')


@cache
def last_uses() -> dict[str, list[str]]:
    """Step → the scaffolding tables that no later step reads: dropped at once, they leave their memory."""
    uses: dict[str, str] = {}
    for step in STEPS:
        words = set(re.findall(r"[a-z_]+", rules.text_of(step)))
        uses |= {name: step for name in STEPS if name == step or name in words}
    spent: dict[str, list[str]] = defaultdict(list)
    for name, step in uses.items():
        if name not in KEPT and not any(name in sql_of(f"build/{view}.sql") for view in VIEWS):
            spent[step].append(name)
    return dict(spent)


def write_facts(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Path]:
    """Writes what a build leaves behind, a file per table."""
    files = {}
    for name in KEPT:
        files[name] = folder / f"{name}.parquet"
        con.table(name).write_parquet(str(files[name]), compression="zstd")
    return files


def _count(con: duckdb.DuckDBPyConnection) -> int:
    (row,) = con.execute("select count(distinct claim_key) from line").fetchall()
    return int(row[0])
