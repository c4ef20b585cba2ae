"""The facts as they stood on an earlier day: built again from what had been sent and answered by then."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from analytics.build import make, write_facts
from analytics.build.given import user_tables
from analytics.facts import Facts, read_facts
from analytics.store import Store
from analytics.tables import STORED, schema_of

_DAY = pl.coalesce("production_date", "payment_date", "interchange_date")
"""The day of a remittance, as the cut-off counts it (meanings 1)."""


@contextmanager
def facts_as_of(store: Store, day: date) -> Iterator[Facts]:
    """The facts of the current snapshot without what was submitted or remitted after a day; gone when left."""
    snapshot = store.read()
    # Not beside the data: that place belongs to whoever holds the store's lock, and a reader must not wait for it.
    with TemporaryDirectory(prefix="reimburse-") as place:
        with duckdb.connect(config={"temp_directory": place}) as con:
            make(con, cut(snapshot.raw, day), user_tables(store))
            built = {name: [path] for name, path in write_facts(con, Path(place)).items()}
        yield read_facts(replace(snapshot, built=built, waiting=0, edits=0))


def cut(raw: Mapping[str, Sequence[Path]], day: date) -> dict[str, pl.DataFrame]:
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
