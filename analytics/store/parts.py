"""Parts: immutable parquet files, written beside the data and then moved in, so that no reader meets half a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from analytics.store.builds import fault_of, seal_of
from analytics.store.errors import StoreDamagedError
from analytics.store.failpoints import failpoint
from analytics.store.folder import make_private, sha256_of, sync
from analytics.store.store import Store

if TYPE_CHECKING:
    import polars as pl

CENTS = {
    "claim_line": "charge",
    "remit_payment": "amount",
    "remit_claim": "paid",
    "remit_line": "paid",
    "adjustment": "amount",
    "provider_adjustment": "amount",
}
"""The money column of each stored table that the ledger sums, to compare with the data later."""

MEASURES = ("claims", "lines", "charge_cents", "paid_cents", "line_charge_cents", "line_paid_cents")
"""What is counted of every file: charge and paid are the claim's own, line_… sum its lines."""

_GROUP_ROWS = 16_384
"""Rows that are passed over, or read, together."""


@dataclass(frozen=True)
class Share:
    """What one load holds of a part."""

    load_sha: str
    rows: int
    cents: int


@dataclass(frozen=True)
class Draft:
    """A part written to the side, not yet in the store."""

    file: Path
    table: str
    month: str
    shares: tuple[Share, ...]

    @property
    def rows(self) -> int:
        return sum(share.rows for share in self.shares)

    @property
    def cents(self) -> int:
        return sum(share.cents for share in self.shares)


@dataclass(frozen=True)
class Part:
    """A part in its place; `path` is relative to the store."""

    path: str
    bytes: int
    mtime_ns: int
    sha256: str
    draft: Draft


def home(table: str, month: str) -> str:
    """The folder of a part; not `month=…`, since DuckDB would read that as a column of the table."""
    group = {"claim_line": "claims", "quarantine": "quarantine"}.get(table, "remits")
    return f"{group}/{month}"


def settle(folder: Path, drafts: Iterable[Draft]) -> list[Part]:
    """Moves drafts to their places: files on disk first, then their names, then their folders' names."""
    measured = [_measure(folder, draft) for draft in drafts]
    failpoint("after_fsync")
    for part in measured:
        make_private((folder / part.path).parent)
        part.draft.file.rename(folder / part.path)
        failpoint("after_first_rename")
    for place in {(folder / part.path).parent for part in measured}:
        sync(place)
    failpoint("before_begin")
    return measured


def _measure(folder: Path, draft: Draft) -> Part:
    draft.file.chmod(0o600)
    sync(draft.file)
    state = draft.file.stat()
    path = f"{home(draft.table, draft.month)}/{draft.table}-{uuid4().hex}.parquet"
    return Part(path, state.st_size, state.st_mtime_ns, sha256_of(draft.file), draft)


def write(frame: "pl.DataFrame", file: Path) -> None:
    """Writes one frame as a part: fast compression, and a claim's rows together in groups whose bounds tell them."""
    together = frame.sort("claim_id", maintain_order=True) if "claim_id" in frame.columns else frame
    together.write_parquet(file, compression="zstd", compression_level=1, row_group_size=_GROUP_ROWS)


def shares(frame: "pl.DataFrame", table: str) -> tuple[Share, ...]:
    """What each load holds of a frame: rows and exact cents."""
    import polars as pl

    money = CENTS.get(table)
    total = pl.col(money).cast(pl.Decimal(18, 2)).sum() if money else pl.lit(0)
    grouped = frame.group_by("source_sha").agg(pl.len().alias("rows"), total.alias("money")).sort("source_sha")
    return tuple(Share(sha, rows, int((money or 0) * 100)) for sha, rows, money in grouped.iter_rows())


def without(draft: Draft, load_shas: set[str]) -> Draft:
    """The same draft, less the loads that are taken back."""
    return replace(draft, shares=tuple(share for share in draft.shares if share.load_sha not in load_shas))


_KEYS = {
    "claim_line": ("claim_line",),
    "remit_claim": ("remit_claim", "remit_line", "adjustment"),
    "remit_payment": ("remit_payment", "provider_adjustment"),
}
"""The stored tables whose rows leave by each kind of key."""


@dataclass
class Rewritten:
    """Parts that go, and what stays of them."""

    old: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def rewritten(store: Store, gone: Mapping[str, str], place: Path) -> Rewritten:
    """Every part in use that holds rows with these keys (name: parquet file of keys), less these rows."""
    import polars as pl

    rest = Rewritten()
    for name, file in gone.items():
        keys = pl.read_parquet(file)
        for part in _holding(store, _KEYS[name], keys["source_sha"].unique().to_list()):
            seal = seal_of(store.folder, part)
            if fault := fault_of(seal):
                raise StoreDamagedError(f"nothing changed: {part['path']} is {fault}; restore it from a backup")
            frame = pl.read_parquet(seal.path)
            kept = frame.join(keys, on=keys.columns, how="anti", maintain_order="left")
            if kept.height == frame.height:
                continue
            rest.old.append(part["path"])
            if kept.height:
                draft = Draft(
                    place / f"rest-{len(rest.old)}.parquet", part["tbl"], part["month"], shares(kept, part["tbl"])
                )
                write(kept, draft.file)
                rest.drafts.append(draft)
    return rest


def _holding(store: Store, tables: tuple[str, ...], shas: list[str]) -> list[dict[str, str]]:
    """Parts in use of these tables that hold one of the loads."""
    import json

    return store.rows(
        """select distinct part.* from part join part_load using (path)
        where added_build is null and removed_snap is null
        and tbl in (select value from json_each(?)) and load_sha in (select value from json_each(?)) order by path""",
        (json.dumps(tables), json.dumps(shas)),
    )
