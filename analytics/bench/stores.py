"""The budgets of a large store: the full build against a bare join, and one day's files."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from analytics.bench.alone import command, has, script
from analytics.bench.peers import JOIN
from analytics.bench.result import Result, judged, skipped
from analytics.bench.size import MB, Progress, Size
from analytics.demo.demo import write_demo
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.commit import NewLoad, add_loads
from analytics.store.measures import measure
from analytics.store.parts import MEASURES, Draft, shares, write
from analytics.store.scratch import scratch

MONTHS, ENCOUNTERS, LARGEST = 36, 12_000, 400_000
"""The practice that is copied; and the most service lines of one part."""
NAMED = (
    *("claim_id", "claim_key", "patient_key", "transaction_id", "payment_id", "remit_claim_id", "remit_line_id"),
    *("identity", "line_control", "payer_claim_id", "original_reference", "trace", "reference"),
)
"""What names a thing of one practice: the same ending on each keeps everything that is linked together."""
APART = 1_000_000
"""Positions of the files of a copy are this far apart, since they become one load."""
PartProgress = Callable[[str, float], None]


def large_store(folder: Path, lines: int, progress: PartProgress) -> Store:
    """A store of at least so many service lines, not built yet."""
    small = Store.create(folder / "small")
    ingest(
        [write_demo(folder / "files", months=MONTHS, encounters=ENCOUNTERS, keep_lines=False).folder],
        small,
        build=False,
    )
    tables = _tables(small)
    store = Store.create(folder / "store")
    each, reading = tables["claim_line"].height, _reading(tables)
    copies, together = -(-lines // each), max(1, LARGEST // each)
    with store.lock():
        for first in range(0, copies, together):
            _add(store, tables, reading, range(first, min(first + together, copies)))
            progress(f"{first * each:,} of {lines:,} service lines", first / copies)
    return store


def _tables(store: Store) -> dict[str, pl.DataFrame]:
    """The rows of a store, with the place of their load among its loads."""
    order = {sha: at for at, sha in enumerate(sorted(store.loads_at(store.head())))}
    found = {}
    for name, paths in store.raw_parts(store.head()).items():
        frame = pl.concat([pl.read_parquet(path) for path in paths])
        at = pl.col("source_sha").replace_strict(order, return_dtype=pl.Int64)
        if "source_position" in frame.columns:
            frame = frame.with_columns(source_position=pl.col("source_position") + at * APART)
        found[name] = frame
    return found


def _add(store: Store, tables: dict[str, pl.DataFrame], reading: dict[str, Any], copies: range) -> None:
    """Commits some copies, each as one load, in one part per table."""
    with scratch(store.folder) as place:
        drafts = []
        for name, frame in tables.items():
            copied, file = pl.concat(list(_copied(frame, copies))), place / f"{name}.parquet"
            write(copied, file)
            drafts.append(Draft(file, name, f"copy {copies[0]:06}", shares(copied, name)))
        loads = [NewLoad(_sha(copy), f"copy {copy}", "835", 0, reading) for copy in copies]
        add_loads(store.folder, loads, drafts)


def _copied(frame: pl.DataFrame, copies: range) -> Iterator[pl.DataFrame]:
    names = [name for name in NAMED if name in frame.columns]
    for copy in copies:
        mine = {"source_sha": pl.lit(_sha(copy))}
        if "duplicate_of" in frame.columns:
            mine["duplicate_of"] = pl.when(pl.col("duplicate_of").is_not_null()).then(pl.lit(_sha(copy)))
        yield frame.with_columns(pl.col(names) + f"x{copy}", **mine)


def _sha(copy: int) -> str:
    return sha256(f"copy {copy}".encode()).hexdigest()


def _reading(tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """What the ledger is told of each copy: what verify would count."""
    sums = measure({name: frame.lazy().with_columns(source_sha=pl.lit("")) for name, frame in tables.items()})[""]
    fours = {}
    for name in MEASURES:
        loaded, duplicate = sums["loaded"][name], sums["duplicate"][name]
        fours[name] = {"in": loaded + duplicate, "loaded": loaded, "quarantined": 0, "duplicate": duplicate}
    return {**fours, "rejects": []}


DAYS = 21 * MONTHS
"""Working days of the store."""
LINES_PER_ENCOUNTER = 2.9


def stores(place: Path, size: Size, progress: Progress) -> Iterator[Result]:
    """A store of so many service lines: built in full, then a day later."""
    progress(f"making a store of {size.lines:,} service lines", 0.35)
    store = large_store(place / "large", size.lines, progress)
    progress("building it", 0.5)
    full = command("build", "--full", "--store", store.folder)
    lines = store.rows("select sum(rows) n from part where tbl = 'claim_line' and removed_snap is null")[0]["n"]
    yield from _build(place, store, full.seconds, full.peak_mb, f"{lines:,} service lines")
    progress("loading one day", 0.65)
    demo = write_demo(place / "day", months=1, encounters=max(20, int(lines / DAYS / LINES_PER_ENCOUNTER)), seed=96372)
    day = command("ingest", demo.folder, "--store", store.folder)
    note = f"{len(demo.files)} files, {_lines(day.said):,} lines, into {MONTHS} months and {lines:,} lines"
    yield judged("load and build one day, seconds, against the full build", day.seconds, full.seconds, 0.1, note)


def _build(place: Path, store: Store, seconds: float, peak_mb: float, what: str) -> Iterator[Result]:
    name = "build, seconds, against a bare join written to parquet"
    if has("duckdb"):
        (place / "join").mkdir()
        parts = _listed(place / "parts.json", store.raw_parts(store.head()))
        bare = script(JOIN, parts, place / "join")
        yield judged(name, seconds, bare.seconds, 4.0, what)
    else:
        yield skipped(name, 4.0, "DuckDB is not installed")
    yield judged("build, seconds", seconds, None, 60.0, what)
    yield judged("build, gigabytes at its peak", peak_mb * 1024**2 / (1000 * MB), None, 6.0, what)


def _listed(path: Path, parts: dict[str, list[Path]]) -> Path:
    """The parts of a store, for a program that is not ours."""
    path.write_text(json.dumps({name: [str(part) for part in paths] for name, paths in parts.items()}))
    return path


def _lines(document: dict[str, list[dict[str, dict[str, int]]]]) -> int:
    return sum(file["lines"]["in"] for file in document["files"])
