"""What the fuzz found: files whose reading hung on their neighbours, or took far longer than their size allows."""

import time
from collections.abc import Callable

import polars as pl
import pytest
from test_bad_input_x12 import SECOND, both, changed, drawn, swapped
from test_import_fuzz import without_ids
from x12_text import (
    CLAIM_837,
    SUBSCRIBER,
    codes,
    file_835,
    file_837,
    interchange,
    read,
    read_one,
    remittance,
    text,
)

from analytics.importers.result import Import

OPEN_END = file_837().replace(b"SE*", b"XX*").replace(b"GE*", b"XX*").replace(b"IEA*", b"XX*")
SPACED = file_837().replace(b"REF*6R*L1~", b"REF*6R*L1 ~")
COMPANY = {
    "a last claim that nothing closes": (0, OPEN_END, text(both())),
    "a space before a terminator": (1, SPACED, text(both()).replace(b"DTM*405*20250110~", b"DTM*405*20250110\n~")),
}


@pytest.mark.parametrize("case", COMPANY)
def test_a_file_reads_the_same_alone_and_among_others(case: str) -> None:
    """Above all its claims keep their identities, or the same claim sent again would count twice."""
    lines, data, other = COMPANY[case]
    alone = read(data)
    assert alone.tables["claim_line"].height == lines
    sha = alone.files[0].sha256
    for among in (read(data, other), read(other, data), read(other, data, other + b" ")):
        assert without_ids(alone, sha) == without_ids(among, sha)
        assert alone.quarantine.equals(among.quarantine.filter(pl.col("source_sha") == sha))


def test_the_quarantine_keeps_the_order_of_the_file() -> None:
    """Several claims refused for one segment above them: always in their order."""
    several = [CLAIM_837.replace("CLM*A1*100", f"CLM*A{n}*{n + 100}") for n in range(60)]
    batch = read(file_837(SUBSCRIBER.replace("FIRST PAYER", "FIRST\x07PAYER"), *several))
    assert batch.quarantine["charge_cents"].to_list() == [(n + 100) * 100 for n in range(60)]


LONG: dict[str, Callable[[], bytes]] = {
    "a million spaces": lambda: swapped("DOE*JANE", "DOE*JA" + " " * 1_000_000 + "NE").replace(b"~", b" ~"),
    "a million line ends": lambda: swapped("DOE*JANE", "DOE*JA" + "\n" * 1_000_000 + "NE").replace(b"~", b"~ "),
    "200,000 adjustments": lambda: drawn("CAS*CO*45*30", "CAS*CO" + "*45*0*1" * 200_000),
    "9,000 adjustments": lambda: drawn("CAS*CO*45*30", "CAS*CO" + "*45*0*1" * 9_000),
    "8,000 provider adjustments": lambda: drawn(plb="PLB*1*20251231" + "*WO:1*0" * 8_000),
    "20,000 components": lambda: drawn("HC:J1885", "HC:J1885" + ":25" * 20_000),
    "500,000 beginnings": lambda: b"ISA*" * 500_000,
}


@pytest.mark.parametrize("case", LONG)
def test_time_follows_the_size_of_the_file(case: str) -> None:
    """62: seconds at most where minutes were needed; counted in processor time, since others use this machine too."""
    data = LONG[case]()
    start = time.process_time()
    batch: Import = read(data)
    assert time.process_time() - start < 5
    assert batch.files[0].status in ("rejected", "partial", "loaded")


def test_five_megabytes_in_one_segment_are_refused() -> None:
    """62: by the length of the segment, in words."""
    assert codes(read_one(swapped("DOE*JANE", "DOE*" + "J" * 5_000_000))[1])[0] == ["segment_too_long"]


def test_a_claim_refused_within_a_long_file_is_still_named_by_its_place() -> None:
    """61: the 5,000th of 5,000 claims."""
    claims = [SECOND.replace("A2", f"B{n}") for n in range(4_999)] + [changed(SECOND, "*50*50**1", "*50*fifty**1")]
    _, reading = read_one(file_835(*claims, paid="250000"))
    (reject,) = reading.rejects
    assert reject.position is not None and reject.position > 4 * 4_999


def came_of(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """Claims that load, and the codes of rejects and warnings."""
    batch, reading = read_one(data)
    return (batch.tables["remit_claim"]["claim_id"].to_list(), *codes(reading))


def test_joined_files_that_each_bring_a_byte_order_mark() -> None:
    """4, 24: what `type a.835 b.835` makes of two files; no segment is lost between them."""
    mark = b"\xef\xbb\xbf"
    two = text(interchange(remittance(SECOND, paid="50", trace="T2"), control="000000002"))
    assert came_of(mark + text(interchange(remittance())) + mark + two) == (["A1", "A2"], [], ["byte_order_mark"])


@pytest.mark.parametrize("element", ["\t", "\x1d", "|", "!"])
def test_any_sign_but_a_letter_a_digit_or_a_blank_separates_elements(element: str) -> None:
    """7: a tab, too, within an interchange and in those behind it."""
    one, two = interchange(remittance()), interchange(remittance(SECOND, paid="50", trace="T2"), control="000000002")
    assert came_of(text([*one, *two], element=element)) == (["A1", "A2"], [], [])


@pytest.mark.parametrize("before", [b"", b"\x0d\x25", b"\x40\x40\x15"])
def test_ebcdic_is_named_whatever_blanks_stand_before_it(before: bytes) -> None:
    """12."""
    _, reading = read_one(before + text(interchange(remittance())).decode().encode("cp037"))
    assert (reading.status, ["EBCDIC" in one.reason for one in reading.rejects]) == ("rejected", [True])
