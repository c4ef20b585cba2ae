"""Text from files, kept harmless for documents: nothing that a reader cannot see, nothing that XML forbids."""

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, marks that turn the direction of what follows, and halves of characters."""


def inert(text: str) -> str:
    """The text without characters that do not show."""
    return _HIDDEN.sub("", text)


def marked(text: str) -> str:
    """The same as text of XML or HTML, in an attribute, too."""
    return escape(inert(text), quote=True)


_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
CUT = " … (cut here; whole in the CSV)"


def printable(text: str, most: int = 32_000) -> str:
    """The text without control characters; beyond `most` characters it is cut, and says so."""
    kept = _BROKEN.sub("", text)
    return kept if len(kept) <= most else kept[: most - len(CUT)] + CUT


FOLDER = Path(__file__).parent / "fonts"
NAME = "Inter"
_FILES = {False: "Inter-Regular.otf", True: "Inter-SemiBold.otf"}
_HEBREW = range(0x5D0, 0x5EB)
"""Typst brings these letters itself."""
_UNKNOWN = "\N{WHITE SQUARE}"


@dataclass(frozen=True)
class Widths:
    """Advance widths of one font in parts of its size, by code point."""

    of: dict[int, float]

    @property
    def usual(self) -> float:
        return self.of[ord("m")]


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """How wide a text stands, but for the few pairs of letters that a font moves by a hair."""
    return size * _ems(text, is_bold)


@lru_cache(maxsize=4096)
def _ems(text: str, is_bold: bool) -> float:
    """In sizes of the font; the same words stand in many places of a report."""
    widths = _widths(is_bold)
    of, usual = widths.of, widths.usual
    return sum(of.get(ord(letter), usual) for letter in text)


def cut(text: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """The text, or as much of it as there is room for and an ellipsis."""
    if width(text, size, is_bold=is_bold) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def drawable(text: str) -> str:
    """A square in place of each character that a PDF could not show: a tagged PDF must not hold gaps."""
    known = _widths(False).of.keys() & _widths(True).of.keys()
    letters = {ord(letter) for letter in text if letter != "\n"}
    return text.translate({code: _UNKNOWN for code in letters if code not in known and code not in _HEBREW})


@lru_cache(maxsize=2)
def _widths(is_bold: bool) -> Widths:
    data = (FOLDER / _FILES[is_bold]).read_bytes()
    tables = _tables(data)
    (em,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (known,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    # The last width stands for all glyphs after it.
    advances = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] / em for glyph in range(known)]
    return Widths({code: advances[min(glyph, known - 1)] for code, glyph in _glyphs(data, tables["cmap"]).items()})


def _tables(data: bytes) -> dict[str, int]:
    """Where each table of an OpenType file begins."""
    (many,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sII", data, 12 + 16 * at) for at in range(many))  # tag, checksum, offset
    return {tag.decode("ascii"): offset for tag, _, offset in records}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Glyph by code point, from the table in groups (format 12) that the font has for all of Unicode."""
    (many,) = struct.unpack_from(">H", data, cmap + 2)
    starts = [cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * at)[2] for at in range(many)]
    start = next(at for at in starts if struct.unpack_from(">H", data, at)[0] == 12)
    (groups,) = struct.unpack_from(">I", data, start + 12)
    found: dict[int, int] = {}
    for at in range(groups):
        first, last, glyph = struct.unpack_from(">III", data, start + 16 + 12 * at)
        found |= {code: glyph + code - first for code in range(first, last + 1)}
    return found
