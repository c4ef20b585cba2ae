"""What was loaded before: looked up when new files come in."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analytics.store.builds import check, fault_of, seal_of
from analytics.store.ledger import now
from analytics.store.store import Store

Interchange = Mapping[str, str | None]
TABLE_KINDS = ("csv", "xlsx", "parquet")
"""Loads that a later table can replace claim by claim."""
_TABLES = json.dumps(TABLE_KINDS)
Control = tuple[str, str]
"""Sender and interchange control number."""


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
        """select distinct load_sha, load.snap, load.kind from trace join load on load.sha256 = trace.load_sha
        where load.state = 'live' and key in (select value from json_each(?)) order by load.snap, load.rowid""",
        (json.dumps(keys),),
    )
    loads = [row["load_sha"] for row in rows]
    found: dict[str, list[str]] = {}
    parts = store.rows(
        """select distinct part.* from part join part_load using (path)
        where added_build is null and removed_snap is null and load_sha in (select value from json_each(?))
        order by path""",
        (json.dumps(loads),),
    )
    answered = store.rows(
        "select * from part where tbl = 'remit_claim' and added_build is null and removed_snap is null order by path"
    )
    # From a damaged part nobody can tell what was loaded before: refused rather than counted twice.
    check([seal_of(store.folder, row) for row in parts], store.folder)
    for row in parts:
        found.setdefault(row["tbl"], []).append(str(store.folder / row["path"]))
    # These only serve a warning: a damaged one among them stops no load.
    sound = [str(store.folder / row["path"]) for row in answered if not fault_of(seal_of(store.folder, row))]
    tables = [row["load_sha"] for row in rows if row["kind"] in TABLE_KINDS]
    return {"loads": loads, "parts": found, "answered": sound, "tables": tables}


def of_the_other_kind(store: Store, *, is_table: bool) -> dict[str, Any]:
    """The sound parts in use that hold rows of X12 files, asked for a table, or of tables, asked for X12 files; and
    the tables among the loads, since a part may hold rows of both."""
    tables = store.rows("select sha256 from load where kind in (select value from json_each(?))", (_TABLES,))
    if not tables and not is_table:
        return {}
    rows = store.rows(
        """select distinct part.* from part join part_load using (path) join load on load.sha256 = load_sha
        where added_build is null and removed_snap is null and tbl in ('claim_line', 'remit_claim', 'remit_line')
        and (load.kind in (select value from json_each(?))) = ? order by path""",
        (_TABLES, 0 if is_table else 1),
    )
    found: dict[str, list[str]] = {}
    for row in rows:  # these only serve a warning
        if not fault_of(seal_of(store.folder, row)):
            found.setdefault(row["tbl"], []).append(str(store.folder / row["path"]))
    return {"x12" if is_table else "of_tables": found, "every_table": [row["sha256"] for row in tables]}


def reused_controls(store: Store, interchanges: Mapping[str, Sequence[Interchange]]) -> dict[str, dict[str, Any]]:
    """For each new load, one warning when other bytes came with the same sender and control number."""
    mine = {sha: _controls(rows) for sha, rows in interchanges.items()}
    holders = _holders(store, sorted({key for keys in mine.values() for key in keys}))
    warnings = {}
    for sha, keys in mine.items():
        met = {key: holders[key] for key in keys if holders.get(key, sha) != sha}
        if met:
            warnings[sha] = _reused(met)
        for key in keys:
            holders.setdefault(key, sha)
    return warnings


def _controls(rows: Iterable[Interchange]) -> list[Control]:
    """Sender and control number of each interchange, once."""
    pairs = [(row.get("sender"), row.get("isa13")) for row in rows]
    return list(dict.fromkeys((sender, control) for sender, control in pairs if sender and control))


def _holders(store: Store, keys: Sequence[Control]) -> dict[Control, str]:
    """The first live load of each sender and control number."""
    rows = store.rows(
        """select sender, isa13, load_sha from json_each(?) as wanted
        join interchange on isa13 = json_extract(wanted.value, '$[1]') and sender = json_extract(wanted.value, '$[0]')
        join load on load.sha256 = load_sha and load.state = 'live'
        order by load.snap desc""",
        (json.dumps(keys),),
    )
    return {(row["sender"], row["isa13"]): row["load_sha"] for row in rows}


def _reused(met: Mapping[Control, str]) -> dict[str, Any]:
    (sender, control), holder = next(iter(met.items()))
    others = f" and {len(met) - 1} more" if len(met) > 1 else ""
    return {
        "position": None,
        "code": "control_number_reused",
        "reason": f"Control number {control} of sender {sender}{others} came before, in the file {holder[:12]}.",
        "next_step": "Nothing to do if the sender never counts up; else ask whether one file replaces the other.",
    }


def _label(path: str) -> str:
    """A file's name as text that SQLite can hold."""
    return Path(path).name.encode("utf-8", "backslashreplace").decode("utf-8")


def remember_refusals(store: Store, receipts: Iterable[Mapping[str, Any]]) -> None:
    """Keeps for the user which files were refused and why; a file that is loaded later is forgotten here."""
    rows = [
        (now(), _label(file["path"]), file["sha256"], why["position"], why["code"], why["reason"], why["next_step"])
        for file in receipts
        if file["status"] == "rejected"
        for why in file["rejects"][:1]
    ]
    if rows:
        store.change("delete from refusal where label = ?", [row[1:2] for row in rows])
        store.change("insert into refusal values (?, ?, ?, ?, ?, ?, ?)", rows)
    loaded_now = [(file["sha256"],) for file in receipts if file["status"] in ("loaded", "partial")]
    if loaded_now and store.rows("select 1 from refusal limit 1"):
        store.change("delete from refusal where sha256 = ?", loaded_now)
