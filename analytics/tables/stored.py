"""The stored tables: what a file said, row by row, before anything is concluded from it.

Names follow X12 and CMS usage. Money is Decimal(12, 2) dollars as sent, dates are dates, codes are text.
Names, addresses, birth dates and member ids of patients are never a column here.
"""

from functools import cache

import dataframely as dy
import polars as pl

from analytics.tables.columns import codes, day, flag, money, number, quantity, text


class ClaimLine(dy.Schema):
    """One service line (SV1) of one professional claim submission (837P)."""

    claim_id = text("patient control number, CLM01, trimmed", nullable=False)
    claim_key = text("identity of this submission: BHT03, BHT04, the claim and all its content", nullable=False)
    line_number = number("LX number of the line within its claim, counted from 1", nullable=False)
    line_control = text("provider's line control number, REF*6R")
    transaction_id = text("the transaction it came in: BHT03")
    submitted_date = day("BHT04, the day the transaction was made")
    frequency_code = text("CLM05-3: 1 original, 7 replacement, 8 void")
    original_reference = text("payer's number of the claim that is replaced or voided, REF*F8")
    claim_purpose = text(
        "BHT06: CH charge, RP reporting (capitated encounter), 31 subrogation; predetermination: only asked about "
        "(005010X291), never billed"
    )
    filing_indicator = text("SBR09 of the payer billed (2000B)")
    payer_source_id = text("payer id as sent, 2010BB NM109")
    payer_source_name = text("payer name as sent, 2010BB NM103")
    payer_sequence = text("SBR01: P primary, S secondary, T tertiary")
    patient_key = text("keyed hash of the patient; no name, date of birth or member id is kept", nullable=False)
    patient_key_basis = text("strong: name and birth date; weak: payer and member id only", nullable=False)
    billing_npi = text("2010AA NM109")
    billing_name = text("2010AA NM103, a provider's name")
    rendering_npi = text("line 2420A, else claim 2310B, else billing provider")
    rendering_name = text("name of the rendering provider, last name first")
    rendering_taxonomy = text("PRV03 of the rendering, else of the billing provider")
    supervising_npi = text("line 2420D, else claim 2310D")
    referring_npi = text("line 2420F, else claim 2310A")
    ordering_npi = text("line 2420E")
    facility_npi = text("line 2420C, else claim 2310C")
    service_zip3 = text("first three digits of the ZIP of the place of service, else of the billing provider")
    place_of_service = text("line SV105, else CLM05-1")
    service_date = day("DTP*472, first day")
    service_date_to = day("DTP*472, last day of a range")
    code = text("procedure code, SV101-2")
    modifiers = codes("modifiers in the order sent, up to four")
    units = quantity("SV104; missing units are read as 1 with a warning")
    unit_basis = text("SV103: UN units, MJ minutes")
    charge = money("SV102")
    claim_charge = money("CLM02, the same on every line of the claim")
    diagnoses = codes("diagnosis codes of this line in pointer order (SV107 into HI)")
    ndc = text("national drug code, 2410 LIN03")
    ndc_quantity = quantity("CTP04")
    ndc_unit = text("CTP05: ML, UN, GR, F2, ME")
    authorization_present = flag("REF*G1 on the claim or line; the number itself is not kept", nullable=False)
    attachment_present = flag("PWK on the claim or line", nullable=False)
    other_payer_paid = money("amount the other payers paid on this line, sum of 2430 SVD02")
    is_test = flag("the interchange is marked as test, ISA15 = T", nullable=False)
    duplicate_of = text("sha256 of the earlier load that holds the same submission, as seen when this was loaded")
    source_sha = text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = number("segment of the CLM within the file, counted from 1", nullable=False)


class RemitPayment(dy.Schema):
    """One payment or advice of one payer: one ST of an 835, with its BPR."""

    payment_id = text("unique id of the transaction in the store", nullable=False)
    payer_source_id = text("payer id as sent: N104 of N1*PR with qualifier XV, else REF*2U, else TRN03")
    payer_source_name = text("N102 of N1*PR")
    payer_tax_id = text("TRN03, or BPR10")
    payee_npi = text("N104 of N1*PE with qualifier XX, else REF*HPI")
    payee_name = text("N102 of N1*PE, a provider's name")
    method = text("BPR04: ACH, CHK, NON, FWT, BOP")
    credit_debit = text("BPR03: C or D")
    amount = money("BPR02")
    payment_date = day("BPR16")
    production_date = day("DTM*405")
    trace = text("TRN02, check or EFT number")
    version = text("ST03, else GS08")
    interchange_sender = text("ISA06, trimmed")
    interchange_date = day("ISA09")
    interchange_control = text("ISA13")
    transaction_control = text("ST02")
    claim_count = number("number of CLP segments in the file's transaction, refused ones included", nullable=False)
    claim_paid = money("sum of CLP04 in the file's transaction")
    provider_adjusted = money("sum of PLB amounts")
    balanced_cents = number("BPR02 − (Σ CLP04 − Σ PLB) in cents: 0 balances, null not checkable")
    is_test = flag("the interchange is marked as test, ISA15 = T", nullable=False)
    source_sha = text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = number("segment of the ST within the file, counted from 1", nullable=False)


class RemitClaim(dy.Schema):
    """One claim payment (CLP) as answered by a payer."""

    remit_claim_id = text("unique id of this claim payment in the store", nullable=False)
    payment_id = text("the transaction it came in", nullable=False)
    claim_id = text("patient control number, CLP01, trimmed", nullable=False)
    status = text("CLP02: how it was processed; 22 reversal")
    charge = money("CLP03")
    paid = money("CLP04")
    patient_share = money("CLP05")
    filing_indicator = text("CLP06")
    payer_claim_id = text("payer claim control number, CLP07")
    original_reference = text("REF*F8 of the claim")
    frequency_code = text("CLP09")
    patient_key = text(
        "keyed hash of '835', payer and member id, else name; never compared with an 837's", nullable=False
    )
    billing_npi = text("payee of the transaction, or the claim's own REF*HPI or TS3 provider")
    rendering_npi = text("NM1*82 of the claim")
    place_of_service = text("CLP08")
    service_date_from = day("DTM*232")
    service_date_to = day("DTM*233")
    received_date = day("DTM*050")
    contract_code = text("REF*CE")
    crossover_payer = text("NM1*TT, the payer the claim was forwarded to")
    authorization_present = flag("REF*G1; the number itself is not kept", nullable=False)
    remarks = codes("remark codes of MOA and MIA")
    unbalanced_cents = number("CLP03 − all CAS − CLP04, and Σ SVC03 − claim CAS − CLP04, the larger fault, in cents")
    repeated_adjustments = flag(
        "the same adjustments stood at claim and line level: only the line level counts", nullable=False
    )
    line_count = number("number of SVC segments of the claim", nullable=False)
    identity = text("event identity of the claim (meanings 12), which one of equal ones included", nullable=False)
    duplicate_of = text("sha256 of the earlier load that holds the same event, as seen when this was loaded")
    source_sha = text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = number("segment of the CLP within the file, counted from 1", nullable=False)


class RemitLine(dy.Schema):
    """One service payment (SVC) within a claim payment."""

    remit_line_id = text("unique id of this service payment in the store", nullable=False)
    remit_claim_id = text("the claim payment it belongs to", nullable=False)
    line_number = number("order within the claim payment, counted from 1", nullable=False)
    line_control = text("provider's line control number, REF*6R")
    code_qualifier = text("SVC01-1: HC, AD, N4, NU …")
    code = text("procedure code paid, SVC01-2")
    billed_code = text("procedure code as submitted, SVC06-2, where it differs")
    modifiers = codes("SVC01-3 to 6")
    billed_modifiers = codes("SVC06-3 to 6")
    revenue_code = text("SVC04")
    units_billed = quantity("SVC07, else SVC05")
    units_paid = quantity("SVC05; empty is read as 1")
    charge = money("SVC02")
    paid = money("SVC03")
    allowed = money("AMT*B6; else paid plus patient responsibility (PR) adjustments of the line, see allowed_source")
    allowed_source = text("sent (AMT*B6) or derived", nullable=False)
    service_date = day("DTM*472, else 150, else the claim's 232")
    service_date_to = day("DTM*151, else the claim's 233, where a range was sent")
    date_source = text("472, 150, 232 or none", nullable=False)
    rendering_npi = text("REF*HPI of the line")
    remarks = codes("remark codes of LQ*HE and LQ*RX")
    unbalanced_cents = number("SVC02 − line CAS − SVC03 in cents; null not checkable")
    identity = text("event identity of the line (meanings 12), which one of equal ones included", nullable=False)
    source_sha = text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = number("segment of the SVC within the file, counted from 1", nullable=False)


class Adjustment(dy.Schema):
    """One CAS triplet of a claim payment, or of a service payment."""

    remit_claim_id = text("the claim payment", nullable=False)
    remit_line_id = text("the service payment; null for an adjustment at claim level")
    position = number("order within its loop, counted from 1", nullable=False)
    group = text("CAS01: CO, PR, OA, PI; CR in 4010")
    reason = text("claim adjustment reason code")
    amount = money("positive lowers the payment; null where the file has no number")
    quantity = quantity("units the adjustment concerns")
    is_repeated = flag("claim-level copy of the line adjustments: kept, not counted", nullable=False)
    source_sha = text("sha256 of the file's bytes, unpacked", nullable=False)


class ProviderAdjustment(dy.Schema):
    """One PLB pair: money that moved at provider level, outside any line."""

    payment_id = text("the transaction it came in", nullable=False)
    position = number("order within the transaction, counted from 1", nullable=False)
    provider_id = text("PLB01")
    fiscal_date = day("PLB02")
    reason = text("PLB03-1: WO, FB, 72, L6, CS …")
    reference = text("PLB03-2")
    amount = money("positive lowers the payment, negative raises it")
    source_sha = text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = number("segment of the PLB within the file, counted from 1", nullable=False)


STORED: dict[str, type[dy.Schema]] = {
    "claim_line": ClaimLine,
    "remit_payment": RemitPayment,
    "remit_claim": RemitClaim,
    "remit_line": RemitLine,
    "adjustment": Adjustment,
    "provider_adjustment": ProviderAdjustment,
}


@cache
def schema_of(table: type[dy.Schema]) -> pl.Schema:
    """The Polars schema of a table: exact types, in column order."""
    return table.create_empty().schema
