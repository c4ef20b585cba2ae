"""The mapping screen beside the columns: payer classes, status words, constants and adjustments, chosen and loaded."""

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from table_files import read, text
from test_page_table_map import PAGE, _wait, held

from analytics.importers.delimited.column_map import Cut, parse
from analytics.importers.delimited.guess import guessed
from analytics.pages.value_mapping import _LIKELY, likely
from analytics.store import Store
from analytics.store.user_data import saved_maps

HEAD = "Pt Acct,Payer,DOS,CPT,Charge,Paid,Paid Date,Check No,Claim Status,Copay,Other Adj"
ROWS = (
    'A1,AETNA MEDICARE ADV,01/26/2026,96372,"$1,040.00",$20.00,02/20/2026,77,Paid,$5.00,$15.00',
    "A2,NORTHFIELD,01/26/2026,96372,$40.00,$0.00,02/20/2026,77,Denied - review,$0.00,$40.00",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def opened(store: Store, *rows: str, head: str = HEAD) -> AppTest:
    page = AppTest.from_string(PAGE.format(folder=str(store.folder)), default_timeout=30)
    page.session_state["table_held"] = held(text(*rows, head=head), store.folder)
    page.run()
    assert not page.exception
    return page


def load(page: AppTest, name: str) -> None:
    page.text_input(key="map_name").input(name).run()
    told = ("perhaps needed", "Dry run")
    wrong = [one.value for one in page.warning if not any(word in one.value for word in told)]
    assert not page.exception and not wrong, wrong
    page.button(key="map_load").click().run()
    _wait(page.session_state["job"])


def stored(store: Store, table: str, *columns: str) -> list[tuple[object, ...]]:
    return pl.read_parquet(store.raw_parts(store.head())[table]).select(pl.col(columns).cast(pl.String)).rows()


def test_classes_status_and_adjustments_are_said_on_the_screen(store: Store, tmp_path: Path) -> None:
    page = opened(store, *ROWS)
    boxes = {box.label: box for box in page.selectbox}
    assert boxes["AETNA MEDICARE ADV"].value == "16" and boxes["NORTHFIELD"].value == "(not said)"
    assert [page.selectbox(key=f"map-status-{at}").value for at in (0, 1)] == ["4", "1"]
    assert boxes["Amount 1"].value == "Copay" and boxes["Reason 1"].value == "PR-3 copayment"
    boxes["NORTHFIELD"].select("CI")
    boxes["Amount 2"].select("Other Adj")
    boxes["Reason 2"].select("CO-45 contract write-off")
    page.text_input(key="map-once-billing_npi").input("19999").run()
    assert "ten digits" in page.warning[0].value and page.button(key="map_load").disabled
    page.text_input(key="map-once-billing_npi").input("1999999984")
    load(page, "Desk")
    columns = ("claim_id", "filing_indicator", "status", "billing_npi")
    assert sorted(stored(store, "remit_claim", *columns)) == [
        ("A1", "16", "1", "1999999984"),
        ("A2", "CI", "4", "1999999984"),
    ]
    # A write-off of the whole charge on a row called denied is the denial.
    cuts = [("CO", "45", "15.00"), ("CO", "denied", "40.00"), ("PR", "3", "5.00")]
    assert sorted(stored(store, "adjustment", "group", "reason", "amount")) == cuts
    one = parse(saved_maps(store)["Desk"])
    assert one.values["filing_indicator"] == {"AETNA MEDICARE ADV": "16", "NORTHFIELD": "CI"}


def test_reasons_and_amounts_of_any_name_are_paired(store: Store, tmp_path: Path) -> None:
    head = HEAD.replace("Copay,Other Adj", "Why,How much")
    row = ROWS[1].replace("$0.00,$40.00", "97,$40.00").replace("Denied - review", "4")
    page = opened(store, row, head=head)
    page.selectbox(key="map-cut-0-amount").select("How much")
    page.selectbox(key="map-cut-0-reason").select("Why")
    page.button(key="map_add").click().run()
    assert "Amount 2" in {box.label for box in page.selectbox}
    load(page, "Pairs")
    assert stored(store, "adjustment", "group", "reason", "amount") == [("CO", "97", "40.00")]


def test_a_saved_map_comes_back_with_its_words(store: Store, tmp_path: Path) -> None:
    page = opened(store, *ROWS)
    page.selectbox(key="map-class-1").select("WC")
    load(page, "Desk")
    again = opened(store, *(row.replace("A", "B", 1) for row in ROWS))
    assert again.text_input(key="map_name").value == "Desk"
    assert {box.label: box.value for box in again.selectbox}["NORTHFIELD"] == "WC"


@pytest.mark.parametrize(
    ("word", "code"),
    [("Medicare Part B", "MB"), ("AETNA MEDICARE HMO", "16"), ("State Medicaid", "MC"), ("BCBS OF X", "BL"),
     ("Workers Comp Fund", "WC"), ("Vale Insurance", ""), ("VA Community Care", "VA"), ("NORTHFIELD", "")],
)  # fmt: skip
def test_what_a_payer_is_called_proposes_a_class(word: str, code: str) -> None:
    assert likely(word, _LIKELY) == code


def test_a_word_that_is_said_to_mean_nothing_is_no_value() -> None:
    toml = """
        table = "claims"
        [columns]
        claim_id = "no"
        service_date = "day"
        code = "what"
        charge = "money"
        payer_source_name = "who"
        filing_indicator = "who"
        [values.filing_indicator]
        "B" = ""
    """
    data = text("A1,2026-01-06,96372,40.00,B", head="no,day,what,money,who")
    (portion,) = read(data, given=toml).portions
    assert portion.held["claim_line"]["filing_indicator"].to_list() == [None]


def test_amounts_of_the_patient_are_known_by_their_name() -> None:
    cuts = guessed(["Acct No", "Insurance", "DOS", "CPT", "Charge", "Paid", "Check Date", "Ded", "Co-pay", "Coins"])
    assert [cut.amount for cut in cuts.adjustments] == ["Coins", "Co-pay"]
    assert cuts.adjustments[0] == Cut(group_code="PR", reason_code="2", amount="Coins")
