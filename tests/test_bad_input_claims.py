"""The bad inputs of X12 claims, one by one: which claim is set aside, and that the rest loads."""

import pytest
from test_bad_input_x12 import SECOND, both, changed, drawn
from x12_text import (
    CLAIM_835,
    CLAIM_837,
    SUBSCRIBER,
    codes,
    file_835,
    file_837,
    read_one,
    text,
)

ONE_CLAIM: dict[str, tuple[str, str, str]] = {
    "15 NUL in an element": ("DOE*JANE", "DOE*JA\0NE", "control_character"),
    "15 tab in an element": ("ICN2", "IC\tN2", "control_character"),
    "41 three decimals": ("J1885*50*50", "J1885*50*12.345", "unreadable_amount"),
    "42 thousands": ("CLP*A2*1*50*50", "CLP*A2*1*1,234.50*50", "unreadable_amount"),
    "42 dollar sign": ("J1885*50*50", "J1885*$12*50", "unreadable_amount"),
    "42 sign behind": ("J1885*50*50", "J1885*12.-*50", "unreadable_amount"),
    "42 exponent": ("J1885*50*50", "J1885*1E3*50", "unreadable_amount"),
    "43 too large": ("CLP*A2*1*50*50", "CLP*A2*1*100000000*50", "unreadable_amount"),
    "41 allowed amount": ("J1885*50*50**1", "J1885*50*50**1\n AMT*B6*x", "unreadable_amount"),
    "55 five modifiers": ("HC:J1885*", "HC:J1885:25:59:LT:RT:76*", "too_many_modifiers"),
    "57 negative units": ("J1885*50*50**1", "J1885*50*50**-1", "bad_units"),
    "57 units that are no number": ("J1885*50*50**1", "J1885*50*50**one", "bad_units"),
    "59 no such day": ("DTM*472*20250102", "DTM*472*20251332", "bad_date"),
    "59 zeros": ("DTM*472*20250102", "DTM*472*00000000", "bad_date"),
    "59 1900": ("DTM*472*20250102", "DTM*472*19000101", "bad_date"),
    "59 after the file": ("DTM*472*20250102", "DTM*472*20250112", "bad_date"),
    "60 no CLP01": ("CLP*A2*", "CLP**", "claim_number_missing"),
}


@pytest.mark.parametrize("case", ONE_CLAIM)
def test_one_claim_is_quarantined_and_the_rest_loads(case: str) -> None:
    """The second of two claims is refused with its counts and cents; nothing of it is left in any table."""
    old, new, code = ONE_CLAIM[case]
    batch, reading = read_one(file_835(CLAIM_835, changed(SECOND, old, new), paid="110"))
    assert (reading.status, codes(reading)[0]) == ("partial", [code])
    assert batch.tables["remit_claim"]["claim_id"].to_list() == ["A1"]
    assert batch.tables["remit_line"]["code"].to_list() == ["96372"]
    assert (reading.quarantined.claims, reading.quarantined.lines) == (1, 1)
    assert batch.quarantine["reason_code"].to_list() == [code]
    assert batch.tables["remit_payment"]["claim_count"].to_list() == [2]


ONE_CLAIM_837: dict[str, tuple[str, str, str]] = {
    "41 three decimals": ("96372*100*UN", "96372*100.001*UN", "unreadable_amount"),
    "42 other payer's amount": ("REF*6R*L1", "SVD*1*1,0*HC:96372**1", "unreadable_amount"),
    "55 five modifiers": ("HC:96372*", "HC:96372:25:59:LT:RT:76*", "too_many_modifiers"),
    "57 negative units": ("UN*1*", "UN*-1*", "bad_units"),
    "59 no such day": ("D8*20250102", "D8*20250231", "bad_date"),
    "59 half a range": ("D8*20250102", "RD8*20250101-", "bad_date"),
    "59 after the file": ("D8*20250102", "D8*20250112", "bad_date"),
    "60 no CLM01": ("CLM*A1*", "CLM**", "claim_number_missing"),
    "15 control character": ("HI*ABK:M0500", "HI*ABK:M0\x0700", "control_character"),
    "96 a line of an 837I beside": ("REF*6R*L1", "LX*2\n SV2*0510*HC:96372*10", "institutional_line"),
    "96 a line of an 837D beside": ("REF*6R*L1", "LX*2\n SV3*AD:D9610*10", "dental_line"),
}


@pytest.mark.parametrize("case", ONE_CLAIM_837)
def test_one_submission_is_quarantined_and_the_rest_loads(case: str) -> None:
    """The same for an 837P: the first of two claims is refused."""
    old, new, code = ONE_CLAIM_837[case]
    good = CLAIM_837.replace("CLM*A1", "CLM*A2")
    batch, reading = read_one(file_837(SUBSCRIBER, changed(CLAIM_837, old, new), good))
    assert (reading.status, codes(reading)[0]) == ("partial", [code])
    assert batch.tables["claim_line"]["claim_id"].to_list() == ["A2"]
    assert (reading.quarantined.claims, reading.quarantined.lines) == (1, 1)


ABOVE_CLAIMS: dict[str, tuple[str, str, list[str]]] = {
    "15 subscriber": ("IL*1*ROE*RICHARD", "IL*1*ROE*RI\0CHARD", ["A3"]),
    "15 payer of the subscriber": ("PR*2*FIRST PAYER", "PR*2*FIRST\x07PAYER", ["A3"]),
    "15 billing provider": ("85*2*SAMPLE", "85*2*SAM\0PLE", []),
    "15 transaction": ("41*2*SAMPLE", "41*2*SAM\0PLE", []),
}


@pytest.mark.parametrize("case", ABOVE_CLAIMS)
def test_control_characters_above_claims_quarantine_what_stands_beneath(case: str) -> None:
    """15: two claims of one subscriber and one of another, in a file whose head holds the character once."""
    old, new, loaded = ABOVE_CLAIMS[case]
    several = [CLAIM_837.replace("CLM*A1", f"CLM*A{number}") for number in (1, 2, 3)]
    other = SUBSCRIBER.replace("HL*2", "HL*3").replace("ROE", "DOE").replace("FIRST PAYER", "SECOND PAYER")
    data = file_837(SUBSCRIBER, several[0], several[1], other, several[2]).replace(old.encode(), new.encode(), 1)
    batch, reading = read_one(data)
    assert batch.tables["claim_line"]["claim_id"].to_list() == loaded
    assert set(batch.quarantine["reason_code"]) == {"control_character"}
    assert reading.quarantined.claims == 3 - len(loaded)


@pytest.mark.parametrize("old", ["N1*PR*FIRST", "TRN*1*T"])
def test_control_characters_in_a_payments_head_quarantine_its_claims(old: str) -> None:
    """15: the claims of the other payment of the file load."""
    batch, reading = read_one(text(both()).replace(old.encode(), old.encode() + b"\0", 1))
    assert reading.status == "partial"
    assert batch.tables["remit_claim"]["claim_id"].to_list() == ["A2"]
    heads = batch.tables["remit_payment"].select("payer_source_name", "trace")
    assert heads.rows() == [("FIRST PAYER", "T1"), ("FIRST PAYER", "T2")], "the payments stay, and can be read"


def test_unreadable_amounts_count_nothing_and_leave_the_balance_open() -> None:
    """They are counted beside the sums, and the transaction's balance cannot be checked."""
    batch, reading = read_one(file_835(CLAIM_835, changed(SECOND, "CLP*A2*1*50*50", "CLP*A2*1*50*5o"), paid="110"))
    assert (reading.unreadable, reading.quarantined.paid_cents, reading.quarantined.charge_cents) == (1, 0, 5000)
    assert batch.tables["remit_payment"]["balanced_cents"].to_list() == [None]


def test_a_missing_amount_is_nothing_in_every_balance() -> None:
    """The claim loads as sent: 50 charged, nothing paid where its line says 50, and the payment is 50 too large."""
    batch, reading = read_one(file_835(CLAIM_835, changed(SECOND, "CLP*A2*1*50*50", "CLP*A2*1*50*"), paid="110"))
    assert codes(reading) == ([], ["transaction_unbalanced", "amount_missing", "claim_unbalanced"])
    assert batch.tables["remit_payment"]["balanced_cents"].to_list() == [5000]
    assert batch.tables["remit_claim"]["unbalanced_cents"].to_list() == [0, 5000]
    assert batch.tables["remit_claim"]["paid"].to_list() == [60, 0]


WORSE: dict[str, tuple[str, str]] = {
    "an amount": ("*50*50**1", "*50*5o**1.5"),
    "no claim number": ("CLP*A2*1*50", "CLP**1*-50"),
    "a date": ("DTM*472*20250102", "DTM*472*20251302"),
}


@pytest.mark.parametrize("case", WORSE)
def test_a_refused_claim_is_told_once_and_warned_of_no_further(case: str) -> None:
    """Its line does not balance, its codes and its group are unknown: none of that is loaded."""
    second = changed(SECOND, *WORSE[case]) + "CAS*QQ*Z99*7\n LQ*HE*N99999"
    _, reading = read_one(file_835(CLAIM_835, second, paid="110"))
    assert (len(reading.rejects), reading.warnings) == (1, [])


def test_an_unreadable_adjustment_keeps_its_claim() -> None:
    """54: the triplet stays with a null amount, and neither line nor claim is called balanced or not."""
    batch, _ = read_one(drawn("CAS*CO*45*30", "CAS*CO*45*thirty"))
    assert batch.tables["adjustment"]["amount"].null_count() == 1
    assert batch.tables["remit_line"]["unbalanced_cents"].to_list() == [None, 0]
    assert batch.tables["remit_claim"]["unbalanced_cents"].to_list() == [None, 0]
