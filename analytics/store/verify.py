"""Proof that the store is what was loaded: bytes, rows, cents, and the three balances of an 835."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.store import ledger
from analytics.store.added import added_files, is_sound
from analytics.store.errors import StoreError, StoreMissingError, command
from analytics.store.folder import sha256_of
from analytics.store.scratch import what_lies
from analytics.store.store import Store
from analytics.store.tidy import orphans


@dataclass(frozen=True)
class Check:
    """One thing looked at; a fault's detail ends with the command that helps."""

    name: str
    ok: bool
    detail: str


def verify(folder: Path) -> list[Check]:
    """Looks at everything that readers can see; never changes the store."""
    try:
        store = Store.open(folder)
        damage = _ledger_damage(store)
    except StoreMissingError:
        raise
    except StoreError as error:
        return [Check("ledger", False, str(error))]
    if damage:
        return [Check("ledger", False, f"{damage}; restore {folder}/{ledger.NAME} from a backup, then verify again")]
    return [Check("ledger", True, f"{len(store.rows('select path from part'))} parts known"), *_checks(store)]


def _checks(store: Store) -> Iterator[Check]:
    parts = in_use(store)
    bad = {part["path"]: fault for part in parts if (fault := _fault(store.folder, part))}
    yield _hashes(store, [part for part in parts if part["added_build"] is None], bad, "raw")
    yield _hashes(store, [part for part in parts if part["added_build"] is not None], bad, "built")
    yield _reference(store)
    yield _conserved(store)
    if not any(part["path"] in bad for part in parts if part["added_build"] is None):
        yield from _audit(store, parts)
    yield _orphans(store)
    yield _private(store)
    yield _readable(store)


def _audit(store: Store, parts: list[dict[str, Any]]) -> Iterator[Check]:
    from analytics.store import audit  # reads parts, so it needs polars

    raw = [part for part in parts if part["added_build"] is None]
    yield from (Check(*found) for found in audit.ledger_agrees(store, raw))
    yield from (Check(*found) for found in audit.balances(store, raw))


def in_use(store: Store) -> list[dict[str, Any]]:
    """Parts that the head or the built snapshot shows."""
    return store.rows(
        """select part.*, removed_snap is null as at_head from part, built
        where (added_build is null and (removed_snap is null
               or (added_snap <= built.snap and removed_snap > built.snap)))
        or (added_build is not null and removed_build is null) order by path"""
    )


def _ledger_damage(store: Store) -> str | None:
    try:
        with closing(ledger.connect(store.folder)) as db:
            faults = [row[0] for row in db.execute("pragma integrity_check(5)")]
            loose = db.execute("pragma foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return f"the ledger cannot be read ({type(error).__name__})"
    if faults != ["ok"]:
        return f"the ledger is damaged in {len(faults)} place(s)"
    return f"{len(loose)} ledger rows point nowhere" if loose else None


def _fault(folder: Path, part: dict[str, Any]) -> str | None:
    try:
        return None if sha256_of(folder / part["path"]) == part["sha256"] else "changed"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"unreadable ({error.strerror})"


def _hashes(store: Store, parts: list[dict[str, Any]], bad: dict[str, str], kind: str) -> Check:
    faults = [f"{part['path']} is {bad[part['path']]}" for part in parts if part["path"] in bad]
    if not faults:
        return Check(f"{kind}_hashes", True, f"{len(parts)} {kind} parts are what was written")
    help_ = f"run: {command('repair', store.folder)}" if kind == "built" else _raw_help(store, parts, bad)
    return Check(f"{kind}_hashes", False, f"{'; '.join(faults)}; {help_}")


def _reference(store: Store) -> Check:
    files = added_files(store)
    bad = [file for file in files if not is_sound(store, file)]
    if not bad:
        return Check("reference_hashes", True, f"{len(files)} added reference files are what was written")
    names = ", ".join(f"{file['path']} ({file['label']})" for file in bad)
    help_ = command("reference add FILE", store.folder)
    return Check("reference_hashes", False, f"{names}: missing or changed; add the file again: {help_}")


def _raw_help(store: Store, parts: list[dict[str, Any]], bad: dict[str, str]) -> str:
    """What to type when raw data are gone: nothing but a backup or the files themselves can bring them back."""
    paths = [part["path"] for part in parts if part["path"] in bad]
    shas = {
        row["load_sha"]
        for path in paths
        for row in store.rows("select load_sha from part_load where path = ?", (path,))
    }
    names = " ".join(sorted(sha[:12] for sha in shas))
    return (
        f"restore from a backup, or ingest the files again after: {command(f'void {names}', store.folder)} "
        f"({command('repair', store.folder)} rebuilds facts, it cannot bring raw data back)"
    )


def _conserved(store: Store) -> Check:
    """In = loaded + quarantined + duplicate, for claims, lines and every sum of cents of every load."""
    loads = store.rows("select sha256, reading from load where state = 'live'")
    wrong = []
    for load in loads:
        reading = json.loads(load["reading"])
        fours = [value for value in reading.values() if isinstance(value, dict) and "quarantined" in value]
        if any(four["in"] != four["loaded"] + four["quarantined"] + four["duplicate"] for four in fours):
            wrong.append(load["sha256"][:12])
    if wrong:
        return Check("conservation", False, f"loads {', '.join(wrong)}: in is not loaded + quarantined + duplicate")
    return Check("conservation", True, f"{len(loads)} loads: in = loaded + quarantined + duplicate")


def _orphans(store: Store) -> Check:
    """Orphans are no fault: a killed process leaves them, and nothing reads them."""
    found = orphans(store)
    if not found:
        return Check("orphans", True, "no file that the ledger does not know")
    names = ", ".join(str(path.relative_to(store.folder)) for path in found[:5])
    return Check(
        "orphans",
        True,
        f"{len(found)} not in the ledger, unused ({names}); gone in a day, or: {command('repair', store.folder)}",
    )


def _private(store: Store) -> Check:
    """Uploads, views of earlier days and half-made parts: held by somebody, or left behind by a killed process."""
    left = what_lies(store.folder)
    if not left.in_use and not left.behind:
        return Check("private_folder", True, "no upload and no half-made file lies there")
    said = f"{left.in_use} in use, {left.behind} left behind, with {left.files} files of {left.bytes:,} bytes in all"
    help_ = f"; those left behind go with: {command('repair', store.folder)}" if left.behind else ""
    return Check("private_folder", True, said + help_)


def _readable(store: Store) -> Check:
    head, built = store.head(), store.built()
    if head == built:
        return Check("built", True, f"snapshot {built} is built")
    return Check("built", True, f"snapshot {head} is not built yet; run: {command('build', store.folder)}")
