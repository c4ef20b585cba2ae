"""A submission as the segments of an 837P (005010X222A1)."""

from datetime import date

from analytics.demo.practice import GROUP_NAME, GROUP_NPI, GROUP_TAX_ID, PHYSICIAN, SITES, Provider
from analytics.demo.segments import CLEARINGHOUSE, SUBMITTER, amount, ccyymmdd, closed
from analytics.demo.story import Response, Submission
from analytics.demo.visits import Service

VERSION = "005010X222A1"
ADDRESS = ("N3*7 SEDGE ROAD", "N4*EASTMERE*NC*276990003")


def transaction(day: date, number: int, submissions: list[Submission]) -> list[str]:
    """One ST … SE with every claim of a batch day."""
    segments = [
        f"ST*837*{number:04d}*{VERSION}",
        f"BHT*0019*00*{ccyymmdd(day)}{number:04d}*{ccyymmdd(day)}*0600*CH",
        f"NM1*41*2*{GROUP_NAME}*****46*{SUBMITTER}",
        "PER*IC*BILLING OFFICE*TE*8005550100",
        f"NM1*40*2*FENGATE CLEARINGHOUSE*****46*{CLEARINGHOUSE}",
        "HL*1**20*1",
        f"PRV*BI*PXC*{PHYSICIAN}",
        f"NM1*85*2*{GROUP_NAME}*****XX*{GROUP_NPI}",
        f"N3*{SITES[0].street}",
        f"N4*EASTMERE*NC*{SITES[0].zip_code}",
        f"REF*EI*{GROUP_TAX_ID}",
    ]
    level = 1
    for submission in submissions:
        level = _subscriber(segments, submission, level + 1)
        _claim(segments, submission)
    return closed(segments, number)


def _subscriber(segments: list[str], sent: Submission, level: int) -> int:
    """The subscriber's loop, and the patient's own where the patient is a dependent; returns the last HL number."""
    patient, payer = sent.visit.patient, sent.payer
    relation = "" if patient.parent else "18"
    first = patient.parent or patient.first
    segments += (
        f"HL*{level}*1*22*{1 if patient.parent else 0}",
        f"SBR*{sent.sequence}*{relation}*******{payer.filing_837}",
        f"NM1*IL*1*{patient.last}*{first}****MI*{patient.member_id(payer)}",
    )
    born = f"DMG*D8*{ccyymmdd(patient.birth)}*{patient.sex}"
    payer_name = f"NM1*PR*2*{payer.name}*****PI*{payer.payer_id}"
    if not patient.parent:
        segments += (*ADDRESS, born, payer_name)
        return level
    segments += (payer_name, f"HL*{level + 1}*{level}*23*0", "PAT*19")
    segments += (f"NM1*QC*1*{patient.last}*{patient.first}", *ADDRESS, born)
    return level + 1


def _claim(segments: list[str], sent: Submission) -> None:
    charge = amount(sum(service.charge for service in sent.services))
    segments.append(f"CLM*{sent.claim_id}*{charge}***{sent.place}:B:{sent.frequency}*Y*A*Y*Y")
    if sent.has_attachment:
        segments.append(f"PWK*OZ*EL***AC*{sent.claim_id}A")
    if sent.original:
        segments.append(f"REF*F8*{sent.original}")
    if sent.is_authorized:
        segments.append(f"REF*G1*A{sent.visit.number:07d}")
    reason, indication = sent.diagnoses
    segments.append(f"HI*ABK:{reason}*ABF:{indication}")
    provider, site = sent.visit.provider, SITES[sent.visit.provider.site]
    segments += _renderer(provider)
    if provider.site:
        segments += (f"NM1*77*2*{site.name}*****XX*{site.npi}", f"N3*{site.street}", f"N4*EASTMERE*NC*{site.zip_code}")
    if sent.prior:
        segments += _primary_payer(sent, sent.prior)
    for place, service in enumerate(sent.services, 1):
        _service(segments, sent, place, service)


def _renderer(provider: Provider) -> tuple[str, str]:
    name = f"NM1*82*1*{provider.last}*{provider.first}****XX*{provider.npi}"
    return name, f"PRV*PE*PXC*{provider.taxonomy}"


def _primary_payer(sent: Submission, prior: Response) -> tuple[str, ...]:
    """Loop 2320: who paid first, and how much."""
    patient, payer = sent.visit.patient, prior.payer
    return (
        f"SBR*P*18*******{payer.filing_837}",
        f"AMT*D*{amount(prior.paid)}",
        "OI***Y*P**Y",
        f"NM1*IL*1*{patient.last}*{patient.first}****MI*{patient.member_id(payer)}",
        f"NM1*PR*2*{payer.name}*****PI*{payer.payer_id}",
    )


def _service(segments: list[str], sent: Submission, place: int, service: Service) -> None:
    code = ":".join(("HC", service.code, *service.modifiers))
    segments += (
        f"LX*{place}",
        f"SV1*{code}*{amount(service.charge)}*UN*{service.units}***{service.pointers}",
        f"DTP*472*D8*{ccyymmdd(sent.visit.day)}",
        f"REF*6R*{sent.claim_id}L{service.number}",
    )
    if service.drug:
        drug = service.drug
        segments += (
            f"LIN**N4*{drug.ndc}",
            f"CTP****{service.quantity or drug.quantity_of(service.units)}*{drug.quantity_unit}",
        )
    if service.provider is not sent.visit.provider:
        segments += _renderer(service.provider)
    if sent.prior:
        _told(segments, sent.prior, service)


def _told(segments: list[str], prior: Response, service: Service) -> None:
    """Loop 2430: the primary's decision on the line."""
    decision = next(decision for decision in prior.decisions if decision.service.number == service.number)
    code = ":".join(("HC", service.code, *service.modifiers))
    segments.append(f"SVD*{prior.payer.payer_id}*{amount(decision.paid)}*{code}**{decision.units}")
    segments += (f"CAS*{group}*{reason}*{amount(cents)}" for group, reason, cents in decision.cuts)
    segments.append(f"DTP*573*D8*{ccyymmdd(prior.day)}")
