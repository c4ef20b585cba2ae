"""The pair of office visit and 96372 on one day: how often the visit was lost to it, and what else took it
(meanings 27 and 28)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from analytics.demo.practice import Provider
from analytics.demo.standing import DENIED_STATES, OTHER_WAYS, PAID_STATES, Standing

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
