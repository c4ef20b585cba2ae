"""A build of a store: by claim family where only some have news, else full; shown to readers in one transaction."""

import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from analytics.build import layout
from analytics.build.full import Progress, opened
from analytics.build.increment import Before, NotCoveredError, increment
from analytics.build.inputs import user_tables, version
from analytics.build.partitioned import make_whole
from analytics.paths import QUERIES
from analytics.store import Store
from analytics.store.errors import StoreDamagedError
from analytics.store.scratch import scratch, sweep


@dataclass(frozen=True)
class BuildResult:
    """What a build did: the snapshot it shows, full or incremental, claim families touched, seconds."""

    snapshot: int
    mode: str
    families: int
    seconds: float


@dataclass(frozen=True)
class _Made:
    files: layout.Files
    families: int
    width: int
    mode: str


def build(store: Store, *, full: bool = False, progress: Progress | None = None) -> BuildResult:
    """Makes the facts of the last load's snapshot and shows them to readers in one transaction."""
    started = time.monotonic()
    with store.lock():
        sweep(store.folder)
        snapshot = store.head()
        edits, folder = user_tables(store), store.begin_build(snapshot)
        made_of = _made_of(store, edits)
        before = None if full else _before(store, made_of)
        made = (before and _by_family(store, folder, before, edits)) or _whole(store, folder, edits, progress)
        info = {"mode": made.mode, "reference": version(store), "families": made.families}
        store.commit_build(snapshot, made.files, {**info, "made_of": made_of, "part_width": made.width})
    return BuildResult(snapshot, made.mode, made.families, round(time.monotonic() - started, 3))


def _whole(store: Store, folder: Path, edits: dict[str, pl.DataFrame], progress: Progress | None) -> _Made:
    with scratch(store.folder) as place, opened(place) as con:
        make_whole(con, store.raw_parts(store.head()), edits, place, progress)
        width = layout.width_of(con)
        layout.cut_by(con, width)
        if progress:
            progress("writing", 1.0)
        return _Made(layout.write_all(con, folder), _count(con), width, "full")


def _by_family(store: Store, folder: Path, before: Before, edits: dict[str, pl.DataFrame]) -> _Made | None:
    """Builds the families that a load or a void touched; None where all must be built."""
    with scratch(store.folder) as place, opened(place) as con:
        try:
            increment(con, before, store.raw_parts(store.head()), edits)
        except NotCoveredError:
            return None
        return _Made(layout.write_changed(con, folder, before.built), _count(con), before.width, "incremental")


def _before(store: Store, made_of: str) -> Before | None:
    """The last build, if it was made with the same program, reference data and edits."""
    info = store.build_info()
    if info is None or info.get("made_of") != made_of:
        return None
    try:
        seen = store.read()
    except StoreDamagedError:
        # Facts that were damaged are made again; damaged files of the user's are refused by the full build as well.
        return None
    news = store.news(seen.id)
    return Before(seen.raw, seen.built, news.added, news.removed, int(info["part_width"]))


def _made_of(store: Store, edits: dict[str, pl.DataFrame]) -> str:
    """One hash over what a build is made of beside the loads and the marks; those it follows line by line."""
    texts: list[Any] = [path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("[bils]*/*.sql"))]
    users = [edits[name].write_csv() for name in ("payer_edit", "provider_edit", "payer_limit")]
    return sha256("\n".join([version(store), *users, *texts]).encode()).hexdigest()


def _count(con: duckdb.DuckDBPyConnection) -> int:
    (row,) = con.execute("select count(distinct claim_key) from line").fetchall()
    return int(row[0])
