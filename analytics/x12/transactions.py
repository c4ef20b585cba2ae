"""The envelopes of a file walked in order: which transactions it holds and what is wrong with their wrapping."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from analytics.x12.envelope import Finding
from analytics.x12.segments import ENVELOPE, Segments
from analytics.x12.separators import COMPONENT, ELEMENT, UNREADABLE

OUTSIDE = "outside"  # a stretch of segments that stands in no ST..SE
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass
class Transaction:
    """One ST..SE, or a stretch outside of any, with its envelopes. Rows count over all files of a batch."""

    file: int
    start: int
    position: int
    set_id: str
    control: str = ""
    version: str = ""
    group_version: str = ""
    group_kind: str = ""
    interchange_version: str = ""
    sender: str = ""
    receiver: str = ""
    interchange_date: str = ""
    interchange_control: str = ""
    group_date: str = ""
    is_test: bool = False
    end: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Wrapping:
    """What the envelopes of one file held: its transactions, and what is wrong with counts, numbers and trailers."""

    transactions: list[Transaction] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    has_ta1: bool = False


class Walk:
    """One pass over the envelope segments of one file."""

    def __init__(self, file: int, first: int, last: int, *, terminated: bool) -> None:
        self.file, self.first, self.last, self.terminated = file, first, last, terminated
        self.found = Wrapping()
        self.isa: list[str] | None = None
        self.gs: list[str] | None = None
        self.groups = self.sets = 0
        self.open: Transaction | None = None
        self.left_open: set[str] = set()  # control numbers of this group that no SE has closed
        self.read_to = first  # the last row that has found its place

    def take(self, row: int, text: str) -> None:
        """Place one envelope segment."""
        if self.open is None and row > self.read_to + 1:
            self._outside(self.read_to + 1, row - 1)
        steps: dict[str, Callable[[int, list[str]], None]] = {
            "ISA": self._isa, "GS": self._gs, "ST": self._st, "SE": self._se, "GE": self._ge, "IEA": self._iea,
        }  # fmt: skip
        if UNREADABLE in text:
            self._note("envelope_character", row)
            text = text.replace(UNREADABLE, "")
        elements = [*text.replace(COMPONENT, ":").split(ELEMENT), *[""] * 16]
        steps.get(elements[0], self._ta1)(row, elements)
        self.read_to = row

    def finish(self) -> Wrapping:
        """Close what the end of the file left open."""
        if self.open is not None:
            self._close(self.last, "truncated" if not self.terminated else "se_missing")
        elif self.last > self.read_to:
            self._outside(self.read_to + 1, self.last)
        if self.found.transactions and "truncated" in self.found.transactions[-1].faults:
            return self.found  # whatever else is missing was cut off with it
        if not self.terminated:
            self._note("unterminated", self.last)
        self._open_ends(self.last)
        return self.found

    def _position(self, row: int) -> int:
        return row - self.first

    def _note(self, code: str, row: int, detail: str = "", counted: str = "") -> None:
        self.found.findings.append(Finding(code, self._position(row), detail, counted))

    def _open_ends(self, row: int) -> None:
        """A group or an interchange that something else ended: its trailer is missing."""
        if self.open is not None:
            self._close(row - 1, "se_missing")
        self._end_group(row)
        if self.isa is not None:
            self._note("iea_missing", row)
        self.isa = None

    def _end_group(self, row: int) -> None:
        if self.gs is not None:
            self._note("ge_missing", row)
        self.gs, self.left_open = None, set()

    def _isa(self, row: int, e: list[str]) -> None:
        self._open_ends(row)
        self.isa, self.groups = e, 0

    def _gs(self, row: int, e: list[str]) -> None:
        if self.open is not None:
            self._close(row - 1, "se_missing")
        self._end_group(row)
        self.gs, self.sets = e, 0
        self.groups += 1

    def _st(self, row: int, e: list[str]) -> None:
        if self.open is not None:
            self.left_open.add(self.open.control)
            self._close(row - 1, "se_missing")
        self.sets += 1
        isa, gs = self.isa or [""] * 17, self.gs or [""] * 17
        self.open = Transaction(
            self.file, row, self._position(row), e[1].strip(), e[2].strip(), e[3].strip(),
            gs[8].strip(), gs[1].strip(), isa[12].strip(), isa[6].strip(), isa[8].strip(), isa[9].strip(),
            isa[13].strip(), gs[4].strip(), isa[15].strip() == "T",
        )  # fmt: skip

    def _se(self, row: int, e: list[str]) -> None:
        if self.open is None:
            self._outside(row, row)
            return
        control = e[2].strip()
        self._compare("se_count", e[1], str(row - self.open.start + 1), row)
        if control != self.open.control and control in self.left_open:
            # It closes an ST before this one: which segments are whose, nobody can say.
            self._close(row, "se_crossed")
            return
        self._compare("se_control", control, self.open.control, row)
        self._close(row)

    def _ge(self, row: int, e: list[str]) -> None:
        if self.open is not None:
            self._close(row - 1, "se_missing")
        if self.gs is None:
            return
        self._compare("ge_count", e[1], str(self.sets), row)
        self._compare("ge_control", e[2], self.gs[6], row)
        self.gs, self.left_open = None, set()

    def _iea(self, row: int, e: list[str]) -> None:
        if self.open is not None:
            self._close(row - 1, "se_missing")
        self._end_group(row)
        if self.isa is None:
            return
        self._compare("iea_count", e[1], str(self.groups), row)
        self._compare("iea_control", e[2], self.isa[13], row)
        self.isa = None

    def _ta1(self, row: int, e: list[str]) -> None:
        self.found.has_ta1 = True

    def _compare(self, code: str, sent: str, counted: str, row: int) -> None:
        """Counts and control numbers are compared as numbers where they are numbers: 01 is 1."""
        sent, counted = sent.strip(), counted.strip()
        if (sent.lstrip("0") or "0") != (counted.lstrip("0") or "0"):
            self._note(code, row, *(number if _NUMBER.fullmatch(number) else "" for number in (sent, counted)))

    def _close(self, end: int, *faults: str) -> None:
        if self.open is not None:
            self.open.end = end
            self.open.faults += faults
            self.found.transactions.append(self.open)
            self.open = None

    def _outside(self, start: int, end: int) -> None:
        stretch = Transaction(self.file, start, self._position(start), OUTSIDE, end=end, faults=["outside_transaction"])
        self.found.transactions.append(stretch)


def walk(segments: Segments, terminated: Sequence[bool]) -> list[Wrapping]:
    """The wrapping of every file, in order; `terminated` says which files end with a closed segment."""
    first = segments.files()
    last = [*(first[1:] - 1).tolist(), len(segments.codes) - 1][: len(first)]
    walks = [
        Walk(number, start, end, terminated=closed)
        for number, (start, end, closed) in enumerate(zip(first.tolist(), last, terminated, strict=True))
    ]
    envelopes = segments.rows(*ENVELOPE)
    files = np.searchsorted(first, envelopes, side="right") - 1
    for file, (row, text) in zip(files.tolist(), segments.words(envelopes), strict=True):
        walks[file].take(row, text)
    return [one.finish() for one in walks]
