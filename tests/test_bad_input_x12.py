"""The bad inputs of X12 files, one by one: what is refused, what is quarantined, what loads with a warning."""

from collections.abc import Callable
from datetime import date

import pytest
from x12_text import (
    CLAIM_835,
    SECRET,
    claims,
    codes,
    file_835,
    file_837,
    interchange,
    isa,
    read_one,
    remittance,
    source,
    text,
    transaction,
)

from analytics.importers.reader import read_batch

SECOND = """
    CLP*A2*1*50*50*0*12*ICN2*11*1
    NM1*QC*1*DOE*JANE****MI*M0002
    SVC*HC:J1885*50*50**1
    DTM*472*20250102
"""
TWO = (CLAIM_835, SECOND)
REVERSED = SECOND.replace("*1*50*50", "*22*-50*-50").replace("J1885*50*50**1", "J1885*-50*-50**-1")
DENIED = SECOND.replace("*50*50", "*50*0") + "CAS*CO*97*50"
PLB = "PLB*1999999984*20251231*L6:1*-5"


def both(**options: str) -> list[str]:
    """One interchange with two transactions, of one claim each."""
    return interchange(remittance(), remittance(SECOND, paid="50", trace="T2", control="0002"), **options)


def swapped(old: str, new: str, data: bytes | None = None) -> bytes:
    """A whole file with one piece of its text exchanged."""
    whole = data if data is not None else text(both())
    assert old.encode("latin-1") in whole
    return whole.replace(old.encode("latin-1"), new.encode("latin-1"), 1)


def unbalanced(old: str, new: str) -> bytes:
    """The same with money that does not balance: no count refuses anything for that."""
    return swapped(old, new, swapped("BPR*I*50*", "BPR*I*49*", swapped("BPR*I*60*", "BPR*I*59*")))


def cut(segment: str, keep: int) -> bytes:
    """A file that ends in the middle of the last segment that begins so."""
    whole = text(both())
    return whole[: whole.rindex(segment.encode()) + keep]


def wrapped(data: bytes, width: int, end: bytes = b"\r\n") -> bytes:
    """The file in lines of so many characters, as a mainframe sends it."""
    return end.join(data[at : at + width] for at in range(0, len(data), width))


def of_type(set_id: str, version: str) -> bytes:
    return text(interchange(transaction(set_id, ["BHT*0019*00*1*20250110*1200*CH"]), version=version))


def off(old: str, new: str) -> bytes:
    """The second transaction with a fault and with money that does not balance."""
    return swapped(old, new, swapped("BPR*I*50*", "BPR*I*49*"))


def changed(claim: str, old: str, new: str) -> str:
    """A drawn claim with one piece exchanged."""
    assert old in claim
    return claim.replace(old, new, 1)


def drawn(old: str = "", new: str = "", *, paid: str = "110", plb: str = "") -> bytes:
    """One transaction with both claims, one piece of their text exchanged; counts are right."""
    assert old in "".join(TWO)
    return file_835(*(claim.replace(old, new) if old else claim for claim in TWO), paid=paid, plb=plb)


NAMED_837I = ("wrong_type", "837I")
REFUSED: dict[str, tuple[Callable[[], bytes] | bytes, str, str]] = {
    "1 empty": (b"", "empty_file", "empty"),
    "2 only ISA": (text([isa()]), "only_isa", "nothing behind it"),
    "3 PDF": (b"%PDF-1.7 and so on", "looks_like", "PDF"),
    "3 HTML": (b"<!DOCTYPE html><html></html>", "not_x12", "HTML"),
    "3 zip": (b"PK\x03\x04rest", "looks_like", "zip"),
    "3 CSV": (b"claim,paid,date\n1,2,3\n", "not_x12", "CSV"),
    "3 garbage": (bytes(range(256)) * 4, "not_x12", "neither"),
    "6 ISA too short": (swapped("*0*P*", "*P*"), "isa_unreadable", "separators"),
    "8 same separators": (swapped("*P*:~", "*P**~"), "same_separators", "same character"),
    "12 EBCDIC": (b"\xc9\xe2\xc1" + b"\x5c" * 200, "looks_like", "EBCDIC"),
    "13 UTF-16": (text(both()).decode().encode("utf-16"), "looks_like", "UTF-16"),
    "13 UTF-16 without mark": (text(both()).decode().encode("utf-16-le"), "looks_like", "UTF-16"),
    "18 no GE, no SE": (swapped("SE*16*0001~GE*1*7~", "", file_835()), "se_missing", "SE"),
    "19 no IEA, no SE": (swapped("SE*16*0001~GE*1*7~IEA*1*000000001~", "", file_835()), "se_missing", "SE"),
    "16 cut off in the only claim": (file_835()[:450], "truncated", "in the middle"),
    "59 every service after the file": (file_835().replace(b"20250102", b"20250112"), "bad_date", "date of service"),
    "32 unreadable version": (swapped("005010X221A1", "003050X221A1"), "version_unreadable", "003050"),
    "34 270": (of_type("270", "005010X279A1"), "wrong_type", "270"),
    "34 277CA": (of_type("277", "005010X214"), "wrong_type", "277CA"),
    "34 999": (of_type("999", "005010X231A1"), "wrong_type", "999"),
    "34 820": (of_type("820", "005010X218"), "wrong_type", "820"),
    "34 834": (of_type("834", "005010X220A1"), "wrong_type", "834"),
    "34 TA1": (text([isa(), "TA1*000000001*250110*1200*A*000", "IEA*0*000000001"]), "wrong_type", "TA1"),
    "35 837I": (text(interchange(claims(version="005010X223A2"), version="005010X223A2")), "wrong_type", "837I"),
    "35 837D": (text(interchange(claims(version="005010X224A2"), version="005010X224A2")), "wrong_type", "837D"),
    "96 837I by its version": (text(interchange(claims(version="005010X292"), version="005010X292")), *NAMED_837I),
    "96 837I by its lines": (file_837().replace(b"SV1*HC:96372", b"SV2*0510*HC:96372"), *NAMED_837I),
    "96 837D by its lines": (file_837().replace(b"SV1*HC:96372", b"SV3*AD:D9610"), "wrong_type", "837D"),
    "96 post-adjudicated": (
        text(interchange(claims(version="005010X298"), version="005010X298")),
        "wrong_type",
        "post-adjudicated",
    ),
    "35 837I of 4010": (text(interchange(claims(version=""), version="004010X096A1")), "wrong_type", "837I"),
    "62 long segment": (swapped("NM1*QC*1*ROE", "NM1*QC*1*" + "R" * 70_000), "segment_too_long", "64 KB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_is_refused_with_its_reason(case: str) -> None:
    """Nothing of it loads, and one line says what it is."""
    data, code, words = REFUSED[case]
    batch, reading = read_one(data() if callable(data) else data)
    assert (reading.status, codes(reading)[0]) == ("rejected", [code])
    assert words in reading.rejects[0].reason
    assert reading.rejects[0].next_step
    assert all(table.is_empty() for table in batch.tables.values())
    assert reading.came_in == reading.quarantined


LOADED: dict[str, tuple[bytes, str]] = {
    "3 prose before ISA": (b"Dear practice, here is your file:\n" + text(both()), "text_before_isa"),
    "3 bare GS": (text(both()[1:-1]), "no_isa"),
    "3 bare ST": (text(remittance(*TWO, paid="110")), "no_isa"),
    "4 byte order mark": (b"\xef\xbb\xbf" + text(both()), "byte_order_mark"),
    "5 leading blank lines": (b"\r\n\n  " + text(both()), "leading_space"),
    "6 ISA wider than 106": (swapped("PAYER          ", "PAYER            "), "isa_width"),
    "6 ISA narrower than 106": (swapped("PAYER          ", "PAYER"), "isa_width"),
    "7 other separators": (text(both(), element="|", component=">", end="\n"), ""),
    "9 CR LF": (text(both(), end="~\r\n"), ""),
    "9 LF, and none at the end": (text(both(), end="~\n").rstrip(b"\n"), ""),
    "14 Latin-1": (swapped("FIRST PAYER", "PREMIÈRE CAISSE"), "not_utf8"),
    "11 no terminator at the end": (text(both())[:-1], "unterminated"),
    "11 no terminator behind GE": (text(both())[: -len("~IEA*1*000000001~")], "unterminated iea_missing"),
    "11 no terminator behind SE": (text(both()[:-2])[:-1], "unterminated ge_missing iea_missing"),
    "15 control character in ISA": (swapped("PAYER    ", "PA\0YER   "), "envelope_character"),
    "15 control character in GS": (swapped("GS*HP*PAYER", "GS*HP*PA\0YER"), "envelope_character"),
    "15 control character in SE": (swapped("SE*16*0001", "SE*16*00\a01"), "envelope_character"),
    "18 no GE": (swapped("GE*2*7~", ""), "ge_missing"),
    "19 no IEA": (swapped("IEA*1*000000001~", ""), "iea_missing"),
    "20 SE01": (swapped("SE*16*0001", "SE*99*0001"), "se_count"),
    "20 SE01, money does not hold": (unbalanced("SE*16*0001", "SE*99*0001"), "se_count transaction_unbalanced"),
    "21 GE01": (swapped("GE*2*", "GE*3*"), "ge_count"),
    "21 GE01, money does not hold": (unbalanced("GE*2*", "GE*3*"), "ge_count transaction_unbalanced"),
    "21 IEA01": (unbalanced("IEA*1*", "IEA*2*"), "iea_count transaction_unbalanced"),
    "22 SE02": (unbalanced("SE*16*0001", "SE*16*0009"), "se_control transaction_unbalanced"),
    "22 SE02 of the one before, which is whole": (swapped("SE*12*0002", "SE*12*0001"), "se_control"),
    "23 GE02": (unbalanced("GE*2*7", "GE*2*8"), "ge_control transaction_unbalanced"),
    "23 IEA02": (unbalanced("IEA*1*000000001", "IEA*1*000000002"), "iea_control transaction_unbalanced"),
    "24 two interchanges": (
        text(interchange(remittance()))
        + text(interchange(remittance(SECOND, paid="50"), control="000000002"), element="|", component="^", end="'\n"),
        "",
    ),
    "25 several ST": (text(both()), ""),
    "26 new ISA before IEA": (
        text(interchange(remittance())[:-1]) + text(interchange(remittance(SECOND, paid="50"))),
        "iea_missing",
    ),
    "11 two files in one, the first without its last terminator": (
        text(interchange(remittance()))[:-1] + b"\r\n" + text(interchange(remittance(SECOND, paid="50"))),
        "unterminated",
    ),
    "11 the same in lines of 80 characters": (
        wrapped(text(interchange(remittance()))[:-1], 80)
        + b"\r\n"
        + wrapped(text(interchange(remittance(SECOND, paid="50"))), 80),
        "wrapped_lines unterminated",
    ),
    "26 a second ISA that is cut off": (text(interchange(remittance())) + b"ISA*00*    ", "unterminated iea_missing"),
    "32 version 4010": (text(both(version="004010X091A1")), "version_4010"),
    "33 unknown addenda": (text(both(version="005010X221A9")), "version_unknown"),
    "95 GS08 blanked": (text(both(version="999999X999X9")), "version_blanked"),
    "95 GS08 cut short": (text(both(version="5010")), "version_blanked"),
    "95 GS08 empty": (text(both(version="")).replace(b"GS*HC", b"GS*HP"), "version_blanked"),
    "95 GS08 without a guide": (text(both(version="005010")), "version_unknown"),
    "95 ISA12 says 4010": (swapped("*00501*", "*00401*", text(both(version="4010"))), "version_4010 version_blanked"),
    "93 lines of 80 characters": (wrapped(text(both()), 80), "wrapped_lines"),
    "93 a line end within a name": (swapped("FIRST PAYER", "FIRST\r\n PAYER"), "wrapped_lines"),
    "36 test": (text(both(usage="T")), "test_file"),
    "37 payment off": (drawn(paid="111"), "transaction_unbalanced"),
    "38 claim off": (drawn("CLP*A1*1*100*", "CLP*A1*1*101*"), "claim_unbalanced"),
    "39 line off": (drawn("96372*100*60", "96372*100*60.5"), "claim_unbalanced line_unbalanced"),
    "40 one cent off": (drawn(paid="110.01"), "transaction_unbalanced"),
    "44 negative charge": (file_835(REVERSED.replace("*22*", "*1*"), paid="-50"), "negative_charge"),
    "60 no CLP07": (drawn("*ICN2*", "**"), "payer_claim_number_missing"),
    "no paid amount on a line": (drawn("J1885*50*50", "J1885*50*"), "claim_unbalanced amount_missing line_unbalanced"),
    "no amounts on a bundled line": (
        drawn("REF*6R*L1", "REF*6R*L1\n AMT*B6*70\n SVC*HC:96371****1\n DTM*472*20250102", paid="110"),
        "amount_missing",
    ),
    "no PLB amount": (drawn(paid="105", plb="PLB*1999999984*20251231*WO:X1*5*CS:X2*"), "amount_missing"),
    "no CAS amount": (drawn("CAS*CO*45*30", "CAS*CO*45*30\n CAS*PR*3"), "amount_missing"),
    "48 PLB alone": (text(interchange(transaction("835", ["BPR*I*5*C*ACH************20250110", PLB]))), ""),
    "49 nothing paid": (file_835(DENIED, paid="0").replace(b"*ACH*", b"*NON*"), ""),
    "50 sign of PLB": (drawn(paid="130", plb="PLB*1999999984*20251231*WO:1*20"), "plb_sign"),
    "51 unknown reason": (drawn("CAS*CO*45*30", "CAS*CO*Z99*30"), "reason_code_unknown"),
    "51 unknown remark": (drawn("AMT*B6*70", "AMT*B6*70\n LQ*HE*N9999"), "remark_code_unknown"),
    "51 a pharmacy's code": (drawn("AMT*B6*70", "AMT*B6*70\n LQ*RX*75"), ""),
    "52 deactivated reason": (drawn("CAS*CO*45*30", "CAS*CO*17*30"), "reason_code_ended"),
    "53 six triplets": (drawn("CAS*CO*45*30", "CAS*CO" + "*45*5*1" * 5 + "*253*5*1"), ""),
    "54 group": (drawn("CAS*CO*", "CAS*ZZ*"), "adjustment_group_unknown"),
    "54 group of 4010 in 5010": (drawn("CAS*CO*", "CAS*CR*"), "adjustment_group_unknown"),
    "54 no group": (drawn("CAS*CO*", "CAS**"), "adjustment_group_unknown"),
    "54 amount": (drawn("CAS*CO*45*30", "CAS*CO*45*thirty"), "adjustment_amount_unreadable"),
    "55 four modifiers": (drawn("HC:J1885*", "HC:J1885:25:59:LT:RT*"), ""),
    "56 changed code": (drawn("HC:J1885*50*50**1", "HC:J1885*50*50**1*HC:J1886*2"), ""),
    "57 units of zero": (drawn("HC:J1885*50*50**1", "HC:J1885*50*50**0"), ""),
    "57 units of one and a half": (drawn("HC:J1885*50*50**1", "HC:J1885*50*50**1.5"), "units_fraction"),
    "57 no units": (drawn("HC:J1885*50*50**1", "HC:J1885*50*50"), "units_missing"),
    "58 date of the claim": (
        drawn("SVC*HC:J1885*50*50**1\n    DTM*472", "DTM*232*20250101\n SVC*HC:J1885*50*50**1\n DTM*1"),
        "service_date_of_claim",
    ),
    "59 a day after the file": (drawn("20250102", "20250111"), ""),
    "63 text that could do harm": (drawn().replace(b"FIRST PAYER", b"=cmd|' /C calc'!A0"), ""),
}


@pytest.mark.parametrize("case", LOADED)
def test_a_file_loads_whole_with_its_warning(case: str) -> None:
    """Everything in it loads; the oddity is named, and only that."""
    data, code = LOADED[case]
    batch, reading = read_one(data)
    assert (reading.status, codes(reading)) == ("loaded", ([], code.split()))
    assert batch.tables["remit_claim"].height == reading.came_in.claims
    assert batch.tables["remit_line"].height == reading.came_in.lines
    assert all(one.next_step for one in reading.warnings)


ONE_OF_TWO: dict[str, tuple[bytes, str]] = {
    "11 no terminator in an open transaction": (cut("DTM*472", 16), "truncated"),
    "16 cut off in a segment": (cut("SVC*", 7), "truncated"),
    "17 no SE": (swapped("SE*12*0002~", ""), "se_missing"),
    "17 no SE, money off": (off("SE*12*0002~", ""), "se_missing"),
}


@pytest.mark.parametrize("case", ONE_OF_TWO)
def test_one_transaction_is_quarantined_and_the_other_loads(case: str) -> None:
    """The last of two transactions is refused with its counts and cents; its payment does not load either."""
    data, code = ONE_OF_TWO[case]
    batch, reading = read_one(data)
    assert (reading.status, codes(reading)[0]) == ("partial", [code])
    assert batch.tables["remit_claim"]["claim_id"].to_list() == ["A1"]
    assert batch.tables["remit_payment"]["trace"].to_list() == ["T1"]
    assert reading.quarantined.claims == reading.came_in.claims - 1
    assert batch.quarantine["level"].to_list() == ["transaction"]


def test_an_se_that_closes_an_st_before_its_own_closes_neither() -> None:
    """22: ST 0001 has no SE, and the SE of ST 0002 says 0001: which segments are whose, nobody can say."""
    batch, reading = read_one(swapped("SE*12*0002", "SE*12*0001", swapped("SE*16*0001~", "")))
    assert (reading.status, codes(reading)[0]) == ("rejected", ["se_missing", "se_crossed"])
    assert batch.tables["remit_claim"].is_empty()


def test_a_file_dated_more_than_a_month_ahead_is_refused() -> None:
    """59: the clock refuses nothing else."""
    future = read_batch([source(file_835())], secret=SECRET, today=date(2024, 12, 9))
    assert codes(future.files[0])[0] == ["dated_ahead"]
    assert read_batch([source(file_835())], secret=SECRET, today=date(2024, 12, 10)).files[0].status == "loaded"


def test_one_segment_after_another_in_one_long_line() -> None:
    """10 and 61: a long file without a line end reads like any other."""
    many = [SECOND.replace("A2", f"B{number}") for number in range(10_000)]
    _, reading = read_one(file_835(*many, paid="500000"))
    assert (reading.status, codes(reading), reading.came_in.claims) == ("loaded", ([], []), 10_000)


def test_no_notice_quotes_the_file() -> None:
    """Names, ids and claim numbers never reach a message."""
    secret = ("ROE", "RICHARD", "M0001", "A1", "ICN1", "DOE", "JANE", "M0002", "ICN2")
    for data, *_ in [*LOADED.values(), *ONE_OF_TWO.values()]:
        _, reading = read_one(data)
        for notice in [*reading.rejects, *reading.warnings]:
            assert not any(word in f"{notice.reason} {notice.next_step}".split() for word in secret)
