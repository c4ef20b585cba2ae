"""Taking loads back, whole: their rows leave the parts in one snapshot, the ledger keeps them as voided."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.store.builds import Seal, fault_of, seal_of
from analytics.store.commit import swap_parts
from analytics.store.errors import StoreDamagedError, UnknownLoadError, command
from analytics.store.parts import Draft, Share, write
from analytics.store.scratch import scratch
from analytics.store.store import Store


@dataclass(frozen=True)
class Voided:
    """What was taken back; `rows` counts rows of stored tables."""

    sha256: tuple[str, ...]
    rows: int
    snapshot: int
    stays_away: tuple["StaysAway", ...] = ()


@dataclass(frozen=True)
class StaysAway:
    """Claims of an earlier table that a load taken back had replaced: they do not come back by themselves."""

    load_sha: str
    label: str
    claims: int


@dataclass(frozen=True)
class _Held:
    """A part in use that holds a load to be taken back."""

    path: str
    table: str
    month: str
    seal: Seal
    shares: tuple[Share, ...]


def void(store: Store, names: Sequence[str]) -> Voided:
    """Takes back the loads of these sha256 (or unique beginnings of at least six digits); again changes nothing."""
    with store.lock():
        loads = [_find(store, name) for name in names]
        shas = {sha for sha, state in loads if state == "live"}
        if not shas:
            return Voided(tuple(sha for sha, _ in loads), 0, store.head())
        held = _held(store, shas)
        rows = sum(share.rows for part in held for share in part.shares if share.load_sha in shas)
        with scratch(store.folder) as place:
            drafts = [_rewrite(part, shas, place) for part in held if _rest(part, shas)]
            reason = f"void {' '.join(sorted(shas))}"
            away = _stays_away(store, shas)
            snapshot = swap_parts(store.folder, [p.path for p in held], drafts, reason=reason, voided=shas)
    return Voided(tuple(sha for sha, _ in loads), rows, snapshot, away)


def _stays_away(store: Store, shas: set[str]) -> tuple[StaysAway, ...]:
    """What live loads lost to these and will not have back: their own files must be loaded again for it."""
    found = []
    for load in store.rows("select sha256, label, reading from load where state = 'live' order by rowid"):
        lost = json.loads(load["reading"]).get("replaced_by", {})
        claims = sum(sums["loaded"]["claims"] for sha, sums in lost.items() if sha in shas)
        if claims and load["sha256"] not in shas:
            found.append(StaysAway(load["sha256"], load["label"], claims))
    return tuple(found)


def _find(store: Store, name: str) -> tuple[str, str]:
    found = store.rows("select sha256, state from load where substr(sha256, 1, ?) = ?", (len(name), name.lower()))
    if len(name) < 6 or not found:
        raise UnknownLoadError(
            f"{store.folder}: no load has the sha256 {name[:64]!r}; give at least its first six digits "
            f"(a list with: {command('ingest FILE --json', store.folder)})"
        )
    if len(found) > 1:
        raise UnknownLoadError(f"{store.folder}: several loads begin with {name!r}; give more digits")
    return found[0]["sha256"], found[0]["state"]


def _held(store: Store, shas: set[str]) -> list[_Held]:
    rows = store.rows("select * from part where added_build is null and removed_snap is null order by path")
    shares: dict[str, list[Share]] = {}
    for row in store.rows("select path, load_sha, rows, cents from part_load order by load_sha"):
        shares.setdefault(row["path"], []).append(Share(row["load_sha"], row["rows"], row["cents"]))
    return [
        _Held(
            row["path"],
            row["tbl"],
            row["month"],
            seal_of(store.folder, row),
            tuple(shares.get(row["path"], ())),
        )
        for row in rows
        if shas & {share.load_sha for share in shares.get(row["path"], ())}
    ]


def _rest(part: _Held, shas: Iterable[str]) -> tuple[Share, ...]:
    return tuple(share for share in part.shares if share.load_sha not in shas)


def _rewrite(part: _Held, shas: set[str], place: Path) -> Draft:
    """The same part, less the loads taken back."""
    import polars as pl

    fault = fault_of(part.seal)
    if fault:
        others = ", ".join(share.load_sha[:12] for share in _rest(part, shas))
        raise StoreDamagedError(
            f"nothing changed: {part.path} is {fault} and also holds the loads {others}; "
            "restore it from a backup, or take those back in the same command and ingest their files again"
        )
    file = place / f"{len(list(place.iterdir()))}.parquet"
    write(pl.read_parquet(part.seal.path).filter(~pl.col("source_sha").is_in(list(shas))), file)
    return Draft(file, part.table, part.month, _rest(part, shas))
