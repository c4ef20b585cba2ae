"""Parts without the claims that a later table says anew: written to the side, for the commit that brings the new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analytics.store.errors import StoreDamagedError
from analytics.store.parts import Draft, shares, write
from analytics.store.snapshot import fault_of, seal_of
from analytics.store.store import Store

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
