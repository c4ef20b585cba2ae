"""The separators of one interchange, found by counting: never by a fixed column."""

from dataclasses import dataclass

# Every interchange is rewritten with these, so that one pass can split files with different separators.
SEGMENT, ELEMENT, COMPONENT, UNREADABLE, FILE_MARK = "\x1c", "\x1f", "\x1e", "\x00", "\x02"

ISA_ELEMENTS = 16
ISA_WIDTH = 106
AFTER_ISA = (b"GS", b"TA1", b"ST", b"IEA", b"ISA")


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
    """The separators of the ISA that begins at `start`, and whether that ISA has its standard width."""
    end = _sixteenth(data, start)
    found = _after_isa(data, start, end)
    standard = end + 3 - start == ISA_WIDTH and data[end + 1] == found.component
    if found.element == found.component:
        raise SeparatorError("same_separators")
    if not data[end + 2 : end + 300].strip(bytes((found.component, found.segment, 13, 10, 32))):
        raise SeparatorError("only_isa")
    if not (standard or _follows(data, end, found)):
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
    if not element or element.isalnum() or element.isspace():
        raise SeparatorError("isa_unreadable")
    for _ in range(ISA_ELEMENTS):
        at = data.find(element, at + 1, start + 1000)
        if at < 0:
            raise SeparatorError("only_isa" if len(data) - start <= ISA_WIDTH else "isa_unreadable")
    return at


def _after_isa(data: bytes, start: int, end: int) -> Separators:
    """ISA16 and the terminator behind it; ISA16 may be missing, then the colon is the component separator."""
    element, tail = data[start + 3], data[end + 1 : end + 3]
    if len(tail) < 1:
        raise SeparatorError("only_isa")
    if tail[:1] in (b"\r", b"\n"):
        # A file with CR LF lines ends its segments with the LF; the CR is stripped with the spaces.
        return Separators(element, ord(":"), ord("\n") if b"\n" in data[end + 1 : end + 3] else tail[0])
    if data[end + 2 : end + 4] == b"GS" or _line_ends_with(data, end + 2, tail[:1]):
        return Separators(element, ord(":"), tail[0])
    if len(tail) < 2:
        raise SeparatorError("only_isa")
    segment = ord("\n") if data[end + 2 : end + 4] == b"\r\n" else tail[1]
    if tail[:1].isalnum() or (tail[1:].isalnum() and tail[1:]):
        raise SeparatorError("isa_unreadable")
    return Separators(element, tail[0], segment)


def _line_ends_with(data: bytes, at: int, mark: bytes) -> bool:
    """The next line ends with the character that was taken for ISA16: it is the terminator, and ISA16 is missing."""
    if data[at : at + 1] not in (b"\r", b"\n"):
        return False
    line = data[at : at + 400].lstrip(b"\r\n").partition(b"\n")[0].rstrip()
    return line.startswith(b"GS") and line.endswith(mark)


def _follows(data: bytes, end: int, found: Separators) -> bool:
    after = data[end + 2 : end + 40].lstrip(bytes((found.segment, 13, 10, 32)))
    return any(after.startswith(tag + bytes((found.element,))) for tag in AFTER_ISA)


def inferred(data: bytes) -> Separators:
    """The separators of a text that begins with GS or ST and has no ISA."""
    element = data[2]
    if chr(element).isalnum() or chr(element).isspace():
        raise SeparatorError("isa_unreadable")
    segment = ord("~") if b"~" in data else ord("\n")
    return Separators(element, _component(data, element), segment)


def _component(data: bytes, element: int) -> int:
    """The character behind the qualifier of the first SVC or SV1, else the colon."""
    mark = bytes((element,))
    for tag in (b"SVC" + mark, b"SV1" + mark):
        composite = data.partition(tag)[2][:60].partition(mark)[0]
        for character in composite:
            if not chr(character).isalnum():
                return character
    return ord(":")
