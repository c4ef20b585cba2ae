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
