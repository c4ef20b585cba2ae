"""What the reconciliation says: bank, provider adjustments, claims, lines; every difference is listed."""

import polars as pl

from analytics import words
from analytics.charts.model import Chart
from analytics.charts.waterfall import Step, Waterfall
from analytics.metrics.reconciled import Bridge, TakenBack

PLB_WORDS = {
    "WO": "Overpayment recovery",
    "FB": "Forward balance",
    "72": "Authorized return",
    "L6": "Interest",
    "CS": "Adjustment",
}
"""Reasons of provider adjustments in our own words; others are shown as sent."""


def reconciliation_headline(found: Bridge, payments: pl.DataFrame) -> str:
    """Whether every cent from the bank is found again in the lines."""
    if not payments.height:
        return "No remittance is loaded: there is no payment to reconcile"
    count = words.number_of(payments.height, "payment")
    off = int(payments.filter(pl.col("off_bank_cents").fill_null(0) != 0).height)
    bank = f"{words.exact(found.bank)} in {count}"
    if not found.unbalanced and not found.refused and not found.elsewhere and not off:
        return f"{bank} reconcile to the cent: bank, provider adjustments, claims and lines, difference $0.00"
    parts = [
        f"{words.number_of(off, 'payment')} out of balance as sent" if off else "",
        f"{words.exact(found.refused)} in refused claims" if found.refused else "",
        f"{words.exact(found.elsewhere)} counted in another payment" if found.elsewhere else "",
    ]
    return f"{bank}: {words.listing([part for part in parts if part])}; every difference is listed below"


def reconciliation_chart(found: Bridge) -> Chart:
    """From the bank to the lines as a waterfall whose steps add up."""
    changes = {
        "Taken or given by provider adjustments (PLB)": found.adjusted,
        "Out of balance as sent": -found.unbalanced,
        "Refused claims": -found.refused,
        "Counted in another payment": -found.elsewhere,
    }
    told = {label: cents for label, cents in changes.items() if cents}
    steps = [
        Step(label, cents, words.signed(cents, words.exact), f"{label}: {words.signed(cents, words.exact)}")
        for label, cents in told.items()
    ]
    first = Step("Bank payments", found.bank, words.exact(found.bank), "BPR02 of all payments", is_total=True)
    last = Step("Paid on service lines", found.lines, words.exact(found.lines), "All lines of the facts", is_total=True)
    equation = " ".join(
        [words.exact(found.bank), *(words.signed(cents, words.exact, apart=True) for cents in told.values())]
    )
    title = f"{equation} = {words.exact(found.lines)}"
    return Chart(
        title=title,
        subtitle=f"All payments loaded, each once. Of the lines, {words.exact(found.injections)} is 96372",
        alt=f"Waterfall from bank payments to service lines. {title}.",
        marks=Waterfall((first, *steps, last), title),
    )


TAKEN_WORDS = {
    "outside": "Taken back outside the line",
    "beyond_reversal": "Beyond what was reversed",
    "unallocated": "Unallocated takeback",
}


def takeback_title(found: TakenBack) -> str:
    """Money taken back by PLB that no line shows; “none” only where nothing is gone."""
    if not found.gone:
        if not found.shown:
            return "No money was taken back outside a line"
        return f"{words.exact(found.shown)} taken back by PLB, and all of it is reversed on its lines"
    parts = [
        f"{words.exact(found.outside)} outside the line of {words.number_of(found.outside_count, 'claim')}"
        if found.outside
        else "",
        f"{words.exact(found.unallocated)} unallocated ({words.number_of(found.unallocated_count, 'reference')})"
        if found.unallocated
        else "",
    ]
    return f"{words.exact(found.gone)} taken back that no line shows: {words.listing([part for part in parts if part])}"


def in_words(reasons: pl.DataFrame) -> pl.DataFrame:
    """Beside each reason of provider adjustments what it is called."""
    said = pl.col("reason").replace_strict(PLB_WORDS, default=pl.col("reason"), return_dtype=pl.String())
    return reasons.with_columns(words=said)
