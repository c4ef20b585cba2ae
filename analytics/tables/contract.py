"""What a file of claims or remittances may hold when it is no X12: the input contract.

Every column of it is a column of a stored table, and takes its meaning and type from there; the few others only
tell patients apart and are never kept.
"""

from dataclasses import dataclass

import polars as pl

from analytics.tables.stored import STORED, schema_of

# ruff: noqa: E501 -- a row of a table is a line

PEOPLE = {
    "patient_id": ("text", "the practice's own number of the patient; only a keyed hash of it is kept"),
    "patient_last": ("text", "last name; with the birth date it makes the patient's keyed hash and is never kept"),
    "patient_first": ("text", "first name; used for the keyed hash only"),
    "patient_name": ("text", "LAST, FIRST in one column, instead of two; never kept"),
    "patient_birth_date": ("date", "birth date; used for the keyed hash only"),
    "member_id": ("text", "member number of the payer; stands in for name and birth date, never kept"),
}
"""Columns that only tell patients apart."""

CLAIMS = """
claim_id | claim_line.claim_id | A1001 | A1002 | claim number, claim no, claim #, claim, clm id, visit #, visit number, visit id, visit no, encounter, encounter #, encounter number, encounter id, visit, ticket, ticket number, ticket #, invoice, invoice number, invoice #, patient control number, pt acct, pt account, patient account, patient account number, pt acct no, acct, account, account number
claim_key | claim_line.claim_key | | | submission id
line_number | claim_line.line_number | 1 | 1 | claim line number, line no, line, line #, svc line, service line, ln
line_control | claim_line.line_control | | | line item control number, charge id, line id
transaction_id | claim_line.transaction_id | | | batch id, bht03
submitted_date | claim_line.submitted_date | 2026-01-09 | 2026-01-09 | bill date, billed date, date billed, submit date, submission date, claim submit date, claim submission date, claim date, filed date, date filed
frequency_code | claim_line.frequency_code | 1 | 1 | claim frequency, frequency, resubmission code, bill type frequency
original_reference | claim_line.original_reference | | | original claim number, original icn, original ref no, orig ref
claim_purpose | claim_line.claim_purpose | CH | CH | transaction type
filing_indicator | claim_line.filing_indicator | MB | CI | claim filing indicator, filing code, insurance type, ins type, financial class, payer type
payer_source_id | claim_line.payer_source_id | 00831 | 60054 | payer id, payor id, ins id, insurance id, carrier id, payer number
payer_source_name | claim_line.payer_source_name | NORTHFIELD MEDICARE | HOLLOWAY HEALTH | payer, payer name, payor, payor name, ins, ins name, insurance, insurance name, insurance co, insurance company, insurance carrier, primary insurance, carrier, carrier name, plan name
payer_sequence | claim_line.payer_sequence | P | P | coordination of benefits, cob, payer order, insurance order
patient_id | | 7001 | 7002 | person id, pt id, patient number, patient no, mrn, medical record number, chart, chart number, chart no
patient_last | | DOE | ROE | patient last name, pt last name, last name, lname
patient_first | | JANE | RICHARD | patient first name, pt first name, first name, fname
patient_name | | | | patient, pt name, patient full name, pt
patient_birth_date | | 1956-03-04 | 1971-07-08 | birth date, dob, date of birth, patient dob, pt dob, birthdate
member_id | | M0001 | M0002 | subscriber id, policy number, policy id, insured id, insurance member id
patient_key_basis | claim_line.patient_key_basis | | |
billing_npi | claim_line.billing_npi | 1999999984 | 1999999984 | billing provider npi, group npi, bill npi, practice npi
billing_name | claim_line.billing_name | SAMPLE PRACTICE | SAMPLE PRACTICE | billing provider, billing provider name, group name, practice
rendering_npi | claim_line.rendering_npi | 1000000011 | 1000000011 | rendering provider npi, rend npi, provider npi, doctor npi, npi, treating npi
rendering_name | claim_line.rendering_name | DOC, DORA | DOC, DORA | rendering provider, rendering provider name, provider, provider name, doctor, physician, clinician
rendering_taxonomy | claim_line.rendering_taxonomy | 207Q00000X | 207Q00000X | taxonomy, taxonomy code, provider taxonomy, specialty code
supervising_npi | claim_line.supervising_npi | | | supervising provider npi
referring_npi | claim_line.referring_npi | | | referring provider npi, ref npi
ordering_npi | claim_line.ordering_npi | | | ordering provider npi
facility_npi | claim_line.facility_npi | | | service facility npi, location npi
service_zip3 | claim_line.service_zip3 | 276 | 276 | zip3, service zip, facility zip
place_of_service | claim_line.place_of_service | 11 | 11 | pos, place of service code, service place, plc of svc
service_date | claim_line.service_date | 2026-01-06 | 2026-01-07 | dos, date of service, svc date, service from, from date, from dos, dos from, service date from, date from, first service date, visit date, start date
service_date_to | claim_line.service_date_to | | | thru date, through date, to date, dos to, service to, end date
code | claim_line.code | 96372 | J1885 | cpt, cpt code, cpt4, hcpcs, hcpcs code, cpt hcpcs, cpt/hcpcs, proc, proc code, procedure, procedure code, service code, billed code, px
modifiers | claim_line.modifiers | 59 | | modifier, mod, mods, mod 1, modifier 1, hcpcs modifier 1
units | claim_line.units | 1 | 2 | unit, qty, quantity, service units, days or units, units billed, billed units, service unit quantity
unit_basis | claim_line.unit_basis | UN | UN | unit measure, unit type
charge | claim_line.charge | 40.00 | 18.50 | charge amount, charges, billed, billed amount, billed amt, amount billed, chg, chg amt, fee, line charge, total charge, gross charge
claim_charge | claim_line.claim_charge | | | claim total, total claim charge, claim charge amount
diagnoses | claim_line.diagnoses | M54.50 | E11.9 | diagnosis, diagnosis code, dx, dx codes, icd, icd10, icd 10, icd code, dx 1, dx1, diagnosis 1, diagnosis code 1
ndc | claim_line.ndc | | 00409379301 | ndc code, national drug code, drug code, ndc number
ndc_quantity | claim_line.ndc_quantity | | 1 | ndc qty, drug quantity, ndc units
ndc_unit | claim_line.ndc_unit | | ML | ndc unit of measure, ndc uom, drug unit
authorization_present | claim_line.authorization_present | N | N | authorized, has authorization, prior auth, auth on file
attachment_present | claim_line.attachment_present | N | N | has attachment
other_payer_paid | claim_line.other_payer_paid | | | primary paid, other insurance paid, prior payer paid
is_test | claim_line.is_test | | | test
"""

REMITTANCES = """
payment_id | remit_payment.payment_id | | | remittance id, era id
payer_source_id | remit_payment.payer_source_id | 00831 | 60054 | payer id, payor id, ins id, insurance id, carrier id, payer number
payer_source_name | remit_payment.payer_source_name | NORTHFIELD MEDICARE | HOLLOWAY HEALTH | payer, payer name, payor, payor name, ins, ins name, insurance, insurance name, insurance co, insurance company, insurance carrier, carrier, carrier name, paid by, plan name
payer_tax_id | remit_payment.payer_tax_id | | | payer tin, payer ein
payee_npi | remit_payment.payee_npi | 1999999984 | 1999999984 | pay to npi
payee_name | remit_payment.payee_name | SAMPLE PRACTICE | SAMPLE PRACTICE | payee, pay to name, pay to
method | remit_payment.method | ACH | CHK | payment method, pay method, payment type
credit_debit | remit_payment.credit_debit | | |
payment_amount | remit_payment.amount | 24.36 | 0.00 | check amount, check amt, eft amount, check total, remit total, remittance amount
payment_date | remit_payment.payment_date | 2026-01-26 | 2026-01-27 | paid date, date paid, check date, chk date, eft date, pmt date, deposit date, remit date, remittance date, era date
production_date | remit_payment.production_date | 2026-01-24 | 2026-01-25 | adjudication date, processed date, finalized date, eob date
trace | remit_payment.trace | EFT5001 | 30077 | check number, check no, check #, chk no, chk #, chk, eft number, eft trace, trace number, trn, trn02, check eft, check/eft
version | remit_payment.version | | |
interchange_sender | remit_payment.interchange_sender | | |
interchange_date | remit_payment.interchange_date | | |
interchange_control | remit_payment.interchange_control | | |
transaction_control | remit_payment.transaction_control | | |
is_test | remit_payment.is_test | | | test
remit_claim_id | remit_claim.remit_claim_id | | | claim payment id
claim_id | remit_claim.claim_id | A1001 | A1002 | claim number, claim no, claim #, claim, clm id, visit #, visit number, visit id, visit no, encounter, encounter #, encounter number, encounter id, visit, ticket, ticket number, ticket #, invoice, invoice number, invoice #, patient control number, pt acct, pt account, patient account, patient account number, pt acct no, acct, account, account number
status | remit_claim.status | 1 | 4 | claim status, claim status code, clp02, status code, adjudication status
claim_charge | remit_claim.charge | 40.00 | 18.50 | claim total, total claim charge, claim charge amount
claim_paid | remit_claim.paid | 24.36 | 0.00 | claim paid amount, total paid, claim payment
claim_patient_share | remit_claim.patient_share | | | claim patient responsibility
filing_indicator | remit_claim.filing_indicator | MB | CI | claim filing indicator, filing code, insurance type, ins type, financial class, payer type
payer_claim_id | remit_claim.payer_claim_id | 2026020001 | 55901 | icn, dcn, payer icn, payer claim control number, payer claim number, payer control number, claim control number
original_reference | remit_claim.original_reference | | | original claim number, original icn
frequency_code | remit_claim.frequency_code | 1 | 1 | claim frequency, frequency
patient_id | | | | person id, pt id, patient number, patient no, mrn, medical record number, chart, chart number, chart no
patient_last | | DOE | ROE | patient last name, pt last name, last name, lname
patient_first | | JANE | RICHARD | patient first name, pt first name, first name, fname
patient_name | | | | patient, pt name, patient full name, pt
patient_birth_date | | | | birth date, dob, date of birth, patient dob, pt dob, birthdate
member_id | | M0001 | M0002 | subscriber id, policy number, policy id, insured id, insurance member id
billing_npi | remit_claim.billing_npi | 1999999984 | 1999999984 | billing provider npi, group npi, bill npi, practice npi
claim_rendering_npi | remit_claim.rendering_npi | 1000000011 | 1000000011 | claim rendering provider npi
place_of_service | remit_claim.place_of_service | 11 | 11 | pos, place of service code, facility code, plc of svc
claim_service_date | remit_claim.service_date_from | | | statement from, statement from date
claim_service_date_to | remit_claim.service_date_to | | | statement to, statement to date
received_date | remit_claim.received_date | 2026-01-10 | 2026-01-11 | claim received date, date received
contract_code | remit_claim.contract_code | | | contract id, fee schedule
crossover_payer | remit_claim.crossover_payer | | | forwarded to, crossover
authorization_present | remit_claim.authorization_present | N | N | authorized
claim_remarks | remit_claim.remarks | | | claim remark codes, moa codes
line_number | remit_line.line_number | 1 | 1 | claim line number, line no, line, line #, svc line, service line, ln
line_control | remit_line.line_control | | | line item control number, charge id, line id
code_qualifier | remit_line.code_qualifier | HC | HC | procedure qualifier
code | remit_line.code | 96372 | J1885 | cpt, cpt code, cpt4, hcpcs, hcpcs code, cpt hcpcs, cpt/hcpcs, proc, proc code, procedure, procedure code, service code, paid code, px
billed_code | remit_line.billed_code | | | submitted code, original code
modifiers | remit_line.modifiers | 59 | | modifier, mod, mods, mod 1, modifier 1, hcpcs modifier 1
billed_modifiers | remit_line.billed_modifiers | | | submitted modifiers
revenue_code | remit_line.revenue_code | | | rev code, revenue center code
units_billed | remit_line.units_billed | 1 | 2 | unit, units, qty, quantity, service units, billed units, service unit quantity
units_paid | remit_line.units_paid | 1 | 0 | paid units, units allowed
charge | remit_line.charge | 40.00 | 18.50 | charge amount, charges, billed, billed amount, billed amt, amount billed, chg, chg amt, line charge, total charge, gross charge
paid | remit_line.paid | 24.36 | 0.00 | paid amount, paid amt, amount paid, payment, payments, pmt, ins paid, insurance paid, insurance payment, payer paid, net paid
allowed | remit_line.allowed | 24.36 | 0.00 | allowed amount, allowed amt, amount allowed, allowable, approved amount, contract amount
service_date | remit_line.service_date | 2026-01-06 | 2026-01-07 | dos, date of service, svc date, service from, from date, from dos, dos from, service date from, date from, first service date, visit date, start date
service_date_to | remit_line.service_date_to | | | thru date, through date, to date, dos to, service to, end date
rendering_npi | remit_line.rendering_npi | | | rendering provider npi, rend npi, provider npi, doctor npi, npi, treating npi
remarks | remit_line.remarks | | N130 | remark, remark code, remark codes, rarc, rarcs, rarc codes
adjustment_group | adjustment.group | CO | CO | group code, adj group, adjustment group code, cas group, cagc
adjustment_reason | adjustment.reason | 45 | 97 | reason code, adj reason, adjustment reason code, carc, carc code, cas reason
adjustment_amount | adjustment.amount | 15.64 | 18.50 | adj amount, adj amt, adjustment, cas amount, reason amount
adjustment_quantity | adjustment.quantity | | | adj quantity, cas quantity
provider_adjustment_provider | provider_adjustment.provider_id | | | plb provider
provider_adjustment_date | provider_adjustment.fiscal_date | | | fiscal date, plb date
provider_adjustment_reason | provider_adjustment.reason | | | plb reason, plb code
provider_adjustment_reference | provider_adjustment.reference | | | plb reference
provider_adjustment_amount | provider_adjustment.amount | | | plb amount
"""

KINDS = {
    pl.String(): "text",
    pl.Date(): "date",
    pl.Decimal(12, 2): "money",
    pl.Decimal(15, 3): "quantity",
    pl.Int64(): "number",
    pl.Boolean(): "yes or no",
    pl.List(pl.String()): "list",
}
NEEDED = {
    "claims": (
        ("claim_id",),
        ("service_date",),
        ("code",),
        ("charge",),
        ("payer_source_id", "payer_source_name"),
    ),
    "remittances": (
        ("claim_id",),
        ("charge", "claim_charge"),
        ("paid", "claim_paid"),
        ("payment_date", "production_date"),
        ("payer_source_id", "payer_source_name"),
    ),
}
"""One of each group must be there."""


@dataclass(frozen=True)
class Input:
    """One column of an input file: the stored column it fills ("" where it is never kept), and how to know it."""

    name: str
    stored: str
    kind: str
    meaning: str
    examples: tuple[str, str]
    also: tuple[str, ...]

    @property
    def is_private(self) -> bool:
        """Tells patients apart and is never shown or kept."""
        return not self.stored


def _read(text: str) -> tuple[Input, ...]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return tuple(_input(*row) for row in rows)


def _input(name: str, stored: str, first: str, second: str, also: str) -> Input:
    kind, meaning = _of_stored(stored) if stored else PEOPLE[name]
    others = tuple(word.strip() for word in also.split(",") if word.strip())
    return Input(name, stored, _narrower(name, kind), meaning, (first, second), others)


def _of_stored(stored: str) -> tuple[str, str]:
    table, column = stored.split(".")
    return KINDS[schema_of(STORED[table])[column]], STORED[table].columns()[column].description or ""


def _narrower(name: str, kind: str) -> str:
    """Texts that have a shape of their own."""
    if name.endswith("_npi"):
        return "npi"
    return "code" if name in ("code", "billed_code") else kind


CONTRACT: dict[str, tuple[Input, ...]] = {"claims": _read(CLAIMS), "remittances": _read(REMITTANCES)}
TABLES = tuple(CONTRACT)


def inputs(table: str) -> dict[str, Input]:
    """The columns of a file of claims, of remittances, or of both joined, by name."""
    names = TABLES if table == "both" else (table,)
    return {one.name: one for name in names for one in CONTRACT[name]}


def need_of(table: str, name: str) -> str:
    """Whether a column must be there: yes, no, or which others may stand for it."""
    for group in NEEDED[table]:
        if name in group:
            others = [other for other in group if other != name]
            return f"yes, or {' or '.join(others)}" if others else "yes"
    return "no"


def template(table: str) -> pl.DataFrame:
    """The header of a table with two invented rows, every cell as text."""
    return pl.DataFrame({one.name: list(one.examples) for one in CONTRACT[table]})


def described(table: str) -> pl.DataFrame:
    """One row per column of a table: name, kind, needed, meaning, example, names in common exports."""
    rows = [
        {
            "column": one.name,
            "kind": one.kind,
            "needed": need_of(table, one.name),
            "meaning": one.meaning,
            "example": one.examples[0],
            "also_called": ", ".join(one.also),
        }
        for one in CONTRACT[table]
    ]
    return pl.DataFrame(rows)
