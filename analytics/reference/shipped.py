"""The reference tables that come with the program, as data/reference has them, and where each is from."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256

import polars as pl

from analytics.paths import REFERENCE

RVU_YEARS = range(2019, 2027)
GPCI_YEARS = range(2019, 2026)


RVU_VALUES = (
    "work_rvu",
    "nonfacility_pe_rvu",
    "facility_pe_rvu",
    "mp_rvu",
    "nonfacility_total",
    "facility_total",
)
GPCI_VALUES = ("work_gpci", "pe_gpci", "mp_gpci")
RVU, GPCI = pl.Decimal(10, 2), pl.Decimal(10, 3)
_PLACE = pl.int_range(pl.len(), dtype=pl.Int64).alias("place")
"""Where a row stands in its file: among several remarks of one answer the first one listed there speaks."""


@cache
def _rows(file: str) -> pl.DataFrame:
    # Everything as text first: codes have leading zeros.
    return pl.read_csv(REFERENCE / file, infer_schema=False)


def _yes(column: str) -> pl.Expr:
    return (pl.col(column) == "yes").fill_null(False)


def _one(column: str) -> pl.Expr:
    return (pl.col(column) == "1").fill_null(False)


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%Y-%m-%d")


def _by_year(name: str, years: range) -> pl.DataFrame:
    return pl.concat([_rows(f"{name}_{year}.csv").with_columns(year=pl.lit(year, pl.Int64)) for year in years])


def medicare_rvu() -> pl.DataFrame:
    """One row per code and year: relative values, their parts and totals, in and out of a facility."""
    return _by_year("medicare_rvu", RVU_YEARS).select(
        "code", "year", "status", "facility_na", "pctc", pl.col(RVU_VALUES).cast(RVU)
    )


def gpci() -> pl.DataFrame:
    """One row per locality and year: what work, practice expense and malpractice cost there."""
    locality = pl.concat_str("mac", "locality", separator="-").alias("locality")
    return _by_year("gpci", GPCI_YEARS).select(
        "year", locality, "state", "locality_name", pl.col(GPCI_VALUES).cast(GPCI)
    )


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


@cache
def reason_codes() -> pl.DataFrame:
    """One row per claim adjustment reason code ever listed, with the day it was deactivated."""
    return _rows("carc.csv").select("code", _day("end_date"))


@cache
def remark_codes() -> pl.DataFrame:
    """One row per remittance advice remark code ever listed, with the day it was deactivated."""
    return _rows("rarc.csv").select("code", _day("end_date"))


def remark_class() -> pl.DataFrame:
    """One row per remark code: the category it points to and its place among several; an alert explains no denial."""
    return _rows("remark_class.csv").select("code", "category", _yes("alert"), _PLACE)


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
    start = pl.lit(None, pl.Date).alias("effective_on")  # this copy has no start dates
    pair = ("column_one", "column_two", "modifier_indicator")
    return _rows("ncci_96372_pairs.csv").select(*pair, start, _day("deleted_on"))


def mue_units() -> pl.DataFrame:
    """One row per code: most units of a practitioner per day."""
    units = pl.col("units_per_day").cast(pl.Int64)
    return _rows("mue_units.csv").filter(pl.col("service") == "practitioner").select("code", units, "mai")


def drug() -> pl.DataFrame:
    """One row per drug code and period."""
    return _rows("drug.csv").select(
        "code",
        "label",
        "drug_family",
        "routes",
        "route_96372",
        "usual_administration",
        _day("effective_from"),
        _day("effective_to"),
    )


def drug_diagnosis() -> pl.DataFrame:
    """One row per drug and beginning of a diagnosis that is usual with it."""
    return _rows("drug_diagnosis.csv").select("drug", "icd10_prefix")


def remark_disposition() -> pl.DataFrame:
    """One row per remark code that says what can be done about an answer, and never why it was denied (meanings 41)."""
    return _rows("remark_disposition.csv").select("code", "disposition", "route", "note", "mark", _PLACE)


def payer_limit_published() -> pl.DataFrame:
    """One row per payer, product and state: limits as published, in days; suggestions that are never in force."""
    days = pl.col("appeal_days", "second_appeal_days", "corrected_days", "filing_days").cast(pl.Int64)
    return _rows("payer_limit_published.csv").select(
        "payer", "line_of_business", days, "appeal_from", "corrected_from", "filing_from", "note", "source", "release",
        "mark",
    )  # fmt: skip


def taxonomy_specialty() -> pl.DataFrame:
    """One row per taxonomy code: the CMS specialty it stands for; npp is a specialty of its own at Medicare."""
    return _rows("taxonomy_specialty.csv").select(
        "taxonomy", "specialty", "label", (pl.col("certain") != "no").alias("is_certain"), _yes("npp").alias("is_npp")
    )


def em_column_two() -> pl.DataFrame:
    """One row per code listed over office visits: its modifier indicator by kind of visit, null without an edit."""
    return _rows("em_column_two.csv").select("column_one", "ind_established", "ind_new", "ind_99211")


def global_days() -> pl.DataFrame:
    """One row per procedure with a global period of 0, 10 or 90 days."""
    return _rows("global_days.csv").select("code", "global_days")


def drug_usual() -> pl.DataFrame:
    """One row per drug code: units that are usual for one injection; a question at most, never dosing advice."""
    units = pl.col("low_units", "usual_units", "high_units").cast(pl.Decimal(15, 3))
    return _rows("drug_usual.csv").select("code", units, "mark")


def single_dose() -> pl.DataFrame:
    """One row per drug code: whether CMS lists it as single-dose, so that Medicare expects JZ or JW."""
    return _rows("single_dose.csv").select("code", _yes("on_cms_list_2025_06_20").alias("is_listed"))


def ndc_hcpcs() -> pl.DataFrame:
    """One row per NDC and drug code: how many billing units one item of the package holds."""
    amount = pl.Decimal(15, 3)
    return _rows("ndc_hcpcs.csv").select(
        "ndc11",
        "code",
        pl.col("package_size", "package_quantity").cast(amount),
        pl.col("billing_units_per_item").cast(amount),
    )


BUILD_TABLES: dict[str, Callable[[], pl.DataFrame]] = {
    table.__name__: table
    for table in (
        medicare_rvu,
        conversion_factor,
        gpci,
        carc_class,
        remark_class,
        place_of_service,
        payer_filing,
        ncci_pair,
        drug,
        drug_diagnosis,
        mue_units,
        remark_disposition,
        taxonomy_specialty,
        em_column_two,
        global_days,
        drug_usual,
        single_dose,
        ndc_hcpcs,
    )
}
"""What the build reads, by the name that queries use."""


def in_force() -> list[dict[str, object]]:
    """One entry per table: source, release, dates, rows and the hash of its files, as the command prints it."""
    return [_described(source) for source in _rows("sources.csv").iter_rows(named=True)]


def _described(source: dict[str, str]) -> dict[str, object]:
    contents = [(REFERENCE / file).read_bytes() for file in source["files"].split("|")]
    return {
        **{name: text for name, text in source.items() if name != "files"},
        "rows": sum(content.count(b"\n") - 1 for content in contents),
        "sha256": sha256(b"".join(contents)).hexdigest(),
    }


def version() -> str:
    """One hash over all reference files: a build remembers it."""
    return sha256("".join(str(entry["sha256"]) for entry in in_force()).encode()).hexdigest()
