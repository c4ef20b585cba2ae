"""What a corrected claim says differently: one way per kind of objection."""

from dataclasses import replace
from typing import NamedTuple

from analytics.demo.drugs import BY_CODE
from analytics.demo.story import Response
from analytics.demo.visits import UNSUPPORTED_DIAGNOSIS, Service, Visit


class Correction(NamedTuple):
    visit: Visit
    services: tuple[Service, ...]
    is_authorized: bool = False
    has_attachment: bool = False


def _add_modifier(services: tuple[Service, ...], role: str, modifier: str) -> tuple[Service, ...]:
    targets = [service for service in services if service.role == role and modifier not in service.modifiers]
    if not targets:
        return services
    target = targets[-1]  # of two injections it is the second that needs telling apart
    marked = target._replace(modifiers=(modifier, *target.modifiers))
    return tuple(marked if service is target else service for service in services)


def _rebilled_drug(service: Service, code: str, units: int) -> Service:
    drug = BY_CODE[code]
    return service._replace(code=code, drug=drug, units=units, charge=drug.charge(units))


def _replace_drug(services: tuple[Service, ...], fix: str) -> tuple[Service, ...]:
    code, units = ("J1010", 40) if fix == "code" else ("J3420", 1)
    return tuple(_rebilled_drug(line, code, units) if line.role == "drug" else line for line in services)


def _marked_right(service: Service) -> Service:
    """25 on the visit, and neither 25 on the injection nor 59 on the visit."""
    if service.role == "em":
        return service._replace(modifiers=("25",))
    return service._replace(modifiers=()) if service.role == "injection" else service


def _swap_drug(services: tuple[Service, ...]) -> tuple[Service, ...]:
    """The drug leaves the claim, and the one that was given comes in as a line of its own."""
    wrong = next(service for service in services if service.drug)
    drug = BY_CODE["J3420" if wrong.code == "J0696" else "J0696"]
    number, units = max(service.number for service in services) + 1, drug.doses[0]
    given = Service(number, drug.code, "drug", (), units, drug.charge(units), "2", wrong.provider, drug)
    return (*(service for service in services if service is not wrong), given)


def correct(visit: Visit, services: tuple[Service, ...], fix: str) -> Correction:
    """The claim with the fix that the objection asks for; the record is taken to support it."""
    if fix == "modifier_25":
        return Correction(visit, _add_modifier(services, "em", "25"))
    if fix == "modifier_59":
        return Correction(visit, _add_modifier(services, "injection", "59"))
    if fix == "modifier_24":
        return Correction(visit, _add_modifier(services, "em", "24"))
    if fix in ("25_for_59", "25_to_visit"):
        return Correction(visit, tuple(_marked_right(line) for line in services))
    if fix == "other_drug":
        return Correction(visit, _swap_drug(services))
    if fix in ("code", "drug_units"):
        return Correction(visit, _replace_drug(services, fix))
    if fix == "diagnosis":
        return Correction(supported(visit), services)
    if fix == "place":
        return Correction(replace(visit, place="11"), services)
    return Correction(visit, services, is_authorized=fix == "authorization", has_attachment=fix == "attachment")


def supported(visit: Visit) -> Visit:
    """The visit with the drug's own diagnosis in place of the vague one."""
    drugs = [service.drug for service in visit.services if service.drug]
    if not drugs or visit.diagnoses[1] != UNSUPPORTED_DIAGNOSIS:
        return visit
    return replace(visit, diagnoses=(visit.diagnoses[0], drugs[0].diagnoses[0]))


def unsupported(visit: Visit) -> Visit:
    """The visit as billed with a diagnosis that does not carry the injection."""
    return replace(visit, diagnoses=(visit.diagnoses[0], UNSUPPORTED_DIAGNOSIS))


def refused(response: Response) -> tuple[Service, ...]:
    """The lines that the answer denied."""
    return tuple(decision.service for decision in response.decisions if decision.denied)
