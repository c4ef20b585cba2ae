"""The sentences of the data page: what came in, and what a person should look at."""

import polars as pl

from analytics import words
from analytics.charts.model import Chart, Step, Waterfall
from analytics.charts.tiles import Tile
from analytics.metrics.reconciled import Bridge, TakenBack

FEWEST_ANSWERS = 30
"""A payer with fewer answered claims is called one without remittances (meanings 20)."""


def intake_headline(loads: pl.DataFrame, refused: pl.DataFrame, unbalanced: int) -> str:
    """Whether everything that came in is in the numbers."""
    files = words.number_of(loads.height, "file")
    faults = [
        f"{words.number_of(refused.height, 'part', 'parts')} refused" if refused.height else "",
        f"{words.number_of(unbalanced, 'payment')} out of balance" if unbalanced else "",
    ]
    if not any(faults):
        return f"{files} loaded; nothing was refused, and every payment balances."
    return f"{files} loaded; {words.listing([fault for fault in faults if fault])}: see below."


def intake_tiles(loads: pl.DataFrame, refused: pl.DataFrame) -> list[Tile]:
    """What came in, in four numbers."""
    claims, remits = (loads.filter(pl.col(f"{side}_claims") > 0) for side in ("sent", "answered"))
    return [
        _plain("Files", words.count(loads.height), f"{claims.height} with claims, {remits.height} with remittances"),
        _plain(
            "Claims sent",
            words.count(_sum(claims, "sent_claims")),
            f"{words.short_money(_sum(claims, 'sent_cents'))} charged",
        ),
        _plain(
            "Claims answered",
            words.count(_sum(remits, "answered_claims")),
            f"{words.short_money(_sum(remits, 'answered_cents'))} paid, corrections included",
        ),
        _plain("Refused", words.count(refused.height), "files, transactions and claims, listed with their reason"),
    ]


def _sum(frame: pl.DataFrame, column: str) -> int:
    return int(frame.select(pl.col(column).sum()).item())


def _plain(label: str, value: str, note: str) -> Tile:
    return Tile(label, value, "", "off", "grey", "", note, "", ())


def balance_sentence(balance: pl.DataFrame) -> str:
    """Whether money adds up within the remittances."""
    off = {row["level"]: row["unbalanced"] for row in balance.iter_rows(named=True)}
    if balance.height and balance["checked"].sum() == balance["unknown"].sum():
        return "Whether remittances add up cannot be checked: their files say too little"
    if not sum(off.values()):
        return "Every remittance adds up to the cent at service, claim and transaction level"
    parts = [words.number_of(off[level], name) for level, name in _LEVELS.items() if off.get(level)]
    return f"{words.listing(parts)} do not add up; they are loaded as sent and counted"


_LEVELS = {"transaction": "transaction", "claim": "claim", "service": "service line"}


def unmatched_sentence(unmatched: pl.DataFrame) -> str:
    """How much money came for claims that the store has not seen."""
    if not unmatched.height:
        return "Every remittance line belongs to a claim in the store"
    lines = words.number_of(int(unmatched["lines"].sum()), "remittance line")
    return (
        f"{lines} without a claim in the store, {words.short_money(_sum(unmatched, 'charge_cents'))} charged and "
        f"{words.short_money(_sum(unmatched, 'paid_cents'))} paid: load the 837P files of those months"
    )


def silent_sentence(silent: pl.DataFrame) -> str:
    """Payers that claims were sent to but that hardly any answer came from."""
    if not silent.height:
        return f"Every payer has answered at least {FEWEST_ANSWERS} claims"
    names = words.listing([words.name(name) for name in silent["payer_name"]], most=4)
    return f"Few or no remittances from {names}: ask for their 835 files; until then they are not called overdue"


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
