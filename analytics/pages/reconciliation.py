"""Reconciliation: is every cent from the bank found again in the lines?"""

import polars as pl

from analytics import words
from analytics.charts.reconciliation import (
    PLB_WORDS,
    in_words,
    outside_title,
    reconciliation_chart,
    reconciliation_headline,
)
from analytics.metrics.reconciled import bridge_of, by_reason, off_payments
from analytics.metrics.view import View
from analytics.pages import elements, paid
from analytics.pages.data_tables import reach
from analytics.pages.tables import Column, no_rows, table
from analytics.pages.take_away import downloads
from analytics.pages.visit import At, show

PAYMENTS = (
    Column("payer_name", "Payer", said=words.name),
    Column("trace", "Check or EFT"),
    Column("payment_date", "Date", "day"),
    Column("bank_cents", "Bank", "dollars"),
    Column("adjusted_cents", "Provider adjustments", "dollars", "PLB: positive lowered the payment"),
    Column("claim_cents", "Claims", "dollars"),
    Column("off_bank_cents", "Out of balance", "dollars"),
    Column("refused_cents", "In refused claims", "dollars"),
)
REASONS = (
    Column("words", "Provider adjustment"),
    Column("reason", "Code"),
    Column("count", "How many", "count"),
    Column("cents", "Dollars", "dollars", "Positive lowered the payment, negative raised it"),
    Column("named_cents", "Names a claim", "dollars", "The reference is the payer's number of a claim here"),
    Column("outside", "Without reversal", "count"),
)
OUTSIDE = (
    Column("payer_name", "Payer", said=words.name),
    Column("payment_date", "Date", "day"),
    Column("reason", "What", said=lambda code: PLB_WORDS.get(code, code)),
    Column("cents", "Dollars", "dollars"),
    Column("claim_id", "Claim"),
    Column("reference", "Reference"),
)


def render(at: At, view: View) -> None:
    """Headline, waterfall, payments that differ, provider adjustments, takebacks outside the line."""
    del view  # the bank knows no filter
    payments, adjustments = paid.bank_payments(at), paid.provider_adjustments(at)
    found = bridge_of(payments, paid.paid_lines(at))
    elements.headline(reconciliation_headline(found, payments), reach(at))
    if not payments.height:
        return
    elements.chart(reconciliation_chart(found), key="reconciliation")
    _differences(payments)
    _adjustments(adjustments)


def _differences(payments: pl.DataFrame) -> None:
    off = off_payments(payments)
    elements.titled(
        f"{words.number_of(off.height, 'payment')} with a difference" if off.height else "No payment has a difference",
        "What the file itself says does not add up, or claims of it that were refused (see the Data page).",
    )
    if off.height:
        table(off, PAYMENTS, key="off", alt="Payments with a difference")
    else:
        no_rows("Every payment equals its claims less its provider adjustments, to the cent.")
    downloads(lambda: payments, PAYMENTS, "96372 payments", {"Rows": "all payments"}, key="payments", holds_phi=False)


def _adjustments(adjustments: pl.DataFrame) -> None:
    if not adjustments.height:
        return
    elements.titled("Provider adjustments (PLB)", "Money that moved outside any claim line: it changes no line here.")
    reasons = in_words(by_reason(adjustments))
    table(reasons, REASONS, key="plb", alt="Provider adjustments by reason")
    downloads(lambda: reasons, REASONS, "96372 provider adjustments", {"Rows": "by reason"}, key="plb", holds_phi=False)
    outside = adjustments.filter("is_outside")
    elements.titled(
        outside_title(adjustments),
        "An overpayment recovery that names a claim whose lines were never reversed: the line still shows as paid. Ask "
        "the payer for the reversal, or find the letter.",
    )
    if outside.height:
        table(outside, OUTSIDE, key="outside", alt="Recoveries without a reversal of their claim")
        downloads(
            lambda: outside,
            OUTSIDE,
            "96372 taken back outside the line",
            {"Rows": "all"},
            key="outside",
            holds_phi=True,
        )


if __name__ == "__main__":
    show(render)
