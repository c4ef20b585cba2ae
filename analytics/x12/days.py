"""Days straight from the bytes: eight digits at a known place need no text."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.x12.elements import EARLIEST_DAY
from analytics.x12.segments import Segments, eights
from analytics.x12.separators import ELEMENT, SEGMENT

_LAST_YEAR = 2100
_MONTHS = np.arange(f"{EARLIEST_DAY.year}-01", f"{_LAST_YEAR + 1}-02", dtype="datetime64[M]")
_BEGINS = _MONTHS.astype("datetime64[D]").astype(np.int32)  # days since 1970 of the first of each month
_EVERY = 0x0101010101010101
_HIGH, _LOW, _SIX, _PAIRS = (np.uint64(one) for one in (0xF0 * _EVERY, 0x0F * _EVERY, 6 * _EVERY, 0xFF00FF00FF00FF))
_ZEROS = np.uint64(0x30 * _EVERY)
_ENDS = np.array([ord(ELEMENT), ord(SEGMENT)], np.uint8)


def days_at(segments: Segments, places: NDArray[np.int64]) -> pl.Series | None:
    """The day that stands at each place as CCYYMMDD; None unless each is such a day and nothing else."""
    texts, octets = eights(segments.data, places), np.frombuffer(segments.data, np.uint8)
    behind = octets[np.minimum(places + 8, len(octets) - 1)]
    digits = texts & _LOW
    if not (
        ((behind == _ENDS[0]) | (behind == _ENDS[1])).all()
        and (texts & _HIGH == _ZEROS).all()
        and (digits + _SIX & _HIGH == 0).all()
    ):
        return None
    pairs = (digits >> np.uint64(8) & _PAIRS) * np.uint64(10) + (digits & _PAIRS)
    century, year, month, day = ((pairs >> np.uint64(by) & np.uint64(0xFF)).astype(np.int32) for by in (48, 32, 16, 0))
    year += century * 100 - EARLIEST_DAY.year
    if not ((year >= 0) & (year <= _LAST_YEAR - EARLIEST_DAY.year) & (month >= 1) & (month <= 12) & (day >= 1)).all():
        return None
    at = year * 12 + month - 1
    found = _BEGINS[at] + day - 1
    return pl.Series(found).cast(pl.Date) if (found < _BEGINS[at + 1]).all() else None
