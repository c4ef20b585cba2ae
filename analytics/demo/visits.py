"""One visit: who came, what was done, and how the practice bills it, its own mistakes included."""

from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from random import Random
from typing import NamedTuple

from analytics.demo.drugs import BY_CODE, JOINT_DRUGS, SINGLE_DOSE, Drug, choices, is_valid
from analytics.demo.patients import Patient
from analytics.demo.practice import INTERNIST, PHYSICIAN, PROVIDERS, Provider

CHARGES = {"96372": 4_500, "20610": 16_500, "99211": 4_800, "99202": 17_500, "99203": 24_500, "99204": 36_500}
CHARGES |= {
    "G0439": 28_000,
    "99396": 26_000,
    "T1015": 24_000,
    "99205": 49_000,
    "99212": 12_500,
    "99213": 19_500,
    "99214": 28_500,
    "99215": 39_500,
}
PREVENTIVE = ("G0439", "99396")
VISIT_CODES = ("99213", "99214", "99212", "99215", "99203", "99204", "99202", "99205")
VISIT_HEIGHTS = tuple(accumulate((400, 330, 90, 40, 70, 45, 20, 5)))
VISIT_DIAGNOSES = ("I10", "E119", "E785", "J449", "F419", "M1711", "K219", "E039", "J069", "R509")
UNSUPPORTED_DIAGNOSIS = "R5383"  # fatigue: the vague reason that a B12 injection is so often sent with

# What is billed on the day, per thousand visits.
SHAPES = {
    "visit_and_injection": 448, "injection": 225, "nurse_visit": 40, "second_with_modifier": 30,
    "second_without_modifier": 8, "two_units": 22, "not_administered": 28, "no_drug": 30, "visit_only": 50,
    "joint": 12, "joint_and_injection": 8, "wrong_place": 12, "other_renderer": 30, "ended_code": 3,
    "wrong_drug_units": 2, "drug_on_other_claim": 12, "colleague_claim": 14, "procedure_beside": 14, "visit_with_59": 4,
    "injection_with_25": 4, "few_units": 6, "wrong_quantity": 8, "clinic_day": 0,
}  # fmt: skip
SHAPE_NAMES, SHAPE_HEIGHTS = tuple(SHAPES), tuple(accumulate(SHAPES.values()))
PROVIDER_HEIGHTS = tuple(accumulate(provider.volume for provider in PROVIDERS))
WITH_VISIT = frozenset((
    "visit_and_injection", "not_administered", "visit_only", "wrong_place", "other_renderer", "drug_on_other_claim",
    "colleague_claim", "procedure_beside", "visit_with_59", "injection_with_25", "wrong_quantity", "clinic_day",
))  # fmt: skip
WITHOUT_25 = frozenset(("not_administered", "visit_only", "visit_with_59", "injection_with_25"))
WITHOUT_INJECTION = frozenset(("not_administered", "visit_only", "joint"))
OF_MANY_UNITS = ("J0897", "J1050", "J1071", "J0561")  # one unit is easily billed for the whole dose
WITH_JZ = 93  # percent of the single-dose drugs at Medicare
SINGLE_ROUTE = ("J3420", "J1071", "J1050", "J0897", "J0561")  # IM or SC only, so the missed administration is sure
PLACES = {"wrong_place": ("22", "22", "19"), "clinic_day": ("72", "50")}  # all else in the office


class Service(NamedTuple):
    """One billed line; its number is its identity through every later submission."""

    number: int
    code: str
    role: str  # em, injection, drug, procedure or clinic
    modifiers: tuple[str, ...]
    units: int
    charge: int
    pointers: str
    provider: Provider
    drug: Drug | None = None
    quantity: str = ""  # CTP04, where it is not that of the units


@dataclass(slots=True, eq=False)
class Visit:
    number: int
    day: date
    patient: Patient
    provider: Provider
    place: str
    shape: str
    diagnoses: tuple[str, ...]
    services: tuple[Service, ...]

    @property
    def claim_id(self) -> str:
        return f"LF{self.number:07d}"

    def has(self, role: str) -> bool:
        return any(service.role == role for service in self.services)


def pick(rnd: Random, heights: tuple[int, ...]) -> int:
    """A place, by cumulative weights."""
    return bisect(heights, int(rnd.random() * heights[-1]))


def draw_shape(rnd: Random, patient: Patient) -> str:
    """What is billed; at Medicaid the practice runs a clinic that is paid by the day."""
    shape = SHAPE_NAMES[pick(rnd, SHAPE_HEIGHTS)]
    is_clinic = patient.payer.payer_class == "medicaid" and shape == "visit_and_injection" and rnd.random() < 0.15
    return "clinic_day" if is_clinic else shape


def _draw_drug(rnd: Random, shape: str, patient: Patient, day: date) -> Drug:
    month = day.replace(day=1)
    if shape == "ended_code":
        return BY_CODE["J1030"]
    if shape == "wrong_drug_units":
        return BY_CODE["J3420"]
    if shape == "wrong_quantity":
        return BY_CODE["J3301"]
    drugs, heights = choices(month, patient.kind)
    if shape == "few_units":
        drugs = tuple(drug for drug in drugs if drug.code in OF_MANY_UNITS)
        return drugs[int(rnd.random() * len(drugs))]
    if shape.startswith("joint"):
        drugs = tuple(BY_CODE[code] for code in JOINT_DRUGS if is_valid(BY_CODE[code], month))
        return drugs[int(rnd.random() * len(drugs))]
    if shape == "not_administered" and rnd.random() < 0.7:
        drugs = tuple(drug for drug in drugs if drug.code in SINGLE_ROUTE)
        return drugs[int(rnd.random() * len(drugs))]
    return drugs[pick(rnd, heights)]


class Bill:
    """The lines of a visit as they are added."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.services: list[Service] = []

    def add(self, code: str, role: str, pointers: str, modifiers: tuple[str, ...] = (), units: int = 1) -> None:
        number, charge = len(self.services) + 1, CHARGES[code] * units
        self.services.append(Service(number, code, role, modifiers, units, charge, pointers, self.provider))

    def give(self, drug: Drug, units: int, pointers: str) -> None:
        number, charge = len(self.services) + 1, drug.charge(units)
        self.services.append(Service(number, drug.code, "drug", (), units, charge, pointers, self.provider, drug))

    def mark(self, role: str, modifier: str) -> None:
        """The lines of a role bear this modifier and no other."""
        self.services = [line._replace(modifiers=(modifier,)) if line.role == role else line for line in self.services]


def _bill_visit(rnd: Random, bill: Bill, shape: str) -> None:
    marked = rnd.random() * (200 if shape == "procedure_beside" else 100) < bill.provider.marks_25
    several = shape in ("second_with_modifier", "second_without_modifier", "two_units") and rnd.random() < 0.5
    if shape == "nurse_visit":
        bill.add("99211", "em", "1", ("25",) if marked and rnd.random() < 0.4 else ())
    elif shape in WITH_VISIT or several:
        # What is done beside an established visit can take it; a new patient's visit it cannot.
        code = VISIT_CODES[pick(rnd, VISIT_HEIGHTS[:4] if shape == "procedure_beside" else VISIT_HEIGHTS)]
        bill.add(code, "em", "1", ("25",) if marked and shape not in WITHOUT_25 else ())
    elif shape.startswith("joint"):
        bill.add("20610", "procedure", "1")


def _bill_injection(rnd: Random, bill: Bill, shape: str) -> None:
    if shape in WITHOUT_INJECTION:
        return
    bill.add("96372", "injection", "2", units=2 if shape == "two_units" else 1)
    if shape == "second_with_modifier":
        bill.add("96372", "injection", "2", ("59",) if rnd.random() < 0.6 else ("76",))
    elif shape == "second_without_modifier":
        bill.add("96372", "injection", "2")


def _bill_drugs(rnd: Random, bill: Bill, shape: str, drug: Drug, day: date) -> None:
    if shape in ("no_drug", "visit_only"):
        return
    dose = drug.doses[int(rnd.random() * len(drug.doses))]
    bill.give(drug, 1_000 if shape == "wrong_drug_units" else dose, "2")
    if shape.startswith("second") or shape == "two_units":
        other = BY_CODE["J3420" if drug.code == "J1885" else "J1885"]
        bill.give(other, other.doses[0], "2")


def _beside(rnd: Random, bill: Bill, patient: Patient) -> None:
    """A joint injection, or the yearly preventive visit, on the day of visit and 96372."""
    if rnd.random() < 0.5:
        bill.add("20610", "procedure", "1")
    else:
        is_medicare = patient.payer.payer_class in ("medicare", "medicare_advantage")
        bill.add("G0439" if is_medicare else "99396", "procedure", "1")


def _mistake(rnd: Random, bill: Bill, shape: str, patient: Patient) -> None:
    """A modifier on the wrong line, units or quantity of another dose, and at Medicare now and then no JZ."""
    if shape == "visit_with_59":
        bill.mark("em", "59")
    elif shape == "injection_with_25":
        bill.mark("injection", "25")
    elif shape == "few_units":
        bill.services = [
            line._replace(units=1, quantity=line.drug.quantity_of(line.units)) if line.drug else line
            for line in bill.services
        ]
    elif shape == "wrong_quantity":
        bill.services = [line._replace(quantity="5") if line.drug else line for line in bill.services]
    if patient.payer.payer_class == "medicare":
        for place, line in enumerate(bill.services):
            if line.code in SINGLE_DOSE and rnd.random() * 100 < WITH_JZ:
                bill.services[place] = line._replace(modifiers=("JZ",))


def _other_renderer(bill: Bill) -> None:
    """The injection is rendered by a colleague, so the pair is not one renderer's."""
    colleague = PROVIDERS[(PROVIDERS.index(bill.provider) + 1) % len(PROVIDERS)]
    bill.services = [
        service._replace(provider=colleague) if service.role == "injection" else service for service in bill.services
    ]


def draw_visit(rnd: Random, *, number: int, day: date, patient: Patient, shape: str) -> Visit:
    """The visit of one patient on one day, billed in the given shape."""
    provider = PROVIDERS[pick(rnd, PROVIDER_HEIGHTS)]
    bill, drug = Bill(provider), _draw_drug(rnd, shape, patient, day)
    if shape == "clinic_day":
        bill.add("T1015", "clinic", "1")
    _bill_visit(rnd, bill, shape)
    _bill_injection(rnd, bill, shape)
    _bill_drugs(rnd, bill, shape, drug, day)
    if shape == "procedure_beside":
        _beside(rnd, bill, patient)
    elif shape == "other_renderer":
        _other_renderer(bill)
    _mistake(rnd, bill, shape, patient)
    place = PLACES.get(shape, ("11",))
    reason = VISIT_DIAGNOSES[int(rnd.random() * len(VISIT_DIAGNOSES))]
    indication = drug.diagnoses[int(rnd.random() * len(drug.diagnoses))]
    return Visit(number, day, patient, provider, rnd.choice(place), shape, (reason, indication), tuple(bill.services))


def split_drugs(visit: Visit, number: int) -> Visit:
    """Takes the drug lines off the visit and bills them as a claim of their own, numbered from 1."""
    return _split(visit, number, "drug")


def split_injection(visit: Visit, number: int) -> Visit:
    """Takes injection and drug off the visit: a colleague gave them, and bills them on a claim of their own."""
    colleague = colleague_of(visit.provider, number)
    moved = _split(visit, number, "drug", "injection")
    services = tuple(service._replace(provider=colleague) for service in moved.services)
    return replace(moved, provider=colleague, services=services)


def colleague_of(provider: Provider, number: int) -> Provider:
    """Mostly another family physician; one in six is the internist, so that both kinds occur."""
    others = [other for other in PROVIDERS if other is not provider and not other.is_npp]
    family = [other for other in others if other.taxonomy == PHYSICIAN]
    internists = [other for other in others if other.taxonomy == INTERNIST]
    choice = internists if internists and number % 6 == 0 else family
    return choice[number % len(choice)]


def _split(visit: Visit, number: int, *roles: str) -> Visit:
    moved = [service for service in visit.services if service.role in roles]
    visit.services = tuple(service for service in visit.services if service.role not in roles)
    services = tuple(service._replace(number=place) for place, service in enumerate(moved, 1))
    return replace(visit, number=number, services=services, shape="other_claim")
