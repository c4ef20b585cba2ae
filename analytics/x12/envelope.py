"""A file's bytes into one text with our separators, interchange by interchange."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from analytics.x12.separators import LINE_ENDS, SEGMENT, SeparatorError, Separators, inferred, is_like, of_interchange

Piece = tuple[bytes, Separators]
BOM = b"\xef\xbb\xbf"
PADDING = b"\r\n\t \x00\x1a"  # a DOS end-of-file mark or block padding behind the last segment means nothing
BLANKS = b"\r\n "
BARE = re.compile(rb"(GS|ST)[^A-Za-z0-9\r\n ]")
LINE_ISA = re.compile(rb"[\r\n](ISA[^A-Za-z0-9\r\n ]\d\d[^A-Za-z0-9\r\n ])")
MOST_TRIED = 20
FIXED_ISA = re.compile(rb"ISA([^A-Za-z0-9\r\n ])\d\d\1.{10}\1\d\d\1.{10}\1", re.DOTALL)


@dataclass(frozen=True)
class Finding:
    """Something worth saying about a file: a stable code and the segment it concerns, counted from 1.

    `detail` is what the file says, `counted` what was found in its place.
    """

    code: str
    position: int | None = None
    detail: str = ""
    counted: str = ""


@dataclass
class Opened:
    """One file ready to be split: its text in our separators, and what was odd about it."""

    text: bytes = b""
    terminated: bool = True
    findings: list[Finding] = field(default_factory=list)
    refusal: Finding | None = None

    def note(self, code: str, position: int | None = None) -> None:
        """Remembers an oddity, each once with its first place."""
        if code not in (one.code for one in self.findings):
            self.findings.append(Finding(code, position))

    def take(self) -> bytes:
        """Hand the text over: nobody needs it twice, and it is as large as the file."""
        text, self.text = self.text, b""
        return text


def open_text(data: bytes) -> Opened:
    """Rewrite a file with one set of separators, or say why that cannot be done."""
    opened = Opened()
    body = _beginning(data, opened)
    if opened.refusal:
        return opened
    try:
        pieces = [_rewritten(piece, opened) for piece in _pieces(body, opened)]
    except SeparatorError as fault:
        return Opened(findings=opened.findings, refusal=Finding(fault.code, 1))
    opened.text = _decoded(b"".join(pieces), opened)
    return opened


def _pieces(body: bytes, opened: Opened) -> Iterator[Piece]:
    """Interchanges with separators of their own, neighbours with equal ones together; line ends that end no segment
    are no part of them."""
    segments, last, end = 0, b"", b""
    for text, separators in _with_equal_separators(body, _interchanges(body, opened)):
        segments += last.count(end) if end else 0
        if separators.segment in LINE_ENDS:
            last, end = text, bytes((separators.segment,))
            yield text, separators
            continue
        end = bytes((separators.segment,))
        last = _without_line_ends(text, end)
        at = _first_line_end(last)
        if at < 0:
            yield last, separators
            continue
        opened.note("wrapped_lines", segments + last.count(end, 0, at) + 1)
        joined = last.translate(None, LINE_ENDS)
        # In a wrapped text an ISA may have been cut, too: only now it can be seen.
        yield from _with_equal_separators(joined, _interchanges(joined, opened))


def _first_line_end(text: bytes) -> int:
    """Where the first line end stands, else -1."""
    return min((at for mark in (b"\r", b"\n") if (at := text.find(mark)) >= 0), default=-1)


def _beginning(data: bytes, opened: Opened) -> bytes:
    """The data from the first ISA (or bare GS or ST) on; what stood before it is reported."""
    if BOM in data:  # each of several files that were joined may bring its own
        data = data.replace(BOM, b"")
        opened.note("byte_order_mark")
    body = data.strip(PADDING)
    if not body:
        opened.refusal = Finding("empty_file")
    elif body.startswith(b"ISA") or BARE.match(body):
        if data[:1] in b"\r\n\t ":
            opened.note("leading_space")
        if not body.startswith(b"ISA"):
            opened.note("no_isa", 1)
    else:
        body = _behind_prose(body, opened)
    return body


def _behind_prose(body: bytes, opened: Opened) -> bytes:
    found = FIXED_ISA.search(body)
    start = found.start() if found else _line_with_isa(body)
    if start < 0:
        opened.refusal = Finding("not_x12")
        return body
    opened.note("text_before_isa")
    return body[start:]


def _line_with_isa(body: bytes) -> int:
    """Where a line begins with an ISA that can be read though it is cut or not of the standard width; else -1."""
    for found in islice(LINE_ISA.finditer(body), MOST_TRIED):
        try:
            of_interchange(body, found.start(1))
        except SeparatorError:
            continue
        return found.start(1)
    return -1


def _interchanges(body: bytes, opened: Opened) -> Iterator[tuple[int, int, Separators]]:
    """Where each interchange begins and ends, with the separators its own ISA declares."""
    if not body.startswith(b"ISA"):
        yield 0, len(body), inferred(body)
        return
    start, separators = 0, None
    while start < len(body):
        if separators is None or not is_like(body, start, separators):
            separators = _separators_at(body, start, separators, opened)
        end = _next_isa(body, start + 3, separators)
        yield start, end, separators
        start = end


def _separators_at(body: bytes, start: int, before: Separators | None, opened: Opened) -> Separators:
    """What the ISA at this place declares; where a later one is cut off, those of the interchange before it."""
    try:
        separators, standard = of_interchange(body, start)
    except SeparatorError:
        if before is None:
            raise
        return before
    if not standard:
        opened.note("isa_width", 1)
    return separators


def _with_equal_separators(body: bytes, found: Iterable[tuple[int, int, Separators]]) -> Iterator[Piece]:
    """Neighbours that share their separators as one piece, since most files have hundreds of these; what follows an
    interchange without a last terminator begins a piece of its own."""
    for (_, separators), group in groupby(_numbered(body, found), key=lambda one: one[2]):
        spans = list(group)
        yield body[spans[0][0] : spans[-1][1]].rstrip(BLANKS), separators


def _numbered(
    body: bytes, found: Iterable[tuple[int, int, Separators]]
) -> Iterator[tuple[int, int, tuple[int, Separators]]]:
    """Each interchange with its separators and the number of those before it that nothing closes."""
    number = 0
    for start, end, separators in found:
        yield start, end, (number, separators)
        last = body[max(start, end - 200) : end].rstrip(BLANKS)[-1:]
        number += last != bytes((separators.segment,)) and separators.segment not in LINE_ENDS


def _next_isa(body: bytes, at: int, separators: Separators) -> int:
    """Where the next interchange begins: an ISA behind a terminator, or one of the standard widths anywhere."""
    while (at := body.find(b"ISA", at)) >= 0:
        before = body[max(0, at - 200) : at]
        behind_terminator = before.rstrip(b"\r\n ")[-1:] == bytes((separators.segment,)) or (
            separators.segment in b"\r\n" and before[-1:].isspace()
        )
        mark = body[at + 3 : at + 4]
        if (behind_terminator and not (mark.isalnum() or mark in BLANKS)) or FIXED_ISA.match(body, at):
            return at
        at += 3
    return len(body)


def _rewritten(piece: Piece, opened: Opened) -> bytes:
    """One interchange in our separators, its last segment closed; an open end is remembered."""
    body, separators = piece
    if not opened.terminated:  # the interchange before this one
        opened.note("unterminated")
    text = body.translate(separators.table).rstrip(b"\r\n \x00")
    # Where a line end closes a segment, the end of the file closes the last one.
    opened.terminated = text.endswith(SEGMENT.encode()) or separators.segment in b"\r\n"
    text = text if text.endswith(SEGMENT.encode()) else text + SEGMENT.encode()
    return text.replace(f"{SEGMENT}\n".encode(), SEGMENT.encode()) if b"\n" in text else text


def _without_line_ends(text: bytes, end: bytes) -> bytes:
    """The text without the line ends, and the spaces around them, that stand between segments."""
    if b"\n" in text:
        text = text.replace(end + b"\r\n", end).replace(end + b"\n", end)
    if b"\n" in text or b"\r" in text:
        text = re.sub(re.escape(end) + rb"[\r\n ]++", end, text)
    return text


def _decoded(text: bytes, opened: Opened) -> bytes:
    """UTF-8 as it is; anything else is read as Windows-1252, which old billing systems write."""
    if text.isascii():
        return text
    try:
        text.decode("utf-8")
        return text
    except UnicodeDecodeError:
        opened.note("not_utf8")
        return text.decode("cp1252", errors="replace").encode("utf-8")
