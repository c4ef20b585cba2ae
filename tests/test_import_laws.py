"""Laws of reading X12: how a file is wrapped, cut at its end or miscounted changes no row."""

from collections.abc import Sequence
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bad_input_x12 import PLB, REVERSED, SECOND, both, wrapped
from test_import_837 import DEPENDENT
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, claims, codes, interchange, read, remittance, text

from analytics.importers.result import Import

MARKS = [*"*:~|^>!'\"#$%&+,;<=?@[]`{}", *(chr(code) for code in (1, 7, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F))]
"""What may separate elements, components and segments: nothing that the drawn files hold as data."""
ENDS = [b"\r\n", b"\n", b"\r"]
TWO = interchange(
    remittance(CLAIM_835, SECOND, paid="115", plb=PLB), remittance(REVERSED, paid="-50", trace="T2", control="0002")
)
BILLED = interchange(claims(SUBSCRIBER, CLAIM_837, DEPENDENT), version="005010X222A1")
FILES = [TWO, BILLED, [*TWO, *interchange(remittance(SECOND, paid="50", trace="T3"), control="000000002")]]
PLACES = ("payment_id", "remit_claim_id", "remit_line_id", "source_sha", "claim_key", "patient_key")
"""What is made of the bytes of a file; a claim's key is a print of its segments as they were sent."""


@cache
def as_sent(file: int) -> Import:
    """One of the drawn files as any sender writes it."""
    return read(text(FILES[file]))


def rows(batch: Import) -> list[list[tuple[object, ...]]]:
    """All rows of all tables but what names the very bytes."""
    return [frame.drop([name for name in PLACES if name in frame.columns]).rows() for frame in batch.tables.values()]


def sent(segments: Sequence[str], marks: Sequence[str]) -> bytes:
    """A file with these element, component and segment separators."""
    swap = str.maketrans({"*": marks[0], ":": marks[1]})
    plain = [segment.replace("*^*", "*U*") for segment in segments]  # ISA11 separates nothing here
    return "".join(one.translate(swap) + marks[2] for one in plain).encode("latin-1")


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2), st.permutations(MARKS), st.integers(20, 200), st.sampled_from(ENDS), st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_any_width_any_separators_with_or_without_the_last_terminator(
    file: int, marks: list[str], width: int, end: bytes, ends: bool, wraps: bool
) -> None:
    """93, 11, 7: the same rows as of the plain file, and one warning for each oddity."""
    plain, data = as_sent(file), sent(FILES[file], marks)
    whole = data if ends else data[:-1]
    batch = read(wrapped(whole, width, end) if wraps else whole)
    (reading,), (wanted,) = batch.files, plain.files
    assert reading.status == "loaded"
    assert rows(batch) == rows(plain)
    odd = (["wrapped_lines"] if wraps else []) + ([] if ends else ["unterminated"])
    assert codes(reading) == ([], [*odd, *codes(wanted)[1]])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2), st.integers(60, 200), st.sampled_from(ENDS), st.sampled_from([b" ", b""]))
def test_records_of_a_mainframe_one_segment_each(file: int, width: int, end: bytes, pad: bytes) -> None:
    """Each segment begins a record of its own and goes on in the next; short records are padded, or cut."""
    lines, segments = [], FILES[file]
    for segment in segments:
        data = f"{segment}~".encode("latin-1")
        for at in range(0, len(data), width):
            record = data[at : at + width]
            # Only behind a terminator is padding no data.
            lines.append(record.ljust(width, pad) if pad and record.endswith(b"~") else record)
    batch, plain = read(end.join(lines)), as_sent(file)
    assert rows(batch) == rows(plain)
    wraps = any(len(f"{segment}~") > width for segment in segments)
    assert codes(batch.files[0])[1] == (["wrapped_lines"] if wraps else []) + codes(plain.files[0])[1]


def test_trailing_spaces_of_a_line_may_be_lost_within_the_isa() -> None:
    """An editor strips them: the ISA is narrower than 106 then, and its separators are counted."""
    for width in range(20, 106):
        lines = wrapped(text(TWO), width, b"\n").split(b"\n")
        inside = -(-106 // width)
        data = b"\r\n".join([line.rstrip(b" ") if at < inside else line for at, line in enumerate(lines)])
        batch = read(data)
        assert batch.files[0].status == "loaded" and batch.tables["remit_claim"].height == 3, width


def miscounted(broken: Sequence[str]) -> bytes:
    """Two payments with some of the six kinds of count wrong."""
    segments = both()
    for at, segment in enumerate(segments):
        tag, *elements = segment.split("*")
        names = {
            "SE": ("se_count", "se_control"),
            "GE": ("ge_count", "ge_control"),
            "IEA": ("iea_count", "iea_control"),
        }
        for number, name in enumerate(names.get(tag, ())):
            if name in broken:
                elements[number] = str(int(elements[number]) + 1 + number * 10)
        segments[at] = "*".join([tag, *elements])
    return text(segments)


KINDS = ("se_count", "se_control", "ge_count", "ge_control", "iea_count", "iea_control")


@settings(max_examples=64, deadline=None)
@given(st.sets(st.sampled_from(KINDS)), st.booleans())
def test_any_wrong_counts_load_the_same_rows_with_one_warning_each(broken: set[str], balances: bool) -> None:
    """20 to 23: whether the money holds or not."""
    swap = (b"BPR*I*60*", b"BPR*I*60*" if balances else b"BPR*I*61*")
    batch, plain = read(miscounted(sorted(broken)).replace(*swap)), read(text(both()).replace(*swap))
    assert rows(batch) == rows(plain)
    found = [code for code in codes(batch.files[0])[1] if code != "transaction_unbalanced"]
    assert sorted(found) == sorted(broken) and batch.files[0].rejects == []
    assert batch.files[0].unbalanced["transaction"] == (0 if balances else 1)


ADJUSTED = """
    CLP*A1*1*100*{paid}*0*12*ICN1*11*1
    CAS*{claim}
    SVC*HC:96372*100*{line_paid}**1
    DTM*472*20250102
    CAS*{line}
"""
LEVELS = {
    "differ, and both count": ("CO*45*20", "CO*45*30", "50", "70", False, 0),
    "differ in reason, same dollars": ("CO*253*30", "CO*45*30", "40", "70", False, 0),
    "the same twice": ("CO*45*30", "CO*45*30", "70", "70", True, 0),
    "the same twice, in parts": ("CO*45*10*0*253*20", "CO*253*20*0*45*10", "70", "70", True, 0),
    "the same dollars for another reason, and only one level fits": ("CO*253*30", "CO*45*30", "70", "70", False, -3000),
}


@pytest.mark.parametrize("case", LEVELS)
def test_adjustments_at_both_levels_count_twice_unless_they_are_the_same(case: str) -> None:
    """97: one is a copy of the other only where group, reason and dollars agree."""
    claim, line, paid, line_paid, repeated, off = LEVELS[case]
    drawn = ADJUSTED.format(claim=claim, line=line, paid=paid, line_paid=line_paid)
    batch = read(text(interchange(remittance(drawn, paid=paid))))
    (row,) = batch.tables["remit_claim"].select("repeated_adjustments", "unbalanced_cents").rows()
    assert row == (repeated, off)
    at_claim = batch.tables["adjustment"].filter(pl.col("remit_line_id").is_null())
    assert at_claim["is_repeated"].unique().to_list() == [repeated]


@pytest.mark.parametrize(
    ("code", "shown"), [("Z99", True), ("ABCDE", True), ("q7", True), ("ABCDEF", False), ("A-1", False)]
)
def test_an_unknown_code_is_shown_where_it_is_shaped_like_one(code: str, shown: bool) -> None:
    """99: one to five letters and digits; whatever else stands there may be about a patient."""
    drawn = CLAIM_835.replace("CAS*CO*45*30", f"CAS*CO*{code}*30") + f"LQ*HE*{code}"
    reasons = [one.reason for one in read(text(interchange(remittance(drawn)))).files[0].warnings]
    assert len(reasons) == 2 and all((code.upper() in reason) is shown for reason in reasons)
