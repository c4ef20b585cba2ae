"""Reports with lines above their header: a title is no header, in text and in a workbook; rows keep their number."""

import polars as pl
import pytest
from table_files import HEAD, OTHER, ROW, conserved, read, refused, rows, text
from xlsxwriter import Workbook

TITLES = ["Payments by visit", "Printed 10/02/2026,by CH"]


@pytest.mark.parametrize("titles", [TITLES, [f"{TITLES[0]},,,,,,,"], [TITLES[0], ""], ['"Payments, by visit"']])
def test_lines_above_the_header_are_no_header(titles: list[str]) -> None:
    found = read(text(ROW, OTHER, head="\n".join([*titles, HEAD])))
    conserved(found)
    assert rows(found)["claim_id"].to_list() == ["A1", "A2"]
    above = len(titles)  # as an editor counts lines, blank ones, too
    assert rows(found)["source_position"].to_list() == [above + 2, above + 3]


def test_a_bad_row_below_a_title_is_named_by_its_own_number() -> None:
    bad = ROW.replace("40.00", "forty")
    assert refused(text(ROW, bad.replace("A1", "A3"), head=f"{TITLES[0]}\n{HEAD}"))[0][0] == 4


def test_a_file_of_two_columns_has_no_title() -> None:
    assert refused(b"claim_id,code\nA1,96372\n") == [(None, "columns_missing")]


def test_a_workbook_with_titles(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Sheet 1")
        for at, line in enumerate([TITLES[0], "", HEAD, ROW, OTHER]):
            for column, cell in enumerate(line.split(",")):
                sheet.write_string(at, column, cell)
    found = read(path.read_bytes(), "x.xlsx")
    conserved(found)
    assert isinstance(rows(found), pl.DataFrame)
    assert rows(found)["claim_id"].to_list() == ["A1", "A2"]
    assert rows(found)["source_position"].to_list() == [4, 5]


def test_a_title_left_of_the_table_moves_no_column(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A title in A1 and a table from C5 on; a note beyond the 500th column is a stray."""
    path = tmp_path / "x.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Sheet 1")
        sheet.write_string(0, 0, TITLES[0])
        for at, line in enumerate([HEAD, ROW, OTHER]):
            for column, cell in enumerate(line.split(",")):
                sheet.write_string(at + 4, column + 2, cell)
        sheet.write_string(5, 600, "a note")
    found = read(path.read_bytes(), "x.xlsx")
    conserved(found)
    assert rows(found)["claim_id"].to_list() == ["A1", "A2"]
    assert rows(found)["source_position"].to_list() == [6, 7]


JOINED = "claim_id,service_date,payer_source_name,code,charge,allowed,paid,status,submitted_date,payment_date"
PAID = "A1,2026-01-06,FIRST PAYER,96372,60.00,14.00,14.00,Paid,2026-01-09,2026-01-20"
DENIED = "A2,2026-01-07,FIRST PAYER,96372,60.00,14.00,0.00,Denied,2026-01-09,2026-01-20"
LABELS = [
    "Total",
    "Sub-total",
    "Subtotal FIRST PAYER",
    "Total for FIRST PAYER",
    "FIRST PAYER Total:",
    "2 rows",
    "Page 1",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("at", range(3))
def test_what_sums_up_a_joined_table_is_paid_on_neither_side(label: str, at: int) -> None:
    """Totals, headings and the header once more are in no sum, wherever they stand: paid stays 14.00."""
    lines = [PAID, DENIED]
    lines.insert(at, f"{label},,,,120.00,28.00,14.00,,,")
    lines.insert(1, JOINED)
    found = read(text(*lines, head=JOINED))
    conserved(found)
    assert found.file.came_in.paid_cents == 1400
    assert found.file.came_in.claims == 2  # each side once
    assert {one.code for one in found.file.rejects} == {"total_row"}
    assert rows(found)["claim_id"].to_list() == ["A1", "A2"]


@pytest.mark.parametrize("number", ["TOTAL1", "TOTAL-17", "TOTALLY1"])
def test_a_claim_number_that_sounds_like_a_total_is_a_claim(number: str) -> None:
    assert refused(text(PAID.replace("A1", number), DENIED, head=JOINED)) == []


def test_a_day_that_does_not_read_is_no_heading() -> None:
    bad = DENIED.replace("2026-01-07", "7 foo").replace("96372", "")
    assert {code for _, code in refused(text(PAID, bad, head=JOINED))} == {"bad_date"}


def test_reasons_are_known_without_anything_between_their_words() -> None:
    """DENIALREASON is a column of reasons as denial_reason is."""
    head = JOINED.replace("status", "CLAIMSTATUS,DENIALREASON")
    found = read(text(PAID.replace("Paid,", "Paid,,"), DENIED.replace("Denied,", "Denied,197,"), head=head))
    assert [one["reason"] for one in rows(found, "adjustment").to_dicts() if one["reason"] == "197"] == ["197"]


def test_a_cover_sheet_is_passed_over_and_a_second_table_is_told(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Cover, claims, more claims: the claims load, and the receipt says that a sheet was not read."""
    path = tmp_path / "x.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("Cover").write_string(0, 0, TITLES[0])
        for name, row in (("Claims", ROW), ("More", OTHER)):
            sheet = book.add_worksheet(name)
            for at, line in enumerate([HEAD, row]):
                for column, cell in enumerate(line.split(",")):
                    sheet.write_string(at, column, cell)
    found = read(path.read_bytes(), "x.xlsx")
    conserved(found)
    assert rows(found)["claim_id"].to_list() == ["A1"]
    assert [one.reason[:12] for one in found.file.warnings if one.code == "sheets_unread"] == ["1 more sheet"]
