"""Whatever the bytes: no exception, and every count and cent that came in is loaded or quarantined."""

from collections.abc import Callable

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bad_input_x12 import SECOND
from test_import_837 import DEPENDENT
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, file_835, file_837, interchange, read, remittance, text

from analytics.importers.result import MEASURES, FileReading, Import
from analytics.tables.stored import STORED, schema_of

PLB = "PLB*1999999984*20251231*WO:R1*2"
BASES = [
    file_835(),
    file_835(CLAIM_835, SECOND, paid="108", plb=PLB),
    file_837(),
    file_837(SUBSCRIBER, CLAIM_837, DEPENDENT),
    text(
        interchange(remittance(), remittance(SECOND, paid="50", control="0002")), element="|", component="^", end="\n"
    ),
]
PIECES = [
    b"~",
    b"*",
    b":",
    b"|",
    b"\n",
    b"\r\n",
    b" ",
    b"\0",
    b"\x1c",
    b"\x1f",
    b"\x02",
    b"\xff",
    b'"',
    b",",
    b"\xef\xbb\xbf",
    b"1E9",
    b"-",
    b"99999999999",
    b"ISA*",
    b"ISA",
    b"ST*835*1~",
    b"SE*1*1~",
    b"GS*HP~",
    b"GE*1*1~",
    b"IEA*1*1~",
    b"CLP*",
    b"CLM*X*1~",
    b"SVC*HC:1*1*1~",
    b"SV1*HC:1*1~",
    b"HL*1**22~",
    b"LX*1~",
    b"NM1*QC~",
    b"PLB*1*2*3*4~",
    b"CAS*CO*1*x*y*z*q*w~",
    b"DTM*472*2025~",
]
Change = Callable[[bytes], bytes]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """One thing done to a file: bytes or whole segments exchanged, left out, doubled, moved, or the end cut off."""
    kind = draw(st.sampled_from(["byte", "cut", "insert", "double", "end", "drop", "swap", "copy"]))
    one, two = draw(st.integers(0, 10_000)), draw(st.integers(0, 10_000))
    piece, length = draw(st.sampled_from(PIECES)), draw(st.sampled_from([1, 2, 5, 30, 200]))
    return lambda data: _changed(data, kind, one, two, piece, length)


def _changed(data: bytes, kind: str, one: int, two: int, piece: bytes, length: int) -> bytes:
    at = one % max(1, len(data))
    if kind in ("drop", "swap", "copy"):
        return _moved(data.split(b"~"), kind, one, two)
    middle = {
        "byte": bytes([two % 256]) + data[at + 1 :],
        "cut": data[at + length :],
        "insert": piece + data[at:],
        "double": data[at : at + length] + data[at:],
        "end": b"",
    }
    return data[:at] + middle[kind]


def _moved(segments: list[bytes], kind: str, one: int, two: int) -> bytes:
    a, b = one % len(segments), two % len(segments)
    if kind == "drop":
        del segments[a]
    elif kind == "swap":
        segments[a], segments[b] = segments[b], segments[a]
    else:
        segments.insert(a, segments[b])
    return b"~".join(segments)


files = st.builds(
    lambda base, steps: _all(steps, base), st.sampled_from(BASES), st.lists(changes(), min_size=1, max_size=5)
)


def _all(steps: list[Change], data: bytes) -> bytes:
    for step in steps:
        data = step(data)
    return data


def loaded(batch: Import, one: FileReading) -> dict[str, int]:
    """Counts and cents of one file's rows, added up row by row."""
    mine = pl.col("source_sha") == one.sha256
    claims, lines = batch.tables["remit_claim"].filter(mine), batch.tables["remit_line"].filter(mine)
    billed = batch.tables["claim_line"].filter(mine)
    submissions = billed.unique("source_position")
    return {
        "claims": claims.height + submissions.height,
        "lines": lines.height + billed.height,
        "charge_cents": _cents(claims["charge"]) + _cents(submissions["claim_charge"]),
        "paid_cents": _cents(claims["paid"]),
        "line_charge_cents": _cents(lines["charge"]) + _cents(billed["charge"]),
        "line_paid_cents": _cents(lines["paid"]),
    }


def _cents(amounts: pl.Series) -> int:
    return int(sum(amount * 100 for amount in amounts if amount is not None))


def check(batch: Import) -> None:
    """The sums of every file hold, and its notices have words."""
    assert {name: frame.schema for name, frame in batch.tables.items()} == {n: schema_of(t) for n, t in STORED.items()}
    for one in batch.files:
        rows = loaded(batch, one)
        assert {n: getattr(one.came_in, n) for n in MEASURES} == {
            n: rows[n] + getattr(one.quarantined, n) for n in MEASURES
        }
        assert one.status != "rejected" or one.rejects
        assert all(notice.reason and notice.next_step for notice in [*one.rejects, *one.warnings])


def without_ids(batch: Import, sha: str) -> list[list[tuple[object, ...]]]:
    """All rows of one file."""
    return [table.filter(pl.col("source_sha") == sha).rows() for table in batch.tables.values()]


@settings(max_examples=60, deadline=None)
@given(st.lists(files, min_size=1, max_size=20, unique=True))
def test_mutated_files_conserve_every_cent(data: list[bytes]) -> None:
    """Many damaged files in one batch."""
    check(read(*data))


@settings(max_examples=40, deadline=None)
@given(files, files.filter(len))
def test_neighbours_change_nothing(one: bytes, other: bytes) -> None:
    """A file gives the same rows alone and among others."""
    alone, among = read(one), read(other, one)
    sha = alone.files[0].sha256
    if among.files[0].sha256 != sha:
        assert without_ids(alone, sha) == without_ids(among, sha)
        assert alone.files[0].rejects == among.files[1].rejects


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=400), st.builds(lambda tail: b"ISA*00*" + tail, st.binary(max_size=300)))))
def test_any_bytes_are_refused_in_words(data: list[bytes]) -> None:
    """Random bytes, also such that begin like X12."""
    batch = read(*data)
    check(batch)
    assert all(one.status == "rejected" for one in batch.files if one.came_in.claims == 0 and not one.payment_count)


amounts = st.integers(-99_999_999, 9_999_999_999)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(amounts, amounts, st.sampled_from(["", "0", "00"])), min_size=1, max_size=8))
def test_amounts_are_exact(drawn: list[tuple[int, int, str]]) -> None:
    """Whatever the cents, they come back as they were, through any way of writing them."""
    claims = [
        f"CLP*A{n}*1*{_dollars(charge)}{zeros}*{_dollars(paid)}{zeros}**12*I{n}*11\nNM1*QC*1*R*R****MI*1"
        for n, (charge, paid, zeros) in enumerate(drawn)
    ]
    found = read(file_835(*claims, paid="0")).tables["remit_claim"]
    assert [int(amount * 100) for amount in found["charge"]] == [charge for charge, _, _ in drawn]
    assert [int(amount * 100) for amount in found["paid"]] == [paid for _, paid, _ in drawn]


def _dollars(cents: int) -> str:
    sign, whole, part = "-" if cents < 0 else "", *divmod(abs(cents), 100)
    return f"{sign}{whole or ''}.{part:02d}"
