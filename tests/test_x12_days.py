"""Days straight from the bytes are the days that the texts say, or none at all."""

from datetime import date, timedelta

import pytest
from x12_text import interchange, isa, remittance, text

from analytics.x12.days import days_at
from analytics.x12.envelope import open_text
from analytics.x12.segments import split_segments
from analytics.x12.separators import is_like, of_interchange


def _days(*sent: str) -> list[date] | None:
    segments = split_segments(["".join(f"DTM\x1f472\x1f{one}\x1c" for one in sent).encode()])
    found = days_at(segments, segments.starts[segments.qualified("DTM", "472")] + 8)
    return None if found is None else found.to_list()


def test_every_day_of_a_century_and_a_half() -> None:
    """Leap days and ends of months included."""
    first = date(1950, 1, 1)
    every = [first + timedelta(at) for at in range((date(2100, 12, 31) - first).days + 1)]
    assert _days(*(f"{day:%Y%m%d}" for day in every)) == every
    assert _days("20251231\x1fD8", "20260101") == [date(2025, 12, 31), date(2026, 1, 1)]
    assert _days() == []


@pytest.mark.parametrize(
    "odd",
    ["", "2025", "2025010", "202501011", "20251332", "20250229", "00000000", "19491231", "20250100", "20250001",
     "\u0662\u0660\u0662\u0665", "2025010A", "2025-1-1", " 2025010", "20250101 \x1fD8", "99991231", "2025010:",
     "2025010/"],
)  # fmt: skip
def test_what_is_no_plain_day_is_left_to_the_texts(odd: str) -> None:
    """One such text among days, first, last or between them."""
    assert _days(odd, "20250101") is None
    assert _days("20250101", odd) is None
    assert _days("20250101", odd, "20250102") is None


def test_an_isa_like_the_one_before() -> None:
    """Recognised by its width, its separators and the GS behind it; one with others is looked at anew."""
    one = text(interchange(remittance()))
    known, _ = of_interchange(one, 0)
    assert is_like(one, 0, known)
    for other in (
        text(interchange(remittance()), element="|"),
        text(interchange(remittance()), component=">"),
        text(interchange(remittance()), end="'"),
        isa().encode() + b"~",
        one.replace(b"ISA*00*", b"ISA*00 *"),
    ):
        assert not is_like(other, 0, known)
    mixed = one + text(interchange(remittance()), element="|", component=">") + one
    assert open_text(mixed).text == open_text(one).text * 3
