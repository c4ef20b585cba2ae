"""Bad amounts, codes and repeats in a file: what is kept of them, and that a warning names what it is about."""

from decimal import Decimal

import polars as pl
import pytest
from test_bad_input_x12 import SECOND, changed, drawn
from x12_text import CLAIM_835, codes, file_835, read, read_one

from analytics.importers.notices import WORDS

REASONS = "CAS*CO*Z99*10**97*10**Z99*10"


def said(data: bytes) -> dict[str, str]:
    """The words of each warning by its code."""
    _, reading = read_one(data)
    return {one.code: one.reason for one in reading.warnings}


def test_a_warning_names_the_code_and_counts_it() -> None:
    """51: one warning per load and code, however many lines bear it."""
    _, reading = read_one(drawn("CAS*CO*45*30", REASONS))
    (one,) = reading.warnings
    assert "reason Z99" in one.reason and "2 times" in one.reason
    several = drawn("CAS*CO*45*30", "CAS*CO*Z98*10**Z99*20")
    assert codes(read_one(several)[1])[1] == ["reason_code_unknown"] * 2


def test_a_text_that_is_no_code_is_never_quoted() -> None:
    """51: whatever stands where a code belongs may be about a patient."""
    words = said(drawn("CAS*CO*45*30", "CAS*CO*RICHARD ROE*30"))["reason_code_unknown"]
    assert "ROE" not in words and "no code" in words


def test_most_codes_of_a_file_are_named_once_and_then_no_more() -> None:
    """51: ten thousand invented codes make a hundred warnings."""
    claims = [SECOND.replace("A2", f"B{n}") + f"CAS*CO*Z{n}*0" for n in range(300)]
    _, reading = read_one(file_835(*claims, paid="15000"))
    assert codes(reading)[1] == ["reason_code_unknown"] * 100


@pytest.mark.parametrize("remark", ["LQ*HE*N9999", "MOA***N9999", "MIA*0***0*N9999"])
def test_unknown_remarks_are_named_wherever_they_stand(remark: str) -> None:
    """51: on the line, or in either segment of the claim."""
    line, claim = ("AMT*B6*70", remark) if remark.startswith("LQ") else ("NM1*QC*1*ROE", remark)
    words = said(drawn(line, f"{line}\n{claim}") if line.startswith("AMT") else drawn(line, f"{claim}\n{line}"))
    assert "N9999" in words["remark_code_unknown"]


def test_a_code_is_judged_by_the_date_of_its_file() -> None:
    """52: reason 17 ended in 2009, a remittance of 2008 may use it."""
    old = drawn("CAS*CO*45*30", "CAS*CO*17*30").replace(b"2025011", b"2008011").replace(b"20250102", b"20080102")
    assert "reason_code_ended" in said(drawn("CAS*CO*45*30", "CAS*CO*17*30"))
    assert "reason_code_ended" not in said(old.replace(b"*250110*", b"*080110*"))


def test_every_triplet_is_kept_in_its_order() -> None:
    """53: six in one segment, as the guide allows, and more, as it does not."""
    for number in (6, 7, 2_000):
        batch, _ = read_one(drawn("CAS*CO*45*30", "CAS*CO" + "".join(f"*45*{n}.01*{n}" for n in range(number))))
        cuts = batch.tables["adjustment"].filter(pl.col("reason") == "45")
        assert cuts["amount"].to_list() == [Decimal(n) + Decimal("0.01") for n in range(number)]
        assert cuts["position"].to_list() == list(range(1, number + 1))
        assert cuts["quantity"].to_list() == [Decimal(n) for n in range(number)]


def test_every_pair_of_a_provider_adjustment_is_kept() -> None:
    """53: the same for PLB."""
    pairs = "".join(f"*WO:R{n}*{n}" for n in range(500))
    batch, reading = read_one(drawn(plb=f"PLB*1999999984*20251231{pairs}"))
    found = batch.tables["provider_adjustment"]
    assert found["reference"].to_list() == [f"R{n}" for n in range(500)]
    assert found["amount"].sum() == sum(range(500)) == reading.plb_cents / 100


def test_four_modifiers_and_both_codes_are_kept() -> None:
    """55 and 56: what was paid and what was billed stand beside each other."""
    line = "HC:J1885:25:59:LT:RT*50*50**1*HC:J1886:76*2"
    found = read(drawn("HC:J1885*50*50**1", line)).tables["remit_line"].row(1, named=True)
    assert (found["code"], found["modifiers"]) == ("J1885", ["25", "59", "LT", "RT"])
    assert (found["billed_code"], found["billed_modifiers"]) == ("J1886", ["76"])
    assert (found["units_paid"], found["units_billed"]) == (1, 2)


def test_missing_units_are_one_and_half_units_stay_half() -> None:
    """57: said by a warning; zero is what was sent."""
    sent = {"": 1, "**1.5": Decimal("1.5"), "**0": 0}
    for units, stored in sent.items():
        found = read(drawn("J1885*50*50**1", f"J1885*50*50{units}")).tables["remit_line"]
        assert found["units_paid"][1] == stored


def test_what_is_quarantined_is_not_warned_of_as_well() -> None:
    """41: the second claim is refused; its missing units, odd group and balance concern nobody any more."""
    odd = changed(SECOND, "J1885*50*50**1", "J1885*50*12.345") + "CAS*XX*Z99*1"
    _, reading = read_one(file_835(CLAIM_835, odd, paid="110"))
    assert codes(reading) == (["unreadable_amount"], [])


@pytest.mark.parametrize(
    "code", ["reason_code_unknown", "reason_code_ended", "remark_code_unknown", "remark_code_ended"]
)
def test_these_notices_have_a_place_for_the_code(code: str) -> None:
    assert "{detail}" in WORDS[code][0]


def test_adjustments_of_more_than_any_payment_holds_are_kept_one_by_one() -> None:
    """43: each amount is small enough, their sum is not: it is not known, and so is the balance."""
    pairs = "*WO:1*99999999.99" * 110
    batch, reading = read_one(drawn(plb=f"PLB*1999999984*20251231{pairs}"))
    payment = batch.tables["remit_payment"].row(0, named=True)
    assert (payment["provider_adjusted"], payment["balanced_cents"]) == (None, None)
    assert batch.tables["provider_adjustment"].height == 110 and reading.status in ("loaded", "partial")


@pytest.mark.parametrize(
    ("before", "after", "options", "code", "off"),
    [
        ("", "", {"paid": "105.67"}, "transaction_unbalanced", "45.67"),
        ("", "", {"paid": "60.01"}, "transaction_unbalanced", "0.01"),
        ("", "", {"paid": "59.99"}, "transaction_unbalanced", "-0.01"),
        ("CLP*A1*1*100*60", "CLP*A1*1*110*60", {}, "claim_unbalanced", "10.00"),
        ("96372*100*60", "96372*100*59.99", {}, "line_unbalanced", "0.01"),
        ("", "", {"paid": "65", "plb": "PLB*1999999984*20251231*WO:X*5"}, "plb_sign", "10.00"),
    ],
)
def test_a_balance_that_is_off_is_told_with_its_difference(
    before: str, after: str, options: dict[str, str], code: str, off: str
) -> None:
    """37-40, 50: marked with level and difference, to the cent."""
    _, reading = read_one(file_835(CLAIM_835.replace(before, after), **options))
    said = [one.reason for one in reading.warnings if one.code == code]
    assert [one.rsplit("; ", 1)[1] for one in said] == [f"the difference is {off}."]


def test_several_differences_are_one_notice_that_names_the_first() -> None:
    """Two claims off by 10.00 and 7.00: one notice, with the first place and the count."""
    first = CLAIM_835.replace("CLP*A1*1*100*60", "CLP*A1*1*110*60")
    other = CLAIM_835.replace("CLP*A1*1*100*60", "CLP*A2*1*107*60")
    _, reading = read_one(file_835(first, other, paid="120"))
    said = [one.reason for one in reading.warnings if one.code == "claim_unbalanced"]
    assert [one.split("; ", 1)[1] for one in said] == ["the difference is 10.00. (2 times; the first is named)"]
