"""Maps: given, saved, guessed; adjustments in rows, in columns, as codes; joined files; warehouses; large tables."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import HEAD, OTHER, ROW, conserved, read, refused, rows, text, warned

from analytics.bench.laws import broken_table_laws, damaged_table
from analytics.importers.delimited import portions
from analytics.importers.delimited.column_map import ColumnMap, Cut, MapError, parse, written
from analytics.importers.delimited.guess import guessed
from analytics.importers.delimited.read import read_table
from analytics.importers.delimited.recognise import table_at
from analytics.importers.result import Source
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.user_data import forget_map, save_map, saved_maps

PAID = "Acct No,Insurance,DOS,CPT,Charge,Paid,Check Date,Check No"
PAID_ROW = "A1,FIRST PAYER,01/26/2026,96372,$40.00,$0.00,02/20/2026,77"


def test_a_map_written_is_the_map_read_again() -> None:
    one = ColumnMap(
        name='with "quotes"', table="both", columns={"claim_id": ("Acct #",), "modifiers": ("M1", "M 2")},
        date_format="MM/DD/YYYY", money_format="$1,234.50", empty=("", "?"), constants={"billing_npi": "1999999984"},
        values={"filing_indicator": {"Medicare é": "MB"}}, only={"Type": ("pro",)},
        adjustments=(Cut(reason="CARC1", amount="AMT1"), Cut(group_code="PR", reason_code="1", amount="Ded")),
    )  # fmt: skip
    assert parse(written(one)) == one


@pytest.mark.parametrize(
    "text", ["", "table = 3", 'table = "moon"', "x = 1", "table = [", 'table = "claims"\n[columns]\nmoon = "x"']
)
def test_a_map_that_cannot_be_used_says_why(text: str) -> None:
    with pytest.raises(MapError, match=r"\w+"):
        parse(text)


def test_words_constants_and_columns_of_a_map_are_used() -> None:
    toml = """
        table = "claims"
        [columns]
        claim_id = "no"
        service_date = "day"
        code = "what"
        charge = "money"
        payer_source_name = "who"
        filing_indicator = "who"
        modifiers = ["m1", "m2"]
        [constants]
        billing_npi = "1999999984"
        [values.filing_indicator]
        "Aunt Medicare" = "MB"
    """
    data = text("A1,2026-01-06,96372,40.00,Aunt Medicare,25,59", head="no,day,what,money,who,m1,m2")
    row = rows(read(data, given=toml)).row(0, named=True)
    assert (row["filing_indicator"], row["payer_source_name"]) == ("MB", "Aunt Medicare")
    assert (row["billing_npi"], row["modifiers"]) == ("1999999984", ["25", "59"])
    assert refused(data, given=toml.replace('"day"', '"dag"')) == [(None, "map_unfit")]


@pytest.mark.parametrize(
    ("more", "cells", "found"),
    [
        ("CARC1,AMT1,CARC2,AMT2", "45,$15.00,97,$25.00", [("CO", "45", "15.00"), ("CO", "97", "25.00")]),
        ("Group1,Reason1,Amount1", "CO,97,40.00", [("CO", "97", "40.00")]),
        ("Adj Group,Adj Reason,Adj Amt", "CO,97,40.00", [("CO", "97", "40.00")]),
        ("Denial Code", "CO-97", [("CO", "97", "40.00")]),
        ("Denial Code", "97", [("CO", "97", "40.00")]),
        ("Denial Codes", '"CO-45, PR-2"', [("CO", "45", None), ("PR", "2", None)]),
    ],
)
def test_adjustments_are_read_however_they_stand(
    more: str, cells: str, found: list[tuple[str | None, str, str | None]]
) -> None:
    cuts = rows(read(text(f"{PAID_ROW},{cells}", head=f"{PAID},{more}")), "adjustment")
    dollars = [(group, reason, amount and Decimal(amount)) for group, reason, amount in found]
    assert cuts.select("group", "reason", "amount").rows() == dollars


def test_one_row_per_adjustment_is_one_line() -> None:
    head = f"{PAID},Adj Group,Adj Reason,Adj Amt"
    found = read(text(f"{PAID_ROW},CO,45,15.00", f"{PAID_ROW},CO,97,25.00", f"{PAID_ROW},CO,97,25.00", head=head))
    conserved(found)
    assert (found.file.came_in.lines, found.file.came_in.line_charge_cents) == (1, 4000)
    assert rows(found, "remit_line")["unbalanced_cents"].to_list() == [0] and rows(found, "adjustment").height == 2
    assert found.rows["repeated"] == 1


def test_without_line_detail_what_is_unknown_is_null_and_said() -> None:
    data = text("A1,FIRST PAYER,40.00,12.00,2026-02-20", head="claim_id,payer,claim_charge,claim_paid,paid date")
    found = read(data)
    assert rows(found, "remit_line").is_empty() and rows(found, "remit_claim")["paid"].to_list() == [Decimal("12.00")]
    assert rows(found, "remit_claim")["unbalanced_cents"].to_list() == [None]
    assert {"no_lines", "no_trace", "no_status"} <= warned(data)


def test_a_joined_file_is_claims_and_remittances() -> None:
    data = text(f"{PAID_ROW},M54.50", f"{PAID_ROW.replace('A1', 'A2')},M54.50", head=f"{PAID},Dx 1")
    found = read(data)
    conserved(found)
    assert rows(found).height == rows(found, "remit_line").height == 2


def test_the_layout_of_tuva_needs_no_map() -> None:
    frame = pl.DataFrame(
        {
            "claim_id": ["T1", "T1", "T2"], "claim_line_number": [1, 2, 1],
            "claim_type": ["professional", "professional", "institutional"],
            "person_id": ["p"] * 3, "payer": ["FIRST PAYER"] * 3, "claim_line_start_date": [date(2026, 1, 6)] * 3,
            "hcpcs_code": ["96372", "J1885", "99213"], "hcpcs_modifier_1": ["59", None, None],
            "service_unit_quantity": [1, 2, 1], "charge_amount": ["40.00", "18.50", "90.00"],
            "paid_amount": ["20.00", "0.00", "50.00"], "allowed_amount": ["25.00", "0.00", "60.00"],
            "coinsurance_amount": ["5.00", "0.00", "10.00"], "paid_date": [date(2026, 2, 6)] * 3,
            "diagnosis_code_1": ["M5450"] * 3,
        }
    )  # fmt: skip
    out = io.BytesIO()
    frame.cast({name: pl.Decimal(12, 2) for name in frame.columns if name.endswith("_amount")}).write_parquet(out)
    found = read(out.getvalue(), "medical_claim.parquet")
    conserved(found)
    assert {one.code for one in found.file.rejects} == {"left_out"}
    assert rows(found)["code"].to_list() == rows(found, "remit_line")["code"].to_list() == ["96372", "J1885"]
    assert rows(found, "adjustment").select("group", "reason", "amount").rows() == [("PR", "2", Decimal("5.00"))]
    assert rows(found, "remit_line")["unbalanced_cents"].to_list() == [None, None]


def test_a_saved_map_reads_the_next_file_of_its_header(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    head = "a,b,c,d,e"
    names = zip(("claim_id", "service_date", "code", "charge", "payer_source_name"), "abcde", strict=True)
    save_map(store, "mine", written(ColumnMap("mine", "claims", {ours: (theirs,) for ours, theirs in names})))
    (tmp_path / "x.csv").write_bytes(text("A1,2026-01-06,96372,40.00,FIRST PAYER", head=head))
    assert ingest([tmp_path / "x.csv"], store, build=False)["files"][0]["status"] == "loaded"
    forget_map(store, "mine")
    assert saved_maps(store) == {}
    (tmp_path / "y.csv").write_bytes(text("A2,2026-01-06,96372,40.00,FIRST PAYER", head=head))
    assert ingest([tmp_path / "y.csv"], store, build=False)["files"][0]["rejects"][0]["code"] == "columns_missing"


def test_a_partitioned_folder_is_one_table(tmp_path: Path) -> None:
    for month, row in (("01", ROW), ("02", OTHER)):
        place = tmp_path / "claims" / f"month=2026-{month}"
        place.mkdir(parents=True)
        pl.DataFrame([row.split(",")], schema=HEAD.split(","), orient="row").write_parquet(place / "part-0.parquet")
    store = Store.create(tmp_path / "s")
    (receipt,) = ingest([tmp_path / "claims"], store, build=False)["files"]
    assert (receipt["kind"], receipt["status"], receipt["rows"]["loaded"]) == ("parquet", "loaded", 2)
    (again,) = ingest([tmp_path / "claims"], store, build=False)["files"]
    assert again["status"] == "duplicate" and again["rows"]["duplicate"] == 2


def test_a_large_table_is_read_in_portions_with_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = [ROW.replace("A1", f"A{n % 700}").replace("96372", f"{n % 3 + 99213}") for n in range(2_000)]
    (tmp_path / "x.parquet").write_bytes(b"")
    cells = [row.split(",") for row in drawn]
    pl.DataFrame(cells, schema=HEAD.split(","), orient="row").write_parquet(tmp_path / "x.parquet")
    table = table_at(tmp_path / "x.parquet")
    assert table
    whole = read_table(table, secret=bytes(32))
    monkeypatch.setattr(portions, "PORTION_ROWS", 300)
    apart = read_table(table, secret=bytes(32), spill=tmp_path)
    assert len(apart.portions) > 1 and apart.file == whole.file and apart.rows == whole.rows
    found = pl.concat([portion.tables()["claim_line"] for portion in apart.portions])
    assert found.sort("source_position", "line_number").equals(rows(whole))


_CELLS = ["A1", "A2", "", "Total", "96372", "40.00", "-3", "(1.00)", "1e9", "2026-01-06", "NULL", '"x', "é", "1.005"]
CELL = st.sampled_from(_CELLS)


@given(st.lists(st.lists(CELL, min_size=7, max_size=9), max_size=12), st.booleans())
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_the_cells_no_row_and_no_cent_is_lost(cells: list[list[str]], are_paid: bool) -> None:
    head = "claim_id,payer,service_date,code,charge,paid,payment_date,units_paid" if are_paid else HEAD
    conserved(read(text(ROW, *(",".join(row) for row in cells), head=head)))


MONEY = pl.Decimal(12, 2)
AMOUNTS = st.decimals(-999, 9999, places=2)


DRAWN = st.tuples(st.sampled_from("ABC"), st.sampled_from(["96372", "J1885"]), AMOUNTS, AMOUNTS)


@given(st.lists(DRAWN, max_size=20))
@settings(max_examples=25, deadline=None)
def test_parquet_keeps_every_cent(drawn: list[tuple[str, str, Decimal, Decimal]]) -> None:
    frame = pl.DataFrame(
        drawn, orient="row",
        schema={"claim_id": pl.String, "code": pl.String, "charge": MONEY, "paid": MONEY},
    )  # fmt: skip
    frame = frame.with_columns(
        payer_source_id=pl.lit("P"), service_date=date(2026, 1, 6), payment_date=date(2026, 2, 6)
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    found = read(out.getvalue(), "x.parquet")
    conserved(found)
    assert found.file.came_in.line_charge_cents == sum(int(charge * 100) for _, _, charge, _ in drawn)
    assert found.file.came_in.line_paid_cents == sum(int(paid * 100) for _, _, _, paid in drawn)


def test_damaged_tables_break_no_law() -> None:
    for number in range(60):
        data = damaged_table(number)
        assert broken_table_laws([Source("x.csv", data, str(number))]) == []


def test_names_of_other_programs_are_known() -> None:
    header = ["Pt Acct", "Ins", "DOS", "Proc", "Billed Amt", "HCPCS Modifier 1", "Mod 2", "Dx1", "Dx2", "Rend NPI"]
    one = guessed(header)
    assert one.table == "claims" and not one.missing() and one.sources == set(header)
    assert one.columns["diagnoses"] == ("Dx1", "Dx2")
