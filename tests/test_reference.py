"""Reference data: the fees that CMS publishes come out of the shipped tables, and every table names its source."""

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from drawn import table

from analytics import reference
from analytics.paths import REFERENCE
from analytics.query.query import sql_of

FEES = table("""
    code  | day        | fee
    96372 | 2019-06-01 | 16.94
    96372 | 2020-06-01 | 14.44
    96372 | 2021-06-01 | 14.31
    96372 | 2022-06-01 | 14.53
    96372 | 2023-06-01 | 14.23
    96372 | 2024-03-08 | 14.08
    96372 | 2024-03-09 | 14.31
    96372 | 2025-06-01 | 13.91
    96372 | 2026-06-01 | 15.36
    99213 | 2024-06-01 | 90.87
    99213 | 2025-06-01 | 88.95
    99213 | 2026-06-01 | 95.19
    99214 | 2024-06-01 | 128.16
    99214 | 2025-06-01 | 125.18
    99214 | 2026-06-01 | 135.61
    96374 | 2025-06-01 | 33.96
    96401 | 2025-06-01 | 66.31
    96402 | 2025-06-01 | 34.93
    20610 | 2025-06-01 | 63.40
""")


@pytest.fixture(scope="module")
def rates() -> pl.DataFrame:
    with duckdb.connect() as con:
        con.register("medicare_rvu", reference.medicare_rvu())
        con.register("conversion_factor", reference.conversion_factor())
        con.register("gpci", reference.gpci())
        con.register("site_setting", reference.gpci().select("locality"))
        return con.sql(sql_of("build/medicare_rate.sql")).pl()


def fees(rates: pl.DataFrame, code: str, day: str, locality: str = "national", *, is_qp: bool = False) -> pl.DataFrame:
    """The rows in force for a code on a day."""
    on = pl.lit(day).str.to_date().is_between("effective_from", "effective_to")
    return rates.filter(on, code=code, locality=locality, is_qp=is_qp)


@pytest.mark.parametrize("row", FEES, ids=lambda row: f"{row['code']} {row['day']}")
def test_a_national_fee_is_the_published_one(rates: pl.DataFrame, row: dict[str, str]) -> None:
    assert fees(rates, row["code"], row["day"])["nonfacility_fee"].to_list() == [Decimal(row["fee"])]


def test_our_fees_are_those_of_the_table_by_year(rates: pl.DataFrame) -> None:
    by_year = pl.read_csv(REFERENCE / "medicare_96372_by_year.csv", infer_schema=False)
    for row in by_year.filter(~pl.col("period").str.ends_with(" QP")).iter_rows(named=True):
        fee = Decimal(row["total_rvu"]) * Decimal(row["conversion_factor"])
        assert fee.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(row["national_nonfacility_fee"])
        found = fees(rates, "96372", row["effective_from"])
        assert found["nonfacility_fee"].item() == Decimal(row["national_nonfacility_fee"])


def test_a_qualifying_participant_has_a_factor_of_its_own_since_2026(rates: pl.DataFrame) -> None:
    """domain 13: 15.44 in 2026; before, the factor was one for all."""
    told = [fees(rates, "96372", day, is_qp=True)["nonfacility_fee"].item() for day in ("2025-06-01", "2026-06-01")]
    assert told == [Decimal("13.91"), Decimal("15.44")]


def test_locality_fees_of_2025_run_from_arkansas_to_san_jose(rates: pl.DataFrame) -> None:
    """CMS's range of 96372: 12.62 to 17.83 over 109 localities, median 14.14."""
    on = pl.lit("2025-06-01").str.to_date().is_between("effective_from", "effective_to")
    near = rates.filter(on, pl.col("locality") != "national", code="96372", is_qp=False).sort("nonfacility_fee")
    assert near.height == 109
    assert near.select("locality", "nonfacility_fee").row(0) == ("07102-13", Decimal("12.62"))
    assert near.select("locality", "nonfacility_fee").row(-1) == ("01112-65", Decimal("17.83"))
    assert near["nonfacility_fee"][54] == Decimal("14.14")


def test_a_year_without_indices_has_no_locality_fee(rates: pl.DataFrame) -> None:
    """25: no GPCI for the year: the national fee, shown as national."""
    assert fees(rates, "96372", "2026-06-01", "01112-65").is_empty()
    assert fees(rates, "96372", "2018-06-01", "01112-65").is_empty()
    assert fees(rates, "96372", "2026-06-01")["nonfacility_fee"].item() == Decimal("15.36")


def test_a_nurse_practitioner_is_paid_85_percent_rounded_half_up() -> None:
    assert (Decimal("13.91") * Decimal("0.85")).quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("11.82")


def test_every_file_is_part_of_a_table_that_names_its_source() -> None:
    sources = pl.read_csv(REFERENCE / "sources.csv", infer_schema=False)
    named = {file for files in sources["files"] for file in files.split("|")}
    assert named == {path.name for path in REFERENCE.glob("*.csv")} - {"sources.csv"}
    assert sources["source"].null_count() == sources["release"].null_count() == sources["verified"].null_count() == 0


def test_every_reason_code_of_the_list_has_a_class() -> None:
    codes = pl.read_csv(REFERENCE / "carc.csv", infer_schema=False)["code"]
    assert set(codes) == set(reference.carc_class()["code"])


# domain 9: who is paid, who is denied, and whether a modifier may change it.
PAIRS = table("""
    paid  | denied | indicator
    96372 | 99213  | 1
    96372 | 99214  | 1
    96372 | 99211  | 0
    96372 | 36591  | 0
    20610 | 96372  | 1
    95115 | 96372  | 1
    96365 | 96372  | 1
    99284 | 96372  | 1
    99232 | 96372  | 0
    00100 | 96372  | 0
""")


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: f"{row['paid']} {row['denied']}")
def test_an_edit_pair_is_the_published_one(row: dict[str, str]) -> None:
    pair = reference.ncci_pair().filter(column_one=row["paid"], column_two=row["denied"])
    assert pair.filter(pl.col("deleted_on").is_null())["modifier_indicator"].to_list() == [row["indicator"]]


@pytest.mark.parametrize("code", ["90471", "G0008", "99391", "36415", "93000", "96377"])
def test_some_services_have_no_pair_with_the_injection(code: str) -> None:
    active = reference.ncci_pair().filter(pl.col("deleted_on").is_null())
    assert code not in {*active["column_one"], *active["column_two"]}


def test_most_units_of_a_practitioner_are_the_published_ones() -> None:
    units = {row["code"]: row for row in reference.mue_units().iter_rows(named=True)}
    assert (units["96372"]["units_per_day"], units["96372"]["mai"]) == (4, "3")
    assert (units["90471"]["units_per_day"], units["90471"]["mai"]) == (1, "2")


SHIPPED = sorted(path for path in REFERENCE.glob("*.csv") if path.name != "sources.csv")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_row_says_where_it_comes_from_and_when_it_holds(path: Path) -> None:
    """Source, release and mark in each row; dates are days, in order, or open."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert row["source"] and row["release"] and row["mark"], row
        days = [date.fromisoformat(row[name]) for name in ("effective_from", "effective_to") if row[name]]
        assert days == sorted(days)
