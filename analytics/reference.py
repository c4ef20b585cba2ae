"""Dated reference tables: CMS fees and edits, code classes, places, drugs; each with its source on record."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

from analytics.paths import REFERENCE

YEARS = range(2019, 2027)


@dataclass(frozen=True)
class Provenance:
    """Where a table comes from and for which dates it holds."""

    name: str
    source: str
    release: str
    effective_from: str | None
    effective_to: str | None
    verified: str
    files: tuple[str, ...]


_SOURCES = (
    Provenance(
        "medicare_rvu",
        "CMS physician fee schedule, national RVUs",
        "2019–2023 October or January files, RVU24C, PPRRVU2025_Oct, PPRRVU2026_Jul non-QPP",
        "2019-01-01",
        "2026-12-31",
        "verified 2022, 2024–2026; 2019–2021 and 2023 through a converted copy",
        tuple(f"medicare_rvu_{year}.csv" for year in YEARS),
    ),
    Provenance(
        "conversion_factor",
        "CMS physician fee schedule conversion factors",
        "CY2019–CY2026",
        "2019-01-01",
        "2026-12-31",
        "verified; split date of 2024 through secondary sources",
        ("conversion_factor.csv",),
    ),
    Provenance(
        "medicare_96372_by_year",
        "computed from the RVU files and factors",
        "CY2019–CY2026",
        "2019-01-01",
        "2026-12-31",
        "as marked in each row",
        ("medicare_96372_by_year.csv",),
    ),
    Provenance(
        "gpci",
        "CMS Addendum E, geographic practice cost indices",
        "CY2019–CY2025; 2026 not public, the national fee is used",
        "2019-01-01",
        "2025-12-31",
        "verified 2022, 2024, 2025; others through a converted copy",
        tuple(f"gpci_{year}.csv" for year in range(2019, 2026)),
    ),
    Provenance(
        "ncci_pair",
        "CMS NCCI practitioner PTP edits that concern 96372",
        "edition 2024-07-01",
        None,
        None,
        "verified; newer editions not checked",
        ("ncci_96372_pairs.csv",),
    ),
    Provenance(
        "mue_units",
        "CMS NCCI medically unlikely edits",
        "edition 2024-07-01",
        "2024-07-01",
        None,
        "verified; newer editions not checked",
        ("mue_units.csv",),
    ),
    Provenance(
        "place_of_service",
        "CMS place of service codes",
        "list of 2024",
        None,
        None,
        "facility yes or no verified; treatment as marked in each row",
        ("place_of_service.csv",),
    ),
    Provenance(
        "carc",
        "X12 claim adjustment reason codes: numbers and end dates",
        "list of 2024-06-18",
        None,
        None,
        "verified",
        ("carc.csv",),
    ),
    Provenance(
        "carc_class",
        "our own classes of claim adjustment reason codes",
        "list of 2024-06-18",
        None,
        None,
        "own judgement, editable",
        ("carc_class.csv",),
    ),
    Provenance(
        "rarc",
        "X12 remittance advice remark codes: numbers",
        "list of 2024-06-18",
        None,
        None,
        "verified; no end dates",
        ("rarc.csv",),
    ),
    Provenance(
        "remark_class",
        "our own categories of remark codes",
        "list of 2024-06-18",
        None,
        None,
        "own judgement; alerts verified",
        ("remark_class.csv",),
    ),
    Provenance(
        "payer_filing",
        "claim filing indicators of the 837P and 835",
        "5010",
        None,
        None,
        "code lists verified; classes own judgement",
        ("payer_filing.csv",),
    ),
    Provenance(
        "drug",
        "HCPCS level II drugs given by injection",
        "2024-07 and fee files 2025–2026",
        None,
        None,
        "units and dates verified; routes and usual administration codes from memory, unverified",
        ("drug.csv",),
    ),
    Provenance(
        "drug_diagnosis",
        "diagnoses usual with a drug",
        "undated",
        None,
        None,
        "mostly from memory, unverified",
        ("drug_diagnosis.csv",),
    ),
)


def _rows(file: str) -> pl.DataFrame:
    # Everything as text first: codes have leading zeros.
    return pl.read_csv(REFERENCE / file, infer_schema=False)


def _yes(column: str) -> pl.Expr:
    return (pl.col(column) == "yes").fill_null(False)


def _one(column: str) -> pl.Expr:
    return (pl.col(column) == "1").fill_null(False)


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%Y-%m-%d")


def medicare_rvu() -> pl.DataFrame:
    """One row per code and year: total RVUs in and out of a facility."""
    total = pl.col("nonfacility_total", "facility_total").cast(pl.Decimal(10, 2))
    years = [_rows(f"medicare_rvu_{year}.csv").with_columns(year=pl.lit(year, pl.Int64)) for year in YEARS]
    return pl.concat(years).select("code", "year", "status", "facility_na", "pctc", total)


def conversion_factor() -> pl.DataFrame:
    """One row per period and kind of participant: dollars per RVU."""
    return _rows("conversion_factor.csv").select(
        _day("effective_from"), _day("effective_to"), pl.col("cf").cast(pl.Decimal(10, 4)), "qp"
    )


def carc_class() -> pl.DataFrame:
    """One row per claim adjustment reason code: what it means for the line."""
    return _rows("carc_class.csv").select(
        "code", "class", "category", "side", "preventable", "recoverable", _one("after_allowed"), _one("needs_remark")
    )


def remark_class() -> pl.DataFrame:
    """One row per remark code: the category it points to; an alert never explains a denial."""
    return _rows("remark_class.csv").select("code", "category", _yes("alert"))


def place_of_service() -> pl.DataFrame:
    """One row per place: facility or not, and how Medicare treats 96372 there."""
    return _rows("place_of_service.csv").select(
        pl.col("pos").alias("code"), "label", _yes("medicare_facility").alias("is_facility"), "treatment_96372"
    )


def payer_filing() -> pl.DataFrame:
    """One row per claim filing indicator: the payer class it stands for by default."""
    return _rows("payer_filing.csv").select("indicator", "payer_class", "note")


def ncci_pair() -> pl.DataFrame:
    """One row per edit pair with 96372: column one is paid, column two denied."""
    return _rows("ncci_96372_pairs.csv").select("column_one", "column_two", "modifier_indicator", _day("deleted_on"))


def drug() -> pl.DataFrame:
    """One row per drug code and period."""
    return _rows("drug.csv").select(
        "code", "label", "drug_family", "routes", "route_96372", _day("effective_from"), _day("effective_to")
    )


BUILD_TABLES: dict[str, Callable[[], pl.DataFrame]] = {
    table.__name__: table
    for table in (
        medicare_rvu,
        conversion_factor,
        carc_class,
        remark_class,
        place_of_service,
        payer_filing,
        ncci_pair,
        drug,
    )
}
"""What the build reads, by the name that queries use."""


def in_force() -> list[dict[str, object]]:
    """One entry per table: source, release, dates, rows and the hash of its files, as design §5 prints it."""
    return [_described(source) for source in _SOURCES]


def _described(source: Provenance) -> dict[str, object]:
    contents = [(REFERENCE / file).read_bytes() for file in source.files]
    return {
        "name": source.name,
        "source": source.source,
        "release": source.release,
        "effective_from": source.effective_from,
        "effective_to": source.effective_to,
        "verified": source.verified,
        "rows": sum(content.count(b"\n") - 1 for content in contents),
        "sha256": sha256(b"".join(contents)).hexdigest(),
    }


def version() -> str:
    """One hash over all reference files: a build remembers it."""
    return sha256("".join(str(entry["sha256"]) for entry in in_force()).encode()).hexdigest()
