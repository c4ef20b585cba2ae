"""CSV text made plain before anything is read: encoding, line ends, separator, and which records are whole."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analytics.importers.delimited.titles import title_bytes

BLOCK = 8 << 20
QUOTE, LINE_END, NUL = ord('"'), ord("\n"), 0
BLANK = (ord(" "), ord("\t"), LINE_END)
SEPARATORS = (",", ";", "\t", "|")
WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Style:
    """How a text is written."""

    encoding: str
    bare_returns: bool
    """Lines end with CR alone."""


@dataclass(frozen=True)
class Records:
    """Some whole records of a text: those with as many cells as the header, and the numbers of all others."""

    text: bytes
    numbers: np.ndarray
    """The line that each record of the text begins in, as an editor counts: titles, blank lines and all."""
    ragged: np.ndarray
    broken: np.ndarray
    """Records with a NUL character, or a quotation mark in the middle of a cell."""
    header: int = 1
    """Line of the header: what stands before it is blank or a title."""


class UnclosedQuoteError(ValueError):
    """A quotation mark is opened and never closed; the line where its record begins."""

    def __init__(self, record: int) -> None:
        super().__init__()
        self.record = record


def style_of(data: bytes) -> Style:
    """UTF-16 by its mark or its zero bytes, else UTF-8 if it is, else Windows-1252."""
    head = data[:65536]
    encoding = next((name for mark, name in WIDE if head.startswith(mark)), "")
    if not encoding and len(head) > 3 and head[1::2].count(0) > len(head) * 0.4:
        encoding = "utf-16-le"
    if not encoding and len(head) > 3 and head[::2].count(0) > len(head) * 0.4:
        encoding = "utf-16-be"
    if not encoding:
        encoding = "utf-8" if _is_utf8(data) else "cp1252"
    start = head.decode(encoding, "replace")
    return Style(encoding, "\n" not in start and "\r" in start)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), BLOCK):
            decoder.decode(data[at : at + BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def blocks(data: bytes, style: Style) -> Iterator[bytes]:
    """The text in UTF-8 with LF line ends, in pieces that may end anywhere."""
    decoder = codecs.getincrementaldecoder(style.encoding)("replace")
    held = b""
    for at in range(0, len(data), BLOCK):
        piece = data[at : at + BLOCK]
        if style.encoding != "utf-8":
            piece = decoder.decode(piece, final=at + BLOCK >= len(data)).encode()
        piece = held + (piece.removeprefix(BOM) if not at else piece)
        # A CR at the very end may belong to the LF of the next piece.
        held = b"\r" if piece.endswith(b"\r") and at + BLOCK < len(data) else b""
        piece = piece[:-1] if held else piece
        yield piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n" if style.bare_returns else b" ")


def separator_of(line: bytes) -> str:
    """The separator of the header: what stands there most often, outside of quotation marks."""
    outside = b"".join(line.split(b'"')[::2])
    return max(SEPARATORS, key=lambda mark: outside.count(mark.encode()))


def records(data: bytes, style: Style) -> Iterator[Records]:
    """Whole records, block by block; the first block begins with the header. Blank lines are left out."""
    held, separator, width, before, header = b"", b"", 0, 0, 0
    for piece in _ended(blocks(data, style)):
        held += piece
        end = _last_end(held)
        if not end:
            continue
        text, held = held[:end], held[end:]
        if not separator:
            start = title_bytes(text, SEPARATORS)
            start += len(text) - start - len(text[start:].lstrip(b"\n "))
            text, before = text[start:], before + text[:start].count(b"\n")
            if not text:
                continue
            header = before + 1
            separator = separator_of(text.split(b"\n", 1)[0]).encode()
        found = _split(text, separator, width, before)
        width, before = found[1], found[2]
        yield replace(found[0], header=header)
    if held.strip():
        raise UnclosedQuoteError(before + 1)


def _ended(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The last line has an end, too."""
    last = b""
    for piece in pieces:
        last = piece or last
        yield piece
    if last and not last.endswith(b"\n"):
        yield b"\n"


def _inside(text: np.ndarray) -> np.ndarray:
    """Whether each byte stands within quotation marks."""
    return np.bitwise_xor.accumulate((text == QUOTE).view(np.uint8)).view(np.bool_)


def _last_end(held: bytes) -> int:
    """How far whole records reach."""
    text = np.frombuffer(held, np.uint8)
    if not len(text):
        return 0
    ends = np.flatnonzero((text == LINE_END) & ~_inside(text))
    return int(ends[-1]) + 1 if len(ends) else 0


def _split(data: bytes, separator: bytes, width: int, before: int) -> tuple[Records, int, int]:
    """The records of a text; the width of the header and the number of lines so far are carried on."""
    text = np.frombuffer(data, np.uint8)
    inside = _inside(text)
    lines = np.flatnonzero(text == LINE_END)
    ends = lines[~inside[lines]]
    starts = np.concatenate(([0], ends[:-1] + 1))
    cells = np.cumsum((text == separator[0]) & ~inside)
    counts = cells[ends] - np.where(starts > 0, cells[starts - 1], 0) + 1
    # A line of nothing but separators is as blank as an empty one.
    is_sign = np.ones(256, np.bool_)
    is_sign[[*BLANK, separator[0]]] = False
    signs = np.cumsum(is_sign[text])
    filled = signs[ends] > np.where(starts > 0, signs[starts - 1], 0)
    width = width or int(counts[filled][0]) if filled.any() else width
    numbers = before + np.searchsorted(lines, starts) + 1
    broken = np.zeros(len(ends), bool)
    for place in (_odd_quotes(text, inside, separator[0]), np.flatnonzero(text == NUL)):
        broken[np.searchsorted(ends, place)] = True
    ragged = filled & (counts != width) & ~broken
    broken &= filled
    good = filled & ~ragged & ~broken
    body = data if good.all() else b"".join(data[a : b + 1] for a, b in zip(starts[good], ends[good], strict=True))
    found = Records(body, numbers[good], numbers[ragged], numbers[broken])
    return found, width, before + len(lines)


def _odd_quotes(text: np.ndarray, inside: np.ndarray, separator: int) -> np.ndarray:
    """Quotation marks that neither begin nor end a cell, nor are doubled within one."""
    places = np.flatnonzero(text == QUOTE)
    if not len(places):
        return places
    fences = (separator, LINE_END, QUOTE)
    previous = np.where(places > 0, text[np.maximum(places - 1, 0)], LINE_END)
    following = text[np.minimum(places + 1, len(text) - 1)]
    opens = inside[places]
    wrong = np.where(opens, ~np.isin(previous, fences), ~np.isin(following, fences))
    return places[wrong]
