"""A copayment that the payer states once for the whole claim, and the part that each line bears."""

from analytics.demo.adjudication import Decision
from analytics.demo.story import Response


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
