"""What loads: claims, transactions and whole files. Only what was cut off is refused, never a wrong count."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from analytics.importers.batch import Reading
from analytics.x12.envelope import Finding, Opened
from analytics.x12.segments import SEGMENT_LIMIT, Segments
from analytics.x12.transactions import Wrapping

AHEAD = timedelta(days=31)  # a file may be dated so far ahead of the clock
READABLE = ("835", "837P")

Row = dict[str, Any]


@dataclass
class Decision:
    """Refused files, transactions and claims with a code each, and the oddities of envelopes that refuse nothing."""

    files: dict[int, Finding] = field(default_factory=dict)
    transactions: dict[int, str] = field(default_factory=dict)
    barren: set[int] = field(default_factory=set)  # transactions of files of which no claim loads
    findings: dict[int, list[Finding]] = field(default_factory=dict)
    claims: pl.DataFrame = field(default_factory=pl.DataFrame)  # claim: the rows of refused claims
    of_file: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def dead(self) -> pl.Series:
        """Transactions of which nothing loads; asked for when all is decided."""
        found = [row["tx"] for file, rows in self.of_file.items() for row in rows if self.is_dead(file, row["tx"])]
        return pl.Series(found, dtype=pl.UInt32)

    def is_dead(self, file: int, tx: int) -> bool:
        return file in self.files or tx in self.transactions or tx in self.barren

    def keep(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that load: those of no refused transaction and of no refused claim."""
        if len(self.dead):
            frame = frame.filter(~pl.col("tx").is_in(self.dead.implode()))
        if not self.claims.is_empty():
            frame = frame.join(self.claims, on="claim", how="anti", maintain_order="left")
        return frame


def decide(
    segments: Segments, transactions: pl.DataFrame, reading: Reading,
    opened: Sequence[Opened], wrapped: Sequence[Wrapping], today: date,
) -> Decision:  # fmt: skip
    """Judge every claim, transaction and file of the batch."""
    refused = reading.fates.filter(pl.col("reason").is_not_null()).select(pl.col("row").alias("claim"))
    decision, witness, too_long = Decision(claims=refused), _witness(reading), _files_with_too_long(segments)
    for row in transactions.to_dicts():
        row |= {"own_day": None, **witness.get(row["tx"], {})}
        decision.of_file[row["file"]].append(row)
        _judge_transaction(decision, row)
    loading = _loading(reading)
    for file, (one, wrapping) in enumerate(zip(opened, wrapped, strict=True)):
        decision.findings[file] = wrapping.findings
        refusal = one.refusal or too_long.get(file) or _judge_file(decision, file, wrapping, today)
        if refusal is not None:
            decision.files[file] = refusal
        else:
            _judge_rest(decision, file, loading)
    return decision


def _loading(reading: Reading) -> dict[int, bool]:
    """Per transaction that holds claims or lines: whether one of its claims may load."""
    each = reading.fates.group_by("tx").agg(pl.col("reason").is_null().any())
    return dict(each.iter_rows())


def _judge_rest(decision: Decision, file: int, loading: dict[int, bool]) -> None:
    """A file whose claims are all refused is refused itself: its payments, bare of claims, do not stay behind."""
    live = [row["tx"] for row in decision.of_file[file] if not decision.is_dead(file, row["tx"])]
    if not any(loading.get(tx, True) for tx in live):
        decision.barren.update(live)


def _witness(reading: Reading) -> dict[int, Row]:
    """Per transaction what its importer says of it: its date and its payment."""
    return {row["tx"]: row for row in reading.witness.iter_rows(named=True)}


def _files_with_too_long(segments: Segments) -> dict[int, Finding]:
    rows, marks = segments.longer_than(SEGMENT_LIMIT), segments.files()
    files = np.searchsorted(marks, rows, side="right") - 1
    places = zip(files.tolist(), (rows - marks[files]).tolist(), strict=True)
    return {file: Finding("segment_too_long", position) for file, position in places}


def _judge_transaction(decision: Decision, row: Row) -> None:
    tx, faults = row["tx"], row["faults"]
    if row["kind"] == "unknown":
        decision.transactions[tx] = "version_unreadable" if row["name"] == "version" else "wrong_type"
    elif faults:
        decision.transactions[tx] = faults[0]


def _judge_file(decision: Decision, file: int, wrapping: Wrapping, today: date) -> Finding | None:
    """Why the whole file is refused, if it is."""
    rows = [row for row in decision.of_file[file] if row["kind"] != "outside"]
    if not rows:
        return Finding("wrong_type", 1, "TA1") if wrapping.has_ta1 else Finding("no_transaction", 1)
    if all(row["kind"] == "unknown" for row in rows):
        return _unknown(rows)
    if any(day > today + AHEAD for row in rows for day in (row["own_day"], row["sent_day"]) if day):
        return Finding("dated_ahead", 1)
    return None


def _unknown(rows: list[Row]) -> Finding:
    first = rows[0]
    if first["name"] == "version":
        return Finding("version_unreadable", first["position"], _spoken_version(first["version"]))
    return Finding("wrong_type", first["position"], first["name"])


def _spoken_version(version: str) -> str:
    """A version as the message names it: letters and digits only, since it comes from outside."""
    return "".join(character for character in version[:12] if character.isalnum()) or "this"
