"""A reference file into a store: read whole, compared with what is there, kept; or refused and nothing changed."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from analytics.build.inputs import table_in_force
from analytics.importers.sniff import is_foreign, looks_like
from analytics.ingest.receipt import notice, printable
from analytics.reference import conversion_factor, gpci
from analytics.reference.combined import Added, new_factor
from analytics.reference.contracts import payer_key
from analytics.reference.published import read_published
from analytics.reference.sheet import FileRefusedError, Table
from analytics.store import Store, StoreError, StoreMissingError
from analytics.store.added import add_file
from analytics.store.user_data import forget_site
from analytics.store.user_data import set_site as keep

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


NATIONAL = "national"


def set_site(folder: Path, npi: str, *, locality: str | None, is_qp: bool | None) -> dict[str, Any]:
    """Keeps the settings of an NPI in the store of a folder; `national` is the national fee whatever others have."""
    if not re.fullmatch(r"\d{10}", npi):
        raise StoreError(f"--npi {npi[:40]!r} is not an NPI of ten digits; nothing changed")
    place = None if locality is None else resolved(_localities(folder), locality)
    store = Store.create(folder)
    with store.lock():
        changed = keep(store, npi, locality=place, is_qp=is_qp)
    return {"npi": npi, "locality": place, "is_qp": is_qp, "changed": changed, "warnings": _unseen(store, npi)}


def _localities(folder: Path) -> pl.DataFrame:
    try:
        return table_in_force(Store.open(folder), gpci)
    except StoreMissingError:  # before the first file
        return gpci()


def clear_site(folder: Path, npi: str) -> dict[str, Any]:
    """Takes the settings of an NPI away."""
    store = Store.open(folder)
    with store.lock():
        changed = forget_site(store, npi)
    return {"npi": npi, "locality": None, "is_qp": None, "changed": changed, "warnings": []}


def resolved(indices: pl.DataFrame, text: str) -> str:
    """The locality as contractor and number, 01112-05; also from CA-05, or from 05 where it is the only one."""
    if text.lower() == NATIONAL:
        return NATIONAL
    head, _, number = text.upper().replace(" ", "-").rpartition("-")
    newest = indices.sort("year").unique("locality", keep="last", maintain_order=True)
    fits = newest.filter(pl.col("locality").str.slice(6) == number.zfill(2))
    if head:
        fits = fits.filter((pl.col("locality").str.slice(0, 5) == head) | (pl.col("state") == head))
    if fits.height == 1:
        return str(fits["locality"][0])
    what = "is no locality" if fits.is_empty() else f"is {fits.height} localities"
    names = ", ".join(f"{key} {name}" for key, name in fits.select("locality", "locality_name").head(4).iter_rows())
    raise StoreError(
        f"--locality {text[:40]!r} {what}{f' ({names} …)' if names else ''}; write contractor and number as in CMS's "
        "Addendum E, e.g. 01112-05, or national; nothing changed"
    )


def _unseen(store: Store, npi: str) -> list[dict[str, Any]]:
    """A setting for an NPI that stands on no claim has no effect: a slip of the finger, or a file to come."""
    parts = store.raw_parts(store.head()).get("claim_line", [])
    columns = ("billing_npi", "rendering_npi", "facility_npi")
    is_here = pl.any_horizontal(pl.col(column) == npi for column in columns)
    if not parts or pl.scan_parquet(parts).select(is_here.any()).collect().item():
        return []
    reason = f"The NPI {npi} stands on no claim loaded here, as billing group, renderer or site."
    return [notice("unknown_npi", reason, "Compare it with your claims; the setting waits for one.")]
