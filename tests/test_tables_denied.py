"""A table that says denied and no more: the denial counts, its reason is not known, and nothing else is guessed."""

from pathlib import Path

import polars as pl
import pytest

from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers
from analytics.store import Store

HEAD = "Acct No,Insurance,DOS,CPT,Charge,Paid,Status,Check Date,Check No"
DENIED = "A1,FIRST PAYER,01/26/2026,96372,$40.00,$0.00,Denied,02/20/2026,77"
PAID = "A2,FIRST PAYER,01/26/2026,96372,$40.00,$16.00,Paid,02/20/2026,77"
PARTLY = "A3,FIRST PAYER,01/27/2026,96372,$40.00,$16.00,Denied,02/20/2026,77"
NOTHING = "A4,FIRST PAYER,01/27/2026,96372,$40.00,$0.00,Paid,02/20/2026,77"


def loaded(folder: Path, *rows: str, head: str = HEAD) -> tuple[Store, dict[str, object]]:
    (folder / "paid.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    store = Store.create(folder / "store")
    (receipt,) = ingest([folder / "paid.csv"], store)["files"]
    assert receipt["status"] == "loaded", receipt
    return store, receipt


def test_a_line_called_denied_and_paid_nothing_is_denied(tmp_path: Path) -> None:
    """Of four lines one is denied; a payment, or $0 called paid, is no denial that the file tells of."""
    store, receipt = loaded(tmp_path, DENIED, PAID, PARTLY, NOTHING)
    facts = open_facts(store)
    (group,) = answers(facts.cursor(), View(), as_of=facts.as_of)
    rate = group.metrics["initial_denial_rate"]
    assert (rate.numerator, rate.denominator) == (1, 4)
    said = facts.cursor().sql("select claim_id, state, initial_category, initial_reason, initial_denial from line").pl()
    (row,) = said.filter(pl.col("claim_id") == "A1").rows()
    assert row[1:4] == ("denied", "unclassified", None) and str(row[4]) == "40.00"
    assert "their reason unknown" in str(receipt["warnings"])


@pytest.mark.parametrize("more", ["CARC1,AMT1", "Denial Code"])
def test_where_a_file_tells_reasons_none_is_added(tmp_path: Path, more: str) -> None:
    empty = "," * more.count(",")
    store, _ = loaded(
        tmp_path, f"{DENIED},{empty}", f"{PAID},{'45,$24.00' if ',' in more else ''}", head=f"{HEAD},{more}"
    )
    parts = store.raw_parts(store.head()).get("adjustment", ())
    assert not [row for path in parts for row in pl.read_parquet(path)["reason"] if row is None]


FLAGS = {
    "Denied?": ("Y", "N"), "denied_flag": ("1", "0"), "Is Denied": ("TRUE", "FALSE"), "Denied": ("Yes", "No"),
    "Claim Denied": ("x", ""), "DENIAL_IND": ("Y", "N"), "Rejected Y/N": ("y", "n"),
}  # fmt: skip


@pytest.mark.parametrize("name", FLAGS)
def test_a_column_that_asks_whether_a_line_was_denied_is_its_status(name: str, tmp_path: Path) -> None:
    """Yes is Denied and no is Paid: the same denial rate as with the words, by whatever sign."""
    yes, no = FLAGS[name]
    rows = [DENIED.replace("Denied", yes), PAID.replace(",Paid,", f",{no},"), NOTHING.replace(",Paid,", f",{no},")]
    store, _ = loaded(tmp_path, *rows, head=HEAD.replace("Status", name))
    facts = open_facts(store)
    (group,) = answers(facts.cursor(), View(), as_of=facts.as_of)
    rate = group.metrics["initial_denial_rate"]
    assert (rate.numerator, rate.denominator) == (1, 3)


def test_denied_dollars_are_no_status(tmp_path: Path) -> None:
    """A column Denied that holds dollars says nothing of the status, and the receipt says so."""
    rows = [DENIED.replace("Denied", "40.00"), PAID.replace(",Paid,", ",0.00,")]
    store, receipt = loaded(tmp_path, *rows, head=HEAD.replace("Status", "Denied"))
    assert "2 rows say a status that means nothing here" in str(receipt["warnings"])
    parts = store.raw_parts(store.head())["remit_claim"]
    assert [row for path in parts for row in pl.read_parquet(path)["status"]] == [None, None]
