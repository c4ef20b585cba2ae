"""What an 837P says ends in claim_line, exactly."""

from datetime import date
from decimal import Decimal

import polars as pl
from x12_text import CLAIM_837, SUBSCRIBER, codes, file_837, read, read_one

DEPENDENT = """
    HL*3*2*23*0
    PAT*19
    NM1*QC*1*ROE*TED
    DMG*D8*20150131*M
    CLM*D1*79.04***11:B:7*Y*A*Y*I*P
    PWK*OZ*BM***AC*X1
    REF*G1*AUTH1
    REF*F8*ORIGINAL1
    HI*ABK:M4779*ABF:E2724*ABF:E2780
    HI*BP:27447
    NM1*DN*1*REFER*RITA****XX*1000000001
    NM1*82*1*DOC*DORA****XX*1000000002
    PRV*PE*PXC*204C00000X
    NM1*77*2*SURGERY PLACE*****XX*1000000003
    N3*2 SIDE STREET
    N4*OTHERTOWN*NC*28801
    NM1*DQ*1*SUPER*SUE****XX*1000000004
    SBR*P*18*******MB
    CAS*PR*1*21.89
    NM1*IL*1*ROE*JANE****MI*OTHER9
    NM1*PR*2*OTHER PAYER*****PI*99999
    REF*F8*NOT THIS
    LX*1
    SV1*HC:99213:25*40*UN*1***3:1
    DTP*472*D8*20250103
    LX*2
    SV1*HC:J3301:JW:KX*39.04*UN*4*12**1:9
    DTP*472*RD8*20250103-20250104
    REF*6R*LINE2
    REF*G1*AUTH2
    LIN**N4*00004196501
    CTP****2.5*ML
    NM1*82*1*LINE*LENA****XX*1000000005
    NM1*DK*1*ORDER*OLGA****XX*1000000006
    SVD*99999*10.5*HC:J3301**4
    CAS*CO*45*1
    SVD*88888*2*HC:J3301**4
"""


def table(*drawn: str) -> pl.DataFrame:
    return read(file_837(*drawn)).tables["claim_line"]


def holds(found: dict[str, object], **wanted: object) -> None:
    assert {name: found[name] for name in wanted} == wanted


def test_a_claim_of_the_subscriber() -> None:
    """Payer, billing provider, diagnoses in pointer order; the billing provider renders."""
    holds(
        table().row(0, named=True),
        claim_id="A1",
        line_number=1,
        line_control="L1",
        transaction_id="B0001",
        submitted_date=date(2025, 1, 10),
        claim_purpose="CH",
        filing_indicator="CI",
        payer_source_id="12345",
        payer_source_name="FIRST PAYER",
        payer_sequence="P",
        patient_key_basis="strong",
        billing_npi="1999999984",
        rendering_npi="1999999984",
        rendering_name="SAMPLE PRACTICE",
        rendering_taxonomy="207Q00000X",
        service_zip3="276",
        place_of_service="11",
        frequency_code="1",
        service_date=date(2025, 1, 2),
        service_date_to=None,
        code="96372",
        modifiers=[],
        units=Decimal(1),
        unit_basis="UN",
        charge=Decimal(100),
        claim_charge=Decimal(100),
        diagnoses=["E119", "M0500"],
        authorization_present=False,
        attachment_present=False,
        other_payer_paid=None,
    )


def test_a_claim_of_a_dependent_with_another_payer() -> None:
    """The 2320 loop changes neither payer nor original reference; claim and line providers each have their place."""
    first, second = table(SUBSCRIBER, DEPENDENT).rows(named=True)
    holds(
        first,
        claim_id="D1",
        frequency_code="7",
        original_reference="ORIGINAL1",
        payer_source_id="12345",
        payer_sequence="P",
        filing_indicator="CI",
        rendering_npi="1000000002",
        rendering_name="DOC, DORA",
        rendering_taxonomy="204C00000X",
        referring_npi="1000000001",
        facility_npi="1000000003",
        supervising_npi="1000000004",
        ordering_npi=None,
        service_zip3="288",
        place_of_service="11",
        modifiers=["25"],
        diagnoses=["E2780", "M4779"],
        authorization_present=True,
        attachment_present=True,
        claim_charge=Decimal("79.04"),
    )
    holds(
        second,
        line_number=2,
        line_control="LINE2",
        code="J3301",
        modifiers=["JW", "KX"],
        units=Decimal(4),
        rendering_npi="1000000005",
        rendering_name="LINE, LENA",
        rendering_taxonomy="207Q00000X",
        ordering_npi="1000000006",
        place_of_service="12",
        service_date=date(2025, 1, 3),
        service_date_to=date(2025, 1, 4),
        ndc="00004196501",
        ndc_quantity=Decimal("2.5"),
        ndc_unit="ML",
        other_payer_paid=Decimal("12.5"),
        diagnoses=["M4779"],
        charge=Decimal("39.04"),
    )
    assert codes(read_one(file_837(SUBSCRIBER, DEPENDENT))[1]) == ([], ["diagnosis_pointer"])


def test_hl_ids_may_repeat() -> None:
    """Position decides: every HL is number 1 here, and every claim keeps its own people and payer."""
    second = SUBSCRIBER.replace("M0001", "M9").replace("ROE*RICHARD", "DOE*JO").replace("PI*12345", "PI*54321")
    drawn = [part.replace("HL*2*1*", "HL*1*1*").replace("HL*3*2*", "HL*1*1*") for part in (SUBSCRIBER, DEPENDENT)]
    other = [second.replace("HL*2*1*", "HL*1*1*"), CLAIM_837]
    found = table(*drawn, *other)
    assert found["payer_source_id"].to_list() == ["12345", "12345", "54321"]
    assert found["claim_id"].to_list() == ["D1", "D1", "A1"]
    assert found["patient_key"].n_unique() == 2


def key(subscriber: str, claim: str = CLAIM_837) -> tuple[str, str]:
    return table(subscriber, claim).select("patient_key", "patient_key_basis").row(0)


def test_people_by_name_and_birth_date() -> None:
    """Spelling of names does not matter, payer neither; twins, and a dependent, are people of their own."""
    richard = key(SUBSCRIBER)
    assert richard[1] == "strong"
    assert key(SUBSCRIBER.replace("ROE*RICHARD", "Roe*Ri-chard")) == richard
    assert key(SUBSCRIBER.replace("PI*12345", "PI*54321").replace("M0001", "M0009")) == richard
    twin, later = key(SUBSCRIBER.replace("RICHARD", "ROBERT")), key(SUBSCRIBER.replace("19700131", "19700201"))
    child = key(SUBSCRIBER, DEPENDENT)
    assert len({richard, twin, later, child}) == 4


def test_people_without_a_birth_date() -> None:
    """Payer and member id: weak, and another person with another payer; a dependent is not the subscriber."""
    no_birth = SUBSCRIBER.replace("DMG*D8*19700131*M", "")
    weak = key(no_birth)
    assert weak[1] == "weak" and weak == key(no_birth.replace("ROE*RICHARD", "ROE*R"))
    assert weak != key(no_birth.replace("PI*12345", "PI*54321"))
    assert weak != key(no_birth, DEPENDENT.replace("DMG*D8*20150131*M", ""))
    nobody = no_birth.replace("NM1*IL*1*ROE*RICHARD****MI*M0001", "NM1*IL*1")
    keys = table(nobody, CLAIM_837, CLAIM_837.replace("CLM*A1", "CLM*A2"))["patient_key"]
    assert keys.n_unique() == 2


def test_another_secret_makes_other_keys() -> None:
    """Keys of one store say nothing about another."""
    from x12_text import source

    from analytics.importers.reader import read_batch

    one, two = (
        read_batch([source(file_837())], secret=secret).tables["claim_line"]["patient_key"][0]
        for secret in (b"one" * 40, b"two")
    )
    assert one != two and len(one) == 32


def test_a_secondary_claim() -> None:
    """SBR01 of the payer billed, not of the other payers."""
    assert table(SUBSCRIBER.replace("SBR*P*", "SBR*S*"), DEPENDENT)["payer_sequence"].to_list() == ["S", "S"]


def test_4010() -> None:
    """ICD-9 qualifiers, and a facility with its old code."""
    claim = CLAIM_837.replace("ABK:", "BK:").replace("ABF:", "BF:")
    claim = claim.replace("LX*1", "NM1*FA*2*PLACE*****XX*1000000003\nN4*TOWN*NC*28801\nLX*1")
    data = file_837(SUBSCRIBER, claim).replace(b"005010X222A1", b"004010X098A1")
    batch, reading = read_one(data)
    assert batch.tables["claim_line"]["diagnoses"].to_list() == [["E119", "M0500"]]
    assert batch.tables["claim_line"]["service_zip3"].to_list() == ["288"]
    assert codes(reading) == ([], ["version_4010"])


def test_missing_units_are_one_with_a_warning() -> None:
    """And a quantity of a drug that is no number is left out with one."""
    claim = CLAIM_837.replace("UN*1*", "UN**").replace("REF*6R", "LIN**N4*1\nCTP****x*ML\nREF*6R")
    batch, reading = read_one(file_837(SUBSCRIBER, claim))
    assert batch.tables["claim_line"]["units"].to_list() == [Decimal(1)]
    assert codes(reading) == ([], ["drug_quantity", "units_missing"])


def test_several_837p_and_835_in_one_batch() -> None:
    """Each kind in its own tables; every reading tells its kind."""
    from x12_text import file_835

    batch = read(file_837(), file_835(), file_837().replace(b"CLM*A1", b"CLM*A3"))
    assert [one.kind for one in batch.files] == ["837P", "835", "837P"]
    assert batch.tables["claim_line"]["claim_id"].to_list() == ["A1", "A3"]
    assert batch.tables["remit_claim"]["claim_id"].to_list() == ["A1"]
    assert batch.tables["claim_line"]["source_sha"].to_list() == [batch.files[0].sha256, batch.files[2].sha256]


def test_a_patient_born_before_1950_is_known_by_name_and_birth_date() -> None:
    old = SUBSCRIBER.replace("19700131", "19310224")
    batch, _ = read_one(file_837(old, CLAIM_837))
    assert batch.tables["claim_line"]["patient_key_basis"].unique().to_list() == ["strong"]
