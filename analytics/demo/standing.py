"""Where a line stands at the cut-off, told from what the world planned for it and not from any file.

It follows the sense of meanings 13-22 over the world's own kinds of response: the world knows which answer a
reversal cancels and what a denial is, so nothing here reads a code.
"""

from dataclasses import dataclass
from datetime import date

from analytics.demo.adjudication import Decision
from analytics.demo.fees import medicare_fee
from analytics.demo.payers import Payer
from analytics.demo.story import Response, Story
from analytics.demo.visits import Service

PAID_STATES = frozenset(("paid", "underpaid", "patient_share", "part_denied", "recovered"))
OTHER_WAYS = frozenset(("capitated", "in_encounter_rate"))  # of being paid than by the line
DENIED_STATES = frozenset(("denied", "denied_to_patient", "taken_back"))


@dataclass(slots=True)
class Standing:
    """The final facts of one billed line as of the cut-off; amounts are cents."""

    service: Service
    payer: Payer
    state: str
    first: Decision | None = None
    current: Decision | None = None
    paid: int = 0
    patient_share: int = 0
    answered: date | None = None
    has_secondary: bool = False

    @property
    def open_denial(self) -> int:
        return self.current.denied if self.current else 0

    @property
    def state_first(self) -> str:
        """The state that the first answer alone would give."""
        return decided(self.first) if self.first else ""


def expected_by_medicare(story: Story, service: Service) -> int:
    """The national fee of the line, never above its charge."""
    fee = medicare_fee("96372", story.visit.day, place=story.visit.place, npp=service.provider.is_npp)
    return min(fee * service.units, service.charge)


def decided(decision: Decision) -> str:
    """The state of a line with this one decision and no history."""
    if decision.way:
        return decision.way
    if decision.denied:
        if decision.allowed:
            return "part_denied"
        return "denied_to_patient" if decision.to_patient else "denied"
    if decision.without_reason:
        return "underpaid"
    return "patient_share" if decision.paid == 0 and decision.share else "paid"


class Ledger:
    """The visible events of one line, in the order in which they happened."""

    def __init__(self, story: Story, number: int, cutoff: date) -> None:
        self.events: list[tuple[Response, Decision]] = [
            (response, decision)
            for response in story.responses
            if response.day <= cutoff
            for decision in response.decisions
            if decision.service.number == number
        ]
        self.cancelled = {id(response.cancels) for response, _ in self.events if response.cancels}

    def of(self, *kinds: str) -> list[tuple[Response, Decision]]:
        """Events of these kinds; a duplicate denial is an answer only while the line has no other."""
        events = [event for event in self.events if event[0].kind in kinds]
        return [event for event in events if event[1].category != "duplicate"] or events

    def alive(self, *kinds: str) -> list[tuple[Response, Decision]]:
        return [event for event in self.of(*kinds) if id(event[0]) not in self.cancelled]

    @property
    def paid(self) -> int:
        return sum(-item.paid if response.kind == "reversal" else item.paid for response, item in self.events)


def stand(story: Story, service: Service, cutoff: date) -> Standing:
    """The facts of a line of the story."""
    ledger = Ledger(story, service.number, cutoff)
    answers, living = ledger.of("answer"), ledger.alive("answer")
    secondary = ledger.of("secondary")
    current = living[-1][1] if living else None
    last = secondary[-1][1] if secondary else current
    standing = Standing(
        service=service,
        payer=answers[0][0].payer if answers else story.payer,
        state="",
        first=answers[0][1] if answers else None,
        current=current,
        paid=ledger.paid,
        patient_share=last.share if last else 0,
        answered=answers[0][0].day if answers else None,
        has_secondary=bool(secondary),
    )
    standing.state = _practice_state(story, service, cutoff) or _state(story, standing, ledger)
    if story.objection == "capitated" and standing.state == "routed":
        # An answer that pays nothing for the line itself: no denial, and no other payer's (meanings 16).
        standing.state = "capitated"
        response = ledger.of("routed")[0][0]
        standing.answered, standing.payer = response.day, response.payer
    return standing


def _practice_state(story: Story, service: Service, cutoff: date) -> str:
    """What the practice itself did to the line outranks every answer."""
    if story.voided and story.voided <= cutoff:
        return "voided"
    if story.withdrawn and story.withdrawn[0] == service.number and story.withdrawn[1] <= cutoff:
        return "withdrawn"
    return ""


def _state(story: Story, standing: Standing, ledger: Ledger) -> str:
    if standing.current is None:
        return _unanswered(ledger)
    state = decided(standing.current)
    if state == "denied" and any(
        item.paid > 0 for response, item in ledger.of("answer") if id(response) in ledger.cancelled
    ):
        return "taken_back"
    if state in ("paid", "patient_share"):
        if _is_short(story, standing):
            return "underpaid"
        if standing.first and standing.first.denied:
            return "recovered"
    return state


def _unanswered(ledger: Ledger) -> str:
    """No answer stands: pended, never seen, reversed and waiting, or another payer's."""
    if not ledger.of("answer", "pend", "routed"):
        return "no_response"
    if ledger.alive("pend"):
        return "pended"
    if ledger.alive("routed"):
        return "taken_back" if ledger.of("answer") else "routed"
    return "awaiting_correction"


def _is_short(story: Story, standing: Standing) -> bool:
    """Only Medicare's price is known to the product without a contract."""
    if standing.payer.payer_class != "medicare" or standing.has_secondary or standing.current is None:
        return False
    expected = expected_by_medicare(story, standing.service)
    return expected - standing.current.allowed > max(50, expected // 100)
