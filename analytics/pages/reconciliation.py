"""Reconciliation: is every cent from the bank found again in the lines?"""

import polars as pl

from analytics import words
from analytics.charts.data import (
    TAKEN_WORDS,
    in_words,
    reconciliation_chart,
    reconciliation_headline,
    takeback_title,
)
from analytics.metrics.cubes import View
from analytics.metrics.reconciled import bridge_of, by_reason, gone, off_payments, taken_back
from analytics.pages import cache, components
from analytics.pages.data import reach
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, no_rows, table

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
)
TAKEN = (
    Column("kind", "What", said=lambda kind: TAKEN_WORDS.get(kind, kind)),
    Column("gone_cents", "Dollars", "dollars", "What no line shows: the takeback less what the claim's payment fell"),
    Column("claim_id", "Claim", help="The claim that the reference names, by the payer's number or ours"),
    Column("payer_name", "Payer", said=words.name),
    Column("payment", "Check or EFT", help="The last payment that took it"),
    Column("payment_date", "Date", "day"),
    Column("reference", "Reference", help="As the payer wrote it"),
    Column(
        "amount_cents", "Taken in all", "dollars", "Recoveries less what was postponed, carried forward or refunded"
    ),
)


def render(at: DataVersion, view: View) -> None:
    """Headline, waterfall, takebacks that no line shows, payments that differ, provider adjustments."""
    del view  # the bank knows no filter
    payments = cache.bank_payments(at)
    found = bridge_of(payments, cache.paid_lines(at))
    components.headline(reconciliation_headline(found, payments), reach(at))
    if not payments.height:
        return
    components.chart(reconciliation_chart(found), key="reconciliation")
    _takebacks(cache.takebacks(at))
    _differences(payments)
    _adjustments(cache.provider_adjustments(at))


def _differences(payments: pl.DataFrame) -> None:
    off = off_payments(payments)
    components.titled(
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
    components.titled("Provider adjustments (PLB)", "Money that moved outside any claim line: it changes no line here.")
    reasons = in_words(by_reason(adjustments))
    table(reasons, REASONS, key="plb", alt="Provider adjustments by reason")
    downloads(lambda: reasons, REASONS, "96372 provider adjustments", {"Rows": "by reason"}, key="plb", holds_phi=False)


def _takebacks(takebacks: pl.DataFrame) -> None:
    """What the payers took back at provider level, claim by claim, and what names no claim at all."""
    found, rows = taken_back(takebacks), gone(takebacks)
    components.titled(
        takeback_title(found),
        "Recoveries in PLB, less what was postponed, carried forward or our own refund. Outside the line: the claim's "
        "lines still show as paid; ask the payer for the reversal, or find the letter. Unallocated: the reference "
        "names no claim here; ask the payer which one is meant.",
    )
    if not rows.height:
        return
    table(rows, TAKEN, key="taken", alt="Takebacks by PLB that no line shows")
    downloads(lambda: rows, TAKEN, "96372 taken back outside the line", {"Rows": "all"}, key="taken", holds_phi=True)


if __name__ == "__main__":
    show(render)
