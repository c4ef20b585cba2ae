"""The Medicare supplement: a second payer's answer to what the first one left to the patient."""

from datetime import timedelta

from analytics.demo.adjudication import Decision
from analytics.demo.payers import SUPPLEMENT
from analytics.demo.plan import next_weekday
from analytics.demo.story import Response, Submission
from analytics.demo.teller import Teller


def answer_of_supplement(teller: Teller, sent: Submission, primary: Response) -> None:
    """The supplement pays what Medicare left, told by Medicare itself or by a second claim of ours."""
    day = primary.day + timedelta(days=teller.clock.between(8, 24))
    if teller.story.visit.number % 3:
        primary.status, primary.crossover, primary.remarks = "19", SUPPLEMENT, ("MA18",)
    else:
        claim = teller.send(day - timedelta(days=5), sent.services, payer=SUPPLEMENT)
        claim.sequence, claim.prior = "S", primary
        day = teller.run_after(claim, is_denial=False)
    decisions = tuple(_secondary(decision, pays=teller.story.visit.number % 4 > 0) for decision in primary.decisions)
    run = next_weekday(day, SUPPLEMENT.weekday)
    icn = teller.control_number(SUPPLEMENT, run)
    teller.story.responses.append(
        Response(run, SUPPLEMENT, primary.visit, primary.claim_id, "secondary", "2", icn, decisions)
    )


def _secondary(decision: Decision, *, pays: bool) -> Decision:
    """OA-23 for what the primary settled; one in four owes nothing, as its own rate is below what was paid."""
    charge, share = decision.service.charge, decision.share
    cuts = (("OA", "23", charge - share), ("CO", "45", 0 if pays else share))
    return Decision(
        decision.service, paid=share if pays else 0, cuts=tuple(cut for cut in cuts if cut[2]), units=decision.units
    )
