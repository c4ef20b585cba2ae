"""The settings of an NPI of the practice: its fee locality, and whether it is a qualifying participant."""

import re
from pathlib import Path
from typing import Any

import polars as pl

from analytics.build.inputs import table_in_force
from analytics.ingest.receipt import notice
from analytics.reference import gpci
from analytics.store import Store, StoreError, StoreMissingError
from analytics.store.settings import forget_site
from analytics.store.settings import set_site as keep

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
