"""A file's bytes into one text with our separators, interchange by interchange."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from analytics.x12.separators import SEGMENT, SeparatorError, Separators, inferred, is_like, of_interchange

Piece = tuple[bytes, Separators]
BOM = b"\xef\xbb\xbf"
PADDING = b"\r\n\t \x00\x1a"  # a DOS end-of-file mark or block padding behind the last segment means nothing
BARE = re.compile(rb"(GS|ST)[^A-Za-z0-9\s]")
FIXED_ISA = re.compile(rb"ISA([^A-Za-z0-9\s])\d\d\1.{10}\1\d\d\1.{10}\1", re.DOTALL)


@dataclass(frozen=True)
class Finding:
    """Something worth saying about a file: a stable code and the segment it concerns, counted from 1."""

    code: str
    position: int | None = None
    detail: str = ""


@dataclass
class Opened:
    """One file ready to be split: its text in our separators, and what was odd about it."""

    text: bytes = b""
    terminated: bool = True
    findings: list[Finding] = field(default_factory=list)
    refusal: Finding | None = None

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
        pieces = [_rewritten(piece, opened) for piece in _with_equal_separators(body, _interchanges(body, opened))]
    except SeparatorError as fault:
        return Opened(findings=opened.findings, refusal=Finding(fault.code, 1))
    opened.text = _decoded(b"".join(pieces), opened)
    return opened


def _beginning(data: bytes, opened: Opened) -> bytes:
    """The data from the first ISA (or bare GS or ST) on; what stood before it is reported."""
    if data.startswith(BOM):
        data = data[len(BOM) :]
        opened.findings.append(Finding("byte_order_mark"))
    body = data.strip(PADDING)
    if not body:
        opened.refusal = Finding("empty_file")
    elif body.startswith(b"ISA") or BARE.match(body):
        if data[:1] in b"\r\n\t ":
            opened.findings.append(Finding("leading_space"))
        if not body.startswith(b"ISA"):
            opened.findings.append(Finding("no_isa", 1))
    else:
        body = _behind_prose(body, opened)
    return body


def _behind_prose(body: bytes, opened: Opened) -> bytes:
    found = FIXED_ISA.search(body)
    if found is None:
        opened.refusal = Finding("not_x12")
        return body
    opened.findings.append(Finding("text_before_isa"))
    return body[found.start() :]


def _interchanges(body: bytes, opened: Opened) -> Iterator[tuple[int, int, Separators]]:
    """Where each interchange begins and ends, with the separators its own ISA declares."""
    if not body.startswith(b"ISA"):
        yield 0, len(body), inferred(body)
        return
    start, separators = 0, None
    while start < len(body):
        if separators is None or not is_like(body, start, separators):
            separators, standard = of_interchange(body, start)
            opened.findings += [] if standard else [Finding("isa_width", 1)]
        end = _next_isa(body, start + 3, separators)
        yield start, end, separators
        start = end


def _with_equal_separators(body: bytes, found: Iterable[tuple[int, int, Separators]]) -> Iterator[Piece]:
    """Neighbours that share their separators as one piece, since most files have hundreds of these."""
    for separators, group in groupby(found, key=lambda one: one[2]):
        spans = list(group)
        yield body[spans[0][0] : spans[-1][1]], separators


def _next_isa(body: bytes, at: int, separators: Separators) -> int:
    """Where the next interchange begins: an ISA behind a terminator, or one of the standard widths anywhere."""
    while (at := body.find(b"ISA", at)) >= 0:
        before = body[max(0, at - 200) : at]
        behind_terminator = before.rstrip(b"\r\n ")[-1:] == bytes((separators.segment,)) or (
            separators.segment in b"\r\n" and before[-1:].isspace()
        )
        if (behind_terminator and not body[at + 3 : at + 4].isalnum()) or FIXED_ISA.match(body, at):
            return at
        at += 3
    return len(body)


def _rewritten(piece: Piece, opened: Opened) -> bytes:
    """One interchange in our separators, its last segment closed; an open end is remembered."""
    body, separators = piece
    text = body.translate(separators.table).rstrip(b"\r\n \x00")
    # Where a line end closes a segment, the end of the file closes the last one.
    opened.terminated = text.endswith(SEGMENT.encode()) or separators.segment in b"\r\n"
    text = text if text.endswith(SEGMENT.encode()) else text + SEGMENT.encode()
    return _without_line_ends(text) if b"\n" in text else text


def _without_line_ends(text: bytes) -> bytes:
    """The usual line ends behind a terminator; rarer spacing is left to the splitter."""
    end = SEGMENT.encode()
    return text.replace(end + b"\r\n", end).replace(end + b"\n", end)


def _decoded(text: bytes, opened: Opened) -> bytes:
    """UTF-8 as it is; anything else is read as Windows-1252, which old billing systems write."""
    if text.isascii():
        return text
    try:
        text.decode("utf-8")
        return text
    except UnicodeDecodeError:
        opened.findings.append(Finding("not_utf8"))
        return text.decode("cp1252", errors="replace").encode("utf-8")
