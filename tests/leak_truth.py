"""What the leak ledger and its flags should say of a demo world, told from the world's plan and not from any file."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from confusion import Confusion

from analytics.demo import write_demo
from analytics.demo.adjudication import Decision, Rates
from analytics.demo.drugs import SINGLE_DOSE
from analytics.demo.fees import medicare_fee, percent_of
from analytics.demo.plan import Plan, make_plan
from analytics.demo.standing import OTHER_WAYS, Standing
from analytics.demo.story import Story
from analytics.demo.truth import (
    LOST_CATEGORIES,
    drug_of,
    is_seen,
    last_drugs,
    loss_cause,
    other_claim,
    stand_all,
    stand_day,
)
from analytics.demo.visits import OF_MANY_UNITS, SINGLE_ROUTE, WITHOUT_INJECTION, Service
from analytics.demo.world import World
from analytics.facts import Facts, open_facts
from analytics.ingest.run import ingest
from analytics.paths import REFERENCE
from analytics.store import Store

Key = tuple[str, str, str, int]
PAID = frozenset(("paid", "underpaid", "patient_share", "part_denied", "recovered"))
GONE = frozenset(("voided", "withdrawn"))


def compare(folder: Path, seed: int, confusion: Confusion, *, months: int = 15, encounters: int = 1_500) -> Facts:
    """Writes, loads and builds one world, and adds what is planted and found there to the confusion."""
    made = write_demo(folder, months=months, encounters=encounters, seed=seed)
    store = Store.create(folder / "store")
    ingest([made.folder], store)
    facts = open_facts(store)
    plan = make_plan(months=months, encounters=encounters, seed=seed, end="2026-10")
    Judge(plan, Found(facts), confusion).judge()
    return facts


def numbered(frame: pl.DataFrame, *columns: str) -> dict[Key, dict[str, Any]]:
    """Lines by claim, day, code and which one of that code: what both sides know them by."""
    nth = pl.col("line_number").rank("ordinal").over("claim_id", "service_date", "code").cast(pl.Int64)
    keyed = frame.with_columns(pl.col("service_date").cast(pl.String), nth=nth)
    rows = keyed.select("claim_id", "service_date", "code", "nth", *columns).iter_rows(named=True)
    return {(row["claim_id"], row["service_date"], row["code"], row["nth"]): row for row in rows}


class Found:
    """What the product found: per line its place in the ledger, its leaks and its flags."""

    def __init__(self, facts: Facts) -> None:
        line, ledger, leak, flag = (
            pl.read_parquet(facts.snapshot.built[name]) for name in ("line", "ledger", "leak", "flag")
        )
        known = line.join(
            ledger.filter(pl.col("line_id").is_not_null()).select(
                "line_id", "standing", "expected_cents", "received_cents"
            ),
            on="line_id",
            how="left",
        )
        self.lines = numbered(
            known, "line_id", "standing", "expected_cents", "received_cents", "expected_basis", "state"
        )
        self.leaks = _by(leak.filter(pl.col("line_id").is_not_null()), "line_id")
        self.flags = _by(flag, "line_id")
        assert facts.as_of
        self.as_of = facts.as_of
        limit = pl.read_parquet(facts.snapshot.built["response_limit"])
        self.p95 = {payer.partition("-")[0]: days for payer, days in limit.select("payer_id", "p95_days").iter_rows()}
        missed = ledger.filter(pl.col("line_id").is_null())
        self.missed = set(missed["claim_id"]) | set(flag.filter(rule="administration_beside_visit")["claim_id"])
        self.unsure = set(flag.filter(rule="administration_check")["claim_id"])


def _by(frame: pl.DataFrame, key: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in frame.select(key, "rule").iter_rows():
        found[row[0]].add(row[1])
    return found


class Judge:
    """Goes through every story of the world."""

    def __init__(self, plan: Plan, found: Found, confusion: Confusion) -> None:
        self.plan, self.found, self.confusion, self.rates = plan, found, confusion, Rates(plan)
        self.usual = usual_diagnoses()

    def judge(self) -> None:
        for _, stories in World(self.plan).stories():
            for story in stories:
                if is_seen(story, self.plan.cutoff):
                    self._story(story)

    def _story(self, story: Story) -> None:
        cutoff = self.plan.cutoff
        standings = stand_all(story, cutoff)
        day = stand_day(story, standings, cutoff)
        seen: Counter[str] = Counter()
        for standing in sorted(standings, key=lambda standing: standing.service.number):
            code = standing.service.code
            seen[code] += 1
            line = self.found.lines.get((story.visit.claim_id, story.visit.day.isoformat(), code, seen[code]))
            if line is None:
                self.confusion.add("line", planted=True, found=False, about=(story.visit.claim_id, code))
                continue
            if standing.state not in GONE:
                self._line(story, standing, day, line)
                self._flags(story, standing, day, line)
        self._missed(story, standings, day)

    def _line(self, story: Story, standing: Standing, day: list[Standing], line: dict[str, Any]) -> None:
        if line["standing"] != "valued" or (not line["expected_cents"] and not line["received_cents"]):
            return
        planted = set(self._leaks(story, standing, day, line))
        found = self.found.leaks.get(line["line_id"], set())
        # Rounding differences are nobody's plan; they must only never be taken for anything else.
        for rule in (planted | found) - {"tolerance"}:
            about = (story.visit.claim_id, standing.service.code, standing.state, story.objection, story.course)
            self.confusion.add(rule, planted=rule in planted, found=rule in found, about=about)

    def _leaks(self, story: Story, standing: Standing, day: list[Standing], line: dict[str, Any]) -> Iterator[str]:
        """The rules that the plan of this line asks for."""
        state, current = standing.state, standing.current
        simple = {"taken_back": "takeback", "awaiting_correction": "takeback", "routed": "other_payer"}
        simple |= {"denied_to_patient": "shifted_to_patient", "no_response": "no_response"}
        if state in simple:
            yield simple[state]
        elif current is not None and current.without_reason:
            yield "zero_without_reason"
        elif state == "denied" and current is not None:
            yield denial_rule(standing, day, current)
        elif state in PAID and current is not None:
            if state == "part_denied":
                yield "part_denied_units"
            yield from self._short(story, standing, current, line)

    def _short(self, story: Story, standing: Standing, current: Decision, line: dict[str, Any]) -> Iterator[str]:
        kept = (
            line["expected_cents"]
            * (current.units if current.denied else 1)
            // (standing.service.units if current.denied else 1)
        )
        tolerated = max(50, line["expected_cents"] / 100)
        withheld = sum(cents for _, reason, cents in current.cuts if reason == "253")
        received = standing.paid + standing.patient_share + withheld
        uncollectable = 0 if standing.has_secondary else current.uncollectable
        if uncollectable and kept > received - uncollectable:
            yield "qmb_share"
        if kept - received <= tolerated:
            return
        if standing.has_secondary and current.allowed > received:
            yield "secondary_shortfall"
        is_planted = current.allowed + 1 < self._full(story, standing) * max(1, current.units) // (
            standing.service.units
        )
        if is_planted and kept - current.allowed > tolerated and line["expected_basis"] != "class_estimate":
            yield "recoded" if current.paid_code else self._price_rule(line)

    def _price_rule(self, line: dict[str, Any]) -> str:
        return "underpaid" if line["expected_basis"].startswith("medicare") else "below_usual"

    def _full(self, story: Story, standing: Standing) -> int:
        """The payer's undisturbed price of the line: without a cut, a mistake or another code."""
        service, payer = standing.service, standing.payer
        if service.drug:
            return self.rates.allowed(payer, service, story.visit)
        fee = medicare_fee(service.code, story.visit.day, place=story.visit.place, npp=service.provider.is_npp)
        return min(percent_of(fee, payer.price_percent) * service.units, service.charge)

    def _flags(self, story: Story, standing: Standing, day: list[Standing], line: dict[str, Any]) -> None:
        found = self.found.flags.get(line["line_id"], set())
        planted = set(self._planted_flags(story, standing, day))
        for rule in CHECKED_FLAGS:
            about = (story.visit.claim_id, standing.service.code, standing.state, story.visit.shape, story.course)
            if rule in planted or rule in found:
                self.confusion.add(rule, planted=rule in planted, found=rule in found, about=about)

    def _planted_flags(self, story: Story, standing: Standing, day: list[Standing]) -> Iterator[str]:
        service, visit = standing.service, story.visit
        last = self._last(story, service)
        paid = standing.state in PAID and standing.paid + standing.patient_share > 0
        if service.role == "injection":
            if drug_of(story, self.plan.cutoff) == "none":
                yield "no_drug_line"
            if self._is_vague(story, last):
                yield "vague_diagnosis"
            if visit.place in ("19", "22"):
                yield "facility_place"
                if paid:
                    yield "facility_paid"
        if service.role == "drug":
            if last.code == "J1030":
                yield "ended_drug_code"
            if last.code == "J3420" and last.units > 1:
                yield "units_over_limit"
                if paid:
                    yield "units_over_limit_paid"
            if last.code in self.usual and not self._is_usual(story, last):
                yield "drug_diagnosis"
            yield from self._drug_flags(story, standing, day, last)
        if service.role == "injection" and "25" in last.modifiers:
            yield "modifier_25_on_injection"
        if service.role == "em":
            if "59" in last.modifiers:
                yield "modifier_59_on_visit"
            if paid and standing.current and standing.current.paid_code:
                yield "downcoded"
        if self._is_left_by_second(story, standing):
            yield "secondary_not_answered"
        if (
            service.code == "99211"
            and paid
            and any(
                other.service.role == "injection" and other.state in PAID and other.paid + other.patient_share > 0
                for other in day
            )
        ):
            yield "nurse_visit_paid"

    def _drug_flags(self, story: Story, standing: Standing, day: list[Standing], last: Service) -> Iterator[str]:
        """Units, quantity and modifiers of a drug as last billed, and whether the visit swallowed it."""
        is_told = "JZ" in last.modifiers or last.code not in SINGLE_DOSE
        if standing.payer.payer_class == "medicare" and not is_told and story.visit.place == "11":
            yield "jz_jw_missing"
        if last.units == 1 and last.code in OF_MANY_UNITS:
            yield "units_below_usual"
        if last.code == "J3420" and last.units > 1:
            yield "units_above_usual"
        is_sent = last.drug and last.drug.per_item and not story.is_unmatched  # the NDC stands in the claim alone
        if is_sent and last.quantity:
            yield "ndc_units"
        visits = [other for other in day if other.service.role == "em" and other.state in PAID]
        is_swallowed = standing.current is not None and standing.current.category == "bundled"
        if standing.state == "denied" and is_swallowed and any(one.paid + one.patient_share for one in visits):
            yield "drug_in_visit"

    def _is_left_by_second(self, story: Story, standing: Standing) -> bool:
        """Passed on by the first payer longer ago than it takes itself for 95 of 100 answers, and nothing came."""
        role = standing.service.role in ("em", "injection", "drug")
        told = [one for one in story.responses if one.status == "19" and one.day <= self.plan.cutoff]
        waits = [(self.found.as_of - one.day).days > self.found.p95[one.payer.payer_id] for one in told]
        return role and any(waits) and not standing.has_secondary

    def _sent(self, story: Story) -> list[Any]:
        """The visible claims to the primary payer; a second payer's copy says nothing new."""
        return [sent for sent in story.submissions if sent.day <= self.plan.cutoff and sent.sequence == "P"]

    def _last(self, story: Story, service: Service) -> Service:
        """The line as last billed."""
        found = [line for sent in self._sent(story) for line in sent.services if line.number == service.number]
        return found[-1] if found else service

    def _is_usual(self, story: Story, service: Service) -> bool:
        pointed = self._pointed(story, service)
        # Without a claim there is no diagnosis to judge.
        return not pointed or any(code.startswith(prefix) for code in pointed for prefix in self.usual[service.code])

    def _is_vague(self, story: Story, service: Service) -> bool:
        """The injection points to a symptom only, and no drug of the day is usual for it."""
        pointed = self._pointed(story, service)
        first = {line.number: line.code for line in story.visit.services if line.drug}
        cutoff = self.plan.cutoff
        drugs = last_drugs(story, first, cutoff) | last_drugs(other_claim(story), {}, cutoff)
        usual = [prefix for drug in drugs for prefix in self.usual.get(drug, [])]
        is_usual = any(code.startswith(prefix) for code in pointed for prefix in usual)
        return bool(pointed) and all(code.startswith("R") for code in pointed) and not is_usual

    def _pointed(self, story: Story, service: Service) -> list[str]:
        """The diagnoses of the line as last billed; none without a claim."""
        sent = [sent for sent in self._sent(story) if any(line.number == service.number for line in sent.services)]
        return [sent[-1].diagnoses[int(place) - 1] for place in service.pointers] if sent else []

    def _missed(self, story: Story, standings: list[Standing], day: list[Standing]) -> None:
        """A drug and no injection that day: sure where the drug has one route, to be checked where it has more."""
        visit = story.visit
        drugs = [service for service in visit.services if service.drug]
        injections = [one for one in day if one.service.role == "injection"]
        is_by_line = all(standing.state not in ("voided", *OTHER_WAYS) for standing in standings)
        is_shaped = visit.shape in WITHOUT_INJECTION or visit.shape == "other_claim"
        is_missed = is_shaped and bool(drugs) and not injections and is_by_line
        is_sure = is_missed and drugs[0].code in SINGLE_ROUTE
        planted = {
            "administration_not_billed": is_sure,
            "administration_check": is_missed and not is_sure and visit.shape != "joint",
        }
        found = {
            "administration_not_billed": visit.claim_id in self.found.missed,
            "administration_check": visit.claim_id in self.found.unsure,
        }
        for rule in planted:
            if planted[rule] or found[rule]:
                about = (visit.claim_id, visit.shape, story.course)
                self.confusion.add(rule, planted=planted[rule], found=found[rule], about=about)


CHECKED_FLAGS = (
    *("no_drug_line", "facility_place", "ended_drug_code", "units_over_limit", "drug_diagnosis"),
    *("nurse_visit_paid", "facility_paid", "units_over_limit_paid", "duplicate_paid", "vein_modifier", "iv_push_code"),
    *("hormone_code", "vaccine_code", "charge_below_rate", "vague_diagnosis", "modifier_25_on_injection"),
    *("modifier_59_on_visit", "jz_jw_missing", "units_below_usual", "units_above_usual", "ndc_units"),
    *("drug_in_visit", "downcoded", "secondary_not_answered"),
)

# The category of a denial is its rule, but for these.
RULE_OF_CATEGORY = {"documentation": "documentation_requested", "order_missing": "documentation_requested"}


CAUSES = {
    "sole": "em_lost_to_pair",
    "beside_other": "em_lost_beside_other",
    "global": "em_global_period",
    "modifier": "em_lost_to_modifier",
}


def denial_rule(standing: Standing, day: list[Standing], current: Decision) -> str:
    """The rule of a denial that stands."""
    role, category = standing.service.role, current.category
    injections = [other for other in day if other.service.role == "injection" and other.state not in GONE]
    if role == "em" and standing.service.code == "99211" and injections and category in LOST_CATEGORIES:
        return "nurse_visit_pair"
    if role == "em" and (cause := loss_cause(standing, day)):
        return CAUSES[cause]
    if role == "drug" and category in ("bundled", "ncci_pair"):
        return "drug_bundled"
    if role == "drug" and category == "authorization":
        return "drug_authorization"
    return RULE_OF_CATEGORY.get(category, category)


def usual_diagnoses() -> dict[str, list[str]]:
    usual = defaultdict(list)
    with (REFERENCE / "drug_diagnosis.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            usual[row["drug"]].append(row["icd10_prefix"])
    return dict(usual)
