"""What can become of a claim that the payer denied, or said was another payer's."""

from datetime import date, timedelta

from analytics.demo.adjudication import Decision
from analytics.demo.corrections import Correction, correct, refused
from analytics.demo.courses import Course, pend_then_answer
from analytics.demo.objections import OBJECTIONS, Objection
from analytics.demo.payers import BY_KEY, Payer
from analytics.demo.story import Response, Story, Submission
from analytics.demo.teller import Teller
from analytics.demo.visits import Visit


def left_open(teller: Teller, sent: Submission, objection: str) -> None:
    """Nobody works it."""
    teller.answer(sent, objection)


def corrected(teller: Teller, sent: Submission, objection: str, *, again: str = "") -> None:
    """A replacement claim; most payers reverse their first answer, some only add the new one."""
    first = teller.answer(sent, objection)
    correction = _correction(teller, sent, objection)
    replacement = teller.send(
        _worked(teller, first), correction.services, replaces=first, correction=correction, frequency="7"
    )
    if OBJECTIONS[objection].fix == "other_drug":
        numbers = [{service.number for service in claim.services} for claim in (sent, replacement)]
        (gone,), (new,) = numbers[0] - numbers[1], numbers[1] - numbers[0]
        teller.story.withdrawn, teller.story.added = (gone, replacement.day), (new, replacement.day)
    run = teller.run_after(replacement, is_denial=bool(again))
    if first.paid or teller.chance(50):
        teller.reverse(first, run)
    teller.answer(replacement, again, day=run)


def corrected_denied(teller: Teller, sent: Submission, objection: str) -> None:
    """The replacement meets the same objection."""
    corrected(teller, sent, objection, again=objection)


def resubmitted(teller: Teller, sent: Submission, objection: str) -> None:
    """The denied lines go out again as an original claim, under the same control number."""
    _resubmit(teller, sent, objection, "", again="")


def resubmitted_as_new(teller: Teller, sent: Submission, objection: str) -> None:
    """The denied lines go out again under a new control number."""
    _resubmit(teller, sent, objection, new_claim_id(teller.story.visit), again="")


def resubmitted_denied(teller: Teller, sent: Submission, objection: str) -> None:
    """The new claim meets the same objection; nothing of this restarts a deadline."""
    _resubmit(teller, sent, objection, new_claim_id(teller.story.visit), again=objection)


def reprocessed(teller: Teller, sent: Submission, objection: str) -> None:
    """The payer changes its mind without a new claim: an appeal, or its own correction."""
    first = teller.answer(sent, objection)
    run = teller.later(first, 30, 90)
    teller.reverse(first, run)
    teller.answer(sent, "", day=run)


def appeal_upheld(teller: Teller, sent: Submission, objection: str) -> None:
    """The payer keeps its decision on appeal, and says so with 193 and MA46; a second level is left."""
    first = teller.answer(sent, objection)
    run = teller.later(first, 40, 90)
    if first.paid:
        teller.reverse(first, run)
    kept = teller.answer(sent, objection, day=run)
    kept.decisions = tuple(_upheld(decision, OBJECTIONS[objection]) for decision in kept.decisions)


def _upheld(decision: Decision, objection: Objection) -> Decision:
    reasons = {reason for reason, _, _ in objection.hits.values()}
    cuts = tuple((group, "193" if reason in reasons else reason, cents) for group, reason, cents in decision.cuts)
    return decision._replace(cuts=cuts, remarks=("MA46",)) if decision.denied else decision


def rebilled(teller: Teller, sent: Submission, objection: str) -> None:
    """Billed to the payer that owes it; a forwarded claim gets there without us."""
    routed = teller.answer(sent, objection)
    payer = owing_payer(teller.story)
    claim = teller.send(_worked(teller, routed), sent.services, payer=payer)
    teller.answer(claim)
    if routed.status == "23":
        teller.story.submissions.remove(claim)


def new_claim_id(visit: Visit) -> str:
    return f"LN{visit.number:07d}"


def owing_payer(story: Story) -> Payer:
    """The plan that owes instead: Advantage for Medicare and the other way round, else another commercial plan."""
    key = story.payer.key
    if key == "medicare":
        return BY_KEY["advantage_2"]
    if key.startswith("advantage"):
        return BY_KEY["medicare"]
    return BY_KEY["commercial_1" if key != "commercial_1" else "commercial_2"]


def _worked(teller: Teller, response: Response) -> date:
    return response.day + timedelta(days=teller.clock.between(5, 45))


def _correction(teller: Teller, sent: Submission, objection: str) -> Correction:
    return correct(sent.visit, sent.services, OBJECTIONS[objection].fix)


def _resubmit(teller: Teller, sent: Submission, objection: str, claim_id: str, *, again: str) -> None:
    first = teller.answer(sent, objection)
    correction = _correction(teller, sent, objection)
    numbers = {service.number for service in refused(first)}
    services = tuple(service for service in correction.services if service.number in numbers)
    claim = teller.send(_worked(teller, first), services, claim_id=claim_id, correction=correction)
    teller.answer(claim, again)


# Percent of the denied claims that somebody works, by what is done.
DENIED: dict[str, tuple[int, Course]] = {
    "corrected": (40, corrected),
    "corrected_denied": (9, corrected_denied),
    "resubmitted": (13, resubmitted),
    "resubmitted_as_new": (12, resubmitted_as_new),
    "resubmitted_denied": (6, resubmitted_denied),
    "reprocessed": (14, reprocessed),
    "appeal_upheld": (7, appeal_upheld),
    "pend_then_denied": (6, pend_then_answer),
}
# The part-denied line was paid, and two injections of one day cannot be told apart under a new control number.
ONLY_CORRECTED = frozenset(("units_cut", "second_injection", "ended_code", "drug_units", "wrong_drug"))
# No determination was made, so a new claim is all that the payer takes.
ONLY_NEW = frozenset(("unprocessable",))


def denied_course(teller: Teller, objection: str) -> tuple[str, Course]:
    """Draws what becomes of a denied claim."""
    if teller.chance(OBJECTIONS[objection].weight_open):
        return "left_open", left_open
    if objection in ONLY_CORRECTED or teller.story.visit.shape.startswith("second"):
        return "corrected", corrected
    if objection in ONLY_NEW:
        return "resubmitted_as_new", resubmitted_as_new
    names = list(DENIED)
    name = teller.rnd.choices(names, [DENIED[name][0] for name in names])[0]
    return name, DENIED[name][1]


def routed_course(teller: Teller, objection: str) -> tuple[str, Course]:
    """Draws whether a claim that is another payer's is billed there."""
    return ("left_open", left_open) if teller.chance(45) else ("rebilled", rebilled)
