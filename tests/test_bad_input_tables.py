"""Bad tables, item by item (robustness 67 to 81): refused or set aside with row and reason, never guessed."""

from decimal import Decimal

import pytest
from table_files import HEAD, OTHER, ROW, read, refused, rows, text, warned

MAP = 'table = "claims"\n[columns]\n' + "\n".join(f'{name} = "{name}"' for name in HEAD.split(","))


def said(data: bytes) -> str:
    (one,) = read(data).file.rejects
    return one.reason + " " + one.next_step


def test_67_a_missing_column_is_named_with_the_nearest_one() -> None:
    words = said(text(ROW, head=HEAD.replace("claim_id", "Claim Numbr").replace("charge", "price")))
    assert "claim_id (nearest: 'Claim Numbr')" in words and "charge" in words and "--map" in words
    assert refused(text(ROW, head=HEAD.replace("claim_id", "x"))) == [(None, "columns_missing")]


def test_68_a_further_column_is_a_warning() -> None:
    data = text(ROW + ",blue", head=HEAD + ",colour")
    assert "columns_unused" in warned(data) and rows(read(data)).height == 1


def test_69_a_column_that_stands_twice_refuses_the_file() -> None:
    assert refused(text(ROW + ",1", head=HEAD + ",charge")) == [(None, "column_twice")]


def test_70_another_case_or_a_space_is_recognised_and_told() -> None:
    data = text(ROW, head="Claim ID,Ins Name, Billing NPI ,DOS,CPT,Qty,Billed Amt,Date Billed")
    assert "columns_known" in warned(data)
    assert rows(read(data)).select("claim_id", "code", "charge").row(0) == ("A1", "96372", Decimal("40.00"))


def test_71_leading_zeros_stay() -> None:
    assert rows(read(text(ROW.replace("A1", "00123"))))["claim_id"].to_list() == ["00123"]


def test_72_a_rounded_npi_sets_its_claim_aside() -> None:
    assert refused(text(ROW.replace("1999999984", "1.23457E+09"), OTHER)) == [(2, "bad_npi")]


@pytest.mark.parametrize(
    ("style", "written", "dollars"),
    [
        ("$1,234.50", '"$1,234.50"', "1234.50"),
        ("$1,234.50", "(12.00)", "-12.00"),
        ("$1,234.50", "12.00-", "-12.00"),
        ("1.234,50", '"1.234,50"', "1234.50"),
        ("1234.50", "1234.5", "1234.50"),
        ("1234.50", '"$1,234.50"', None),
        ("1.234,50", "1234.50", None),
        ("$1,234.50", '"1,23.50"', None),
        ("1234.50", "1e3", None),
        ("1234.50", "12.345", None),
    ],
)
def test_73_money_is_read_only_as_declared(style: str, written: str, dollars: str | None) -> None:
    given = f'money_format = "{style}"\n{MAP}'
    data = text(ROW.replace("40.00", written))
    if dollars is None:
        assert refused(data, given=given) == [(2, "unreadable_amount")]
        assert read(data, given=given).file.unreadable == 1
    else:
        assert rows(read(data, given=given))["charge"].to_list() == [Decimal(dollars)]


@pytest.mark.parametrize("word", ["NaN", "inf", "-Infinity", "1e400"])
def test_74_no_number_is_no_money(word: str) -> None:
    assert refused(text(ROW.replace("40.00", word), OTHER)) == [(2, "unreadable_amount")]


@pytest.mark.parametrize("word", ["NULL", "NA", "n/a", ""])
def test_75_words_for_nothing_are_nothing(word: str) -> None:
    assert rows(read(text(ROW.replace(",1,40", f",{word},40"))))["units"].to_list() == [None]
    assert refused(text(ROW.replace("A1", word))) == [(2, "claim_number_missing")]


def test_76_dates_have_one_format_and_doubt_is_asked_about() -> None:
    american = [ROW.replace("2026-01-06", "01/06/2026").replace("2026-01-09", "01/09/2026")]
    assert refused(text(*american)) == [(None, "date_ambiguous")]
    assert rows(read(text(*american), given=f'date_format = "MM/DD/YYYY"\n{MAP}'))["service_date"].dt.day().item() == 6
    clear = american[0].replace("01/06/2026", "01/26/2026").replace("01/09/2026", "01/29/2026")
    mixed = clear.replace("A1", "A3").replace("01/26/2026", "26.01.2026")
    assert refused(text(*american, clear, mixed)) == [(4, "bad_date")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2026-01-06", "1900-01-01", "bad_date"),
        ("2026-01-06", "2026-02-30", "bad_date"),
        ("2026-01-06", "2031-01-01", "future_date"),
        ("2026-01-09", "2026-01-01", "sent_before_service"),
        ("2026-01-06", "", "date_missing"),
    ],
)
def test_77_impossible_dates_set_the_claim_aside(old: str, new: str, code: str) -> None:
    assert refused(text(ROW.replace(old, new), OTHER)) == [(2, code)]


def test_77_a_payment_before_the_service_and_an_age_beyond_120_too() -> None:
    remit = "claim_id,payer_source_name,service_date,code,charge,paid,payment_date"
    assert refused(text("A1,P,2026-01-06,96372,40.00,20.00,2026-01-02", head=remit)) == [(2, "paid_before_service")]
    assert refused(text(ROW + ",1880-01-01", head=HEAD + ",dob")) == [(2, "bad_birth_date")]


@pytest.mark.parametrize("units", ["-1", "0", "x", "1.2345"])
def test_78_units_that_cannot_be_set_the_claim_aside(units: str) -> None:
    assert refused(text(ROW.replace(",1,40", f",{units},40"))) == [(2, "bad_units")]
    assert "units_many" in warned(text(ROW.replace(",1,40", ",101,40")))


def test_79_a_row_without_its_key_is_set_aside_with_its_cents() -> None:
    found = read(text(ROW, OTHER.replace("A2", "")))
    assert found.file.quarantined.line_charge_cents == 1850 and found.file.came_in.line_charge_cents == 5850
    assert refused(text(ROW, OTHER.replace("A2", "Grand Total"))) == [(3, "total_row")]


def test_80_exact_repeats_are_counted_and_contradictions_set_aside() -> None:
    found = read(text(ROW, ROW, OTHER))
    assert (found.file.repeated.lines, found.file.repeated.line_charge_cents, found.file.rejects) == (1, 4000, [])
    assert refused(text(ROW, ROW.replace("40.00", "41.00"), OTHER)) == [(2, "same_line_differs")]
    assert read(text(ROW, ROW.replace("40.00", "41.00"), OTHER)).file.quarantined.lines == 2


def test_81_a_header_alone_loads_nothing_and_says_so() -> None:
    data = text()
    assert "header_only" in warned(data) and refused(data) == [] and not rows(read(data)).height
