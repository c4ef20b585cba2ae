"""A second, dumb engine: what one line's events say, read one by one in plain Python (meanings 13–18, 21, 22).

Written from the rules and not from queries/build, so that two readers of the same text can be compared.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from analytics import reference

ZERO = Decimal("0.00")
CODES = {row["code"]: row for row in reference.carc_class().iter_rows(named=True)}
PROTECTED = {"N781", "N782", "N783"}
"""Remarks on a patient whose share only Medicaid may be asked for."""
SPECIFIC = {"236": 0, "97": 1, "96": 3, "16": 4, "A1": 5}
OTHER_CODE = 2
LISTED = [row for row in reference.remark_class().iter_rows(named=True) if not row["alert"]]
REMARKS = {row["code"]: row["category"] for row in LISTED}
PLACE = {row["code"]: at for at, row in enumerate(LISTED)}
TOLD = {row["code"]: row["disposition"] for row in reference.remark_disposition().iter_rows(named=True)}
ORDER = ("unprocessable", "no_appeal", "first_appeal_lost", "other_route")
DISPOSITION = {
    "unprocessable": "unprocessable",
    "no_appeal": "no_appeal",
    "appeal_lost": "first_appeal_lost",
    **dict.fromkeys(
        ("new_claim_asked", "corrected_claim_asked", "split_asked", "no_appeal_but_resubmit", "wait"), "other_route"
    ),
}


@dataclass(frozen=True)
class Event:
    """One answer of one payer to one line, as sent."""

    day: date
    position: int  # among the events of its day
    payer: str
    status: str
    frequency: str
    charge: Decimal
    paid: Decimal
    adjustments: tuple[tuple[str, str, Decimal], ...]
    sent_allowed: Decimal | None = None
    remarks: tuple[str, ...] = ()
    claim_remarks: tuple[str, ...] = ()

    def total(self, name: str) -> Decimal:
        return sum((amount for group, code, amount in self.adjustments if class_of(group, code) == name), ZERO)

    def has(self, name: str) -> bool:
        return any(class_of(group, code) == name for group, code, _ in self.adjustments)

    @property
    def is_reversal(self) -> bool:
        return self.charge < 0 or (self.status == "22" and self.charge <= 0)

    @property
    def allowed(self) -> Decimal:
        derived = self.paid + self.total("patient_share") + self.after_allowed
        return derived if self.sent_allowed is None else self.sent_allowed

    @property
    def after_allowed(self) -> Decimal:
        """What was taken off after pricing; what is put on the patient was not (21)."""
        cut = (a for group, code, a in self.adjustments if group != "PR" and CODES.get(code, {}).get("after_allowed"))
        return sum(cut, ZERO)

    @property
    def uncollectable(self) -> Decimal:
        return self.total("patient_share") if PROTECTED & set(self.remarks) else ZERO

    @property
    def is_capitated(self) -> bool:
        """24; no payer of these histories is Medicare (16)."""
        return self.paid == 0 and "24" in {code for _, code, _ in self.adjustments}

    @property
    def is_left_to_patient(self) -> bool:
        """The whole charge in group PR under a contractual code (17)."""
        return self.is_nothing and self.denial == 0 and 0 < self.charge <= self.total("balance_billable")

    @property
    def is_nothing(self) -> bool:
        return self.paid == 0 and self.allowed == 0

    @property
    def denied(self) -> dict[tuple[str, str], Decimal]:
        """Denied dollars by group and code."""
        dollars: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for group, code, amount in self.adjustments:
            kind = class_of(group, code)
            unknown = kind == "unclassified" and group in ("CO", "OA", "PI") and self.allowed == 0
            if kind == "denial" or unknown:
                dollars[group, code] += amount
        return dict(dollars)

    @property
    def denial(self) -> Decimal:
        return sum(self.denied.values(), ZERO)

    @property
    def cause(self) -> tuple[str, str] | None:
        """Group and code of the largest denied dollars; ties go to the more specific code."""
        return min(self.denied, key=lambda at: (-self.denied[at], SPECIFIC.get(at[1], OTHER_CODE)), default=None)

    @property
    def category(self) -> str | None:
        """What the cause stands for; a code that needs a remark takes that of one (17)."""
        if self.cause is None:
            return None
        code = CODES.get(self.cause[1], {})
        own = str(code.get("category", "unclassified"))
        return (explained(self.remarks, self.claim_remarks) or own) if code.get("needs_remark") else own

    @property
    def disposition(self) -> str | None:
        """What can be done about it, the first of the rule's order (41)."""
        remarks = {*self.remarks, *self.claim_remarks}
        found = {DISPOSITION[told] for told in map(TOLD.get, remarks) if told in DISPOSITION}
        if any(code == "193" and amount > 0 for _, code, amount in self.adjustments):
            found.add("first_appeal_lost")
        first = next((name for name in ORDER if name in found), None)
        return None if self.is_reversal or (first == "unprocessable" and self.allowed > 0) else first

    @property
    def is_pend(self) -> bool:
        return self.has("pended") and self.is_nothing

    @property
    def is_routed(self) -> bool:
        return self.is_nothing and not self.is_capitated and (self.has("routed") or self.status == "23")

    @property
    def is_own_duplicate(self) -> bool:
        return self.is_nothing and self.denial > 0 and {code for _, code in self.denied} == {"18"}

    @property
    def says_secondary(self) -> bool:
        return self.status in ("2", "3", "20", "21") or ("OA", "23") in {(g, c) for g, c, _ in self.adjustments}


def explained(remarks: Sequence[str], claim_remarks: Sequence[str]) -> str | None:
    """The category of a non-alert remark: of those that only explain before those that say what to do, of the line
    before the claim, the first of the table."""
    ranked = [
        (code in TOLD, level, PLACE[code], REMARKS[code])
        for level, codes in enumerate((remarks, claim_remarks))
        for code in codes
        if code in REMARKS and code not in ("MA130", "MA113", "N211")
    ]
    return min(ranked)[-1] if ranked else None


def class_of(group: str, code: str) -> str:
    name = str(CODES.get(code, {}).get("class", "unclassified"))
    if name == "contractual" and group == "PR":
        return "balance_billable"
    return "contractual" if name == "patient_share" and group != "PR" and code not in ("187", "238") else name


@dataclass(frozen=True)
class Line:
    """What the events of a line say of it."""

    state: str
    initial_denial: Decimal
    open_denial: Decimal
    paid: Decimal
    allowed: Decimal | None
    patient_share: Decimal | None
    balance_billable: Decimal
    uncollectable_share: Decimal
    contractual: Decimal
    first_answer_date: date | None
    initial_reason: str | None
    open_reason: str | None
    initial_category: str | None
    open_category: str | None
    disposition: str | None  # of a denial that stands


def read(events: Sequence[Event]) -> Line:
    """One line from its events, in any order."""
    ordered = sorted(events, key=lambda event: (event.day, not event.is_reversal, event.frequency, event.position))
    cancelled = cancellations(ordered)
    kinds, secondary = kinds_of(ordered, cancelled)
    answers = [at for at, kind in enumerate(kinds) if kind == "answer"]
    standing = [at for at in answers if at not in cancelled]
    first = ordered[answers[0]] if answers else None
    current = ordered[standing[-1]] if standing else None
    later = [at for at, kind in enumerate(kinds) if kind == "secondary" and at not in cancelled]
    initial, standing_denial = upheld(ordered, first), upheld(ordered, current)
    speaks_last = later and later[-1] > (standing[-1] if standing else -1)
    share = ordered[later[-1]] if speaks_last else current
    is_protected = any(event and event.uncollectable for event in (current, share))
    return Line(
        state=state_of(ordered, cancelled, kinds, secondary),
        initial_denial=first.denial if first else ZERO,
        open_denial=current.denial if current else ZERO,
        paid=sum((event.paid for event, kind in zip(ordered, kinds, strict=True) if kind != "predetermination"), ZERO),
        allowed=current.allowed if current else None,
        patient_share=None if all(secondary) else share.total("patient_share") if share else ZERO,
        balance_billable=current.total("balance_billable") if current else ZERO,
        uncollectable_share=share.total("patient_share") if share and is_protected else ZERO,
        contractual=current.total("contractual") - current.after_allowed if current else ZERO,
        first_answer_date=first.day if first else None,
        initial_reason=initial[0],
        open_reason=standing_denial[0],
        initial_category=initial[2],
        open_category=standing_denial[2],
        disposition=current.disposition if current and current.denial > 0 else None,
    )


def upheld(ordered: Sequence[Event], event: Event | None) -> tuple[str | None, str | None, str | None]:
    """Reason, group and category of an event's denial; 193 keeps those of the denial before it, no duplicate's (17)."""
    if event is None or event.cause is None:
        return None, None, None
    before = [
        other
        for other in ordered[: ordered.index(event)]
        if not other.is_reversal and other.status != "25" and other.cause and other.cause[1] != "193"
    ]
    if event.cause[1] == "193" and before:
        before = [other for other in before if other.payer == event.payer] or before
        event = ([other for other in before if not other.is_own_duplicate] or before)[-1]
    assert event.cause
    return event.cause[1], event.cause[0], event.category


def cancellations(ordered: Sequence[Event]) -> dict[int, int]:
    """Which event is cancelled by which reversal (13)."""
    cancelled: dict[int, int] = {}
    for at, reversal in enumerate(ordered):
        if not reversal.is_reversal:
            continue
        fitting = [
            other
            for other, event in enumerate(ordered)
            if not event.is_reversal and event.payer == reversal.payer and other not in cancelled
            and (event.charge, event.paid) == (-reversal.charge, -reversal.paid)
        ]  # fmt: skip
        before = [other for other in fitting if other < at]
        after = [other for other in fitting if other > at and ordered[other].day == reversal.day]
        if before or after:
            cancelled[before[-1] if before else after[0]] = at
    return cancelled


def kinds_of(ordered: Sequence[Event], cancelled: dict[int, int]) -> tuple[list[str], list[bool]]:
    """Each event's kind, and whether it is a later payer's (14–16)."""
    paying = [
        at
        for at, event in enumerate(ordered)
        if not event.is_reversal and not event.says_secondary and event.status != "25" and at not in cancelled
        and (event.paid > 0 or event.allowed > 0)
    ]  # fmt: skip
    secondary = [
        event.says_secondary or bool(paying and at > paying[0] and event.payer != ordered[paying[0]].payer)
        for at, event in enumerate(ordered)
    ]
    for original, reversal in cancelled.items():
        secondary[reversal] = secondary[original]
    kinds = [kind_of(event, side) for event, side in zip(ordered, secondary, strict=True)]
    if "answer" not in kinds:
        kinds = ["answer" if kind == "duplicate" else kind for kind in kinds]
    return kinds, secondary


def kind_of(event: Event, is_secondary: bool) -> str:
    tests = (
        ("reversal", event.is_reversal),
        ("predetermination", event.status == "25"),
        ("secondary", is_secondary),
        ("pend", event.is_pend),
        ("routed", event.is_routed),
        ("duplicate", event.is_own_duplicate),
    )
    return next((name for name, fits in tests if fits), "answer")


def state_of(ordered: Sequence[Event], cancelled: dict[int, int], kinds: list[str], secondary: list[bool]) -> str:
    """The first state that fits (18); nothing here is voided, withdrawn or short of a fee."""
    answers = [at for at, kind in enumerate(kinds) if kind == "answer"]
    standing = [at for at in answers if at not in cancelled]
    if not standing:
        return state_without_answer(ordered, cancelled, kinds, secondary)
    current, first = ordered[standing[-1]], ordered[answers[0]]
    was_paid = any(at in cancelled and at < standing[-1] and not ordered[at].is_nothing for at in answers)
    if current.is_capitated:
        return "capitated"
    if current.is_left_to_patient:
        return "denied_to_patient"
    if current.denial > 0:
        if was_paid:
            return "taken_back"
        if current.allowed > 0:
            return "part_denied"
        return "denied_to_patient" if upheld(ordered, current)[1] == "PR" else "denied"
    if current.is_nothing:
        return "underpaid"
    if first.denial > 0:
        return "recovered"
    return "patient_share" if current.paid == 0 else "paid"


def state_without_answer(
    ordered: Sequence[Event], cancelled: dict[int, int], kinds: list[str], secondary: list[bool]
) -> str:
    """Nothing answered that still stands (14, 16)."""
    last_answer = max((at for at, kind in enumerate(kinds) if kind == "answer"), default=-1)
    since = {kind for at, kind in enumerate(kinds) if at > last_answer and at not in cancelled}
    if "pend" in since:
        return "pended"
    if "routed" in since:
        was_paid = any(kind == "answer" and not ordered[at].is_nothing for at, kind in enumerate(kinds))
        return "taken_back" if was_paid else "routed"
    primary = {kind for kind, is_later in zip(kinds, secondary, strict=True) if not is_later}
    return "awaiting_correction" if primary & {"answer", "pend", "routed", "reversal"} else "no_response"
