"""Text into segments: separators by counting, tags by their bytes, claims and lines by position."""

import numpy as np
import polars as pl
import pytest
from x12_text import interchange, isa, remittance, text

from analytics.x12.elements import cents, day, money, quantity, tidy
from analytics.x12.envelope import open_text
from analytics.x12.segments import split_segments
from analytics.x12.separators import SeparatorError, inferred, of_interchange

WHOLE = text(interchange(remittance()))


@pytest.mark.parametrize("element", ["*", "|", "\x1d", "+"])
@pytest.mark.parametrize("component", [":", ">", "<", "\\"])
@pytest.mark.parametrize("end", ["~", "\n", "\r\n", "\r", "'", "~\n", "~\r\n"])
def test_separators_are_found_by_counting(element: str, component: str, end: str) -> None:
    """All the usual ones, in every combination, give the same text."""
    opened = open_text(text(interchange(remittance()), element=element, component=component, end=end))
    assert opened.refusal is None and opened.findings == []
    assert split_segments([opened.text]).texts.to_list() == split_segments([open_text(WHOLE).text]).texts.to_list()


@pytest.mark.parametrize("end", ["~", "~\n", "~\r\n", "\n"])
def test_a_missing_isa16(end: str) -> None:
    """The terminator stands where ISA16 should be; the colon is the component separator."""
    segments = interchange(remittance())
    segments[0] = segments[0].removesuffix("*:") + "*" if end == "\n" else segments[0].removesuffix(":")
    found, standard = of_interchange(text(segments, end=end), 0)
    assert (chr(found.element), chr(found.component), chr(found.segment)) == ("*", ":", end[0])
    assert not standard


@pytest.mark.parametrize("data", [b"ISA", b"ISA*", b"ISAX00", b"ISA*00*1~", isa().encode() + b"~", b"ISA " * 40])
def test_an_isa_that_tells_no_separators(data: bytes) -> None:
    """A code, no exception of another kind."""
    with pytest.raises(SeparatorError):
        of_interchange(data, 0)


def test_inferred_separators() -> None:
    """Without ISA: the character behind ST, the one in the first SVC, and the tilde or the line end."""
    found = inferred(text(remittance(), element="|", component=">", end="\n"))
    assert (chr(found.element), chr(found.component), chr(found.segment)) == ("|", ">", "\n")


def test_tags_claims_and_lines() -> None:
    """Each segment knows the CLP and SVC it belongs to; a tag is a whole tag."""
    segments = split_segments([b"ST\x1fa\x1cCLP\x1f1\x1cCLPX\x1f2\x1cSVC\x1f3\x1cCAS\x1f4\x1cLX\x1cCLP\x1cSE\x1c"])
    assert segments.rows("CLP").tolist() == [2, 7]
    assert segments.rows("LX").tolist() == [6]
    assert segments.claims.tolist() == [0, 0, 2, 2, 2, 2, 2, 7, 0]
    assert segments.lines.tolist() == [0, 0, 0, 0, 4, 4, 0, 0, 0]


def test_empty_segments_and_spaces_around_them() -> None:
    """They are left out, and count for nothing."""
    loose = split_segments([b"ST\x1fa\x1c\x1c \r\n\x1cSE\x1f1 \x1c\n"])
    assert loose.texts.to_list()[1:] == ["ST\x1fa", "SE\x1f1"]


def test_qualified_segments() -> None:
    """By their first element, whole."""
    segments = split_segments([b"REF\x1f6R\x1fx\x1cREF\x1f6RX\x1fy\x1cREF\x1f6R\x1cREF\x1fF8\x1fz\x1c"])
    assert segments.qualified("REF", "6R").tolist() == [1]
    assert segments.qualified("REF", "F8").tolist() == [4]


def test_a_part_counts_its_own_rows() -> None:
    """Tags, claims, lines and texts of a part are those of the whole."""
    whole = split_segments([open_text(WHOLE * 3).text])
    part = whole.part(40, 60)
    assert part.texts.to_list()[1:] == whole.texts.to_list()[40:61]
    assert (part.rows("CLP") + np.uint32(39)).tolist() == [row for row in whole.rows("CLP").tolist() if 40 <= row <= 60]


AMOUNTS = {
    "0": 0, "12": 1200, "12.": 1200, "12.3": 1230, "12.34": 1234, ".5": 50, "-.05": -5, "-12.30": -1230, "007": 700,
    "12.340": 1234, "99999999.99": 9_999_999_999, "-99999999.99": -9_999_999_999, "000000000000.01": 1,
}  # fmt: skip
NO_AMOUNTS = [
    "",
    "-",
    ".",
    "-.",
    "12.345",
    "1,234.50",
    "$12",
    "12.-",
    "12-",
    "1E3",
    "+5",
    "--5",
    "100000000",
    "0x1",
    "1 2",
    "١",
    "NaN",
    "inf",
]


def test_amounts_are_read_exactly_or_not_at_all() -> None:
    """Cents of every way to write an amount, null for anything else."""
    good = pl.DataFrame({"text": list(AMOUNTS)}).select(cents(pl.col("text")))
    assert good.to_series().to_list() == list(AMOUNTS.values())
    bad = pl.DataFrame({"text": NO_AMOUNTS}).select(cents(pl.col("text")))
    assert bad.to_series().null_count() == len(NO_AMOUNTS)


def test_cents_as_dollars() -> None:
    """Every cent of a range, and the ends."""
    all_cents = pl.DataFrame({"cents": [*range(-1_000, 1_000), 9_999_999_999, None]})
    back = all_cents.select(money(pl.col("cents"))).to_series()
    assert back.cast(pl.String).to_list()[:1] == ["-10.00"]
    assert (back * 100).cast(pl.Int64).to_list() == all_cents["cents"].to_list()


def test_days_and_quantities() -> None:
    """Strict: eight digits of a real day from 1950 on; three decimals."""
    days = pl.DataFrame(
        {"text": ["20250228", "20250229", "20251332", "00000000", "19000101", "2025011", "2025-1-1", None]}
    )
    assert days.select(day(pl.col("text"))).to_series().null_count() == 7
    numbers = pl.DataFrame({"text": ["1", "1.5", "0.001", "-2", "1.0000", "0.0001", "one", ""]})
    assert [str(n) if n is not None else None for n in numbers.select(quantity(pl.col("text"))).to_series()] == [
        "1.000", "1.500", "0.001", "-2.000", "1.000", None, None, None,
    ]  # fmt: skip


def test_tidy() -> None:
    """Spaces around separators go, spaces within an element stay."""
    assert tidy(pl.Series(["CLP\x1f A B \x1f1 ", "SVC\x1fHC \x1e 1"])).to_list() == [
        "CLP\x1fA B\x1f1",
        "SVC\x1fHC\x1e1",
    ]
