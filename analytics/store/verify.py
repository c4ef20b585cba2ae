"""Proof that the store is what was loaded: bytes, rows, cents, and the three balances of an 835."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analytics.store import ledger
from analytics.store.added import added_files, is_sound
from analytics.store.errors import StoreError, StoreMissingError, command
from analytics.store.folder import sha256_of
from analytics.store.measures import measure, nothing
from analytics.store.parts import CENTS, MEASURES, Share, shares
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
    # reads parts, so it needs polars

    raw = [part for part in parts if part["added_build"] is None]
    yield from (Check(*found) for found in ledger_agrees(store, raw))
    yield from (Check(*found) for found in balances(store, raw))


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


Finding = tuple[str, bool, str]
_CENTS = pl.Decimal(18, 2)


def ledger_agrees(store: Store, parts: list[dict[str, Any]]) -> Iterator[Finding]:
    """Rows and cents of every load in every part, and the claims, lines and cents that each load said it brought."""
    wrong = [part["path"] for part in parts if _counted(store, part) != _written(store, part)]
    yield (
        "rows_and_cents",
        not wrong,
        f"{', '.join(wrong)}: rows or cents are not those of the ledger; restore from a backup"
        if wrong
        else f"{sum(part['rows'] for part in parts)} rows and their cents agree with the ledger",
    )
    found = measure(_tables(store, parts))
    loads = store.rows("select sha256, reading from load where state = 'live'")
    short = [load["sha256"][:12] for load in loads if not _brought(json.loads(load["reading"]), found, load["sha256"])]
    yield (
        "loads_and_data",
        not short,
        f"loads {', '.join(short)}: the data are not what was counted when loading; void them and ingest again"
        if short
        else f"{len(loads)} loads hold the claims, lines and cents that were counted when loading",
    )


def _written(store: Store, part: dict[str, Any]) -> list[Share]:
    rows = store.rows("select load_sha, rows, cents from part_load where path = ? order by load_sha", (part["path"],))
    return [Share(row["load_sha"], row["rows"], row["cents"]) for row in rows]


def _counted(store: Store, part: dict[str, Any]) -> list[Share]:
    columns = [name for name in ("source_sha", CENTS.get(part["tbl"])) if name]
    return list(shares(pl.read_parquet(store.folder / part["path"], columns=columns), part["tbl"]))


def _tables(store: Store, parts: list[dict[str, Any]]) -> dict[str, pl.LazyFrame]:
    paths: dict[str, list[str]] = {}
    for part in parts:
        if part["at_head"]:
            paths.setdefault(part["tbl"], []).append(str(store.folder / part["path"]))
    return {table: pl.scan_parquet(files) for table, files in paths.items()}


def _brought(reading: dict[str, Any], found: dict[str, dict[str, dict[str, int]]], sha: str) -> bool:
    kinds = found.get(sha, {"loaded": nothing(), "duplicate": nothing()})
    gone = reading.get("replaced_by", {}).values()
    if "stored" in reading:  # of a table that holds both sides the receipt counts each once, the parts hold both
        stored = reading["stored"]
        return all(
            stored[kind][name] == kinds[kind][name] + sum(sums[kind][name] for sums in gone)
            for name in MEASURES
            for kind in kinds
        )
    # Repeats within a table are counted as duplicates and not stored; what a later table replaced is stored no more.
    extra = {
        (name, kind): sum(sums[kind][name] for sums in gone)
        + (reading.get("repeated", {}).get(name, 0) if kind == "duplicate" else 0)
        for name in MEASURES
        for kind in kinds
    }
    return all(
        reading[name][kind] == kinds[kind][name] + extra[name, kind]
        for name in MEASURES
        if name in reading
        for kind in kinds
    )


def balances(store: Store, parts: list[dict[str, Any]]) -> Iterator[Finding]:
    """Service, claim and transaction: unbalanced money is as sent, but it must be marked with its difference."""
    tables = _tables(store, parts)
    if "remit_payment" not in tables:
        return
    yield _balance("balance_transaction", _transactions(tables))
    if "remit_claim" in tables:
        yield _balance("balance_claim", _claims(tables))
    if "remit_line" in tables:
        yield _balance("balance_service", _services(tables))


def _balance(name: str, frame: pl.LazyFrame) -> Finding:
    """From rows (marked cents, true cents): how many marks are wrong, how much is unbalanced as sent."""
    checkable = frame.filter(pl.col("marked").is_not_null() & pl.col("true").is_not_null())
    rows, wrong, count, cents = (
        checkable.select(
            pl.len(),
            (pl.col("marked") != pl.col("true")).sum(),
            (pl.col("marked") != 0).sum().alias("count"),
            pl.col("marked").abs().sum().alias("cents"),
        )
        .collect()
        .row(0)
    )
    if wrong:
        return name, False, f"{wrong} of {rows} differ from what is marked; void their loads and ingest the files again"
    return name, True, f"{rows} recomputed; {count} unbalanced as sent, ${cents / 100:,.2f}, marked"


def _money(name: str) -> pl.Expr:
    return pl.col(name).cast(_CENTS)


def _as_cents(expr: pl.Expr) -> pl.Expr:
    return (expr * 100).cast(pl.Int64)


def _transactions(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    true = _money("amount") - _money("claim_paid") + _money("provider_adjusted").fill_null(0)
    return tables["remit_payment"].select(marked="balanced_cents", true=_as_cents(true))


def _services(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    lines = tables["remit_line"].select("remit_line_id", "charge", "paid", "unbalanced_cents")
    lines = _with_adjusted(tables, lines, "remit_line_id", pl.col("remit_line_id").is_not_null())
    true = _money("charge") - _money("paid") - pl.col("adjusted")
    return lines.select(marked="unbalanced_cents", true=_as_cents(true))


def _claims(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    """The larger of the claim's two faults: charge − adjustments − paid, and lines paid − claim adjustments − paid."""
    claims = tables["remit_claim"].select("remit_claim_id", "charge", "paid", "line_count", "unbalanced_cents")
    claims = _with_adjusted(tables, claims, "remit_claim_id", pl.lit(True)).rename({"adjusted": "everywhere"})
    claims = _with_adjusted(tables, claims, "remit_claim_id", pl.col("remit_line_id").is_null())
    if "remit_line" in tables:
        paid = tables["remit_line"].group_by("remit_claim_id").agg(lines_paid=_money("paid").sum())
        claims = claims.join(paid, on="remit_claim_id", how="left", validate="1:1")
    else:
        claims = claims.with_columns(lines_paid=pl.lit(None, dtype=_CENTS))
    whole = _as_cents(_money("charge") - pl.col("everywhere") - _money("paid"))
    lines = _as_cents(pl.col("lines_paid") - pl.col("adjusted") - _money("paid")).fill_null(0)
    return claims.select(
        marked=pl.col("unbalanced_cents"), true=pl.when(lines.abs() > whole.abs()).then(lines).otherwise(whole)
    )


def _with_adjusted(tables: dict[str, pl.LazyFrame], rows: pl.LazyFrame, key: str, which: pl.Expr) -> pl.LazyFrame:
    """Rows with the sum of their counted adjustments; 0 where there is none."""
    zero = pl.lit(0, dtype=_CENTS)
    if "adjustment" not in tables:
        return rows.with_columns(adjusted=zero)
    counted = tables["adjustment"].filter(which & ~pl.col("is_repeated"))
    sums = counted.group_by(key).agg(adjusted=_money("amount").sum())
    return rows.join(sums, on=key, how="left", validate="1:1").with_columns(pl.col("adjusted").fill_null(zero))
