"""The facts of one 96372 line as the product should see them, keyed by claim id, line number and service date."""

from datetime import date
from typing import Any

from analytics.demo.fees import medicare_fee
from analytics.demo.standing import Standing, stand
from analytics.demo.story import Story
from analytics.demo.visits import Service

TOLD = frozenset(("N781", "N782", "MA46"))  # remarks that tell a history of their own


def is_seen(story: Story, cutoff: date) -> bool:
    """Something of the claim was sent or answered by the cut-off."""
    days = [sent.day for sent in story.submissions] + [response.day for response in story.responses]
    return bool(days) and min(days) <= cutoff


def kinds(story: Story, cutoff: date) -> set[str]:
    """The names of what is seen to happen in a story, so that a test can ask for every one of them."""
    found = {story.course, story.objection or "no_objection", story.visit.shape}
    found |= {f"sent_frequency_{sent.frequency}" for sent in story.submissions if sent.day <= cutoff}
    found |= {"sent_to_secondary" for sent in story.submissions if sent.sequence == "S" and sent.day <= cutoff}
    for response in story.responses:
        if response.day <= cutoff:
            found |= {response.kind, f"status_{response.status}"}
            found |= {remark for decision in response.decisions for remark in decision.remarks if remark in TOLD}
            found |= {"claim_level_copay"} if response.claim_cuts else set()
            found |= {"answered_without_lines"} if response.without_lines else set()
    return found


def billed(story: Story, cutoff: date) -> list[Service]:
    """The lines as first billed, and those that a visible correction added."""
    services = list(story.visit.services)
    if story.added and story.added[1] <= cutoff:
        corrections = [sent for sent in story.submissions if sent.frequency == "7"]
        services += [service for service in corrections[0].services if service.number == story.added[0]]
    return services


def stand_all(story: Story, cutoff: date) -> list[Standing]:
    """Every line of the claim as it stands."""
    return [stand(story, line, cutoff) for line in billed(story, cutoff)]


def stand_day(story: Story, own: list[Standing], cutoff: date) -> list[Standing]:
    """Every line of the day: the claim's own, and those of the day's other claim once it is seen."""
    other = other_claim(story)
    return own + stand_all(other, cutoff) if other and is_seen(other, cutoff) else own


def other_claim(story: Story) -> Story | None:
    """The day's other claim; an answer without its claim tells no birth date, so that nothing joins the two."""
    other = story.companion
    return other if other and not story.is_unmatched and not other.is_unmatched else None


def drug_of(story: Story, cutoff: date) -> str:
    """The encounter's one injectable drug as last billed, else several or none."""
    billed_first = {service.number: service.code for service in story.visit.services if service.drug}
    codes = sorted({*last_drugs(story, billed_first, cutoff), *last_drugs(other_claim(story), {}, cutoff)})
    if len(codes) > 1:
        return "several"
    return codes[0] if codes else "none"


def last_drugs(story: Story | None, drugs: dict[int, str], cutoff: date) -> set[str]:
    """The drug codes of a claim after its visible corrections; of the day's other claim only once it is sent."""
    if story is None or (story.voided and story.voided <= cutoff):
        return set()
    for sent in story.submissions:
        if sent.day <= cutoff:
            drugs |= {service.number: service.code for service in sent.services if service.drug}
    if story.withdrawn and story.withdrawn[1] <= cutoff:
        drugs.pop(story.withdrawn[0], None)
    return set(drugs.values())


def line_facts(story: Story, standing: Standing, cutoff: date) -> dict[str, Any]:
    """Everything known of the line; amounts are cents, unknown is null."""
    return _billed_facts(story, standing, cutoff) | _denial_facts(standing) | _money_facts(story, standing)


def _billed_facts(story: Story, standing: Standing, cutoff: date) -> dict[str, Any]:
    service, visit = standing.service, story.visit
    return {
        "claim_id": visit.claim_id,
        "line_number": service.number,
        "service_date": visit.day.isoformat(),
        "month": f"{visit.day:%Y-%m}",
        "payer": standing.payer.name,
        "payer_id": standing.payer.payer_id,
        "payer_class": standing.payer.payer_class,
        "payer_first_billed": story.payer.name,
        "place_of_service": visit.place,
        "drug": drug_of(story, cutoff),
        "modifiers": list(service.modifiers),
        "units": service.units,
        "rendering_npi": service.provider.npi,
        "is_npp": service.provider.is_npp,
        "charge_cents": service.charge,
        "claim_missing": story.is_unmatched,
        "added_by_correction": bool(story.added and story.added[0] == service.number),
        "shape": visit.shape,
        "objection": story.objection,
        "course": story.course,
    }


def _denial_facts(standing: Standing) -> dict[str, Any]:
    first, current = standing.first, standing.current
    return {
        "state": standing.state,
        "first_answer_date": standing.answered.isoformat() if standing.answered else None,
        "initial_denial": bool(first and first.denied),
        "initial_denied_cents": first.denied if first else 0,
        "initial_category": first.category if first and first.denied else None,
        "open_denial": standing.open_denial > 0,
        "open_denied_cents": standing.open_denial,
        "open_category": current.category if current and current.denied else None,
    }


def _money_facts(story: Story, standing: Standing) -> dict[str, Any]:
    """Allowed is null without an answer that stands; a supplement alone tells no patient share."""
    service, current = standing.service, standing.current
    fee = medicare_fee("96372", story.visit.day, npp=service.provider.is_npp)
    primary_missing = standing.has_secondary and standing.first is None
    return {
        "paid_cents": standing.paid,
        "patient_share_cents": None if primary_missing else standing.patient_share,
        "allowed_cents": current.allowed if current else 0 if standing.state == "capitated" else None,
        "medicare_fee_cents": fee * service.units,
        "primary_missing": primary_missing,
    }
