"""The records of one claim's life: what was sent, what came back, and what the world knows about it."""

from dataclasses import dataclass, field
from datetime import date

from analytics.demo.adjudication import Cut, Decision
from analytics.demo.payers import Payer
from analytics.demo.visits import Service, Visit


@dataclass(slots=True, eq=False)
class Response:
    """One claim payment of an 835; `kind` is what the payer meant by it."""

    day: date
    payer: Payer
    visit: Visit
    claim_id: str
    kind: str  # answer, pend, reversal, routed, duplicate or secondary
    status: str
    icn: str
    decisions: tuple[Decision, ...]
    frequency: str = "1"
    original: str = ""  # ICN of the claim that this one corrects
    cancels: "Response | None" = None
    remarks: tuple[str, ...] = ()  # MOA
    claim_cuts: tuple[Cut, ...] = ()
    without_lines: bool = False
    crossover: Payer | None = None

    @property
    def paid(self) -> int:
        return sum(decision.paid for decision in self.decisions)

    @property
    def charge(self) -> int:
        return sum(decision.service.charge for decision in self.decisions)


@dataclass(slots=True, eq=False)
class Submission:
    """One claim of an 837P."""

    day: date
    visit: Visit
    claim_id: str
    payer: Payer
    services: tuple[Service, ...]
    diagnoses: tuple[str, ...]
    place: str
    frequency: str = "1"
    original: str = ""
    sequence: str = "P"
    is_authorized: bool = False
    has_attachment: bool = False
    prior: Response | None = None  # the primary's answer, told to the secondary


@dataclass(slots=True)
class ProviderAdjustment:
    """Money moved outside any claim: a PLB pair."""

    day: date
    payer: Payer
    reason: str
    reference: str
    cents: int  # positive lowers the payment
    claim_id: str = ""  # the claim whose money it is, if it is about one


@dataclass(slots=True, eq=False)
class Story:
    """One visit's claim from first submission to the end of what was planned for it."""

    visit: Visit
    payer: Payer
    objection: str = ""
    course: str = ""
    submissions: list[Submission] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)
    voided: date | None = None
    withdrawn: tuple[int, date] | None = None  # line number, and the day its claim was corrected without it
    added: tuple[int, date] | None = None  # line number, and the day a correction added it
    companion: "Story | None" = None  # the day's other claim, which holds the drug
    is_unmatched: bool = False  # answered, but its claim is in no 837
