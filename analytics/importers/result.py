"""What an importer gives back: rows, what it refused, what it warns of, and the sums that prove nothing was lost."""

from dataclasses import dataclass, field

import polars as pl

MEASURES = ("claims", "lines", "charge_cents", "paid_cents", "line_charge_cents", "line_paid_cents")


@dataclass(frozen=True)
class Source:
    """One file to read: its name for messages, and its unpacked bytes."""

    path: str
    data: bytes
    sha256: str


@dataclass(frozen=True)
class Notice:
    """One thing a person should know about a file: where, what, and what to do next. Never holds patient data."""

    position: int | None  # segment number in the file, counted from 1
    code: str  # short stable id, such as "se01_count" or "unreadable_amount"
    reason: str
    next_step: str


@dataclass(frozen=True)
class Refusal:
    """All rows of a table that are refused for one reason: how many, the first of them, what to do next."""

    code: str
    column: str
    rows: int
    first: int
    reason: str
    next_step: str


@dataclass
class Sums:
    """Counts and cents of one file; charge and paid are the claim's own, line_… sum the service lines."""

    claims: int = 0
    lines: int = 0
    charge_cents: int = 0
    paid_cents: int = 0
    line_charge_cents: int = 0
    line_paid_cents: int = 0


@dataclass
class FileReading:
    """What one file held. `came_in` is counted from the raw segments, independent of the rows that were made."""

    path: str
    sha256: str
    kind: str  # 835 | 837P | csv | xlsx | parquet | unknown
    status: str  # loaded | partial | rejected
    came_in: Sums = field(default_factory=Sums)
    quarantined: Sums = field(default_factory=Sums)
    repeated: Sums = field(default_factory=Sums)  # exact repeats of rows within a table: not stored, counted
    unreadable: int = 0  # amounts that could not be read: they count 0 cents
    payment_count: int = 0
    bpr_cents: int = 0
    plb_cents: int = 0
    unbalanced: dict[str, int] = field(default_factory=lambda: {"service": 0, "claim": 0, "transaction": 0})
    rejects: list[Notice] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)  # of a table: what was refused, summed by reason
    sides: dict[str, dict[str, int]] = field(default_factory=dict)  # of a table: claims and cents, by what it holds
    interchanges: list[dict[str, str | None]] = field(default_factory=list)
    """One per ST: sender, receiver, isa13, isa_date, st02, trn02, payer_id; an index to find reused control numbers."""


@dataclass
class Import:
    """A batch of files read: stored tables (exact schemas, every table present) and one reading per file."""

    tables: dict[str, pl.DataFrame]
    files: list[FileReading]
    quarantine: (
        pl.DataFrame
    )  # one row per refused claim or transaction: source_sha, source_position, reason_code, and sums
