"""From the bank to the lines: every cent is found again, or its difference is listed."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_page_store import practice, said, visit
from x12_text import CLAIM_835, HEADER_835, file_835, interchange, lines, text, transaction

from analytics.__main__ import main
from analytics.charts.data import in_words, reconciliation_headline, takeback_title
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.reconciled import bridge_of, by_reason, gone, off_payments, taken_back
from analytics.questions.reconciliation import bank_payments, paid_lines, provider_adjustments, takebacks
from analytics.store import Store

SECOND = CLAIM_835.replace("CLP*A1", "CLP*A2").replace("ICN1", "ICN2")


def loaded(place: Path, *files: bytes) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Payments, what the lines were paid, takebacks."""
    (place / "in").mkdir()
    for number, data in enumerate(files):
        (place / "in" / f"{number}.835").write_bytes(data)
    store = Store.create(place / "store")
    ingest([place / "in"], store)
    cursor = open_facts(store).cursor()
    return bank_payments(cursor), paid_lines(cursor), takebacks(cursor)


def with_plb(claims: str, plb: str, paid: str, trace: str = "T1") -> bytes:
    return text(interchange(transaction("835", lines(HEADER_835.format(paid=paid, trace=trace), claims, plb))))


def test_a_recovery_lowers_the_bank_and_no_line(tmp_path: Path) -> None:
    """$60 for the claim, $15 held back for an older one: the bank paid $45, the line stays at $60."""
    payments, paid, taken = loaded(tmp_path, with_plb(CLAIM_835, "PLB*1999999984*20251231*WO:ICN1*15", "45"))
    found = bridge_of(payments, paid)
    assert (found.bank, found.adjusted, found.claims, found.lines) == (4500, 1500, 6000, 6000)
    assert (found.unbalanced, found.refused, found.elsewhere) == (0, 0, 0)
    assert reconciliation_headline(found, payments).startswith("$45.00 in 1 payment reconcile to the cent")
    assert taken.select("amount_cents", "claim_id", "outside_cents").rows() == [(1500, "A1", 1500)]
    said = "$15.00 taken back that no line shows: $15.00 outside the line of 1 claim"
    assert takeback_title(taken_back(taken)) == said
    pairs = provider_adjustments(open_facts(Store.open(tmp_path / "store")).cursor())
    assert in_words(by_reason(pairs)).select("words", "count", "cents").rows() == [("Overpayment recovery", 1, 1500)]


def test_a_recovery_with_its_reversal_is_inside(tmp_path: Path) -> None:
    back = CLAIM_835.replace("CLP*A1*1*100*60*10", "CLP*A1*22*-100*-60*-10").replace("100*60**1", "-100*-60**-1")
    back = back.replace("CO*45*30", "CO*45*-30").replace("PR*2*10", "PR*2*-10").replace("AMT*B6*70", "AMT*B6*-70")
    later = with_plb(back, "PLB*1999999984*20251231*WO:ICN1*-60", "0", trace="T2")
    _, paid, taken = loaded(tmp_path, file_835(), later)
    assert not taken.height and takeback_title(taken_back(taken)) == "No money was taken back outside a line"
    assert paid.row(0) == (0, 0)


SAID = (
    ([], "No money was taken back outside a line"),
    ([("A", True, 500, 0)], "$5.00 taken back by PLB, and all of it is reversed on its lines"),
    ([(None, False, 500, 0)], "$5.00 taken back that no line shows: $5.00 unallocated (1 reference)"),
    (
        [("A", True, 500, 100), ("B", False, 700, 700), (None, False, 500, 0), (None, False, 1, 0)],
        "$13.01 taken back that no line shows: $8.00 outside the line of 2 claims and $5.01 unallocated (2 references)",
    ),
)


@pytest.mark.parametrize(("rows", "title"), SAID)
def test_the_title_never_says_none_over_money_that_is_gone(rows: list[tuple[object, ...]], title: str) -> None:
    """24: and its sum is that of the rows below it."""
    schema = {"claim_id": pl.String, "has_reversal": pl.Boolean, "amount_cents": pl.Int64, "outside_cents": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    assert takeback_title(taken_back(frame)) == title
    assert gone(frame)["gone_cents"].sum() == taken_back(frame).gone


def test_the_command_the_table_and_the_page_say_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One linked, one unallocated, one our own refund; a voided load takes nothing; as of the day before, neither."""
    plb = "PLB*1999999984*20251231*WO:A1 ICN1*15*WO:ZZ9*7*WO:ICN1*5*72:ICN1*-5"
    loaded(tmp_path, file_835(), with_plb(SECOND, plb, "38", trace="T2"))
    store = tmp_path / "store"

    def told(*more: str) -> dict[str, Any]:
        assert main(["reconcile", "--json", "--store", str(store), *more]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    found = told()
    names = {"snapshot", "as_of", "paid_cents", "plb_cents", "bpr_cents", "takebacks", "outside_cents"}
    assert set(found) == names | {"unallocated_cents"}
    assert (found["bpr_cents"], found["plb_cents"], found["paid_cents"]) == (9800, 2200, 12_000)
    assert (found["outside_cents"], found["unallocated_cents"]) == (1500, 700)
    keys = ["payment", "payment_date", "payer_id", "reference", "amount_cents", "claim_id", "has_reversal"]
    assert [list(row) for row in found["takebacks"]] == [keys, keys]
    assert [(row["payment"], row["claim_id"], row["amount_cents"]) for row in found["takebacks"]] == [
        ("T2", "A1", 1500),
        ("T2", None, 700),
    ]
    assert main(["export", "takeback", "--out", str(tmp_path / "t.parquet"), "--store", str(store)]) == 0
    capsys.readouterr()
    table = pl.read_parquet(tmp_path / "t.parquet")
    assert table.columns == [*keys, "outside_cents"] and table.drop("outside_cents", "payment_date").to_dicts() == [
        {name: value for name, value in row.items() if name != "payment_date"} for row in found["takebacks"]
    ]
    assert main(["export", "takeback", "--shareable", "--out", str(tmp_path / "t.csv"), "--store", str(store)]) == 2
    capsys.readouterr()
    assert main(["reconcile", "--store", str(store)]) == 0
    text = capsys.readouterr().out
    assert "$22.00 taken back that no line shows" in text and "no claim" in text and "claim A1" in text
    app = visit(monkeypatch, store, "reconciliation")
    assert not app.exception and "$22.00 taken back that no line shows" in said(app).replace("\\", "")
    before = told("--as-of", "2020-01-01")
    assert before["takebacks"] == [] and before["outside_cents"] == before["unallocated_cents"] == 0
    sha = Store.open(store).rows("select sha256 from load order by rowid desc")[0]["sha256"]
    assert main(["void", sha, "--store", str(store)]) == 0
    capsys.readouterr()
    assert told()["takebacks"] == []


def test_a_refused_claim_and_an_unbalanced_payment_are_listed(tmp_path: Path) -> None:
    """One claim of two has an amount that is no number of a line; the other payment is $1 off as sent."""
    refused = file_835(CLAIM_835, SECOND.replace("100*60**1", "100*60**one"), paid="120")
    off = file_835(CLAIM_835.replace("CLP*A1", "CLP*A3").replace("ICN1", "ICN3"), paid="61", trace="T9")
    payments, paid, _ = loaded(tmp_path, refused, off)
    found = bridge_of(payments, paid)
    assert found.bank - found.unbalanced + found.adjusted == found.claims
    assert found.claims - found.refused - found.elsewhere == found.lines
    assert (found.refused, found.unbalanced, found.elsewhere, found.lines) == (6000, 100, 0, 12_000)
    assert off_payments(payments)["trace"].to_list() == ["T1", "T9"]
    assert "every difference is listed below" in reconciliation_headline(found, payments)


def test_the_same_payment_twice_is_one_payment(tmp_path: Path) -> None:
    payments, paid, _ = loaded(tmp_path, file_835(), file_835().replace(b"000000001", b"000000002"))
    found = bridge_of(payments, paid)
    assert (found.bank, found.lines, found.elsewhere) == (6000, 6000, 0)


def test_the_demo_reconciles_to_the_cent(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "reconciliation")
    assert not app.exception
    assert not app.error, said(app)
    assert "reconcile to the cent: bank, provider adjustments, claims and lines, difference $0.00" in said(app)


def test_the_demo_finds_what_was_planted() -> None:
    """Every way to write a reference, unallocated ones, a sum carried forward, our own refund: claim, payer, cents."""
    truth = json.loads((practice().parent / "truth.json").read_text(encoding="utf-8"))["takebacks"]
    found = takebacks(open_facts(Store.open(practice())).cursor())
    names = ("payer_name", "claim_id", "reference", "amount_cents")
    planted = sorted(((row["payer"], *(row[name] for name in names[1:])) for row in truth), key=str)
    assert sorted(found.select(names).rows(), key=str) == planted
    assert found["claim_id"].null_count() > 0 and not found["has_reversal"].any()
    written = {reference.count(" ") for reference in found["reference"]}
    assert written == {0, 2} and any("-" in reference for reference in found["reference"])
