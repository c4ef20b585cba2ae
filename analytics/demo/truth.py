"""The planted truth beside the files: the final facts of every 96372 line, and what they add up to."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analytics.demo.fees import medicare_fee
from analytics.demo.pairs import PairCounts
from analytics.demo.payers import BY_KEY, PAYERS
from analytics.demo.plan import CUT_PERCENT, Plan
from analytics.demo.standing import Standing, stand
from analytics.demo.story import Story
from analytics.demo.visits import SINGLE_ROUTE, WITHOUT_INJECTION, Service
from analytics.demo.write import Written

OUTSIDE_RATES = ("voided", "withdrawn", "routed")


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
        standings = {line.number: stand(story, line, self.plan.cutoff) for line in billed(story, self.plan.cutoff)}
        injections = [standing for standing in standings.values() if standing.service.code == "96372"]
        for standing in injections:
            self._line(story, standing)
        self.pairs.add(story, list(standings.values()), injections)
        self._missed(story, injections)

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

    def _missed(self, story: Story, injections: list[Standing]) -> None:
        """A drug that only goes under the skin or into muscle, and no administration billed that day."""
        drugs = [service for service in story.visit.services if service.code in SINGLE_ROUTE]
        is_missed = story.visit.shape in WITHOUT_INJECTION and drugs and not injections and not story.voided
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
            "lines": self.lines,
        }  # fmt: skip

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.document(), indent=None, separators=(",", ":")) + "\n", encoding="utf-8")


def planted(plan: Plan) -> dict[str, Any]:
    """The changes that the product should find, and the price indexes it should measure."""
    return {
        "worsening": {"payer": BY_KEY[plan.worsening_payer].name, "month": f"{plan.worsening_month:%Y-%m}"},
        "price_cut": {
            "payer": BY_KEY[plan.cut_payer].name, "month": f"{plan.cut_month:%Y-%m}", "percent_kept": CUT_PERCENT,
        },
        "price_index": {payer.name: payer.price_percent / 100 for payer in PAYERS},
        "payer_class": {payer.name: payer.payer_class for payer in PAYERS},
    }  # fmt: skip


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


def drug_of(story: Story, cutoff: date) -> str:
    """The encounter's one injectable drug as last billed, else several or none."""
    drugs = {service.number: service.code for service in story.visit.services if service.drug}
    for sent in story.submissions:
        if sent.day <= cutoff:
            drugs |= {service.number: service.code for service in sent.services if service.drug}
    codes = sorted(set(drugs.values()))
    if len(codes) > 1:
        return "several"
    return codes[0] if codes else "none"


def line_facts(story: Story, standing: Standing, cutoff: date) -> dict[str, Any]:
    """One 96372 line, keyed by claim id, line number and service date."""
    first, service, visit = standing.first, standing.service, story.visit
    is_answered = standing.current is not None
    return {
        "claim_id": visit.claim_id, "line_number": service.number, "service_date": visit.day.isoformat(),
        "month": f"{visit.day:%Y-%m}", "payer": standing.payer.name, "payer_id": standing.payer.payer_id,
        "payer_class": standing.payer.payer_class, "payer_first_billed": story.payer.name,
        "place_of_service": visit.place, "drug": drug_of(story, cutoff), "modifiers": list(service.modifiers),
        "units": service.units, "rendering_npi": service.provider.npi, "is_npp": service.provider.is_npp,
        "charge_cents": service.charge, "state": standing.state,
        "first_answer_date": standing.answered.isoformat() if standing.answered else None,
        "initial_denial": bool(first and first.denied), "initial_denied_cents": first.denied if first else 0,
        "initial_category": first.category if first and first.denied else None,
        "open_denial": standing.open_denial > 0, "open_denied_cents": standing.open_denial,
        "open_category": standing.current.category if standing.current and standing.open_denial else None,
        "paid_cents": standing.paid, "patient_share_cents": standing.patient_share,
        "allowed_cents": standing.current.allowed if is_answered and standing.current else None,
        "medicare_fee_cents": medicare_fee("96372", visit.day, npp=service.provider.is_npp) * service.units,
        "claim_missing": story.is_unmatched,
        "added_by_correction": bool(story.added and story.added[0] == service.number),
        "shape": visit.shape, "objection": story.objection, "course": story.course,
    }  # fmt: skip
