"""The sentences of the data page: what came in, and what a person should look at."""

import polars as pl

from analytics import words
from analytics.charts.tiles import Tile

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
