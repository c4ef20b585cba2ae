"""The separators of one interchange, found by counting: never by a fixed column."""

import re
from dataclasses import dataclass

# Every interchange is rewritten with these, so that one pass can split files with different separators.
SEGMENT, ELEMENT, COMPONENT, UNREADABLE, FILE_MARK = "\x1c", "\x1f", "\x1e", "\x00", "\x02"

ISA_ELEMENTS = 16
ISA_WIDTH = 106
AFTER_ISA = (b"GS", b"TA1", b"ST", b"IEA", b"ISA")
LINE_ENDS = b"\r\n"
WINDOW = 4096
"""Bytes behind an ISA that are looked at: a record of a mainframe is padded with spaces up to its length."""


@dataclass(frozen=True)
class Separators:
    """The three characters that cut an interchange into segments, elements and components."""

    element: int
    component: int
    segment: int

    @property
    def table(self) -> bytes:
        """For bytes.translate: separators become ours, any other control character becomes NUL."""
        table = bytearray(range(256))
        for control in (*range(32), 127):
            table[control] = table[control] if control in b"\r\n" else 0
        table[self.component], table[self.element], table[self.segment] = map(ord, (COMPONENT, ELEMENT, SEGMENT))
        return bytes(table)


class SeparatorError(ValueError):
    """The separators of an interchange cannot be told; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def of_interchange(data: bytes, start: int) -> tuple[Separators, bool]:
    """The separators of the ISA that begins at `start`, and whether that ISA has its standard width.

    A mainframe may have cut the ISA, too, into lines: where another character ends a segment, line ends are no part
    of it.
    """
    end = _sixteenth(data, start)
    found = _after_isa(data, start, end)
    breaks = sum(data.count(mark, start, end) for mark in (b"\r", b"\n"))
    behind = data[end + 1 : end + WINDOW]
    if found.segment not in LINE_ENDS:
        behind = behind.translate(None, LINE_ENDS)
    standard = end + 3 - start - breaks == ISA_WIDTH and behind[:1] == bytes((found.component,))
    if found.element == found.component:
        raise SeparatorError("same_separators")
    if not behind[1:].strip(bytes((found.component, found.segment)) + LINE_ENDS + b" "):
        raise SeparatorError("only_isa")
    if not (standard or _goes_on(behind[1:], found.element, bytes((found.segment,)) + LINE_ENDS + b" ")):
        raise SeparatorError("isa_unreadable")
    return found, standard


def is_like(data: bytes, start: int, known: Separators) -> bool:
    """Whether the ISA at `start` plainly has the separators of the one before it: standard width, a GS behind it."""
    mark, tail = bytes((known.element,)), bytes((known.component, known.segment))
    sixteenth = start + ISA_WIDTH - 3
    return (
        data.startswith(mark + tail + b"GS" + mark, sixteenth)
        and data.startswith(b"ISA" + mark, start)
        and data.count(mark, start, sixteenth + 1) == ISA_ELEMENTS
        and not any(character in b"\r\n" or chr(character).isalnum() for character in tail)
    )


def _sixteenth(data: bytes, start: int) -> int:
    """Where the 16th element separator of this ISA stands."""
    element, at = data[start + 3 : start + 4], start
    if not element or element.isalnum() or element in LINE_ENDS + b" ":
        raise SeparatorError("isa_unreadable")
    for _ in range(ISA_ELEMENTS):
        at = data.find(element, at + 1, start + 1000)
        if at < 0:
            raise SeparatorError("only_isa" if len(data) - start <= ISA_WIDTH else "isa_unreadable")
    return at


def _after_isa(data: bytes, start: int, end: int) -> Separators:
    """ISA16 and the terminator behind it; ISA16 may be missing, then the colon is the component separator."""
    element, tail = data[start + 3], data[end + 1 : end + WINDOW]
    if len(tail) < 1:
        raise SeparatorError("only_isa")
    joined = tail.translate(None, LINE_ENDS)
    if _is_whole(joined, element):
        return Separators(element, joined[0], joined[1])
    if tail[0] in LINE_ENDS:
        if joined[1:3] == b"GS" and not joined[:1].isalnum():
            return Separators(element, ord(":"), joined[0])
        # A file with CR LF lines ends its segments with the LF; the CR is stripped with the spaces.
        return Separators(element, ord(":"), ord("\n") if b"\n" in tail[:2] else tail[0])
    if tail[1:3] == b"GS" or _ends_segments(tail, element):
        return Separators(element, ord(":"), tail[0])
    if len(tail) < 2:
        raise SeparatorError("only_isa")
    segment = ord("\n") if tail[1:3] == b"\r\n" else tail[1]
    if tail[:1].isalnum() or tail[1:2].isalnum():
        raise SeparatorError("isa_unreadable")
    return Separators(element, tail[0], segment)


def _is_whole(joined: bytes, element: int) -> bool:
    """Behind the 16th separator stand, line ends left out, ISA16, a terminator and the next segment."""
    two = joined[:2]
    plain = len(two) == 2 and not any(mark.isalnum() or mark.isspace() for mark in (two[:1], two[1:]))
    return plain and two[0] != two[1] and two[1] != element and _goes_on(joined[2:], element, two[1:] + b" ")


def _ends_segments(tail: bytes, element: int) -> bool:
    """The character that was taken for ISA16 ends the GS segment behind it: it is the terminator, ISA16 is missing."""
    mark, rest = tail[:1], tail[1:].lstrip(LINE_ENDS)
    if tail[1:2] not in (b"\r", b"\n") or not rest.startswith(b"GS"):
        return False
    line = rest.partition(b"\n")[0].rstrip()
    return line.endswith(mark) or mark + b"ST" + bytes((element,)) in rest.translate(None, LINE_ENDS)


def _goes_on(behind: bytes, element: int, between: bytes) -> bool:
    """A segment that may follow an ISA stands there, whatever padding comes before it."""
    after = behind.lstrip(between)
    return any(after.startswith(tag + bytes((element,))) for tag in AFTER_ISA)


def inferred(data: bytes) -> Separators:
    """The separators of a text that begins with GS or ST and has no ISA."""
    element = data[2:3]
    if element.isalnum() or element in LINE_ENDS + b" ":
        raise SeparatorError("isa_unreadable")
    return Separators(element[0], _component(data, element[0]), _terminator(data, element))


def _terminator(data: bytes, element: bytes) -> int:
    """The tilde where there is one, else what stands before the second segment, else a line end."""
    if b"~" in data:
        return ord("~")
    second = re.compile(rb"([^A-Za-z0-9\s" + re.escape(element) + rb"])[\r\n ]*(?:ST|BPR|BHT)" + re.escape(element))
    found = second.search(data, 0, WINDOW)
    return found[1][0] if found else ord("\n")


def _component(data: bytes, element: int) -> int:
    """The character behind the qualifier of the first SVC or SV1, else the colon."""
    mark = bytes((element,))
    for tag in (b"SVC" + mark, b"SV1" + mark):
        composite = data.partition(tag)[2][:60].partition(mark)[0]
        for character in composite:
            if not chr(character).isalnum() and character not in LINE_ENDS:
                return character
    return ord(":")
