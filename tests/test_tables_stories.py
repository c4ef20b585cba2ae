"""Tables of the trade as they come: both sides in a row, odd names, blank lines, layouts (robustness 100-108)."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from table_files import HEAD, OTHER, ROW, conserved, read, refused, rows, text, warned
from xlsxwriter import Workbook

from analytics.__main__ import main
from analytics.facts import open_facts
from analytics.importers.delimited.formats import date_styles
from analytics.importers.delimited.guess import guessed, meaning_of
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.verify import verify

F01 = """\
claim_id,line_number,service_date,payer_name,cpt_code,charge,allowed,paid,claim_status,denial_reason,submitted_date,payment_date
C1,1,2025-02-03,Acme Health,96372,60.00,14.00,14.00,Paid,,2025-02-20,2025-02-27
C2,1,2025-02-04,Acme Health,96372,60.00,14.00,0.00,Denied,Prior Auth,2025-02-20,2025-02-27
C3,1,2025-02-05,Acme Health,96372,60.00,0.00,0.00,Denied,197,2025-02-20,2025-02-27
C4,1,2025-02-06,Acme Health,96372,60.00,14.00,0.00,Denied,,2025-02-20,2025-02-27
"""


def loaded(folder: Path, data: str) -> tuple[Store, dict[str, Any]]:
    (folder / "export.csv").write_text(data, encoding="utf-8")
    store = Store.create(folder / "store")
    document = ingest([folder / "export.csv"], store)
    assert not document.get("build_error"), document
    assert all(check.ok for check in verify(store.folder)), verify(store.folder)
    return store, document["files"][0]


@pytest.mark.parametrize("paid", ["paid", "payer_paid_amount"], ids=["F01", "F02"])
def test_f01_f02_words_codes_and_prices_of_a_joined_export(
    paid: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, receipt = loaded(tmp_path, F01.replace(",paid,", f",{paid},"))
    four = {"in": 4, "loaded": 4, "quarantined": 0, "duplicate": 0}
    assert receipt["claims"] == receipt["lines"] == receipt["rows"] == four
    assert receipt["charge_cents"]["in"] == 24000 and receipt["paid_cents"]["in"] == 1400
    (said,) = [one["reason"] for one in receipt["warnings"] if one["code"] == "denied_without_code"]
    assert said.startswith("1 row says Denied without a code")
    cursor = open_facts(store).cursor()
    found = cursor.sql(
        "select claim_id, state, initial_category, initial_reason from line order by claim_id"
    ).fetchall()
    assert found == [
        ("C1", "paid", None, None),
        ("C2", "denied", "authorization", None),
        ("C3", "denied", "authorization", "197"),
        ("C4", "denied", "unclassified", None),
    ]
    assert main(["metrics", "--store", str(store.folder), "--json"]) == 0
    metrics = json.loads(capsys.readouterr().out)["groups"][0]["metrics"]
    rate, reasons = metrics["denial_rate"], metrics["authorization_denial_rate"]
    assert (rate["numerator"], rate["denominator"]) == (3, 4) and (reasons["numerator"], reasons["unsure"]) == (2, 1)


def test_of_a_joined_export_each_side_is_counted_once_also_when_it_comes_again(tmp_path: Path) -> None:
    store, _ = loaded(tmp_path, F01)
    (tmp_path / "more.csv").write_text(F01 + F01.splitlines()[1].replace("C1", "C5") + "\n", encoding="utf-8")
    (receipt,) = ingest([tmp_path / "more.csv"], store)["files"]
    assert receipt["claims"] == receipt["rows"] == {"in": 5, "loaded": 1, "quarantined": 0, "duplicate": 4}
    assert all(check.ok for check in verify(store.folder))
    (again,) = ingest([tmp_path / "more.csv"], store)["files"]
    assert again["claims"]["in"] == again["claims"]["duplicate"] == 5


BLANK = "claim_id,payer_source_name,service_date,code,charge\n\n{}\n{}\n{}\n,,,,\n{}\n{}\n"
GOOD = "A{},P,2026-01-06,96372,40.00"


def test_f14_refused_rows_have_the_numbers_that_an_editor_shows() -> None:
    lines = [GOOD.format(n) for n in range(5)]
    lines[2], lines[4] = lines[2].replace("2026-01-06", "soon"), lines[4].replace("2026-01-06", "13/45")
    assert refused(BLANK.format(*lines).encode()) == [(5, "bad_date"), (8, "bad_date")]
    crlf = BLANK.format(*lines).replace("\n", "\r\n").encode()
    assert refused(crlf) == [(5, "bad_date"), (8, "bad_date")]


def test_rows_keep_their_number_below_titles_and_cells_of_several_lines() -> None:
    data = text(
        'A1,"FIRST\n\nPAYER",1999999984,2026-01-06,96372,1,40.00,2026-01-09',
        "",
        "",
        OTHER.replace("18.50", "x"),
        "Total,,,,,,58.50,",
        head=f"Printed today\n\n{HEAD}",
    )
    assert refused(data) == [(9, "unreadable_amount"), (10, "total_row")]


def sheet(*lines: str, at: int = 0, strays: tuple[tuple[int, int], ...] = ()) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        page = book.add_worksheet("Export")
        for number, line in enumerate(lines):
            for column, cell in enumerate(line.split(",") if line else []):
                page.write_string(at + number, column, cell)
        for row, column in strays:
            page.write_string(row, column, " ")
    return out.getvalue()


@pytest.mark.parametrize("strays", [(), ((1_048_575, 7),), ((1_048_575, 16_383),), ((3, 16_383),)], ids=str)
@pytest.mark.parametrize("at", [0, 3])
def test_a_stray_cell_or_blank_rows_change_nothing_of_a_workbook(strays: tuple[tuple[int, int], ...], at: int) -> None:
    found = read(sheet(HEAD, ROW, "", OTHER, at=at, strays=strays), "x.xlsx")
    conserved(found)
    assert rows(found)["source_position"].to_list() == [at + 2, at + 4]


def test_a_payment_column_of_any_name_is_found_or_pointed_at() -> None:
    for name in ("payer_paid_amount", "Plan Paid Amt", "PAYERPAIDAMOUNT", "Reimbursed"):
        assert guessed(F01.replace(",paid,", f",{name},").splitlines()[0].split(",")).table == "both", name
    assert meaning_of("Std Price") == "charge" and meaning_of("Member Balance") == "claim_patient_share"
    assert meaning_of("colour") == meaning_of("Payer Id") == meaning_of("Paid By") == ""
    data = text(f"{ROW},9.00,x,2026-01-30,x", head=f"{HEAD},Amount Due,Adjudication Note,Paid Date,colour")
    said = {one.code: one for one in read(data).file.warnings}
    assert "'Amount Due' (nearest: an amount)" in said["columns_telling"].reason
    assert "'Paid Date' (nearest: payment_date)" in said["columns_telling"].reason
    assert "Nothing" not in said["columns_telling"].next_step and "colour" in said["columns_unused"].reason


def test_visit_numbers_come_before_account_numbers() -> None:
    head = ["Account #", "Visit #", "Ins", "DOS", "CPT", "Charge"]
    assert guessed(head).columns["claim_id"] == ("Visit #",)
    assert guessed([name.replace("Visit #", "Encounter") for name in head]).columns["claim_id"] == ("Encounter",)
    alone = text(*(f"A1,P,01/{day}/2026,96372,40.00" for day in (20, 21, 22)), head="Acct,Ins,DOS,CPT,Charge")
    assert "account_numbers" in warned(alone) and "account_numbers" not in warned(text(ROW, OTHER))


def test_names_without_anything_between_their_words_are_known() -> None:
    one = guessed(
        ["CLAIMID", "PAYERNAME", "SERVICEDATE", "PROCEDURECODE", "CHARGEAMOUNT", "PLACEOFSERVICE", "MODIFIER1"]
    )
    assert (
        not one.missing() and one.columns["code"] == ("PROCEDURECODE",) and one.columns["modifiers"] == ("MODIFIER1",)
    )


@pytest.mark.parametrize(
    ("dates", "best", "reads_all", "others"),
    [
        (["01/26/2026", "01/02/2026"], "MM/DD/YYYY", True, ()),
        (["26/01/2026", "01/02/2026"], "DD/MM/YYYY", True, ()),
        (["01/02/2026"], "MM/DD/YYYY", True, ("DD/MM/YYYY",)),
        (["26/01/26"], "DD/MM/YY", True, ()),
        (["01/02/26"], "MM/DD/YY", True, ("DD/MM/YY",)),
        (["01/26/2026", "26.01.2026", "01/27/2026"], "MM/DD/YYYY", False, ()),
        (["27-OCT-1999"], "DD-MON-YYYY", True, ()),
        (["2015-01-02T10:11:12Z", "2015-01-03"], "YYYY-MM-DD", True, ()),
        (["1/26/2026 0:00", "1/2/2026 12:30 PM"], "MM/DD/YYYY", True, ()),
        (["20260126"], "YYYYMMDD", True, ()),
        (["01262026"], "MMDDYYYY", True, ()),
    ],
)
def test_only_a_format_that_reads_every_date_is_proposed(
    dates: list[str], best: str, reads_all: bool, others: tuple[str, ...]
) -> None:
    found = date_styles([pl.Series(dates)])
    assert (found.best, found.reads_all, found.others) == (best, reads_all, others)


def looked(folder: Path, data: bytes, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    (folder / "x.csv").write_bytes(data)
    assert main(["look", str(folder / "x.csv"), *more, "--store", str(folder / "s"), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_dry_run_says_what_would_load_and_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = [GOOD.format(n).replace("2026-01-06", "01/26/2026" if n < 11 else "26.01.26x") for n in range(121)]
    found = looked(tmp_path, text(*body, head="claim_id,payer_source_name,service_date,code,charge"), capsys)
    dry = found["dry_run"]
    assert dry["said"].startswith(
        "121 rows: 11 load, 110 refused: Column 'service_date' does not read as a date written MM/DD/YYYY "
        "(first: row 13)"
    )
    assert dry["rows"] == {"in": 121, "load": 11, "refused": 110, "repeated": 0} and dry["claims"] == 121
    assert [(one["code"], one["rows"], one["first"]) for one in dry["refusals"]] == [("bad_date", 110, 13)]
    assert found["formats"]["day"] == "" and found["formats"]["days"] == ["MM/DD/YYYY"]
    (tmp_path / "m.toml").write_text(found["map"].replace('"code" = "code"', '"code" = "charge"'))
    odd = looked(tmp_path, text(ROW), capsys)["dry_run"]
    assert odd["said"] == "1 row: 1 load, none refused."
    store = Store.create(tmp_path / "s")
    assert store.rows("select * from load") == [] and store.head() == 0


def test_a_dry_run_counts_what_the_load_then_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = (
        F01
        + F01.splitlines()[1]
        + "\n"
        + F01.splitlines()[2].replace("C2", "C9").replace("2025-02-04", "x")
        + "\nTotal,,,,,300.00,,,,,,\n"
    ).encode()
    dry = looked(tmp_path, data, capsys)["dry_run"]
    (receipt,) = ingest([tmp_path / "x.csv"], Store.create(tmp_path / "s"), build=False)["files"]
    counted = {
        "in": receipt["rows"]["in"],
        "load": receipt["rows"]["loaded"],
        "refused": receipt["rows"]["quarantined"],
        "repeated": receipt["rows"]["duplicate"],
    }
    assert dry["rows"] == counted == {"in": 7, "load": 4, "refused": 2, "repeated": 1}
    assert dry["refusals"] == receipt["refusals"] and [one["rows"] for one in receipt["refusals"]] == [1, 1]


SHIFTED = "A1,FIRST PAYER,1999999984,2026-01-06,96372,1,40.00,2026-01-09,SMITH,JOHN,DOE,JANE,SMITH JR,SMITH,JONES"
CODES = f"{HEAD},POS,Mod 1,Dx 1,Filing Code,Taxonomy,NDC,Claim Frequency"


def test_a_shifted_row_carries_no_name_through() -> None:
    found = read(text(SHIFTED, OTHER + ",2,25,M54.50,MB,207Q00000X,00409379301,1", head=CODES))
    stored = rows(found)
    assert not [name for name in ("SMITH", "JOHN", "DOE", "JANE", "JONES") if name in stored.write_json()]
    assert stored.row(1, named=True)["place_of_service"] == "02" and stored["modifiers"].to_list() == [[], ["25"]]
    said = [one.reason for one in found.file.warnings if one.code == "code_blanked"]
    assert len(said) == 7 and all(one.startswith("1 row says") for one in said)
    assert refused(text(SHIFTED.replace("96372", "SMITH"), head=CODES)) == [(2, "bad_code")]


@pytest.mark.parametrize(
    ("diagnosis", "day", "kept"),
    [
        ("M54.50", "2026-01-06", True),
        ("M5450", "2026-01-06", True),
        ("U07.1", "2026-01-06", True),
        ("SMITH", "2026-01-06", False),
        ("724.2", "2026-01-06", False),
        ("724.2", "2015-09-30", True),
        ("724.2", "2015-10-01", False),
        ("12345", "2026-01-06", False),
    ],
)
def test_a_diagnosis_has_the_form_of_its_day(diagnosis: str, day: str, kept: bool) -> None:
    row = f"{ROW.replace('2026-01-06', day)},{diagnosis}"
    assert rows(read(text(row, head=f"{HEAD},Dx 1")))["diagnoses"].to_list() == [[diagnosis] if kept else []]


RIF = """\
CLM_ID|LINE_NUM|HCPCS_CD|LINE_1ST_EXPNS_DT|LINE_SBMTD_CHRG_AMT|LINE_ALOWD_CHRG_AMT|LINE_NCH_PMT_AMT|LINE_PRCSG_IND_CD
101|1|96372|27-OCT-1999|60.00|14.00|11.20|A
101|2|99213|27-OCT-1999|120.00|0.00|0.00|N
102|1|96372|28-OCT-1999|60.00|14.00|0.00|C
103|1|96372|28-OCT-1999|60.00|0.00|0.00|Y
104|1|96372|28-OCT-1999|60.00|0.00|0.00|D
"""


def test_carrier_claims_of_cms_need_no_map(tmp_path: Path) -> None:
    store, receipt = loaded(tmp_path, RIF)
    assert receipt["claims"]["in"] == 4 and receipt["charge_cents"]["in"] == 36000
    assert "payment_day_instead" in {one["code"] for one in receipt["warnings"]}
    found = (
        open_facts(store)
        .cursor()
        .sql("select claim_id, code, service_date, state, initial_category from line order by claim_id, line_number")
    )
    day, next_day = date(1999, 10, 27), date(1999, 10, 28)
    assert found.fetchall() == [
        ("101", "96372", day, "paid", None),
        ("101", "99213", day, "denied", "medical_necessity"),
        ("102", "96372", next_day, "denied", "non_covered"),
        ("103", "96372", next_day, "routed", None),
        ("104", "96372", next_day, "denied", "unclassified"),
    ]


SYNTHEA = """\
ID,CLAIMID,CHARGEID,PATIENTID,TYPE,AMOUNT,METHOD,FROMDATE,TODATE,PLACEOFSERVICE,PROCEDURECODE,MODIFIER1,MODIFIER2,DIAGNOSISREF1,\
UNITS,NOTES,UNITAMOUNT,TRANSFERTYPE,PAYMENTS,OUTSTANDING
a1,c1,1,p1,CHARGE,85.55,,2015-01-02T10:11:12Z,2015-01-02T10:26:12Z,0-1-2,185345009,,,1,1,Encounter,85.55,1,,85.55
a2,c1,2,p1,PAYMENT,,ECHECK,2015-01-02T10:11:12Z,2015-01-02T10:26:12Z,0-1-2,185345009,,,1,1,Encounter,0.00,,80.00,5.55
a3,c1,3,p1,CHARGE,45.00,,2015-01-02T10:11:12Z,2015-01-02T10:26:12Z,0-1-2,96372,,,1,1,Injection,45.00,1,,45.00
"""


def test_transactions_of_synthea_need_no_map() -> None:
    found = read(SYNTHEA.encode())
    conserved(found)
    stored = rows(found).select("claim_id", "code", "service_date", pl.col("charge").cast(pl.String))
    day = date(2015, 1, 2)
    assert stored.rows() == [("c1", "185345009", day, "85.55"), ("c1", "96372", day, "45.00")]
    assert {one.code for one in found.file.rejects} == {"left_out"} and "procedure_odd" in warned(SYNTHEA.encode())
