"""A reference file into a store: read whole, compared with what is there, kept; or refused and nothing changed."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from analytics.build.inputs import table_in_force
from analytics.importers.sniff import is_foreign, looks_like
from analytics.ingest.receipt import notice, printable
from analytics.reference import conversion_factor
from analytics.reference.combined import Added, new_factor
from analytics.reference.contracts import payer_key
from analytics.reference.published import read_published
from analytics.reference.sheet import FileRefusedError, Table
from analytics.store import Store
from analytics.store.added import add_file

MOST_BYTES = 100 << 20
_AGAIN = "nothing changed; correct it, or take it from its publisher again, then run: reimburse reference add FILE"


def add_reference(path: Path, store: Path) -> dict[str, Any]:
    """Adds a file to the store of a folder; returns what it was and what to know about it."""
    try:
        data = _read(path)
        table = read_published(data, path.name)
    except FileRefusedError as error:
        raise FileRefusedError(f"{path}: {error}; {_AGAIN}") from None
    return _keep(Store.create(store), path, data, table)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise FileRefusedError("there is no such file")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileRefusedError(f"larger than {MOST_BYTES >> 20} MB, which no file of CMS's is")
        data = path.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"cannot be read ({error.strerror})") from None
    if is_foreign(data):
        raise FileRefusedError(f"{looks_like(data)}; unpack it, or save the table as CSV")
    return data


def _keep(store: Store, path: Path, data: bytes, table: Table) -> dict[str, Any]:
    sha = sha256(data).hexdigest()
    said = {
        "sha256": sha,
        "label": printable(path.name),
        "kind": table.kind,
        "bytes": len(data),
        "source": table.source,
        "release": table.release,
        "edition": table.edition,
        "effective_from": table.effective_from and table.effective_from.isoformat(),
        "effective_to": table.effective_to and table.effective_to.isoformat(),
        "rows": table.rows.height,
    }
    with store.lock():
        warnings = [*map(_note, table.notes), *_factor(store, table, sha), *_payers(store, table)]
        is_new = add_file(store, said, table.rows)
    return {"path": str(path), **said, "status": "added" if is_new else "duplicate", "warnings": warnings}


def _note(reason: str) -> dict[str, Any]:
    return notice("note", reason, "Look at: reimburse reference.")


def _factor(store: Store, table: Table, sha: str) -> list[dict[str, Any]]:
    """A conversion factor that is not the one in force; the file does not say from which day it holds."""
    if table.kind != "medicare_rvu":
        return []
    in_force = table_in_force(store, conversion_factor, leave_out=sha)
    found = new_factor(in_force, Added(table.kind, table.edition, table.rows))
    known = in_force.filter(pl.col("effective_from").dt.year() == table.rows["year"][0])
    if found is None or known.is_empty():
        return []
    start, factor, _ = found
    reason = f"Its conversion factor {factor} is not the one in force; it is taken from {start} on, unverified."
    return [notice("new_conversion_factor", reason, "Compare the day with CMS's announcement.")]


def _payers(store: Store, table: Table) -> list[dict[str, Any]]:
    """Payers of a contract table that no claim names, or that are several payers by that name."""
    places = store.read().built.get("payer", []) if store.built() else []
    if table.kind != "contract" or not places:
        return []
    payers = pl.read_parquet(places).select("payer_id", "payer_name").unique().rows()
    warnings = []
    for payer in table.rows["payer"].unique(maintain_order=True):
        found = sorted({id_ for id_, name in payers if payer_key(payer) in (payer_key(id_), payer_key(name))})
        if not found:
            reason = f"No claim here names the payer {payer!r}; its rates wait for one."
            warnings.append(notice("unknown_payer", reason, "Compare with: reimburse metrics --by payer."))
        if len(found) > 1:
            reason = f"{payer!r} is {len(found)} payers here ({', '.join(found)}); its rates hold for each."
            warnings.append(notice("several_payers", reason, "Write the payer's id to name one of them."))
    return warnings
