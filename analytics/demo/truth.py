"""The planted truth beside the files: the final facts of every 96372 line, and what they add up to."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analytics.demo.fees import medicare_fee
from analytics.demo.payers import BY_KEY, PAYERS
from analytics.demo.plan import CUT_PERCENT, VISIT_CUT_PERCENT, Plan
from analytics.demo.practice import Provider
from analytics.demo.standing import DENIED_STATES, OTHER_WAYS, PAID_STATES, Standing, stand
from analytics.demo.story import Story
from analytics.demo.visits import SINGLE_ROUTE, WITHOUT_INJECTION, Service
from analytics.demo.write import Written

LOST_CATEGORIES = frozenset(("ncci_pair", "bundled", "modifier"))
DROPPED = ("voided", "withdrawn")
EXCLUDED = OTHER_WAYS | {"routed"}


def is_one_provider(one: Provider, other: Provider, payer_class: str) -> bool:
    """The same person or specialty; elsewhere than at Medicare an NPP counts as of the doctors' specialty."""
    is_of_doctors = payer_class != "medicare" and (one.is_npp or other.is_npp)
    return one is other or one.taxonomy == other.taxonomy or is_of_doctors


def loss_cause(visit: Standing, day: list[Standing], *, is_first: bool = False) -> str:
    """What took a visit that was denied while its injection was paid, first or now; empty if nothing did."""
    kind, renderer = visit.payer.payer_class, visit.service.provider
    decision = visit.first if is_first else visit.current
    near = [other for other in day if is_one_provider(renderer, other.service.provider, kind)]
    injections = [other for other in day if other.service.role == "injection" and other.state not in DROPPED]
    if decision is None or decision.category not in LOST_CATEGORIES or visit.service.code == "99211":
        return ""
    if not set(map(id, near)) & set(map(id, injections)) or not all(_is_paid(one, is_first) for one in injections):
        return ""
    if "M144" in decision.remarks:
        return "global"
    if "59" in decision.service.modifiers:
        return "modifier"
    others = [other for other in near if other.service.role == "procedure" and _is_paid(other, is_first)]
    return "beside_other" if others else "sole"


def _is_paid(standing: Standing, is_first: bool) -> bool:
    return (standing.state_first if is_first else standing.state) in PAID_STATES


@dataclass
class PairCounts:
    """Counts per payer, with and without modifier 25 as first billed; office visits of one provider only."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, standings: list[Standing], day: list[Standing]) -> None:
        """Counts the visit of a claim with the injections of its day."""
        visits = [standing for standing in standings if standing.service.role == "em"]
        injections = [one for one in day if one.service.role == "injection" and one.state not in DROPPED]
        if not visits or not injections or visits[0].state == "voided":
            return
        visit, count = visits[0], self.counts[visits[0].payer.name]
        if visit.service.code == "99211":
            count["nurse_visit_pairs"] += 1
            return
        arm = "with_25" if "25" in visit.service.modifiers else "without_25"
        count[f"pairs_{arm}"] += 1
        kind, renderer = visit.payer.payer_class, visit.service.provider
        if not any(is_one_provider(renderer, injection.service.provider, kind) for injection in injections):
            count[f"other_provider_{arm}"] += 1
        elif visit.state not in EXCLUDED:
            _count_one_provider(count, arm, visit, day)

    def document(self) -> dict[str, Any]:
        return {payer: dict(sorted(counts.items())) for payer, counts in sorted(self.counts.items())}


def _count_one_provider(count: Counter[str], arm: str, visit: Standing, day: list[Standing]) -> None:
    injections = [one for one in day if one.service.role == "injection" and one.state not in DROPPED]
    if visit.first and all(injection.state_first for injection in injections):
        count[f"answered_{arm}"] += 1
        cause = loss_cause(visit, day, is_first=True) if visit.first.denied else ""
        count[f"em_lost_first_{arm}"] += cause == "sole"
        count[f"em_beside_first_{arm}"] += cause == "beside_other"
    if visit.state in DENIED_STATES:
        count[f"em_lost_open_{arm}"] += loss_cause(visit, day) == "sole"


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


OUTSIDE_RATES = ("voided", "withdrawn", "routed", *OTHER_WAYS)


@dataclass
class DemoTruth:
    """What the product should find in the files of one world."""

    plan: Plan
    keep_lines: bool = True
    lines: list[dict[str, Any]] = field(default_factory=list)
    missed_administrations: list[dict[str, str]] = field(default_factory=list)
    totals: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    states: Counter[str] = field(default_factory=Counter)
    histories: Counter[str] = field(default_factory=Counter)
    pairs: PairCounts = field(default_factory=PairCounts)
    written: Written = field(default_factory=Written)

    def add(self, story: Story) -> None:
        """Takes down one story as it stands at the cut-off."""
        if not is_seen(story, self.plan.cutoff):
            return
        self.histories.update(kinds(story, self.plan.cutoff))
        cutoff = self.plan.cutoff
        standings = stand_all(story, cutoff)
        injections = [standing for standing in standings if standing.service.role == "injection"]
        for standing in injections:
            self._line(story, standing)
        self.pairs.add(standings, stand_day(story, standings, cutoff))
        self._missed(story, standings, injections)

    def _line(self, story: Story, standing: Standing) -> None:
        facts = line_facts(story, standing, self.plan.cutoff)
        total = self.totals[facts["month"], facts["payer"]]
        total["lines"] += 1
        total["charge_cents"] += facts["charge_cents"]
        total["paid_cents"] += facts["paid_cents"]
        self.states[facts["state"]] += 1
        total[facts["state"]] += 1
        if standing.first and standing.state not in OUTSIDE_RATES:
            total["answered"] += 1
            total["initially_denied"] += facts["initial_denial"]
            total["open_denied"] += facts["open_denial"]
        if self.keep_lines:
            self.lines.append(facts)

    def _missed(self, story: Story, standings: list[Standing], injections: list[Standing]) -> None:
        """A drug that only goes under the skin or into muscle, and no administration billed that day."""
        drugs = [service for service in story.visit.services if service.code in SINGLE_ROUTE]
        is_missed = story.visit.shape in WITHOUT_INJECTION and drugs and not injections and not story.voided
        is_missed = is_missed and not any(standing.state in OTHER_WAYS for standing in standings)
        if is_missed:
            self.missed_administrations.append(
                {"claim_id": story.visit.claim_id, "service_date": story.visit.day.isoformat(), "drug": drugs[0].code}
            )

    def document(self) -> dict[str, Any]:
        """Everything as one JSON document; amounts are integer cents."""
        plan, written = self.plan, self.written
        return {
            "as_of": written.as_of.isoformat(), "cutoff": plan.cutoff.isoformat(), "seed": plan.seed,
            "encounters": plan.encounters, "months": [f"{month:%Y-%m}" for month in plan.months],
            "planted": planted(plan), "states": dict(sorted(self.states.items())),
            "histories": dict(sorted(self.histories.items())),
            "month_payer": [
                {"month": month, "payer": payer, **dict(sorted(counts.items()))}
                for (month, payer), counts in sorted(self.totals.items())
            ],
            "pairs": self.pairs.document(),
            "missed_administrations": self.missed_administrations,
            "files": {
                "count": len(written.files), "claims": written.claims, "remit_claims": written.remit_claims,
                "payments": written.payments, "bpr_cents": written.bpr_cents, "plb_cents": written.plb_cents,
                "plb_reasons": dict(sorted(written.plb_reasons.items())),
            },
            "takebacks": taken_back(written),
            "lines": self.lines,
        }  # fmt: skip

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.document(), indent=None, separators=(",", ":")) + "\n", encoding="utf-8")


def taken_back(written: Written) -> list[dict[str, Any]]:
    """What payers took back at provider level and kept: per claim, or per reference that names none."""
    return [
        {"payer": payer, "claim_id": claim_id or None, "reference": items[-1].reference, "amount_cents": cents}
        for (payer, claim_id, _), items in sorted(written.taken.items())
        if (cents := sum(item.cents for item in items)) > 0
        and (claim_id or any(item.reason == "WO" and item.cents > 0 for item in items))
    ]


def planted(plan: Plan) -> dict[str, Any]:
    """The changes that the product should find, and the price indexes it should measure."""
    return {
        "worsening": {"payer": BY_KEY[plan.worsening_payer].name, "month": f"{plan.worsening_month:%Y-%m}"},
        "price_cut": {
            "payer": BY_KEY[plan.cut_payer].name, "month": f"{plan.cut_month:%Y-%m}", "percent_kept": CUT_PERCENT,
        },
        "visit_cut": {
            "payer": BY_KEY[plan.visit_cut_payer].name, "month": f"{plan.visit_cut_month:%Y-%m}",
            "percent_kept": VISIT_CUT_PERCENT,
        },
        "price_index": {payer.name: payer.price_percent / 100 for payer in PAYERS},
        "payer_class": {payer.name: payer.payer_class for payer in PAYERS},
    }  # fmt: skip
