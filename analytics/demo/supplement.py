"""The second payer of a Medicare patient, a supplement or Medicaid: its answer to what the first one left."""

from datetime import timedelta

from analytics.demo.adjudication import Decision
from analytics.demo.plan import next_weekday
from analytics.demo.story import Response, Submission
from analytics.demo.teller import Teller


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
