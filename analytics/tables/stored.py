"""The stored tables: what a file said, row by row, before anything is concluded from it.

Names follow X12 and CMS usage. Money is Decimal(12, 2) dollars as sent, dates are dates, codes are text.
Names, addresses, birth dates and member ids of patients are never a column here.
"""

import dataframely as dy
import polars as pl


def _text(meaning: str, *, nullable: bool = True) -> dy.String:
    return dy.String(nullable=nullable, description=meaning)


def _money(meaning: str, *, nullable: bool = True) -> dy.Decimal:
    return dy.Decimal(12, 2, nullable=nullable, description=meaning)


def _day(meaning: str) -> dy.Date:
    return dy.Date(nullable=True, description=meaning)


def _number(meaning: str, *, nullable: bool = True) -> dy.Int64:
    return dy.Int64(nullable=nullable, description=meaning)


def _quantity(meaning: str) -> dy.Decimal:
    return dy.Decimal(15, 3, nullable=True, description=meaning)


def _flag(meaning: str) -> dy.Bool:
    return dy.Bool(nullable=False, description=meaning)


def _codes(meaning: str) -> dy.List:
    return dy.List(dy.String(), description=meaning)


class ClaimLine(dy.Schema):
    """One service line (SV1) of one professional claim submission (837P)."""

    claim_id = _text("patient control number, CLM01, trimmed", nullable=False)
    claim_key = _text("identity of this submission: BHT03, BHT04, the claim and all its content", nullable=False)
    line_number = _number("LX number of the line within its claim, counted from 1", nullable=False)
    line_control = _text("provider's line control number, REF*6R")
    transaction_id = _text("the transaction it came in: BHT03")
    submitted_date = _day("BHT04, the day the transaction was made")
    frequency_code = _text("CLM05-3: 1 original, 7 replacement, 8 void")
    original_reference = _text("payer's number of the claim that is replaced or voided, REF*F8")
    claim_purpose = _text("BHT06: CH charge, RP reporting (capitated encounter), 31 subrogation")
    filing_indicator = _text("SBR09 of the payer billed (2000B)")
    payer_source_id = _text("payer id as sent, 2010BB NM109")
    payer_source_name = _text("payer name as sent, 2010BB NM103")
    payer_sequence = _text("SBR01: P primary, S secondary, T tertiary")
    patient_key = _text("keyed hash of the patient; no name, date of birth or member id is kept", nullable=False)
    patient_key_basis = _text("strong: name and birth date; weak: payer and member id only", nullable=False)
    billing_npi = _text("2010AA NM109")
    billing_name = _text("2010AA NM103, a provider's name")
    rendering_npi = _text("line 2420A, else claim 2310B, else billing provider")
    rendering_name = _text("name of the rendering provider, last name first")
    rendering_taxonomy = _text("PRV03 of the rendering, else of the billing provider")
    supervising_npi = _text("line 2420D, else claim 2310D")
    referring_npi = _text("line 2420F, else claim 2310A")
    ordering_npi = _text("line 2420E")
    facility_npi = _text("line 2420C, else claim 2310C")
    service_zip3 = _text("first three digits of the ZIP of the place of service, else of the billing provider")
    place_of_service = _text("line SV105, else CLM05-1")
    service_date = _day("DTP*472, first day")
    service_date_to = _day("DTP*472, last day of a range")
    code = _text("procedure code, SV101-2")
    modifiers = _codes("modifiers in the order sent, up to four")
    units = _quantity("SV104; missing units are read as 1 with a warning")
    unit_basis = _text("SV103: UN units, MJ minutes")
    charge = _money("SV102")
    claim_charge = _money("CLM02, the same on every line of the claim")
    diagnoses = _codes("diagnosis codes of this line in pointer order (SV107 into HI)")
    ndc = _text("national drug code, 2410 LIN03")
    ndc_quantity = _quantity("CTP04")
    ndc_unit = _text("CTP05: ML, UN, GR, F2, ME")
    authorization_present = _flag("REF*G1 on the claim or line; the number itself is not kept")
    attachment_present = _flag("PWK on the claim or line")
    other_payer_paid = _money("amount the other payers paid on this line, sum of 2430 SVD02")
    is_test = _flag("the interchange is marked as test, ISA15 = T")
    duplicate_of = _text("sha256 of the earlier load that holds the same submission, as seen when this was loaded")
    source_sha = _text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = _number("segment of the CLM within the file, counted from 1", nullable=False)


class RemitPayment(dy.Schema):
    """One payment or advice of one payer: one ST of an 835, with its BPR."""

    payment_id = _text("unique id of the transaction in the store", nullable=False)
    payer_source_id = _text("payer id as sent: N104 of N1*PR with qualifier XV, else REF*2U, else TRN03")
    payer_source_name = _text("N102 of N1*PR")
    payer_tax_id = _text("TRN03, or BPR10")
    payee_npi = _text("N104 of N1*PE with qualifier XX, else REF*HPI")
    payee_name = _text("N102 of N1*PE, a provider's name")
    method = _text("BPR04: ACH, CHK, NON, FWT, BOP")
    credit_debit = _text("BPR03: C or D")
    amount = _money("BPR02")
    payment_date = _day("BPR16")
    production_date = _day("DTM*405")
    trace = _text("TRN02, check or EFT number")
    version = _text("ST03, else GS08")
    interchange_sender = _text("ISA06, trimmed")
    interchange_date = _day("ISA09")
    interchange_control = _text("ISA13")
    transaction_control = _text("ST02")
    claim_count = _number("number of CLP segments in the file's transaction, refused ones included", nullable=False)
    claim_paid = _money("sum of CLP04 in the file's transaction")
    provider_adjusted = _money("sum of PLB amounts")
    balanced_cents = _number("BPR02 − (Σ CLP04 − Σ PLB) in cents: 0 balances, null not checkable")
    is_test = _flag("the interchange is marked as test, ISA15 = T")
    source_sha = _text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = _number("segment of the ST within the file, counted from 1", nullable=False)


class RemitClaim(dy.Schema):
    """One claim payment (CLP) as answered by a payer."""

    remit_claim_id = _text("unique id of this claim payment in the store", nullable=False)
    payment_id = _text("the transaction it came in", nullable=False)
    claim_id = _text("patient control number, CLP01, trimmed", nullable=False)
    status = _text("CLP02: how it was processed; 22 reversal")
    charge = _money("CLP03")
    paid = _money("CLP04")
    patient_share = _money("CLP05")
    filing_indicator = _text("CLP06")
    payer_claim_id = _text("payer claim control number, CLP07")
    original_reference = _text("REF*F8 of the claim")
    frequency_code = _text("CLP09")
    patient_key = _text("keyed hash of '835', payer and member id, else name; never compared with an 837's", nullable=False)
    billing_npi = _text("payee of the transaction, or the claim's own REF*HPI or TS3 provider")
    rendering_npi = _text("NM1*82 of the claim")
    place_of_service = _text("CLP08")
    service_date_from = _day("DTM*232")
    service_date_to = _day("DTM*233")
    received_date = _day("DTM*050")
    contract_code = _text("REF*CE")
    crossover_payer = _text("NM1*TT, the payer the claim was forwarded to")
    authorization_present = _flag("REF*G1; the number itself is not kept")
    remarks = _codes("remark codes of MOA and MIA")
    unbalanced_cents = _number("CLP03 − all CAS − CLP04, and Σ SVC03 − claim CAS − CLP04, the larger fault, in cents")
    repeated_adjustments = _flag("the same adjustments stood at claim and line level: only the line level counts")
    line_count = _number("number of SVC segments of the claim", nullable=False)
    identity = _text("event identity of the claim (meanings 12), which one of equal ones included", nullable=False)
    duplicate_of = _text("sha256 of the earlier load that holds the same event, as seen when this was loaded")
    source_sha = _text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = _number("segment of the CLP within the file, counted from 1", nullable=False)


class RemitLine(dy.Schema):
    """One service payment (SVC) within a claim payment."""

    remit_line_id = _text("unique id of this service payment in the store", nullable=False)
    remit_claim_id = _text("the claim payment it belongs to", nullable=False)
    line_number = _number("order within the claim payment, counted from 1", nullable=False)
    line_control = _text("provider's line control number, REF*6R")
    code_qualifier = _text("SVC01-1: HC, AD, N4, NU …")
    code = _text("procedure code paid, SVC01-2")
    billed_code = _text("procedure code as submitted, SVC06-2, where it differs")
    modifiers = _codes("SVC01-3 to 6")
    billed_modifiers = _codes("SVC06-3 to 6")
    revenue_code = _text("SVC04")
    units_billed = _quantity("SVC07, else SVC05")
    units_paid = _quantity("SVC05; empty is read as 1")
    charge = _money("SVC02")
    paid = _money("SVC03")
    allowed = _money("AMT*B6; else paid plus patient responsibility (PR) adjustments of the line, see allowed_source")
    allowed_source = _text("sent (AMT*B6) or derived", nullable=False)
    service_date = _day("DTM*472, else 150, else the claim's 232")
    service_date_to = _day("DTM*151, else the claim's 233, where a range was sent")
    date_source = _text("472, 150, 232 or none", nullable=False)
    rendering_npi = _text("REF*HPI of the line")
    remarks = _codes("remark codes of LQ*HE and LQ*RX")
    unbalanced_cents = _number("SVC02 − line CAS − SVC03 in cents; null not checkable")
    identity = _text("event identity of the line (meanings 12), which one of equal ones included", nullable=False)
    source_sha = _text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = _number("segment of the SVC within the file, counted from 1", nullable=False)


class Adjustment(dy.Schema):
    """One CAS triplet of a claim payment, or of a service payment."""

    remit_claim_id = _text("the claim payment", nullable=False)
    remit_line_id = _text("the service payment; null for an adjustment at claim level")
    position = _number("order within its loop, counted from 1", nullable=False)
    group = _text("CAS01: CO, PR, OA, PI; CR in 4010")
    reason = _text("claim adjustment reason code")
    amount = _money("positive lowers the payment; null where the file has no number")
    quantity = _quantity("units the adjustment concerns")
    is_repeated = _flag("claim-level copy of the line adjustments: kept, not counted")
    source_sha = _text("sha256 of the file's bytes, unpacked", nullable=False)


class ProviderAdjustment(dy.Schema):
    """One PLB pair: money that moved at provider level, outside any line."""

    payment_id = _text("the transaction it came in", nullable=False)
    position = _number("order within the transaction, counted from 1", nullable=False)
    provider_id = _text("PLB01")
    fiscal_date = _day("PLB02")
    reason = _text("PLB03-1: WO, FB, 72, L6, CS …")
    reference = _text("PLB03-2")
    amount = _money("positive lowers the payment, negative raises it")
    source_sha = _text("sha256 of the file's bytes, unpacked", nullable=False)
    source_position = _number("segment of the PLB within the file, counted from 1", nullable=False)


STORED: dict[str, type[dy.Schema]] = {
    "claim_line": ClaimLine,
    "remit_payment": RemitPayment,
    "remit_claim": RemitClaim,
    "remit_line": RemitLine,
    "adjustment": Adjustment,
    "provider_adjustment": ProviderAdjustment,
}


def schema_of(table: type[dy.Schema]) -> pl.Schema:
    """The Polars schema of a table: exact types, in column order."""
    return table.create_empty().schema
