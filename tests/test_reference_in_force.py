"""What is said of the reference data in force: contracts that ended, payers nobody bills, years not yet loaded."""

from datetime import date
from pathlib import Path

from test_reference_add import NPI, RATES, RVU, VALUES, lines, loaded, store, told, written
from test_reference_files import AGREED, INDICES

from analytics import reference
from analytics.questions.in_force import _past, in_force, quarter_end
from analytics.store import Store

__all__ = ["loaded", "store"]


def test_a_contract_prices_lines_and_its_end_is_told(store: Path, tmp_path: Path) -> None:
    """The services are of March 2025: a contract that ended before is not used, and said to have ended."""
    held = told(store, "reference", "add", written(tmp_path / "a.csv", RATES.replace("2025-01-31", "")))
    assert held["warnings"] == [] and lines(store, "expected", "expected_basis") == [("14.50", "contract")]
    told(store, "reference", "add", written(tmp_path / "b.csv", RATES))
    assert lines(store, "expected", "expected_basis") == [("13.91", "medicare_fee_national")]
    (ended,) = [warning for warning in told(store, "reference")["warnings"] if "contract" in warning]
    assert ended.startswith("the contract with PAYER1 NAME ended on 2025-01-31, services run to 2025-03-01")


def test_a_payer_that_no_claim_names_is_told(store: Path, tmp_path: Path) -> None:
    document = told(store, "reference", "add", written(tmp_path / "c.csv", AGREED))
    assert [warning["code"] for warning in document["warnings"]] == ["unknown_payer", "unknown_payer"]
    assert "'ACME HEALTH'" in document["warnings"][0]["reason"]


def test_a_factor_that_is_not_in_force_is_told(store: Path, tmp_path: Path) -> None:
    text = VALUES.replace("32.3465", "33.0000")
    document = told(store, "reference", "add", written(tmp_path / RVU, text))
    assert [warning["code"] for warning in document["warnings"]] == ["new_conversion_factor"]
    assert "33.0000" in document["warnings"][0]["reason"] and "2025-10-01" in document["warnings"][0]["reason"]
    assert lines(store, "medicare_fee") == [("16.50",)], "the services are of March"


def test_what_is_in_force_says_where_the_data_run_past_it(store: Path) -> None:
    """Services of March 2025 lie within the fees; the edits are of the third quarter of 2024."""
    document = in_force(Store.open(store))
    assert not any(warning.startswith("Medicare relative values") for warning in document["warnings"])
    edits = next(warning for warning in document["warnings"] if warning.startswith("NCCI edit pairs"))
    assert edits.startswith(
        "NCCI edit pairs, Medically unlikely units: known to 2024-09-30, services run to 2025-03-01"
    )
    assert "reimburse reference add FILE" in edits
    assert in_force(None)["warnings"] == [] and quarter_end(date(2026, 10, 1)) == date(2026, 12, 31)


def test_a_year_beyond_what_was_shipped_is_told_until_its_files_come() -> None:
    """A new year's file of relative values brings the factor, too."""
    shipped = [{**entry, "file": None} for entry in reference.in_force()]
    before = _past(shipped, date(2027, 3, 1))
    for name in ("Medicare relative values", "Conversion factor"):
        assert any(said.startswith(f"{name}: known to 2026-12-31, services run to 2027-03-01") for said in before)
    added = {"name": "medicare_rvu", "file": "x.csv", "effective_to": "2027-12-31", "release": "PPRRVU 2027 Jan"}
    after = _past([*shipped, added], date(2027, 3, 1))
    assert not any("relative values" in said or "onversion factor" in said for said in after)


def test_a_locality_that_the_newest_indices_do_not_name_is_told(store: Path, tmp_path: Path) -> None:
    text = INDICES.replace("2026", "2025")
    told(store, "reference", "add", written(tmp_path / "GPCI2025.csv", text), "--no-build")
    told(store, "reference", "set-site", "--npi", NPI, "--locality", "01112-65")
    assert lines(store, "medicare_fee", "locality") == [("13.91", "national")]
    said = [warning for warning in told(store, "reference")["warnings"] if "locality" in warning]
    assert said == [f"locality 01112-65 of NPI {NPI} is not among the indices of 2025; the national fee is used"]
