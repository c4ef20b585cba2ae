"""The invented practice, month by month: growing, seasonal, seeded, with planted stories and planted changes."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from analytics.demo.adjudication import Rates
from analytics.demo.complaints import concerns, draw_objection
from analytics.demo.corrections import unsupported
from analytics.demo.courses import CLEAN, Course, settle
from analytics.demo.objections import OBJECTIONS
from analytics.demo.patients import Patient, draw_panel
from analytics.demo.payers import BY_KEY, PAYERS, Payer
from analytics.demo.plan import Plan, next_month
from analytics.demo.reworking import DENIED, denied_course, left_open, rebilled, routed_course
from analytics.demo.scripts import SCRIPTS, Script
from analytics.demo.story import Story
from analytics.demo.teller import Clock, Teller
from analytics.demo.visits import Visit, draw_shape, draw_visit, pick, split_drugs, split_injection

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
