"""The invented practice, month by month: growing, seasonal, seeded, with planted stories and planted changes."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from analytics.demo.adjudication import Rates
from analytics.demo.corrections import unsupported
from analytics.demo.courses import CLEAN, Course, settle
from analytics.demo.drugs import BY_CODE, is_valid
from analytics.demo.objections import OBJECTIONS, PRICE_FAULTS
from analytics.demo.patients import Patient, draw_panel
from analytics.demo.payers import BY_KEY, PAYERS, Payer
from analytics.demo.plan import WORSENING_PERCENT, Plan, next_month
from analytics.demo.reworking import DENIED, denied_course, left_open, rebilled, routed_course
from analytics.demo.story import Story
from analytics.demo.teller import Clock, Teller
from analytics.demo.visits import Visit, draw_shape, draw_visit, pick, split_drugs, split_injection


class Script(NamedTuple):
    payer: str
    shape: str
    objection: str = ""
    course: str = ""
    second_payer: str = ""  # the key of the one that the patient must have


PAIR, TWO = "visit_and_injection", "second_with_modifier"
SCRIPTS = (
    Script("medicare", PAIR, "", "settle", second_payer="commercial_3"),
    Script("medicare", "injection", "", "settle", second_payer="commercial_3"),
    Script("medicare", PAIR, "", "settle", second_payer="commercial_3"),
    Script("medicare", "injection", "", "settle", second_payer="commercial_3"),
    Script("medicare", PAIR, "", "settle"),
    Script("medicare", PAIR, "ncci_visit", "corrected"),
    Script("medicare", PAIR, "ncci_visit", "left_open"),
    Script("medicare", "nurse_visit", "ncci_visit", "left_open"),
    Script("medicare", "wrong_place", "place", "left_open"),
    Script("medicare", "injection", "necessity", "corrected"),
    Script("medicare", PAIR, "non_covered_to_patient", "left_open"),
    Script("medicare", PAIR, "other_plan", "rebilled"),
    Script("medicare", PAIR, "fee_of_last_year", "settle"),
    Script("medicare", PAIR, "", "raised"),
    Script("medicare", PAIR, "", "taken_back"),
    Script("medicare", PAIR, "", "reversed_then_routed"),
    Script("medicare", "second_without_modifier", "second_injection", "corrected"),
    Script("medicare", "ended_code", "ended_code", "corrected"),
    Script("medicare", "wrong_drug_units", "drug_units", "corrected"),
    Script("medicare", "not_administered", "", "line_added"),
    Script("medicare", "not_administered", "", "settle"),
    Script("medicare", "joint_and_injection", "ncci_injection", "left_open"),
    Script("medicare", "other_renderer", "", "settle"),
    Script("advantage_1", PAIR, "bundled_visit", "resubmitted"),
    Script("advantage_1", PAIR, "", "pend_then_answer"),
    Script("advantage_1", "injection", "authorization", "pend_then_denied"),
    Script("advantage_1", PAIR, "", "reversed_awaiting"),
    Script("advantage_1", TWO, "", "line_withdrawn"),
    Script("capitation", PAIR, "capitated", "left_open"),
    Script("capitation", PAIR, "", "settle"),
    Script("advantage_2", PAIR, "", "pend_open"),
    Script("advantage_2", "two_units", "units_cut", "left_open"),
    Script("medicaid", PAIR, "drug_number", "resubmitted_as_new"),
    Script("medicaid", PAIR, "eligibility", "left_open"),
    Script("medicaid", PAIR, "unknown_patient", "left_open"),
    Script("medicaid", PAIR, "unknown_patient", "resubmitted"),
    Script("medicaid", PAIR, "other_payer", "left_open"),
    Script("medicaid", "injection", "", "pend_reversed"),
    Script("commercial_1", PAIR, "bundled", "reprocessed"),
    Script("commercial_1", PAIR, "timely", "left_open"),
    Script("commercial_1", PAIR, "", "duplicate_sent"),
    Script("commercial_1", PAIR, "", "voided"),
    Script("commercial_1", PAIR, "", "offset"),
    Script("commercial_1", PAIR, "downcoded", "settle"),
    Script("commercial_2", PAIR, "modifier", "corrected_denied"),
    Script("commercial_2", PAIR, "forwarded", "rebilled"),
    Script("commercial_2", "injection", "recoded", "settle"),
    Script("commercial_2", "two_units", "units", "left_open"),
    Script("commercial_3", PAIR, "modifier_visit", "left_open"),
    Script("commercial_3", "injection", "zero_without_reason", "settle"),
    Script("commercial_3", "injection", "modifier_remark", "resubmitted_denied"),
    Script("commercial_3", PAIR, "paid_low", "settle"),
    Script("commercial_4", PAIR, "", "settle"),
    Script("commercial_4", PAIR, "", "settle"),
    Script("commercial_4", PAIR, "incidental", "left_open"),
    Script("commercial_4", "injection", "not_a_benefit", "left_open"),
    Script("commercial_4", PAIR, "", "never_answered"),
    Script("commercial_4", "injection", "not_ours", "left_open"),
    Script("uniformed", PAIR, "information", "corrected"),
    Script("uniformed", "injection", "", "claim_missing"),
    Script("uniformed", "no_drug", "", "settle"),
    Script("commercial_2", "drug_on_other_claim", "", "settle"),
    Script("medicare", "injection", "", "secondary_only", second_payer="commercial_3"),
    Script("injury", "injection", "documentation", "corrected"),
    Script("injury", "injection", "diagnosis", "left_open"),
    Script("medicare", "wrong_place", "treatment_place", "corrected"),
    Script("commercial_1", PAIR, "enrollment", "left_open"),
    Script("commercial_1", PAIR, "visit_other", "left_open"),
    Script("medicare", "colleague_claim", "ncci_visit", "left_open"),
    Script("commercial_3", "colleague_claim", "modifier_visit", "left_open"),
    Script("medicare", "procedure_beside", "beside_other", "left_open"),
    Script("commercial_3", "procedure_beside", "beside_preventive", "left_open"),
    Script("medicare", PAIR, "global_period", "left_open"),
    Script("commercial_3", "visit_with_59", "visit_59", "left_open"),
    Script("commercial_2", "injection_with_25", "modifier_on_injection", "corrected"),
    Script("medicare", PAIR, "unprocessable", "resubmitted_as_new"),
    Script("medicare", PAIR, "filing_limit", "left_open"),
    Script("medicare", "injection", "necessity", "appeal_upheld"),
    Script("medicare", "injection", "", "settle", second_payer="medicaid"),
    Script("medicare", "injection", "", "passed_on", second_payer="commercial_3"),
    Script("medicaid", "clinic_day", "clinic_rate", "left_open"),
    Script("indemnity", PAIR, "", "settle"),
    Script("commercial_2", "injection", "wrong_drug", "corrected"),
    Script("commercial_1", PAIR, "drug_in_visit", "left_open"),
    Script("commercial_1", "few_units", "", "settle"),
    Script("medicare", "wrong_quantity", "", "settle"),
    Script("commercial_3", "joint", "", "settle"),
    # Numbered one after the other: each writes the reference of its recovery in another way.
    Script("commercial_3", PAIR, "", "offset"),
    Script("commercial_4", PAIR, "", "offset"),
    Script("commercial_2", PAIR, "", "offset"),
    Script("commercial_1", PAIR, "", "offset"),
    Script("commercial_3", PAIR, "", "offset"),
    Script("commercial_4", PAIR, "", "offset"),
    Script("commercial_2", PAIR, "", "offset"),
    Script("commercial_1", PAIR, "", "offset"),
    Script("commercial_3", PAIR, "", "offset"),
    Script("commercial_4", PAIR, "", "offset"),
    Script("commercial_2", PAIR, "", "offset"),
    Script("commercial_1", PAIR, "", "offset"),
)

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


GROWTH = 1.012  # per month
SEASON = (1.10, 1.02, 1.02, 1.03, 0.99, 0.92, 0.90, 0.94, 1.00, 1.04, 1.00, 1.05)
VISITS_PER_PATIENT = 4
LATE_FILING_DAYS = {"timely": (100, 140), "filing_limit": (366, 385)}  # Medicare takes a year
SPLITS = {"drug_on_other_claim": split_drugs, "colleague_claim": split_injection}
COURSES: dict[str, Course] = {"settle": settle, "left_open": left_open, "rebilled": rebilled}
COURSES |= {name: course for name, (_, _, course) in CLEAN.items()}
COURSES |= {name: course for name, (_, course) in DENIED.items()}


class World:
    """One practice; `stories` yields every claim's life in the order of service months."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.rnd, self.rates = plan, Random(plan.seed), Rates(plan)
        self.panel = draw_panel(self.rnd, plan.encounters // VISITS_PER_PATIENT)
        self.payer_heights = tuple(accumulate(payer.patients for payer in PAYERS))
        self.number = 0

    def stories(self) -> Iterator[tuple[date, list[Story]]]:
        """Each service month with its stories; nothing of a month is dated before it."""
        scripts = iter(SCRIPTS)
        for month, count in zip(self.plan.months, visits_by_month(self.plan), strict=True):
            days, seen = working_days(month), set[tuple[int, date]]()
            visits = (self._stories_of_a_visit(days, seen, next(scripts, None)) for _ in range(count))
            yield month, [story for stories in visits for story in stories]

    def _stories_of_a_visit(
        self, days: list[date], seen: set[tuple[int, date]], script: Script | None
    ) -> tuple[Story, ...]:
        """One claim, or two where the drug, or a colleague's injection, is billed on a claim of its own."""
        self.number += 1
        visit = self._visit(days[:6] if script else days, seen, script)
        objection = script.objection if script else draw_objection(self.rnd, self.plan, visit.patient.payer, visit)
        if visit.shape not in SPLITS:
            return (self._story(visit, objection, script),)
        self.number += 1
        other = SPLITS[visit.shape](visit, self.number)
        story, companion = (
            self._story(part, objection if concerns(objection, part) else "", script) for part in (visit, other)
        )
        story.companion, companion.companion = companion, story
        return story, companion

    def _story(self, visit: Visit, objection: str, script: Script | None) -> Story:
        if objection in ("diagnosis", "necessity"):
            visit = unsupported(visit)
        story = Story(visit, visit.patient.payer, objection)
        self._tell(story, script)
        return story

    def _visit(self, days: list[date], seen: set[tuple[int, date]], script: Script | None) -> Visit:
        rnd = self.rnd
        while True:
            patient = self._patient(BY_KEY[script.payer] if script else PAYERS[pick(rnd, self.payer_heights)])
            if script and script.second_payer and script.second_payer != getattr(patient.supplement, "key", ""):
                continue
            day = days[int(rnd.random() * len(days))]
            if (patient.number, day) not in seen:
                break
        seen.add((patient.number, day))
        shape = script.shape if script else draw_shape(rnd, patient)
        return draw_visit(rnd, number=self.number, day=day, patient=patient, shape=shape)

    def _patient(self, payer: Payer) -> Patient:
        """Some patients come every month, most now and then."""
        patients = self.panel[payer.key]
        return patients[int(self.rnd.random() ** 2 * len(patients))]

    def _tell(self, story: Story, script: Script | None) -> None:
        teller = Teller(story, self.rates, self.rnd, Clock(self.rnd, is_hurried=script is not None))
        filed = story.visit.day + timedelta(days=self._days_to_file(story, script))
        sent = teller.send(filed, story.visit.services)
        story.course, course = (script.course, COURSES[script.course]) if script else self._course(teller, story)
        course(teller, sent, story.objection)

    def _days_to_file(self, story: Story, script: Script | None) -> int:
        if script:
            return 1
        low, high = LATE_FILING_DAYS.get(story.objection, (1, 5))
        return low + int(self.rnd.random() * (high - low + 1))

    def _course(self, teller: Teller, story: Story) -> tuple[str, Course]:
        rule = OBJECTIONS.get(story.objection)
        if rule:
            choose = routed_course if rule.kind == "routed" else denied_course
            return choose(teller, story.objection)
        draw = self.rnd.random() * 10_000
        for name, (weight, fits, course) in CLEAN.items():
            if draw < weight:
                return (name, course) if fits(story) else ("settle", settle)
            draw -= weight
        return "settle", settle


def visits_by_month(plan: Plan) -> list[int]:
    """The encounters over the months: growing, seasonal, and exactly as many as asked for."""
    weights = [GROWTH**place * SEASON[month.month - 1] for place, month in enumerate(plan.months)]
    ends = [round(plan.encounters * height / sum(weights)) for height in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def working_days(month: date) -> list[date]:
    """Monday to Friday, and Saturday clinics."""
    count = (next_month(month) - month).days
    days = [month + timedelta(days=place) for place in range(count)]
    return [day for day in days if day.weekday() < 5] * 5 + [day for day in days if day.weekday() == 5]
