"""What an 835 says ends in the stored tables, exactly."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from x12_text import CLAIM_835, file_835, interchange, read, read_one, remittance, text, transaction

from analytics.tables.stored import STORED, schema_of

FULL = """
    CLP*ACCT 7*2*200*80*20*MB*ICN7*11*7
    CAS*OA*23*30
    NM1*QC*1*ROE*RICHARD****MI*M0007
    NM1*82*1*DOC*DORA****XX*1000000011
    NM1*TT*2*NEXT PAYER*****PI*999
    MIA*0***0*MA18
    MOA***MA01*N1
    REF*F8*OLDICN
    REF*CE*GOLD PLAN
    REF*G1*SECRETAUTH
    DTM*232*20241230
    DTM*233*20241231
    DTM*050*20250105
    SVC*HC:96372:59:RT:76:GA*120*60*0510*2*HC:96371:25*3
    DTM*150*20241230
    DTM*151*20241231
    CAS*CO*45*5**253*1.5*1*104*2*2*105*3*3*144*4*4*237*4.5*5
    CAS*PR*1*10**2*30.00
    REF*6R*L1
    REF*HPI*1000000022
    AMT*B6*101.5
    LQ*HE*N115
    LQ*RX*75
    SVC*HC:J1885*80*50
    CAS*CO*45*30
    REF*6R*L2
"""
PAIRS = "PLB*1999999984*20251231*WO:R1*12.5*L6*-2*72:R3*0"


def full() -> dict[str, pl.DataFrame]:
    return read(file_835(FULL, paid="69.5", plb=PAIRS)).tables


def row(table: str, number: int = 0) -> dict[str, object]:
    return full()[table].row(number, named=True)


def holds(found: dict[str, object], **wanted: object) -> None:
    assert {name: found[name] for name in wanted} == wanted


def test_every_table_has_its_exact_schema() -> None:
    """With rows, without rows, and when everything was refused."""
    for tables in (full(), read().tables, read(b"", b"%PDF").tables):
        assert {name: table.schema for name, table in tables.items()} == {n: schema_of(t) for n, t in STORED.items()}


def test_the_payment() -> None:
    """BPR, TRN, both parties, and the balance of the transaction."""
    holds(
        row("remit_payment"), payer_source_id="12345", payer_source_name="FIRST PAYER", payer_tax_id="1112223334",
        payee_npi="1999999984", method="ACH", credit_debit="C", amount=Decimal("69.50"), trace="T1",
        payment_date=date(2025, 1, 10), production_date=date(2025, 1, 10), interchange_sender="PAYER",
        interchange_date=date(2025, 1, 10), interchange_control="000000001", transaction_control="0001",
        version="005010X221A1", claim_count=1, claim_paid=Decimal("80.00"), provider_adjusted=Decimal("10.50"),
        balanced_cents=0, is_test=False, source_position=3,
    )  # fmt: skip


def test_the_claim() -> None:
    """CLP and its loop; the crossover payer is not the payer."""
    holds(
        row("remit_claim"), claim_id="ACCT 7", status="2", charge=Decimal("200.00"), paid=Decimal("80.00"),
        patient_share=Decimal("20.00"), filing_indicator="MB", payer_claim_id="ICN7", place_of_service="11",
        frequency_code="7", original_reference="OLDICN", contract_code="GOLD PLAN", authorization_present=True,
        rendering_npi="1000000011", billing_npi="1999999984", crossover_payer="NEXT PAYER",
        service_date_from=date(2024, 12, 30), service_date_to=date(2024, 12, 31), received_date=date(2025, 1, 5),
        remarks=["MA18", "MA01", "N1"], unbalanced_cents=0, repeated_adjustments=False, line_count=2,
    )  # fmt: skip


def test_the_lines() -> None:
    """Four modifiers, the code billed, units of both, dates from the line or else the claim, remarks, allowed."""
    holds(
        row("remit_line"), line_number=1, line_control="L1", code_qualifier="HC", code="96372", billed_code="96371",
        modifiers=["59", "RT", "76", "GA"], billed_modifiers=["25"], revenue_code="0510", units_billed=Decimal("3"),
        units_paid=Decimal("2"), charge=Decimal("120.00"), paid=Decimal("60.00"), allowed=Decimal("101.50"),
        allowed_source="sent", service_date=date(2024, 12, 30), service_date_to=date(2024, 12, 31),
        date_source="150", rendering_npi="1000000022", remarks=["N115", "75"], unbalanced_cents=0,
    )  # fmt: skip
    holds(
        row("remit_line", 1), line_number=2, billed_code=None, modifiers=[], units_billed=Decimal("1"),
        units_paid=Decimal("1"), allowed=Decimal("50.00"), allowed_source="derived", date_source="232",
        service_date=date(2024, 12, 30), service_date_to=date(2024, 12, 31), remarks=[], unbalanced_cents=0,
    )  # fmt: skip


def test_every_triplet_of_every_adjustment() -> None:
    """Six triplets in one CAS, both levels, in the order sent."""
    cuts = full()["adjustment"]
    assert cuts["amount"].to_list() == [Decimal(n) for n in ("30", "5", "1.5", "2", "3", "4", "4.5", "10", "30", "30")]
    assert cuts["position"].to_list() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 1]
    assert cuts["reason"].to_list()[:8] == ["23", "45", "253", "104", "105", "144", "237", "1"]
    assert cuts["quantity"].drop_nulls().to_list() == [Decimal(n) for n in (1, 2, 3, 4, 5)]
    lines = full()["remit_line"]["remit_line_id"].to_list()
    assert cuts["remit_line_id"].to_list() == [None, *[lines[0]] * 8, lines[1]]


def test_provider_adjustments() -> None:
    """Every pair with its reference; a negative one raises the payment."""
    pairs = full()["provider_adjustment"].select("position", "reason", "reference", "amount", "fiscal_date").rows()
    day = date(2025, 12, 31)
    assert pairs == [
        (1, "WO", "R1", Decimal("12.50"), day),
        (2, "L6", None, Decimal("-2.00"), day),
        (3, "72", "R3", Decimal(0), day),
    ]


def test_allowed_is_paid_and_patient_share_where_it_was_not_sent() -> None:
    """CO is not allowed, PR is."""
    batch = read(file_835(CLAIM_835.replace("AMT*B6*70", "")))
    assert batch.tables["remit_line"]["allowed"].to_list() == [Decimal("70.00")]
    assert batch.tables["remit_line"]["allowed_source"].to_list() == ["derived"]


TWICE = """
    CLP*A1*1*100*60*10*12*ICN1*11*1
    CAS*CO*45*30
    CAS*PR*2*10
    NM1*QC*1*ROE*RICHARD****MI*M0001
    SVC*HC:96372*100*60**1
    DTM*472*20250102
    CAS*CO*45*30
    CAS*PR*2*10
"""


def test_the_same_adjustments_at_both_levels_count_once() -> None:
    """The claim level is kept and marked, the claim balances, and a warning says so."""
    batch, reading = read_one(file_835(TWICE))
    assert batch.tables["adjustment"]["is_repeated"].to_list() == [True, True, False, False]
    holds(batch.tables["remit_claim"].row(0, named=True), repeated_adjustments=True, unbalanced_cents=0)
    assert [one.code for one in reading.warnings] == ["repeated_adjustments"]


def test_adjustments_of_both_levels_that_are_both_meant() -> None:
    """150.00 of lines less 30.00 at claim level is 120.00 paid."""
    claim = TWICE.replace("*100*60*10*", "*100*20*10*")
    batch, _ = read_one(file_835(claim, paid="20"))
    holds(batch.tables["remit_claim"].row(0, named=True), repeated_adjustments=False, unbalanced_cents=0)


def test_a_claim_without_lines() -> None:
    """It is a claim with its adjustments and no line."""
    batch, reading = read_one(file_835("CLP*A1*4*100*0**12*I1\nNM1*QC*1*R*R****MI*1\nCAS*CO*29*100", paid="0"))
    assert (batch.tables["remit_claim"]["line_count"].to_list(), batch.tables["remit_line"].height) == ([0], 0)
    assert reading.unbalanced == {"service": 0, "claim": 0, "transaction": 0}


def test_group_cr_belongs_to_4010() -> None:
    """No warning there, one in 5010."""
    drawn = remittance(CLAIM_835.replace("CAS*CO", "CAS*CR"))
    codes = [
        {one.code for one in read_one(text(interchange(drawn, version=version)))[1].warnings}
        for version in ("004010X091A1", "005010X221A1")
    ]
    assert codes == [{"version_4010"}, {"adjustment_group_unknown"}]


@pytest.mark.parametrize(("group", "npi"), [("TS3*1888888884*11", "1888888884"), ("TS3*TAXID*11", None)])
def test_billing_provider_of_a_payee_without_npi(group: str, npi: str | None) -> None:
    """TS3 names the provider of its LX group, when it is an NPI."""
    segments = remittance(f"{group}\n{CLAIM_835}")
    data = text(interchange(segments)).replace(b"*XX*1999999984", b"*FI*561234567")
    assert read(data).tables["remit_claim"]["billing_npi"].to_list() == [npi]


def test_people_of_an_835() -> None:
    """Same payer and member: same key; other member or other payer: another; no id: the name; nothing: alone."""
    named = CLAIM_835.replace("****MI*M0001", "")
    nobody = CLAIM_835.replace("NM1*QC*1*ROE*RICHARD****MI*M0001", "REF*EA*1")
    keys = read(
        file_835(CLAIM_835, CLAIM_835, CLAIM_835.replace("M0001", "M0002"), named, named, nobody, nobody)
    ).tables
    one, two, other, by_name, by_name_again, alone, alone_too = keys["remit_claim"]["patient_key"].to_list()
    assert one == two and by_name == by_name_again
    assert len({one, other, by_name, alone, alone_too}) == 5
    elsewhere = read(file_835().replace(b"*XV*12345", b"*XV*54321")).tables["remit_claim"]["patient_key"][0]
    assert elsewhere != one


def test_several_interchanges_with_their_own_separators() -> None:
    """Each is read with what its own ISA declares; every payment keeps its own trace and sum."""
    first = text(interchange(remittance(trace="T1")))
    second = text(interchange(remittance(trace="T2"), control="000000002"), element="|", component="^", end="\n")
    payments = read(first + second).tables["remit_payment"]
    assert payments["trace"].to_list() == ["T1", "T2"]
    assert payments["interchange_control"].to_list() == ["000000001", "000000002"]
    assert read(first + second).files[0].payment_count == 2


def test_an_index_of_interchanges() -> None:
    """One entry per ST, with what is needed to find reused numbers and payments sent twice."""
    assert read_one(file_835())[1].interchanges == [
        {
            "sender": "PAYER", "receiver": "PRACTICE", "isa13": "000000001", "isa_date": "2025-01-10", "st02": "0001",
            "trn02": "T1", "payer_id": "12345", "payment_date": "2025-01-10",
        }
    ]  # fmt: skip


def test_a_payment_without_claims_is_a_payment() -> None:
    """PLB only: it loads and balances."""
    data = text(
        interchange(transaction("835", ["BPR*I*5*C*ACH************20250110", "TRN*1*T9*1", "PLB*1*20251231*L6*-5"]))
    )
    holds(read(data).tables["remit_payment"].row(0, named=True), claim_count=0, balanced_cents=0, payer_source_id="1")


def test_codes_are_capitals_and_a_bare_code_is_that_code() -> None:
    drawn = """
        CLP*A1*1*100*60*10*12*ICN1*11*1
        NM1*QC*1*ROE*RICHARD****MI*M0001
        SVC*hc:j1885:jz*60*40**1
        DTM*472*20250102
        CAS*co*45*20
        SVC*96372*40*20**1
        DTM*472*20250102
        CAS*CO*b15*20
    """
    batch, reading = read_one(file_835(drawn))
    lines = batch.tables["remit_line"]
    assert reading.status == "loaded"
    assert lines["code"].to_list() == ["J1885", "96372"]
    assert lines["modifiers"].to_list() == [["JZ"], []]
    adjustments = batch.tables["adjustment"]
    assert adjustments.select("group", "reason").rows() == [("CO", "45"), ("CO", "B15")]
