"""The shipped tables and what the user added, as one: the newest release of a thing goes before older ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from analytics.reference.contracts import payer_key
from analytics.reference.shipped import conversion_factor, gpci, medicare_rvu, mue_units, ncci_pair


@dataclass(frozen=True)
class Added:
    """The rows of one added file; `edition` orders the releases of one kind."""

    kind: str
    edition: str
    rows: pl.DataFrame


def combined(added: Sequence[Added]) -> dict[str, pl.DataFrame]:
    """The tables that added files change, whole, by the name that queries use."""
    ordered = sorted(added, key=lambda file: file.edition)  # among equals the last added stays last
    kinds = {kind: [file for file in ordered if file.kind == kind] for kind in {file.kind for file in ordered}}
    return {name: join(kinds[kind]) for kind in sorted(kinds) for name, join in _JOINED.get(kind, {}).items()}


def _relative_values(files: Sequence[Added]) -> pl.DataFrame:
    """A code has the values of the newest release of its year, for the whole year."""
    shipped = medicare_rvu()
    rows = [shipped, *(file.rows.select(shipped.columns) for file in files)]
    return pl.concat(rows).unique(["code", "year"], keep="last", maintain_order=True)


def _factors(files: Sequence[Added]) -> pl.DataFrame:
    """The conversion factors with those of added files, each from the day it can hold."""
    factors = conversion_factor()
    for file in files:
        factors = _with_factor(factors, file)
    return factors.sort("effective_from", "qp")


def _with_factor(factors: pl.DataFrame, file: Added) -> pl.DataFrame:
    """A factor that is new takes the place of the one before, from the first day of its release's quarter."""
    found = new_factor(factors, file)
    if found is None:
        return factors
    start, cf, qp = found
    end = date(start.year, 12, 31)
    same_year = (pl.col("qp") == qp) & pl.col("effective_from").is_between(start, end)
    cut = (pl.col("qp") == qp) & (pl.col("effective_from") < start) & (pl.col("effective_to") >= start)
    before = pl.when(cut).then(start - timedelta(days=1)).otherwise("effective_to")
    row = pl.DataFrame([(start, end, cf, qp)], schema=factors.schema, orient="row")
    return pl.concat([factors.filter(~same_year).with_columns(effective_to=before), row])


def new_factor(factors: pl.DataFrame, file: Added) -> tuple[date, Decimal, str] | None:
    """From when a file's conversion factor holds, which, and for whom; None where it is in force already."""
    year, qp = file.rows["year"][0], file.rows["qp"][0]
    cf = file.rows["conversion_factor"].max()
    known = factors.filter((pl.col("qp") == qp) & (pl.col("effective_from").dt.year() == year))
    if not isinstance(cf, Decimal) or cf in known["cf"].to_list():
        return None
    return (date.fromisoformat(file.edition) if known.height else date(year, 1, 1)), cf, qp


def _localities(files: Sequence[Added]) -> pl.DataFrame:
    """A year has the localities of the newest file for it."""
    tables = gpci()
    for file in files:
        tables = pl.concat([tables.join(file.rows, on="year", how="anti"), file.rows])
    return tables


def _pairs(files: Sequence[Added]) -> pl.DataFrame:
    """A pair has the rows of the newest file that names it; CMS publishes the pairs in several files."""
    pairs = ncci_pair()
    for file in files:
        pairs = pl.concat([pairs.join(file.rows, on=["column_one", "column_two"], how="anti"), file.rows])
    return pairs


def _contracts(files: Sequence[Added]) -> pl.DataFrame:
    """A payer has the rows of the last file that names it."""
    agreed = _placed(files[0].rows)
    for file in files[1:]:
        named = {payer_key(payer) for payer in file.rows["payer"]}
        kept = [payer_key(payer) not in named for payer in agreed["payer"]]
        agreed = pl.concat([agreed.filter(pl.Series(kept, dtype=pl.Boolean())), _placed(file.rows)])
    return agreed


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    """A table added before rows could name a place of service holds wherever the service was."""
    return rows if "place" in rows.columns else rows.with_columns(place=pl.lit(""))


def _units(files: Sequence[Added]) -> pl.DataFrame:
    """A code has the units of the newest edition that names it."""
    shipped = mue_units()
    rows = [shipped, *(file.rows.select(shipped.columns) for file in files)]
    return pl.concat(rows).unique("code", keep="last", maintain_order=True)


_JOINED: dict[str, dict[str, Callable[[Sequence[Added]], pl.DataFrame]]] = {
    "medicare_rvu": {"medicare_rvu": _relative_values, "conversion_factor": _factors},
    "gpci": {"gpci": _localities},
    "ncci_pair": {"ncci_pair": _pairs},
    "mue_units": {"mue_units": _units},
    "contract": {"contract": _contracts},
}
"""Kind of file → the tables of the build that it changes."""
