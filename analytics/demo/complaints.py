"""Which objection a payer raises against a visit, if any: its policies, its habits, and the planted worsening."""

from bisect import bisect
from functools import cache
from itertools import accumulate
from random import Random

from analytics.demo.drugs import BY_CODE, is_valid
from analytics.demo.objections import OBJECTIONS, PRICE_FAULTS
from analytics.demo.payers import Payer
from analytics.demo.plan import WORSENING_PERCENT, Plan
from analytics.demo.visits import Visit

STRICT_CLASSES = ("medicare", "medicare_advantage", "medicaid")
LAST_STALE_DAY = 20  # of January: until then some claims are still priced by last year's schedule
COSTLY, COSTLY_UNAUTHORIZED = "J0897", 14  # percent of its days without an authorization
ON_INJECTION = ("paid_low", "zero_without_reason", "recoded")


@cache
def _habits(payer: Payer) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(payer.objections), tuple(accumulate(payer.objections.values()))


def draw_objection(rnd: Random, plan: Plan, payer: Payer, visit: Visit) -> str:
    """The name of the objection, or empty."""
    if visit.shape == "clinic_day":
        return "clinic_rate"
    name = _planted(rnd, plan, payer, visit) or _habitual(rnd, payer) or _by_policy(rnd, payer, visit)
    return name if concerns(name, visit) else ""


def concerns(name: str, visit: Visit) -> bool:
    """An objection needs a line that it can hit."""
    if name in PRICE_FAULTS:
        return visit.has("injection" if name in ON_INJECTION else "em") or name == "fee_of_last_year"
    if name == "wrong_drug" and sum(service.role == "drug" for service in visit.services) != 1:
        return False
    return bool(name) and any(role == "all" or visit.has(role) for role in OBJECTIONS[name].hits)


def _planted(rnd: Random, plan: Plan, payer: Payer, visit: Visit) -> str:
    if payer.key == plan.worsening_payer and visit.day >= plan.worsening_month and visit.has("injection"):
        return "bundled" if rnd.random() * 100 < WORSENING_PERCENT else ""
    stale = payer.key == "medicare" and visit.day.month == 1 and visit.day.day <= LAST_STALE_DAY
    return "fee_of_last_year" if stale and rnd.random() < 0.35 else ""


def _habitual(rnd: Random, payer: Payer) -> str:
    names, heights = _habits(payer)
    place = bisect(heights, int(rnd.random() * 10_000))
    return names[place] if place < len(names) else ""


def _by_policy(rnd: Random, payer: Payer, visit: Visit) -> str:
    """What follows from how the visit was billed."""
    strict, draw = payer.payer_class in STRICT_CLASSES, rnd.random() * 100
    if visit.shape == "wrong_place":
        refused = "place" if draw < 60 else "treatment_place"
        return refused if strict or draw < 50 else ""
    if visit.shape == "nurse_visit":
        return "ncci_visit" if payer.nurse_visit_denied else ""
    by_shape = {
        "second_without_modifier": ("second_injection", 75),
        "two_units": ("units_cut" if visit.number % 4 else "units", 40),
        "ended_code": ("ended_code", 0 if is_valid(BY_CODE["J1030"], visit.day) else 100),
        "wrong_drug_units": ("drug_units", 100),
        "joint_and_injection": ("ncci_injection", 90 if strict else 50),
        "visit_with_59": ("visit_59", 70),
        "injection_with_25": ("modifier_on_injection", 45),
        "procedure_beside": _beside(visit, is_strict=strict),
    }
    name, percent = by_shape.get(visit.shape, ("", 0))
    if any(service.code == COSTLY for service in visit.services) and payer.payer_class != "medicare":
        return "authorization" if draw < COSTLY_UNAUTHORIZED else ""
    return (name if draw < percent else "") or _by_pair(payer, visit, draw)


def _beside(visit: Visit, *, is_strict: bool) -> tuple[str, int]:
    """The visit falls to what else was done that day, where it does not stand apart by modifier 25."""
    visits = [service for service in visit.services if service.role == "em"]
    name = "beside_preventive" if any(service.code == "99396" for service in visit.services) else "beside_other"
    return name, 0 if any("25" in service.modifiers for service in visits) else 80 if is_strict else 55


def _by_pair(payer: Payer, visit: Visit, draw: float) -> str:
    rule, visits = payer.pair, [service for service in visit.services if service.role == "em"]
    if rule is None or not visits or not visit.has("injection"):
        return ""
    percent = 3 if "25" in visits[0].modifiers else rule.percent
    return rule.objection if draw < percent else ""
