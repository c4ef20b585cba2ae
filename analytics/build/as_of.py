"""A build of what had been sent and answered by an earlier day."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from analytics.build.full import make, opened
from analytics.build.inputs import user_tables
from analytics.build.layout import cut_by, width_of, write_all
from analytics.build.steps import FACTS, GLOBAL, LEARNED
from analytics.store import Store
from analytics.tables import STORED, schema_of

_DAY = pl.coalesce("production_date", "payment_date", "interchange_date")
"""The day of a remittance, as the cut-off counts it (meanings 1)."""


def build_cut(store: Store, raw: Mapping[str, Sequence[Path]], day: date, folder: Path) -> dict[str, list[Path]]:
    """Writes the facts of a day into a folder of the caller's; the store stays as it is."""
    with opened(folder) as con:
        make(con, known_by(raw, day), user_tables(store))
        cut_by(con, width_of(con))
        return write_all(con, folder)


def hold_cut(store: Store, raw: Mapping[str, Sequence[Path]], day: date) -> dict[str, pl.DataFrame]:
    """The facts of a day in memory, where nothing can be written: a full disk, a store that is read-only."""
    with opened(None) as con:
        make(con, known_by(raw, day), user_tables(store))
        return {name: con.table(name).pl() for name in (*FACTS, *GLOBAL, *LEARNED)}


def known_by(raw: Mapping[str, Sequence[Path]], day: date) -> dict[str, pl.DataFrame]:
    """The stored rows that were known on a day: submissions by BHT04, remittances by their own date."""
    tables = {name: _rows(raw.get(name, ()), name) for name in STORED}
    tables["claim_line"] = tables["claim_line"].filter(pl.col("submitted_date").le(day).fill_null(True))
    tables["remit_payment"] = tables["remit_payment"].filter(_DAY.le(day).fill_null(True))
    of_payment = tables["remit_payment"].select("payment_id")
    for name in ("remit_claim", "provider_adjustment"):
        tables[name] = tables[name].join(of_payment, on="payment_id", how="semi")
    of_claim = tables["remit_claim"].select("remit_claim_id")
    for name in ("remit_line", "adjustment"):
        tables[name] = tables[name].join(of_claim, on="remit_claim_id", how="semi")
    return {name: frame.collect() for name, frame in tables.items()}


def _rows(paths: Sequence[Path], name: str) -> pl.LazyFrame:
    if not paths:
        return pl.LazyFrame(schema=schema_of(STORED[name]))
    return pl.scan_parquet([str(path) for path in paths])
