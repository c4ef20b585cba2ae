"""The pair of office visit and 96372 on one day: how often the visit was lost to it (meanings 27 and 28)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from analytics.demo.practice import Provider
from analytics.demo.standing import DENIED_STATES, PAID_STATES, Standing
from analytics.demo.story import Story

LOST_CATEGORIES = frozenset(("ncci_pair", "bundled", "modifier"))
DROPPED = ("voided", "withdrawn")


def is_one_provider(one: Provider, other: Provider, payer_class: str) -> bool:
    """The same person or specialty; elsewhere than at Medicare an NPP counts as of the doctors' specialty."""
    is_of_doctors = payer_class != "medicare" and (one.is_npp or other.is_npp)
    return one is other or one.taxonomy == other.taxonomy or is_of_doctors


@dataclass
class PairCounts:
    """Counts per payer, with and without modifier 25 as first billed; office visits of one provider only."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, story: Story, standings: list[Standing], injections: list[Standing]) -> None:
        visits = [standing for standing in standings if standing.service.role == "em"]
        injections = [standing for standing in injections if standing.state not in DROPPED]
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
        elif visit.state not in ("routed", "capitated"):
            _count_one_provider(count, arm, visit, injections)

    def document(self) -> dict[str, Any]:
        return {payer: dict(sorted(counts.items())) for payer, counts in sorted(self.counts.items())}


def _count_one_provider(count: Counter[str], arm: str, visit: Standing, injections: list[Standing]) -> None:
    first = [injection.state_first for injection in injections]
    if visit.first and all(first):
        count[f"answered_{arm}"] += 1
        lost = visit.first.denied and visit.first.category in LOST_CATEGORIES
        count[f"em_lost_first_{arm}"] += bool(lost and all(state in PAID_STATES for state in first))
    now = [injection.state for injection in injections]
    if visit.state in DENIED_STATES and all(state in PAID_STATES for state in now):
        count[f"em_lost_open_{arm}"] += bool(visit.current and visit.current.category in LOST_CATEGORIES)
