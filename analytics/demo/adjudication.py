"""What a payer decides about each line of a claim: allowed, paid, patient share, adjustments, to the cent."""

from datetime import date
from random import Random
from typing import NamedTuple

from analytics.demo.fees import medicare_fee, percent_of
from analytics.demo.objections import OBJECTIONS, Denial, Objection
from analytics.demo.payers import Payer
from analytics.demo.plan import CUT_PERCENT, VISIT_CUT_PERCENT, Plan
from analytics.demo.visits import PREVENTIVE, Service, Visit

Cut = tuple[str, str, int]  # CAS: group, reason, cents
DRUG_PERCENT = 106  # of the invented average price; a payer's own price index comes on top
# Weight of deductible-only answers by month, percent: plans begin in January.
DEDUCTIBLE_SEASON = (22, 17, 12, 8, 6, 5, 4, 3, 3, 2, 2, 2)
DOWNCODED = {"99215": "99214", "99214": "99213", "99213": "99212", "99205": "99204", "99204": "99203", "99203": "99202"}
RECODED = {"96372": "99211"}
CLINIC_RATE = 19_860  # cents for a whole clinic day
PROTECTED = {"1": "N781", "2": "N782"}  # deductible and coinsurance of a patient whom Medicaid stands for


class Terms(NamedTuple):
    """What the patient owes under the plan on that day; drawn once, so that a second answer agrees with the first."""

    is_deductible: bool
    coinsurance: int
    copay: int
    is_protected: bool = False  # QMB: nobody but Medicaid may be asked for the share


class Decision(NamedTuple):
    """One line as answered."""

    service: Service
    paid: int = 0
    allowed: int = 0
    share: int = 0
    cuts: tuple[Cut, ...] = ()
    remarks: tuple[str, ...] = ()
    units: int = 1
    paid_code: str = ""  # where the payer changed it
    denied: int = 0
    category: str = ""
    to_patient: bool = False
    without_reason: bool = False
    way: str = ""  # capitated or in_encounter_rate: nothing for the line itself
    at_claim_level: int = 0  # part of the patient share that stands in the claim's CAS

    @property
    def uncollectable(self) -> int:
        """The share that may be billed to nobody but Medicaid."""
        return self.share if set(self.remarks) & set(PROTECTED.values()) else 0


def draw_terms(rnd: Random, payer: Payer, visit: Visit) -> Terms:
    owed = rnd.random() * 10_000 < DEDUCTIBLE_SEASON[visit.day.month - 1] * payer.deductible
    is_protected = visit.patient.is_qmb and payer.payer_class == "medicare"
    deductible = owed and (visit.patient.supplement is None or is_protected)
    return Terms(deductible, payer.coinsurance, payer.copay, is_protected)


class Rates:
    """The allowed amount per line of every payer, the planted cut included."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def percent(self, payer: Payer, code: str, day: date) -> int:
        """The payer's price of the code in hundredths of a percent of Medicare."""
        is_cut = code == "96372" and payer.key == self.plan.cut_payer and day >= self.plan.cut_month
        return payer.price_percent * (CUT_PERCENT if is_cut else 100)

    def cuts_visit(self, payer: Payer, service: Service, visit: Visit) -> bool:
        """Whether the payer pays part of the visit only, as it stands with 25 beside an injection."""
        is_marked = service.role == "em" and "25" in service.modifiers and visit.has("injection")
        return is_marked and payer.key == self.plan.visit_cut_payer and visit.day >= self.plan.visit_cut_month

    def allowed(self, payer: Payer, service: Service, visit: Visit, *, code: str = "", year_back: int = 0) -> int:
        """Cents allowed for the line, never above its charge."""
        if service.drug:
            allowed = service.drug.allowed(service.units, payer.price_percent * DRUG_PERCENT // 100)
            return min(allowed, service.charge)
        if service.role == "clinic":
            return min(CLINIC_RATE, service.charge)
        code, npp = code or service.code, service.provider.is_npp
        priced = visit.day if not year_back else date(visit.day.year - year_back, 12, 31)
        # Medicare itself always refuses 96372 in a facility; the others that pay it there pay their usual rate.
        fee = medicare_fee(code, priced, place="11" if code == "96372" else visit.place, npp=npp)
        percent = self.percent(payer, code, visit.day)
        if self.cuts_visit(payer, service, visit):
            percent = percent * VISIT_CUT_PERCENT // 100
        return min((fee * percent + 5_000) // 10_000 * service.units, service.charge)


def _patient_share(service: Service, allowed: int, terms: Terms) -> tuple[str, int]:
    if service.code in PREVENTIVE:
        return "2", 0
    if terms.is_deductible:
        return "1", allowed
    if terms.copay and service.role == "em":
        return "3", min(terms.copay, allowed)
    return ("2", percent_of(allowed, terms.coinsurance)) if service.role != "em" or not terms.copay else ("3", 0)


def pay(payer: Payer, service: Service, allowed: int, terms: Terms, *, denied: int = 0, code: str = "") -> Decision:
    """A line that is allowed: contractual write-off, patient share, sequestration, the rest is paid."""
    reason, share = _patient_share(service, allowed, terms)
    withheld = percent_of(allowed - share, 2) if payer.sequestration else 0
    above = "PR" if payer.is_out_of_network else "CO"
    cuts: list[Cut] = [(above, "45", service.charge - denied - allowed), ("CO", "253", withheld), ("PR", reason, share)]
    return Decision(
        service=service,
        paid=allowed - share - withheld,
        allowed=allowed,
        share=share,
        cuts=tuple(cut for cut in cuts if cut[2]),
        remarks=(PROTECTED[reason],) if terms.is_protected and share else (),
        units=service.units,
        paid_code=code,
    )


def _group(payer: Payer, objection: Objection) -> str:
    return objection.group or payer.denial_group


def deny(payer: Payer, service: Service, allowed: int, objection: Objection, denial: Denial) -> Decision:
    """A line that is refused whole; some payers write off down to their rate before the denial code."""
    reason, remark, category = denial
    group = _group(payer, objection)
    is_split = payer.writes_off_first and allowed and group != "OA" and not objection.without_lines
    refused = allowed if is_split else service.charge
    cuts: list[Cut] = [("CO", "45", service.charge - refused), (group, reason, refused)]
    return Decision(
        service=service,
        cuts=tuple(cut for cut in cuts if cut[2]),
        remarks=(remark,) if remark else (),
        units=0,
        denied=refused if category else 0,
        category=category,
        to_patient=group == "PR",
        way=objection.way,
    )


def cut_units(payer: Payer, service: Service, allowed: int, objection: Objection, terms: Terms) -> Decision:
    """One of the units is refused, the others are paid."""
    reason, remark, category = objection.hits["injection"]
    refused = service.charge // service.units
    kept = pay(payer, service, allowed // service.units * (service.units - 1), terms, denied=refused)
    cuts = ((_group(payer, objection), reason, refused), *kept.cuts)
    return kept._replace(cuts=cuts, remarks=(remark,), units=service.units - 1, denied=refused, category=category)


def without_reason(service: Service) -> Decision:
    """CO-45 for the whole charge: the payer's own mistake, and a work item."""
    return Decision(service, cuts=(("CO", "45", service.charge),), units=0, without_reason=True)


def everything(services: tuple[Service, ...], group: str, reason: str) -> tuple[Decision, ...]:
    """Every line under one code that is no denial of it: pended, or our own duplicate."""
    return tuple(Decision(service, cuts=((group, reason, service.charge),), units=0) for service in services)


class Adjudicator:
    """One payer's decisions about one visit."""

    def __init__(self, rates: Rates, payer: Payer, visit: Visit, terms: Terms) -> None:
        self.rates, self.payer, self.visit, self.terms = rates, payer, visit, terms

    def decide(self, services: tuple[Service, ...], objection: str = "") -> tuple[Decision, ...]:
        """The decisions, with the lines that the objection hits refused (or mispriced)."""
        seen: set[str] = set()
        decisions = []
        for service in services:
            is_second = service.code in seen
            seen.add(service.code)
            decisions.append(self._line(service, objection, is_second=is_second))
        return tuple(decisions)

    def _line(self, service: Service, name: str, *, is_second: bool) -> Decision:
        allowed = self.rates.allowed(self.payer, service, self.visit)
        objection = OBJECTIONS.get(name)
        if objection is None:
            return self._priced(service, name, allowed)
        denial = objection.hits.get("all") or objection.hits.get(service.role)
        if denial is None or (name == "second_injection" and not is_second):
            return pay(self.payer, service, allowed, self.terms)
        if name == "units_cut":
            if service.units == 1:
                return pay(self.payer, service, allowed, self.terms)
            return cut_units(self.payer, service, allowed, objection, self.terms)
        return deny(self.payer, service, allowed, objection, denial)

    def _priced(self, service: Service, fault: str, allowed: int) -> Decision:
        code = ""
        if fault == "zero_without_reason" and service.role == "injection":
            return without_reason(service)
        if fault == "fee_of_last_year" and service.drug is None:
            allowed = self.rates.allowed(self.payer, service, self.visit, year_back=1)
        elif fault == "paid_low" and service.role == "injection":
            allowed = percent_of(allowed, 80)
        elif fault == "downcoded" and service.role == "em":
            code = DOWNCODED.get(service.code, "")
        elif fault == "recoded" and service.role == "injection":
            code = RECODED.get(service.code, "")
        if code:
            allowed = self.rates.allowed(self.payer, service, self.visit, code=code)
        return pay(self.payer, service, allowed, self.terms, code=code)
