"""Texts into segments: one numpy pass over the bytes finds tags, claims and lines; Polars keeps the texts."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.x12.separators import ELEMENT, FILE_MARK, SEGMENT, UNREADABLE

CLAIM_STARTS = ("CLP", "CLM")
LINE_STARTS = ("SVC", "SV1")
ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1")
CLAIM_ENDS = ("HL", "PLB", *ENVELOPE)  # a segment behind one of these belongs to no claim until the next one starts
LINE_ENDS = ("LX", *CLAIM_STARTS, *CLAIM_ENDS)
SEGMENT_LIMIT = 64 * 1024

Numbers = NDArray[np.uint32]
_SEGMENT, _ELEMENT, _MARK = ord(SEGMENT), ord(ELEMENT), ord(FILE_MARK)
_LOOSE = re.compile(rb"[\r\n ]*\x1c[\x1c\r\n ]*")  # empty segments, and spaces or line ends around a terminator


def _code(tag: str) -> int:
    """A tag as the four bytes a segment begins with: CLP and a separator, or GS, a separator and nothing."""
    return int.from_bytes(f"{tag}{ELEMENT}".encode().ljust(4, b"\0"), "big")


@dataclass(frozen=True)
class Segments:
    """All segments of a batch by row number; row 0 is the mark that opens the first file."""

    texts: pl.Series
    codes: Numbers
    claims: Numbers  # the row of the CLP or CLM a segment belongs to, 0 for none
    lines: Numbers  # the row of the SVC or SV1 a segment belongs to, 0 for none
    has_control: bool  # somewhere a control character or a line end stands within a segment

    def rows(self, *tags: str) -> Numbers:
        """The rows of these tags, ascending."""
        return _positions(_any_of(self.codes, tags))

    def files(self) -> Numbers:
        """The row of the mark that opens each file; its segments are counted from 1 behind it."""
        return _positions(self.codes >> 24 == _MARK)

    def at(self, rows: Numbers) -> pl.DataFrame:
        """The segments of these rows: row, claim, line, text."""
        columns = {"row": rows, "claim": self.claims[rows], "line": self.lines[rows]}
        return pl.DataFrame(columns).with_columns(self.texts.gather(pl.Series(rows)).alias("text"))

    def longer_than(self, limit: int) -> Numbers:
        """The rows of segments with more bytes than this."""
        return _positions((self.texts.str.len_bytes() > limit).to_numpy())


def split_segments(texts: Sequence[bytes]) -> Segments:
    """The segments of all texts, each text opened by a mark."""
    mark = (FILE_MARK + SEGMENT).encode()
    data = b"".join(part for text in texts for part in (mark, text))
    ends, codes = _codes(data)
    if _is_loose(data, ends, codes):
        data = _LOOSE.sub(SEGMENT.encode(), data)
        ends, codes = _codes(data)
    claims = _owners(codes, CLAIM_STARTS, CLAIM_ENDS)
    lines = _owners(codes, LINE_STARTS, LINE_ENDS)
    has_control = any(odd in data for odd in (UNREADABLE.encode(), b"\r", b"\n"))
    return Segments(_texts(data), codes, claims, lines, has_control)


def _texts(data: bytes) -> pl.Series:
    """A CSV of one column whose line end is our terminator: the fastest splitter at hand."""
    if not data:
        return pl.Series("text", dtype=pl.String)
    return pl.read_csv(
        io.BytesIO(data), has_header=False, separator="\x01", eol_char=SEGMENT, quote_char=None,
        schema={"text": pl.String()},
    )["text"]  # fmt: skip


def _codes(data: bytes) -> tuple[NDArray[np.int64], Numbers]:
    """Where every segment ends, and its tag as a number; a tag without elements counts like one with."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _SEGMENT)
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    fours = np.ndarray((len(data),), ">u4", data + bytes(3), strides=(1,))
    codes = fours[starts].astype(np.uint32)
    third, fourth = (codes >> 8) & 255, codes & 255
    codes = np.where(fourth == _SEGMENT, codes & 0xFFFFFF00 | _ELEMENT, codes)
    two_letters = (third == _ELEMENT) | (third == _SEGMENT)
    return ends, np.where(two_letters, codes & 0xFFFF0000 | _ELEMENT << 8, codes).astype(np.uint32)


def _is_loose(data: bytes, ends: NDArray[np.int64], codes: Numbers) -> bool:
    """Some segment is empty, begins with a space or a line end, or ends with a line end."""
    if not len(ends):
        return False
    first = codes >> 24
    last = np.frombuffer(data, np.uint8)[ends - 1]
    odd_start = (first == _SEGMENT) | (first == 32) | (first == 13) | (first == 10)
    return bool(odd_start.any() or (last == 10).any() or (last == 13).any())


def _any_of(codes: Numbers, tags: Sequence[str]) -> NDArray[np.bool_]:
    found = codes == _code(tags[0])
    for tag in tags[1:]:
        found |= codes == _code(tag)
    return found


def _positions(found: NDArray[np.bool_]) -> Numbers:
    return np.flatnonzero(found).astype(np.uint32)


def _owners(codes: Numbers, starts: Sequence[str], ends: Sequence[str]) -> Numbers:
    """For each segment the row of the last start at or before it; 0 when an end came after that."""
    begins = _any_of(codes, starts)
    rows = np.arange(len(codes), dtype=np.uint32)
    last = np.maximum.accumulate(np.where(begins | _any_of(codes, ends), rows, 0)) if len(codes) else rows
    return np.where(begins[last], last, 0).astype(np.uint32)
