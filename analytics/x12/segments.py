"""Texts into segments: one numpy pass over the bytes finds tags, claims and lines; Polars keeps the texts."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.x12.separators import COMPONENT, ELEMENT, FILE_MARK, SEGMENT, UNREADABLE

CLAIM_STARTS = ("CLP", "CLM")
LINE_STARTS = ("SVC", "SV1")
ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1")
CLAIM_ENDS = ("HL", "PLB", *ENVELOPE)  # a segment behind one of these belongs to no claim until the next one starts
LINE_ENDS = ("LX", *CLAIM_STARTS, *CLAIM_ENDS)
SEGMENT_LIMIT = 64 * 1024

SLICE = 1 << 18  # arrays of this size stay in the processor's cache and leave no holes in memory
PADDING = 8  # zero bytes behind the last segment, so that eight bytes can be looked at from any place

Numbers = NDArray[np.uint32]
_SEGMENT, _ELEMENT, _MARK = ord(SEGMENT), ord(ELEMENT), ord(FILE_MARK)
_SEPARATORS = np.array([_SEGMENT, _ELEMENT, ord(COMPONENT)], np.uint8)
# Empty segments, and spaces or line ends around a terminator. A run of spaces is looked at from its beginning only:
# from each of its places, a megabyte of them would take hours.
_LOOSE = re.compile(rb"(?<![\r\n ])[\r\n ]*+\x1c[\x1c\r\n ]*+")


def _code(tag: str) -> int:
    """A tag as the four bytes a segment begins with: CLP and a separator, or GS, a separator and nothing."""
    return int.from_bytes(f"{tag}{ELEMENT}".encode().ljust(4, b"\0"), "big")


@dataclass(frozen=True)
class Segments:
    """Segments by row number; row 0 is the mark that opens the first file, or the segment before a part of a batch."""

    data: bytes
    starts: NDArray[np.int64]  # where in `data` each segment begins
    codes: Numbers
    has_control: bool  # somewhere a control character or a line end stands within a segment
    has_spaces: bool  # somewhere a space stands beside a separator, outside of ISA
    _rows: dict[tuple[str, ...], Numbers] = field(default_factory=dict)
    _begun: dict[str, tuple[Numbers, NDArray[np.uint64]]] = field(default_factory=dict)

    @cached_property
    def claims(self) -> Numbers:
        """The row of the CLP or CLM that each segment belongs to, 0 for none."""
        return _owners(self.codes, CLAIM_STARTS, CLAIM_ENDS)

    @cached_property
    def lines(self) -> Numbers:
        """The row of the SVC or SV1 that each segment belongs to, 0 for none."""
        return _owners(self.codes, LINE_STARTS, LINE_ENDS)

    @cached_property
    def texts(self) -> pl.Series:
        """A CSV of one column whose line end is our terminator: the fastest splitter at hand."""
        if len(self.data) <= PADDING:
            return pl.Series("text", dtype=pl.String)
        file = io.BytesIO(self.data)
        file.truncate(len(self.data) - PADDING)
        return pl.read_csv(
            file, has_header=False, separator="\x01", eol_char=SEGMENT, quote_char=None, schema={"text": pl.String()}
        )["text"]

    def part(self, first: int, last: int) -> "Segments":
        """The segments from row `first` to `last` with rows of their own; the one before them is row 0.

        A part begins behind an envelope, where no claim and no line is open.
        """
        base = first - 1
        rows = slice(base, last + 1)
        begin = int(self.starts[base])
        end = int(self.starts[last + 1]) if last + 1 < len(self.starts) else len(self.data) - PADDING
        data = self.data[begin:end] + bytes(PADDING)
        return Segments(data, self.starts[rows] - begin, self.codes[rows], self.has_control, self.has_spaces)

    def words(self, rows: Numbers) -> Iterator[tuple[int, str]]:
        """Row and text of a few segments."""
        for row, start in zip(rows.tolist(), self.starts[rows].tolist(), strict=True):
            yield row, self.data[start : self.data.index(_SEGMENT, start)].decode("utf-8")

    def rows(self, *tags: str) -> Numbers:
        """The rows of these tags, ascending."""
        if tags not in self._rows:
            self._rows[tags] = _positions(_any_of(self.codes, tags))
        return self._rows[tags]

    def files(self) -> Numbers:
        """The row of the mark that opens each file; its segments are counted from 1 behind it."""
        return _positions(self.codes >> 24 == _MARK)

    def qualified(self, tag: str, qualifier: str) -> Numbers:
        """The rows of a tag whose first element is this, when both together have at most seven characters."""
        wanted = f"{tag}{ELEMENT}{qualifier}{ELEMENT}".encode()
        rows, words = self._beginnings(tag)
        shift = 8 * (8 - len(wanted))
        found: Numbers = rows[words >> np.uint64(shift) == int.from_bytes(wanted, "big")]
        return found

    def _beginnings(self, tag: str) -> tuple[Numbers, NDArray[np.uint64]]:
        """The rows of a tag and the first eight bytes of each of its segments as one number."""
        if tag not in self._begun:
            rows = self.rows(tag)
            self._begun[tag] = rows, eights(self.data, self.starts[rows])
        return self._begun[tag]

    def at(self, rows: Numbers) -> pl.DataFrame:
        """The segments of these rows: row, claim, line, text."""
        return self.placed(rows).hstack([self.texts_at(rows).alias("text")])

    def placed(self, rows: Numbers) -> pl.DataFrame:
        """Where these rows stand: row, claim, line."""
        return pl.DataFrame({"row": rows, "claim": self.claims[rows], "line": self.lines[rows]})

    def texts_at(self, rows: Numbers) -> pl.Series:
        """The texts of ascending rows: for many of them a mask is ten times quicker than a list of places."""
        if len(rows) * 50 < len(self.codes):
            return self.texts[rows]
        wanted = np.zeros(len(self.codes), np.bool_)
        wanted[rows] = True
        return self.texts.filter(pl.Series(wanted))

    def longer_than(self, limit: int) -> Numbers:
        """The rows of segments with more bytes than this, the terminator included."""
        return _positions(np.diff(self.starts, append=len(self.data) - PADDING) > limit + 1)


def split_segments(texts: Sequence[bytes]) -> Segments:
    """The segments of all texts, each text opened by a mark."""
    mark = (FILE_MARK + SEGMENT).encode()
    data = b"".join([*(part for text in texts for part in (mark, text)), bytes(PADDING)])
    starts, codes = _codes(data)
    if _is_loose(data, starts, codes):
        data = _LOOSE.sub(SEGMENT.encode(), data)
        starts, codes = _codes(data)
    end = len(data) - PADDING
    has_control = any(data.find(odd, 0, end) >= 0 for odd in (UNREADABLE.encode(), b"\r", b"\n"))
    return Segments(data, starts, codes, has_control, _has_spaces(data, starts, codes))


def _has_spaces(data: bytes, starts: NDArray[np.int64], codes: Numbers) -> bool:
    """Whether elements need trimming: ISA alone is padded by rule."""
    octets = np.frombuffer(data, np.uint8)
    spaces = _places_of(octets, 32)
    beside = np.isin(octets[spaces - 1], _SEPARATORS) | np.isin(octets[spaces + 1], _SEPARATORS)
    segments = np.searchsorted(starts, spaces[beside], side="right") - 1
    return bool((codes[segments] != _code("ISA")).any())


def _codes(data: bytes) -> tuple[NDArray[np.int64], Numbers]:
    """Where every segment begins, and its tag as a number; a tag without elements counts like one with."""
    ends = _places_of(np.frombuffer(data, np.uint8), _SEGMENT)
    starts = np.append(np.zeros(len(ends[:1]), np.int64), ends[:-1] + 1)
    tags = [_tags(eights(data, starts[at : at + SLICE])) for at in range(0, len(starts), SLICE)]
    return starts, np.concatenate(tags) if tags else np.zeros(0, np.uint32)


def _places_of(octets: NDArray[np.uint8], wanted: int) -> NDArray[np.int64]:
    """Where a byte stands; the text is looked through slice by slice."""
    slices = [octets[at : at + SLICE] for at in range(0, len(octets), SLICE)]
    return np.concatenate([np.flatnonzero(one == wanted) + number * SLICE for number, one in enumerate(slices)])


def eights(data: bytes, places: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The eight bytes from each place on, as one number."""
    words = np.ndarray((len(data) - 7,), ">u8", data, strides=(1,))
    return words[places].astype(np.uint64)


def _tags(words: NDArray[np.uint64]) -> Numbers:
    """The tags of some segments as numbers."""
    codes: Numbers = (words >> np.uint64(32)).astype(np.uint32)
    codes[codes & 0xFF == _SEGMENT] ^= np.uint32(_SEGMENT ^ _ELEMENT)
    third = codes >> 8 & 0xFF
    short = (third == _ELEMENT) | (third == _SEGMENT)
    codes[short] = codes[short] & np.uint32(0xFFFF0000) | np.uint32(_ELEMENT << 8)
    return codes


def _is_loose(data: bytes, starts: NDArray[np.int64], codes: Numbers) -> bool:
    """Some segment is empty, or begins or ends with a space or a line end."""
    first = codes >> 24
    last = np.frombuffer(data, np.uint8)[starts[1:] - 2]
    odd_start = (first == _SEGMENT) | (first == 32) | (first == 13) | (first == 10)
    odd_end = (last == 10) | (last == 13) | (last == 32)
    return bool(odd_start.any() or odd_end.any())


def _any_of(codes: Numbers, tags: Sequence[str]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = codes == _code(tags[0])
    for tag in tags[1:]:
        found |= codes == _code(tag)
    return found


def _positions(found: NDArray[np.bool_]) -> Numbers:
    return np.flatnonzero(found).astype(np.uint32)


def _owners(codes: Numbers, starts: Sequence[str], ends: Sequence[str]) -> Numbers:
    """For each segment the row of the last start at or before it; 0 when an end came after that."""
    begins = _any_of(codes, starts)
    rows = np.arange(len(codes), dtype=np.uint32)
    fences = begins | _any_of(codes, ends) | (codes >> 24 == _MARK)  # no claim reaches into the next file
    last = np.maximum.accumulate(np.where(fences, rows, 0)) if len(codes) else rows
    return np.where(begins[last], last, 0).astype(np.uint32)
