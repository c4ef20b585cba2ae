"""The planted truth beside the files: the final facts of every 96372 line, and what they add up to."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.demo.facts import is_seen, kinds, line_facts, stand_all, stand_day
from analytics.demo.pairs import PairCounts
from analytics.demo.payers import BY_KEY, PAYERS
from analytics.demo.plan import CUT_PERCENT, VISIT_CUT_PERCENT, Plan
from analytics.demo.standing import OTHER_WAYS, Standing
from analytics.demo.story import Story
from analytics.demo.visits import SINGLE_ROUTE, WITHOUT_INJECTION
from analytics.demo.write import Written

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
