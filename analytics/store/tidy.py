"""House-keeping: few parts per month, and no files that nobody needs any more."""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from analytics.store import ledger
from analytics.store.builds import fault_of, seal_of
from analytics.store.commit import swap_parts
from analytics.store.failpoints import failpoint
from analytics.store.parts import Draft, Share
from analytics.store.scratch import scratch, sweep
from analytics.store.store import Store

MOST_PARTS = 8
"""Parts in use per table and month before they are joined."""
KEEP_LARGEST = 4
"""Parts left alone when small ones are joined, so that a large one is not rewritten with every load."""
ORPHAN_HOURS = 24
REMOVED_DAYS = 7


def tidy(store: Store) -> None:
    """Joins small parts and removes old files; the caller holds the lock."""
    compact(store)
    collect(store)


def compact(store: Store) -> None:
    """Joins the small parts of each crowded table and month, in one snapshot that shows the same rows."""
    groups = [
        sorted(parts, key=lambda part: -part["bytes"])[KEEP_LARGEST:]
        for parts in _in_use(store).values()
        if len(parts) > MOST_PARTS and not any(fault_of(seal_of(store.folder, part)) for part in parts)
    ]
    if not groups:
        return
    with scratch(store.folder) as place:
        drafts = [_join(store, group, place / f"{number}.parquet") for number, group in enumerate(groups)]
        failpoint("during_compaction")
        old = [part["path"] for group in groups for part in group]
        swap_parts(store.folder, old, drafts, reason="compaction")


def collect(store: Store, *, orphan_hours: float = ORPHAN_HOURS) -> int:
    """Removes orphans and parts that no reader can still hold; returns how many files went."""
    sweep(store.folder)
    gone = _forget_removed(store)
    failpoint("during_gc")
    limit = time.time() - orphan_hours * 3600
    old = [path for path in orphans(store) if path.stat().st_mtime < limit]
    for path in {*gone, *old}:
        path.unlink(missing_ok=True)
    _remove_empty(store.folder)
    return len({*gone, *old})


def orphans(store: Store) -> list[Path]:
    """Files among the parts that the ledger does not name: what a killed process left."""
    known = {row["path"] for row in store.rows("select path from part")}
    return [path for path in ledger.data_files(store.folder) if str(path.relative_to(store.folder)) not in known]


def _in_use(store: Store) -> dict[tuple[str, str], list[dict[str, Any]]]:
    groups = defaultdict(list)
    for row in store.rows("select * from part where added_build is null and removed_snap is null order by path"):
        groups[row["tbl"], row["month"]].append(row)
    return groups


def _join(store: Store, parts: list[dict[str, Any]], file: Path) -> Draft:
    import polars as pl

    frame = pl.scan_parquet([store.folder / part["path"] for part in parts])
    frame.sink_parquet(file, compression="zstd", compression_level=1)
    draft = Draft(file, parts[0]["tbl"], parts[0]["month"], tuple(_shares(store, parts)))
    if pl.scan_parquet(file).select(pl.len()).collect().item() != draft.rows:
        raise AssertionError("joined parts hold another number of rows")
    return draft


def _shares(store: Store, parts: list[dict[str, Any]]) -> Iterator[Share]:
    paths = {part["path"] for part in parts}
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in store.rows("select path, load_sha, rows, cents from part_load"):
        if row["path"] in paths:
            rows, cents = sums[row["load_sha"]]
            sums[row["load_sha"]] = rows + row["rows"], cents + (row["cents"] or 0)
    return (Share(sha, rows, cents) for sha, (rows, cents) in sorted(sums.items()))


def _forget_removed(store: Store) -> list[Path]:
    """Takes parts out of the ledger that were replaced a week ago and that no build still needs."""
    before = (datetime.now(UTC) - timedelta(days=REMOVED_DAYS)).isoformat(timespec="seconds")
    with ledger.transaction(store.folder) as db:
        rows = db.execute(
            """select path from part
            left join snapshot on snapshot.id = removed_snap
            left join build on build.id = removed_build
            where coalesce(snapshot.at, build.at) < ?
            and (removed_build is not null or removed_snap <= (select coalesce(snap, 0) from built))""",
            (before,),
        ).fetchall()
        db.executemany("delete from part where path = ?", rows)
    return [store.folder / path for (path,) in rows]


def _remove_empty(folder: Path) -> None:
    """Removes folders of abandoned builds and emptied months, unless a build has just begun there."""
    day = time.time() - ORPHAN_HOURS * 3600
    for name in ledger.DATA:
        for root, _, _ in os.walk(folder / name, topdown=False):
            place = Path(root)
            if place != folder / name and place.stat().st_mtime < day and not any(place.iterdir()):
                place.rmdir()
