"""The answers of one payer's payment run as the segments of an 835 (005010X221A1)."""

from datetime import date, timedelta

from analytics.demo.adjudication import Cut, Decision
from analytics.demo.payers import Payer
from analytics.demo.practice import GROUP_NAME, GROUP_NPI, GROUP_TAX_ID, SITES
from analytics.demo.segments import amount, ccyymmdd, closed
from analytics.demo.story import ProviderAdjustment, Response

VERSION = "005010X221A1"
PAIRS = 6  # a PLB segment holds no more
CLEARING_DAYS = 2  # from production to the money: BPR16 is later than DTM*405


def transaction(
    payer: Payer, day: date, number: int, responses: list[Response], withheld: list[ProviderAdjustment]
) -> tuple[list[str], int]:
    """One ST … SE, and its BPR02 in cents: what the claims were paid less what was withheld at provider level."""
    claims: list[str] = []
    for response in responses:
        _claim(claims, response)
    total = net_paid(responses) - sum(item.cents for item in withheld)
    segments = [f"ST*835*{number:04d}", *_payment(payer, day, total), *_parties(payer), "LX*1", *claims]
    for first in range(0, len(withheld), PAIRS):
        items = withheld[first : first + PAIRS]
        pairs = "*".join(f"{item.reason}:{item.reference}*{amount(item.cents)}" for item in items)
        segments.append(f"PLB*{GROUP_NPI}*{day.year}1231*{pairs}")
    return closed(segments, number), total


def net_paid(responses: list[Response]) -> int:
    """The sum of CLP04 in cents."""
    return sum(-response.paid if response.kind == "reversal" else response.paid for response in responses)


def _payment(payer: Payer, day: date, total: int) -> tuple[str, str, str]:
    settled = day + timedelta(days=CLEARING_DAYS)
    method = "ACH*CCP*01*011900254*DA*0000123456" if total else "NON*****"
    account = "01*061000052*DA*0009876543" if total else "***"
    return (
        f"BPR*I*{amount(total)}*C*{method}*{payer.tax_id}**{account}*{ccyymmdd(settled)}",
        f"TRN*1*T{payer.payer_id}{day:%y%m%d}*{payer.tax_id}",
        f"DTM*405*{ccyymmdd(day)}",
    )


def _parties(payer: Payer) -> tuple[str, ...]:
    return (
        f"N1*PR*{payer.name}*XV*{payer.payer_id}",
        "N3*PO BOX 1",
        "N4*EASTMERE*NC*276990009",
        "PER*BL*EDI DESK*TE*8005550101",
        f"N1*PE*{GROUP_NAME}*XX*{GROUP_NPI}",
        f"N3*{SITES[0].street}",
        f"N4*EASTMERE*NC*{SITES[0].zip_code}",
        f"REF*TJ*{GROUP_TAX_ID}",
    )


def _claim(segments: list[str], response: Response) -> None:
    sign = -1 if response.kind == "reversal" else 1
    visit, payer, patient = response.visit, response.payer, response.visit.patient
    cuts = [cut for decision in response.decisions for cut in decision.cuts]
    owed = sum(cents for group, _, cents in (*response.claim_cuts, *cuts) if group == "PR")
    charge, paid, share = (amount(sign * cents) for cents in (response.charge, response.paid, owed))
    segments.append(
        f"CLP*{response.claim_id}*{response.status}*{charge}*{paid}*{share}*{payer.filing_835}*{response.icn}"
        f"*{visit.place}*{response.frequency}"
    )
    if response.without_lines:
        segments += _adjustments(every_cut(response), sign)
    else:
        segments += _adjustments(response.claim_cuts, sign)
    segments.append(f"NM1*QC*1*{patient.last}*{patient.first}****MI*{patient.member_id(payer)}")
    segments.append(f"NM1*82*1*{visit.provider.last}*{visit.provider.first}****XX*{visit.provider.npi}")
    if response.crossover:
        segments.append(f"NM1*TT*2*{response.crossover.name}*****PI*{response.crossover.payer_id}")
    if response.remarks:
        segments.append(f"MOA***{'*'.join(response.remarks)}")
    if response.original:
        segments.append(f"REF*F8*{response.original}")
    segments.append(f"DTM*232*{ccyymmdd(visit.day)}")
    segments.append(f"DTM*233*{ccyymmdd(visit.day)}")
    if not response.without_lines:
        for decision in response.decisions:
            _service(segments, response, decision, sign)


def every_cut(response: Response) -> tuple[Cut, ...]:
    """All adjustments of the claim; equal codes are one at claim level."""
    sums: dict[tuple[str, str], int] = {}
    cuts = [cut for decision in response.decisions for cut in decision.cuts]
    for group, reason, cents in (*response.claim_cuts, *cuts):
        sums[group, reason] = sums.get((group, reason), 0) + cents
    return tuple((group, reason, cents) for (group, reason), cents in sums.items())


def _adjustments(cuts: tuple[Cut, ...], sign: int) -> list[str]:
    """One CAS per group with all its triplets, in the order of the groups."""
    if len(cuts) == 1:
        return [f"CAS*{cuts[0][0]}*{cuts[0][1]}*{amount(sign * cuts[0][2])}"]
    groups: dict[str, list[str]] = {}
    for group, reason, cents in cuts:
        groups.setdefault(group, []).append(f"{reason}*{amount(sign * cents)}")
    return [f"CAS*{group}*{'**'.join(triplets)}" for group, triplets in groups.items()]


def _service(segments: list[str], response: Response, decision: Decision, sign: int) -> None:
    service, payer = decision.service, response.payer
    billed = ":".join(("HC", service.code, *service.modifiers))
    answered = f"HC:{decision.paid_code}" if decision.paid_code else billed
    paid = sign * (decision.paid + decision.at_claim_level)
    segment = f"SVC*{answered}*{amount(sign * service.charge)}*{amount(paid)}**{sign * decision.units}"
    if decision.paid_code:
        segment += f"*{billed}"
    elif decision.units != service.units:
        segment += f"**{sign * service.units}"
    segments.append(segment)
    day = ccyymmdd(response.visit.day)
    segments += (f"DTM*150*{day}", f"DTM*151*{day}") if payer.sends_date_range else (f"DTM*472*{day}",)
    segments += _adjustments(decision.cuts, sign)
    if payer.sends_line_control:
        segments.append(f"REF*6R*{response.claim_id}L{service.number}")
    if service.provider is not response.visit.provider:
        segments.append(f"REF*HPI*{service.provider.npi}")
    if decision.allowed and payer.sends_allowed:
        segments.append(f"AMT*B6*{amount(sign * decision.allowed)}")
    segments += [f"LQ*HE*{remark}" for remark in decision.remarks]
