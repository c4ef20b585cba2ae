"""The budgets of a large store: the full build against a bare join, and one day's files."""

import json
from collections.abc import Iterator
from pathlib import Path

from analytics.bench.alone import command, has, script
from analytics.bench.large import MONTHS, large_store
from analytics.bench.peers import JOIN
from analytics.bench.result import Result, judged, skipped
from analytics.bench.size import MB, Progress, Size
from analytics.demo.demo import write_demo
from analytics.store import Store

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
