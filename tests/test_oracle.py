"""Two engines read the same histories: queries/build, and plain Python written from the text of the rules."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

import polars as pl
from drawn import build, stored
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracle import Event, Line, read

CHARGE = Decimal("40.00")
START = date(2025, 2, 3)
HISTORIES = 150

# What a payer may say of $40.00: status, frequency, paid, adjustments, allowed as sent.
# With remarks, those of the line and those of the claim follow.
SAYINGS: dict[str, tuple[str, ...]] = {
    "paid": ("1", "1", "16.00", "CO-45 20.00, PR-2 4.00", ""),
    "paid and forwarded": ("19", "1", "16.00", "CO-45 20.00, PR-2 4.00", ""),
    "paid more": ("1", "7", "18.00", "CO-45 18.00, PR-2 4.00", ""),
    "paid less sequestration": ("1", "1", "15.68", "CO-45 20.00, PR-2 4.00, CO-253 0.32", ""),
    "paid with incentive": ("1", "1", "17.00", "CO-45 20.00, PR-2 4.00, CO-144 -1.00", "20.00"),
    "deductible": ("1", "1", "0.00", "CO-45 20.00, PR-1 20.00", ""),
    "spending account": ("1", "1", "0.00", "CO-45 20.00, OA-187 20.00", ""),
    "bundled": ("1", "1", "0.00", "CO-97 40.00", ""),
    "modifier, replaced": ("1", "7", "0.00", "CO-4 40.00", ""),
    "several codes": ("1", "1", "0.00", "CO-16 10.00, PI-50 25.00, CO-45 5.00", ""),
    "tied codes": ("1", "1", "0.00", "CO-96 20.00, CO-236 20.00", ""),
    "part denied": ("1", "1", "8.00", "CO-151 20.00, CO-45 10.00, PR-2 2.00", ""),
    "to the patient": ("1", "1", "0.00", "PR-96 40.00", ""),
    "patient unknown": ("4", "1", "0.00", "CO-31 40.00", ""),
    "unknown code, nothing allowed": ("1", "1", "0.00", "CO-ZZ9 40.00", ""),
    "unknown code, paid": ("1", "1", "16.00", "CO-ZZ9 20.00, PR-2 4.00", ""),
    "unknown code, patient's group": ("1", "1", "0.00", "PR-ZZ9 40.00", ""),
    "zero without reason": ("1", "1", "0.00", "CO-45 40.00", ""),
    "out of network": ("1", "1", "10.00", "PR-45 15.00, PR-2 15.00", ""),
    "out of network, signed": ("1", "1", "10.00", "PR-45 -15.00, CO-45 30.00, PR-253 5.00, PR-2 10.00", ""),
    "all of it the patient's": ("1", "1", "0.00", "PR-45 40.00", ""),
    "nearly all of it": ("1", "1", "0.00", "PR-45 39.99, CO-45 0.01", ""),
    "protected": ("1", "1", "16.00", "CO-45 20.00, PR-2 4.00", "", "N782"),
    "protected, nothing paid": ("19", "1", "0.00", "CO-45 20.00, PR-1 20.00", "", "N781"),
    "missing, remarks": ("1", "1", "0.00", "CO-16 40.00", "", "MA01 M76 N822", "N20"),
    "missing, remarks of the claim": ("1", "1", "0.00", "CO-16 40.00", "", "N142 MA130", "MA63 N519"),
    "missing, routes": ("1", "1", "0.00", "CO-16 40.00", "", "N142", "N522"),
    "final": ("1", "1", "0.00", "CO-29 40.00", "", "MA46 N211", ""),
    "upheld": ("1", "1", "0.00", "CO-193 40.00", ""),
    "part upheld": ("1", "1", "8.00", "PI-193 20.00, CO-50 5.00, CO-45 7.00", "", "MA130", ""),
    "pended": ("1", "1", "0.00", "OA-133 40.00", ""),
    "routed": ("1", "1", "0.00", "OA-109 40.00", ""),
    "capitated": ("1", "1", "0.00", "CO-24 40.00", ""),
    "capitated with a copay": ("1", "1", "0.00", "CO-24 30.00, PR-3 10.00", ""),
    "capitated, and paid": ("1", "1", "5.00", "CO-24 25.00, PR-3 10.00", ""),
    "forwarded, not ours": ("23", "1", "0.00", "OA-45 40.00", ""),
    "our duplicate": ("1", "1", "0.00", "OA-18 40.00", ""),
    "predetermined": ("25", "1", "16.00", "CO-45 20.00, PR-2 4.00", ""),
    "secondary": ("2", "1", "4.00", "OA-23 36.00", ""),
    "secondary leaves a share": ("2", "1", "2.00", "OA-23 34.00, PR-2 4.00", ""),
    "secondary by 23": ("1", "1", "3.00", "OA-23 36.00, PR-2 1.00", ""),
    "sent as 22": ("22", "1", "16.00", "CO-45 20.00, PR-2 4.00", ""),
}
UNDOINGS = ("undo the last", "undo the first", "undo the last without 22", "undo what never was")
SAID = (*SAYINGS, *UNDOINGS, *UNDOINGS, *UNDOINGS[:2], "paid", "bundled")
MOVES = list(product(SAID, (0, 1, 1), ("ONE", "ONE", "TWO")))
Move = tuple[str, int, str]


def told(moves: Iterable[Move]) -> list[Event]:
    """The events of a history: what is said, how many days later, and by whom."""
    events: list[Event] = []
    day = START
    for position, (saying, gap, payer) in enumerate(moves):
        day += timedelta(days=gap)
        is_undoing = saying in UNDOINGS
        event = undone(events, saying, day, position, payer) if is_undoing else said(saying, day, position, payer)
        events.append(event)
    return events


def said(saying: str, day: date, position: int, payer: str) -> Event:
    status, frequency, paid, adjusted, allowed, *remarks = SAYINGS[saying]
    triplets = [part.replace("-", " ", 1).split() for part in adjusted.split(",")]
    adjustments = tuple((group, code, Decimal(amount)) for group, code, amount in triplets)
    sent = Decimal(allowed) if allowed else None
    codes = [tuple(text.split()) for text in remarks]
    return Event(day, position, payer, status, frequency, CHARGE, Decimal(paid), adjustments, sent, *codes)


def undone(events: list[Event], how: str, day: date, position: int, payer: str) -> Event:
    """The reversal of one of the events so far, by its payer; of an invented payment if there is none."""
    originals = [event for event in events if not event.is_reversal and how != "undo what never was"]
    invented = Event(day, position, payer, "1", "1", CHARGE, Decimal("11.00"), (("CO", "45", Decimal("29.00")),))
    event = (originals[0] if "first" in how else originals[-1]) if originals else invented
    status = event.status if how.endswith("without 22") else "22"
    taken = tuple((group, code, -amount) for group, code, amount in event.adjustments)
    sent = None if event.sent_allowed is None else -event.sent_allowed
    return Event(day, position, event.payer, status, "1", -event.charge, -event.paid, taken, sent)


def row(event: Event) -> dict[str, str]:
    """An event as it is drawn."""
    return {
        "on": str(event.day),
        "payer": event.payer,
        "status": event.status,
        "freq": event.frequency,
        "code": "96372",
        "charge": str(event.charge),
        "paid": str(event.paid),
        "adj": ", ".join(f"{group}-{code} {amount}" for group, code, amount in event.adjustments),
        "remarks": " ".join(event.remarks),
        "moa": " ".join(event.claim_remarks),
        "b6": "" if event.sent_allowed is None else str(event.sent_allowed),
    }


def rows(histories: list[list[Event]], *, with_claims: bool, order: Random) -> dict[str, pl.DataFrame]:
    """Stored rows of many lines, one claim each, in any order."""
    remits = [
        {"claim": f"C{number}", "trace": f"C{number}E{event.position:03}", **row(event)}
        for number, events in enumerate(histories)
        for event in events
    ]
    line = {"code": "96372", "charge": str(CHARGE), "payer": "ONE"}
    claims = [{**line, "claim": f"C{number}", "patient": f"P{number}"} for number in range(len(histories))]
    tables = stored(claims if with_claims else "", remits)
    # The place within a day is the interchange control number: each event came in an interchange of its own.
    payments = tables["remit_payment"].with_columns(interchange_control=pl.col("trace").str.slice(-3))
    seed = order.randrange(2**32)
    mixed = {**tables, "remit_payment": payments}
    return {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in mixed.items()}


def built(tables: dict[str, pl.DataFrame]) -> dict[str, Line]:
    """What queries/build makes of them, by claim number."""
    names = [field.name for field in fields(Line)]
    frame = build(tables, tables=("line",))["line"]
    # A short payment's disposition needs an expected amount, which no event tells.
    frame = frame.with_columns(pl.when(pl.col("open_denial") > 0).then("disposition").alias("disposition"))
    return {claim: Line(*facts) for claim, *facts in frame.select("claim_id", *names).iter_rows()}


def disagreement(histories: list[list[Event]], found: dict[str, Line]) -> str:
    """The shortest history on which the two engines differ, as a person would draw it; nothing if they agree."""
    wrong = [number for number, events in enumerate(histories) if found.get(f"C{number}") != read(events)]
    if not wrong:
        return ""
    number = min(wrong, key=lambda at: len(histories[at]))
    events = histories[number]
    drawn = [f"{e.day:%m-%d} | {e.payer} | {e.status} | {e.charge} | {e.paid} | {e.adjustments}" for e in events]
    readings = [f"build  {found.get(f'C{number}')}", f"oracle {read(events)}"]
    return "\n".join([f"{len(wrong)} of {len(histories)} differ, such as", *drawn, *readings])


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(st.lists(st.sampled_from(MOVES), min_size=1, max_size=6), min_size=HISTORIES, max_size=HISTORIES),
    st.booleans(),
    st.integers(0, 2**32),
)
def test_two_engines_agree_on_every_history(moves: list[list[Move]], with_claims: bool, seed: int) -> None:
    """Any events of any payers on any days, rows in any order, with the claim at hand or without."""
    histories = [told(each) for each in moves]
    found = built(rows(histories, with_claims=with_claims, order=Random(seed)))
    assert not disagreement(histories, found)


def test_two_engines_agree_on_every_pair_of_sayings() -> None:
    """All that can be said twice in a row, on one day and on two, by one payer and by two."""
    sayings = (*SAYINGS, *UNDOINGS)
    histories = [
        told([(first, 1, "ONE"), (second, gap, payer)])
        for first, second, gap, payer in product(sayings, sayings, (0, 1), ("ONE", "TWO"))
    ]
    found = built(rows(histories, with_claims=True, order=Random(1)))
    assert not disagreement(histories, found)


def test_the_oracle_knows_the_simple_histories() -> None:
    """It is no mirror: a few answers counted by hand."""
    assert read(told([("paid", 1, "ONE")])).state == "paid"
    assert read(told([("paid", 1, "ONE"), ("undo the last", 1, "ONE")])).state == "awaiting_correction"
    taken = read(told([("paid", 1, "ONE"), ("undo the last", 1, "ONE"), ("bundled", 1, "ONE")]))
    assert (taken.state, taken.initial_denial, taken.open_denial, taken.paid) == ("taken_back", 0, CHARGE, 0)
    recovered = read(told([("bundled", 1, "ONE"), ("paid", 1, "ONE"), ("secondary", 1, "TWO")]))
    assert (recovered.state, recovered.paid, recovered.patient_share) == ("recovered", Decimal("20.00"), 0)
