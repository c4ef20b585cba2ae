"""From the bank to the lines: every cent is found again, or its difference is listed."""

from pathlib import Path

import polars as pl
import pytest
from test_page_store import practice, said, visit
from x12_text import CLAIM_835, HEADER_835, file_835, interchange, lines, text, transaction

from analytics.charts.reconciliation import in_words, outside_title, reconciliation_headline
from analytics.facts import open_facts
from analytics.ingest import ingest
from analytics.metrics.reconciled import bridge_of, by_reason, off_payments
from analytics.questions.reconciliation import bank_payments, paid_lines, provider_adjustments
from analytics.store import Store

SECOND = CLAIM_835.replace("CLP*A1", "CLP*A2").replace("ICN1", "ICN2")


def loaded(place: Path, *files: bytes) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Payments, what the lines were paid, provider adjustments."""
    (place / "in").mkdir()
    for number, data in enumerate(files):
        (place / "in" / f"{number}.835").write_bytes(data)
    store = Store.create(place / "store")
    ingest([place / "in"], store)
    cursor = open_facts(store).cursor()
    return bank_payments(cursor), paid_lines(cursor), provider_adjustments(cursor)


def with_plb(claims: str, plb: str, paid: str, trace: str = "T1") -> bytes:
    return text(interchange(transaction("835", lines(HEADER_835.format(paid=paid, trace=trace), claims, plb))))


def test_a_recovery_lowers_the_bank_and_no_line(tmp_path: Path) -> None:
    """$60 for the claim, $15 held back for an older one: the bank paid $45, the line stays at $60."""
    payments, paid, adjustments = loaded(tmp_path, with_plb(CLAIM_835, "PLB*1999999984*20251231*WO:ICN1*15", "45"))
    found = bridge_of(payments, paid)
    assert (found.bank, found.adjusted, found.claims, found.lines) == (4500, 1500, 6000, 6000)
    assert (found.unbalanced, found.refused, found.elsewhere) == (0, 0, 0)
    assert reconciliation_headline(found, payments).startswith("$45.00 in 1 payment reconcile to the cent")
    assert adjustments.select("reason", "cents", "claim_id", "is_outside").rows() == [("WO", 1500, "A1", True)]
    assert outside_title(adjustments) == "$15.00 taken back outside the line: 1 recovery without a reversal"
    assert in_words(by_reason(adjustments))["words"].to_list() == ["Overpayment recovery"]


def test_a_recovery_with_its_reversal_is_inside(tmp_path: Path) -> None:
    back = CLAIM_835.replace("CLP*A1*1*100*60*10", "CLP*A1*22*-100*-60*-10").replace("100*60**1", "-100*-60**-1")
    back = back.replace("CO*45*30", "CO*45*-30").replace("PR*2*10", "PR*2*-10").replace("AMT*B6*70", "AMT*B6*-70")
    later = with_plb(back, "PLB*1999999984*20251231*WO:ICN1*-60", "0", trace="T2")
    _, paid, adjustments = loaded(tmp_path, file_835(), later)
    assert adjustments["is_outside"].to_list() == [False]
    assert paid.row(0) == (0, 0)


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
