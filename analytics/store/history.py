"""What was loaded before: looked up when new files come in."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.store.store import Store

Interchange = Mapping[str, str | None]


def loaded(store: Store, shas: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The live loads among some sha256, each with its time and its reading."""
    rows = store.rows(
        """select sha256, loaded_at, kind, reading from load
        where state = 'live' and sha256 in (select value from json_each(?))""",
        (json.dumps(list(shas)),),
    )
    return {row["sha256"]: {**row, "reading": json.loads(row["reading"])} for row in rows}


def suspects(store: Store, traces: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The live loads, in the order they came, that share a payment or transaction, and the parts they lie in."""
    keys = sorted({key for several in traces.values() for key in several})
    rows = store.rows(
        """select distinct load_sha, load.snap from trace join load on load.sha256 = trace.load_sha
        where load.state = 'live' and key in (select value from json_each(?)) order by load.snap, load.rowid""",
        (json.dumps(keys),),
    )
    loads = [row["load_sha"] for row in rows]
    found: dict[str, list[str]] = {}
    for row in store.rows(
        """select distinct tbl, path from part join part_load using (path)
        where added_build is null and removed_snap is null and load_sha in (select value from json_each(?))
        order by path""",
        (json.dumps(loads),),
    ):
        found.setdefault(row["tbl"], []).append(str(store.folder / row["path"]))
    return {"loads": loads, "parts": found}


def reused_controls(store: Store, interchanges: Mapping[str, Sequence[Interchange]]) -> dict[str, dict[str, Any]]:
    """For each new load, one warning when other bytes came with the same sender and control number."""
    warnings = {}
    earlier: dict[tuple[str, str], str] = {}
    for sha, several in interchanges.items():
        mine = {(row["isa13"], row["sender"]): "" for row in several if row.get("isa13") and row.get("sender")}
        keys = [key for key in mine if key[0] and key[1]]
        met = {**_holders(store, sha, keys), **{key: earlier[key] for key in keys if key in earlier}}
        if met:
            warnings[sha] = _reused(met)
        earlier.update({(str(control), str(sender)): sha for control, sender in keys})
    return warnings


def _holders(store: Store, sha: str, keys: Sequence[tuple[str | None, str | None]]) -> dict[Any, str]:
    rows = store.rows(
        """select distinct isa13, sender, load_sha from interchange
        join load on load.sha256 = interchange.load_sha
        join json_each(?) wanted on isa13 = wanted.value ->> 0 and sender = wanted.value ->> 1
        where load.state = 'live' and load_sha <> ?""",
        (json.dumps(keys), sha),
    )
    return {(row["isa13"], row["sender"]): row["load_sha"] for row in rows}


def _reused(met: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    (control, sender), holder = next(iter(met.items()))
    others = f" and {len(met) - 1} more" if len(met) > 1 else ""
    return {
        "position": None,
        "code": "control_number_reused",
        "reason": f"Control number {control} of sender {sender}{others} came before, in the file {holder[:12]}.",
        "next_step": "Nothing to do if the sender never counts up; else ask whether one file replaces the other.",
    }
