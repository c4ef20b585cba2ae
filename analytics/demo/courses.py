"""What can become of a claim that the payer does not object to."""

from collections.abc import Callable
from datetime import timedelta

from analytics.demo.adjudication import Decision
from analytics.demo.plan import next_weekday
from analytics.demo.story import ProviderAdjustment, Response, Story, Submission
from analytics.demo.teller import Teller
from analytics.demo.visits import CHARGES, Service


def answer_of_second(teller: Teller, sent: Submission, primary: Response) -> None:
    """The second payer pays what Medicare left, told by Medicare itself or by a second claim of ours."""
    second = teller.story.visit.patient.supplement
    assert second is not None
    day = primary.day + timedelta(days=teller.clock.between(8, 24))
    if teller.story.visit.number % 3:
        pass_on(primary)
    else:
        claim = teller.send(day - timedelta(days=5), sent.services, payer=second)
        claim.sequence, claim.prior = "S", primary
        day = teller.run_after(claim, is_denial=False)
    # A supplement pays three of four; Medicaid pays one of four, as its own rate is mostly below what was paid.
    pays = (teller.story.visit.number % 4 > 0) != teller.story.visit.patient.is_qmb
    decisions = tuple(_secondary(decision, pays=pays) for decision in primary.decisions)
    run = next_weekday(day, second.weekday)
    icn = teller.control_number(second, run)
    teller.story.responses.append(
        Response(run, second, primary.visit, primary.claim_id, "secondary", "2", icn, decisions)
    )


def pass_on(primary: Response) -> None:
    """Status 19 and MA18: the first payer sent the claim on."""
    primary.status, primary.crossover, primary.remarks = "19", primary.visit.patient.supplement, ("MA18",)


def _secondary(decision: Decision, *, pays: bool) -> Decision:
    """OA-23 for what the primary settled; one that owes nothing writes the rest off."""
    charge, share = decision.service.charge, decision.share
    cuts = (("OA", "23", charge - share), ("CO", "45", 0 if pays else share))
    return Decision(
        decision.service, paid=share if pays else 0, cuts=tuple(cut for cut in cuts if cut[2]), units=decision.units
    )


def move_copay_to_claim(answer: Response) -> None:
    """The copayment stands once at claim level; each line bears its part by charge, largest remainder first."""
    copay = sum(decision.share for decision in answer.decisions if decision.service.role == "em")
    reasons = {cut[1] for decision in answer.decisions for cut in decision.cuts if cut[0] == "PR"}
    parts = by_charge(copay, [decision.service.charge for decision in answer.decisions])
    moved = [_with_part(decision, part) for decision, part in zip(answer.decisions, parts, strict=True)]
    if copay and "1" not in reasons and all(decision.paid >= 0 for decision in moved):
        answer.decisions = tuple(moved)
        answer.claim_cuts = (("PR", "3", copay),)


def _with_part(decision: Decision, part: int) -> Decision:
    """The line without its own copayment, and with its part of the claim's."""
    cuts = tuple(cut for cut in decision.cuts if cut[:2] != ("PR", "3"))
    own = sum(cut[2] for cut in decision.cuts if cut[:2] == ("PR", "3"))
    share = decision.share - own + part
    return decision._replace(cuts=cuts, paid=decision.paid + own - part, share=share, at_claim_level=part)


def by_charge(cents: int, charges: list[int]) -> list[int]:
    """An amount split by charge to the cent: largest remainder, ties by order."""
    total = sum(charges)
    parts = [cents * charge // total for charge in charges]
    order = sorted(range(len(charges)), key=lambda place: -(cents * charges[place] % total))
    for place in order[: cents - sum(parts)]:
        parts[place] += 1
    return parts


Course = Callable[[Teller, Submission, str], None]
MEDICAID_ANSWERS = 60  # percent of what Medicare leaves of its QMB patients
NOTICED_AFTER = 12  # days until the practice notices what it left out


def settle(teller: Teller, sent: Submission, objection: str) -> None:
    """One answer, and the supplement's where there is one."""
    answer = teller.answer(sent, objection)
    is_clean = answer.kind == "answer" and not any(decision.denied for decision in answer.decisions)
    patient = teller.story.visit.patient
    if is_clean and patient.supplement and answer.payer.key == "medicare":
        if not patient.is_qmb or teller.chance(MEDICAID_ANSWERS):
            answer_of_second(teller, sent, answer)
    elif is_clean and answer.payer.claim_level_copay and (teller.clock.is_hurried or teller.chance(25)):
        move_copay_to_claim(answer)


def passed_on(teller: Teller, sent: Submission, objection: str) -> None:
    """Medicare says that it passed the claim on, and the second payer never answers."""
    answer = teller.answer(sent, objection)
    if answer.kind == "answer" and not any(decision.denied for decision in answer.decisions):
        pass_on(answer)
    else:
        teller.story.course = "settle"


def secondary_only(teller: Teller, sent: Submission, objection: str) -> None:
    """The supplement answered, and the primary's remittance never reached us."""
    settle(teller, sent, objection)
    responses = teller.story.responses
    if responses[-1].kind == "secondary":
        del responses[0]
    else:
        teller.story.course = "settle"


def never_answered(teller: Teller, sent: Submission, objection: str) -> None:
    """The payer stays silent."""


def claim_missing(teller: Teller, sent: Submission, objection: str) -> None:
    """Answered, but the claim is in none of the 837 files."""
    teller.answer(sent, objection)
    teller.story.submissions.clear()
    teller.story.is_unmatched = True


def pend_then_answer(teller: Teller, sent: Submission, objection: str) -> None:
    pend = teller.everything(sent, "pend", "OA", "133")
    day = teller.later(pend, 14, 40)
    teller.reverse(pend, day)
    teller.answer(sent, objection, day=day)


def pend_open(teller: Teller, sent: Submission, objection: str) -> None:
    teller.everything(sent, "pend", "OA", "133")


def pend_reversed(teller: Teller, sent: Submission, objection: str) -> None:
    """The pend is withdrawn and nothing follows."""
    pend = teller.everything(sent, "pend", "OA", "133")
    teller.reverse(pend, teller.later(pend, 14, 40))


def taken_back(teller: Teller, sent: Submission, objection: str) -> None:
    """Paid, reversed, then the injection is denied, in the same run or in a later one."""
    reversal = _reversed_if_paid(teller, sent, objection)
    if reversal is None:
        return
    day = reversal.day if teller.chance(60) else teller.later(reversal, 7, 28)
    teller.answer(sent, "bundled" if teller.chance(50) else "necessity", day=day)


def reversed_awaiting(teller: Teller, sent: Submission, objection: str) -> None:
    """Paid and reversed; the correction is not here yet."""
    _reversed(teller, sent, objection)


def reversed_then_routed(teller: Teller, sent: Submission, objection: str) -> None:
    """Paid, reversed, then said to be another plan's."""
    reversal = _reversed_if_paid(teller, sent, objection)
    if reversal:
        teller.answer(sent, "other_plan", day=reversal.day)


def _reversed_if_paid(teller: Teller, sent: Submission, objection: str) -> Response | None:
    """Only paid money can be taken back; a line that went to the deductible settles."""
    answer = teller.answer(sent, objection)
    if any(decision.paid <= 0 for decision in answer.decisions if decision.service.role == "injection"):
        teller.story.course = "settle"
        return None
    return teller.reverse(answer, teller.later(answer, 21, 110))


def _reversed(teller: Teller, sent: Submission, objection: str) -> Response:
    answer = teller.answer(sent, objection)
    return teller.reverse(answer, teller.later(answer, 21, 110))


def raised(teller: Teller, sent: Submission, objection: str) -> None:
    """Paid low, then reprocessed at the right rate."""
    reversal = _reversed(teller, sent, "paid_low")
    teller.answer(sent, "", day=reversal.day)


def duplicate_sent(teller: Teller, sent: Submission, objection: str) -> None:
    """We send the paid claim again; the payer answers that it is a duplicate."""
    answer = teller.answer(sent, objection)
    again = teller.send(answer.day + timedelta(days=teller.clock.between(5, 20)), sent.services)
    teller.everything(again, "duplicate", "OA", "18")


def voided(teller: Teller, sent: Submission, objection: str) -> None:
    """Billed in error: the practice voids the claim and the payer takes its money back."""
    answer = teller.answer(sent, objection)
    day = answer.day + timedelta(days=teller.clock.between(5, 30))
    void = teller.send(day, sent.services, replaces=answer, frequency="8")
    teller.story.voided = void.day
    teller.reverse(answer, teller.run_after(void, is_denial=False))


def offset(teller: Teller, sent: Submission, objection: str) -> None:
    """An overpayment is withheld at provider level; no claim is reversed for it."""
    answer = teller.answer(sent, objection)
    cents = sum(decision.paid for decision in answer.decisions if decision.service.role == "injection")
    if cents > 0:
        teller.story.provider_adjustments += _withheld(teller, answer, cents)


def _withheld(teller: Teller, answer: Response, cents: int) -> list[ProviderAdjustment]:
    """The PLB pairs of one recovery. Every payer has ways of its own to say which claim it means; some say none, carry
    the sum forward, or acknowledge our own refund check."""
    day, way = teller.later(answer, 30, 90), answer.visit.number % len(_REFERENCES)
    name, reference = _REFERENCES[way]
    said, claim_id = reference(answer), "" if name == "unknown" else answer.claim_id
    pairs = [ProviderAdjustment(day, answer.payer, "WO", said, cents, claim_id)]
    if name == "carried":
        pairs.append(ProviderAdjustment(day, answer.payer, "FB", said, -cents, claim_id))
        later = next_weekday(day + timedelta(days=1), answer.payer.weekday)
        pairs.append(ProviderAdjustment(later, answer.payer, "FB", said, cents, claim_id))
    elif name == "refunded":
        pairs.append(ProviderAdjustment(day, answer.payer, "72", said, -cents, claim_id))
    return pairs


def _check_of(answer: Response) -> str:
    return f"T{answer.payer.payer_id}{answer.day:%y%m%d}"


def _member_of(answer: Response) -> str:
    return answer.visit.patient.member_id(answer.payer)


_REFERENCES: tuple[tuple[str, Callable[[Response], str]], ...] = (
    ("payer's number", lambda answer: answer.icn),
    ("our number", lambda answer: answer.claim_id),
    ("both and the check", lambda answer: f"{answer.claim_id} {answer.icn} {_check_of(answer)}"),
    ("number and member", lambda answer: f"{answer.icn}-{_member_of(answer)}"),
    ("account, day and number", lambda answer: f"{answer.claim_id} {answer.visit.day:%Y%m%d} {answer.icn}"),
    ("run together", lambda answer: f"{answer.icn}{_member_of(answer)}"),
    ("unknown", lambda answer: f"ZZ{answer.visit.number:08d}"),
    ("carried", lambda answer: answer.icn),
    ("refunded", lambda answer: answer.icn),
)
"""Ways in which payers write the reference of a recovery (domain 19.7), and what else becomes of one."""


def line_withdrawn(teller: Teller, sent: Submission, objection: str) -> None:
    """The corrected claim leaves the second injection out."""
    last = max(service.number for service in sent.services if service.role == "injection")
    kept = tuple(service for service in sent.services if service.number != last)
    correction = _replaced(teller, sent, objection, kept)
    teller.story.withdrawn = (last, correction.day)


def line_added(teller: Teller, sent: Submission, objection: str) -> None:
    """The corrected claim adds the administration that was forgotten."""
    number = len(sent.services) + 1
    provider = sent.visit.provider
    injection = Service(number, "96372", "injection", (), 1, CHARGES["96372"], "2", provider)
    correction = _replaced(teller, sent, objection, (*sent.services, injection))
    teller.story.added = (number, correction.day)


def _replaced(teller: Teller, sent: Submission, objection: str, services: tuple[Service, ...]) -> Submission:
    answer = teller.answer(sent, objection)
    day = answer.day + timedelta(days=NOTICED_AFTER)
    correction = teller.send(day, services, replaces=answer, frequency="7")
    run = teller.run_after(correction, is_denial=False)
    teller.reverse(answer, run)
    teller.answer(correction, "", day=run)
    return correction


def has_two_injections(story: Story) -> bool:
    return story.visit.shape.startswith("second")


def lacks_administration(story: Story) -> bool:
    return story.visit.shape == "not_administered"


def is_paid_injection(story: Story) -> bool:
    """An injection, and no supplement whose answer would have to be undone as well."""
    return story.visit.has("injection") and story.visit.patient.supplement is None


def has_supplement(story: Story) -> bool:
    return story.visit.patient.supplement is not None and not story.visit.patient.is_qmb


def has_second_payer(story: Story) -> bool:
    return story.visit.patient.supplement is not None


def is_any(story: Story) -> bool:
    return True


# Per 10,000 claims, and which claims it fits; the rest settle.
CLEAN: dict[str, tuple[int, Callable[[Story], bool], Course]] = {
    "never_answered": (120, is_any, never_answered),
    "claim_missing": (30, is_any, claim_missing),
    "pend_then_answer": (160, is_any, pend_then_answer),
    "pend_open": (50, is_any, pend_open),
    "pend_reversed": (20, is_any, pend_reversed),
    "taken_back": (130, is_paid_injection, taken_back),
    "reversed_awaiting": (40, is_paid_injection, reversed_awaiting),
    "reversed_then_routed": (25, is_paid_injection, reversed_then_routed),
    "raised": (80, is_paid_injection, raised),
    "duplicate_sent": (80, is_paid_injection, duplicate_sent),
    "secondary_only": (150, has_supplement, secondary_only),
    "passed_on": (200, has_second_payer, passed_on),
    "voided": (30, is_any, voided),
    "offset": (50, is_paid_injection, offset),
    "line_withdrawn": (600, has_two_injections, line_withdrawn),
    "line_added": (600, lacks_administration, line_added),
}
