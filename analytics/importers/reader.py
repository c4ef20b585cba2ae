"""Many files in one pass: text to segments, segments to stored rows, and a reckoning that nothing was lost."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.importers import edi835, edi837
from analytics.importers.acceptance import decide
from analytics.importers.batch import SCHEMAS, Batch, Reading, fate_columns, nothing_read
from analytics.importers.input_totals import misplaced, raw_sums
from analytics.importers.notices import report
from analytics.importers.refused import quarantine, refused
from analytics.importers.result import Import, Source
from analytics.importers.sniff import (
    HEAD,
    LINES_OF,
    is_foreign,
    is_known_guide,
    is_version,
    kind_of,
    set_of,
    version_of,
)
from analytics.x12.elements import day
from analytics.x12.envelope import Finding, Opened, open_text
from analytics.x12.segments import Numbers, Segments, split_segments
from analytics.x12.transactions import Transaction, Wrapping, walk

TRANSACTIONS = pl.Schema(
    {
        "file": pl.UInt32(),
        "start": pl.UInt32(),
        "end": pl.UInt32(),
        "position": pl.Int64(),
        "set_id": pl.String(),
        "kind": pl.String(),
        "name": pl.String(),
        "known_guide": pl.Boolean(),
        "blanked": pl.Boolean(),
        "control": pl.String(),
        "version": pl.String(),
        "sender": pl.String(),
        "receiver": pl.String(),
        "interchange_date": pl.String(),
        "interchange_control": pl.String(),
        "group_date": pl.String(),
        "is_test": pl.Boolean(),
        "faults": pl.List(pl.String()),
        "sha": pl.String(),
        "first": pl.Int64(),
    }
)


def transactions(
    wrapped: Sequence[Wrapping], sources: Sequence[Source], segments: Segments, today: date
) -> pl.DataFrame:
    """One row per transaction, in the order of the rows; `tx` is its index."""
    rows = [_row(one, sources[one.file].sha256) for wrapping in wrapped for one in wrapping.transactions]
    frame = pl.DataFrame(rows, schema=TRANSACTIONS, orient="row").with_row_index("tx")
    return (
        _with_kind_of_lines(frame, segments)
        .with_columns(
            _day(pl.col("interchange_date"), today).alias("interchange_day"),
            _day(pl.col("group_date"), today).alias("group_day"),
        )
        .with_columns(_sent().alias("sent_day"))
    )


def _sent() -> pl.Expr:
    """The day the envelopes bear: all eight digits of GS04 say more than the six of ISA09."""
    return pl.coalesce(day(pl.col("group_date")), pl.max_horizontal("group_day", "interchange_day"))


def _day(text: pl.Expr, today: date) -> pl.Expr:
    """Eight digits, or six: a year of two digits more than one year ahead of the clock is one of the last century."""
    year = text.str.head(2).cast(pl.Int32, strict=False) + 2000
    century = pl.when(year > today.year + 1).then(pl.lit("19")).otherwise(pl.lit("20"))
    return day(pl.when(text.str.len_bytes() == 6).then(century + text).otherwise(text))


def _with_kind_of_lines(frame: pl.DataFrame, segments: Segments) -> pl.DataFrame:
    """Where all lines of an 837 are of another kind it is that kind of claim, whatever its version says."""
    starts, of_837 = frame["start"].to_numpy(), (pl.col("kind") == "837P")
    if not frame.select(of_837.any()).item():
        return frame
    has = {tag: _holds(starts, segments.rows(tag)) for tag in ("SV1", *LINES_OF)}
    found = frame.with_columns(pl.Series(tag, held, pl.Boolean) for tag, held in has.items())
    for tag, name in LINES_OF.items():
        other = of_837 & pl.col(tag) & ~pl.col("SV1")
        found = found.with_columns(
            pl.when(other).then(pl.lit("unknown")).otherwise("kind").alias("kind"),
            pl.when(other).then(pl.lit(name)).otherwise("name").alias("name"),
        )
    return found.drop(has)


def _holds(starts: NDArray[np.uint32], rows: Numbers) -> NDArray[np.bool_]:
    """Per transaction whether one of these rows stands in it."""
    held = np.zeros(len(starts), np.bool_)
    held[np.searchsorted(starts, rows[rows >= starts[0]], side="right") - 1] = True
    return held


def _row(one: Transaction, sha: str) -> tuple[object, ...]:
    set_id = set_of(one.set_id, one.group_kind)
    version = version_of(one.version, one.group_version, one.interchange_version)
    kind, name = kind_of(set_id, version)
    blanked = bool(one.group_kind) and not is_version(one.group_version)
    return (
        one.file,
        one.start,
        one.end,
        one.position,
        set_id,
        kind,
        name,
        blanked or is_known_guide(kind, version),
        blanked,
        one.control,
        version,
        one.sender,
        one.receiver,
        one.interchange_date,
        one.interchange_control,
        one.group_date,
        one.is_test,
        one.faults,
        sha,
        one.start - one.position,
    )


IMPORTERS = {"835": edi835.read, "837P": edi837.read}
PART = 5_500_000  # most bytes read at once: memory stays bounded, and the fixed cost of a part is paid seldom
WORKERS = 2  # parts are read side by side, so there is a whole number for each


def read_batch(sources: Iterable[Source], *, secret: bytes, today: date | None = None) -> Import:
    """Stored rows of all sources, one reading per source in their order, and what was refused."""
    opened, sources = _all_opened(sources)
    segments = split_segments([one.take() for one in opened])
    wrapped = walk(segments, [one.terminated for one in opened])
    today = today or date.today()
    placed = transactions(wrapped, sources, segments, today)
    raw, reading = _read(segments, placed, secret)
    decision = decide(segments, placed, reading, opened, wrapped, today)
    reading.warnings = decision.keep(reading.warnings)
    rows = refused(sources, placed, reading.fates, decision)
    files = report(sources, opened, placed, raw, reading, decision, rows)
    tables = {name: decision.keep(reading.tables[name]).select(list(schema)) for name, schema in SCHEMAS.items()}
    return Import(tables, files, quarantine(rows))


def _all_opened(sources: Iterable[Source]) -> tuple[list[Opened], list[Source]]:
    """The files' texts, and the sources with no more of their bytes than tells what they look like."""
    opened, heads = [], []
    for source in sources:
        opened.append(_opened(source))
        heads.append(replace(source, data=source.data[:HEAD]))
    return opened, heads


def _opened(source: Source) -> Opened:
    """The file's text in our separators; anything that is plainly no X12 is refused by what it looks like."""
    if is_foreign(source.data):
        return Opened(refusal=Finding("looks_like"))
    return open_text(source.data)


def _read(segments: Segments, placed: pl.DataFrame, secret: bytes) -> tuple[pl.DataFrame, Reading]:
    """The raw claim and line segments of all parts, and one reading of them all."""
    with ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(lambda part: _read_part(segments, part, secret), _parts(segments, placed)))
    raws, readings = zip(*found, strict=True)
    return pl.concat(raws), _together(readings)


def _parts(segments: Segments, placed: pl.DataFrame) -> list[pl.DataFrame]:
    """The transactions in groups of about the size of a part; one larger than that is read whole."""
    if placed.is_empty():
        return [placed]
    size = int(segments.starts[-1]) + 1
    turns = -(-size // (PART * WORKERS))
    each = PART if size <= PART else -(-size // (turns * WORKERS))
    number = pl.Series("part", segments.starts[placed["start"].to_numpy()] // each)
    return placed.hstack([number]).partition_by("part", include_key=False, maintain_order=True)


def _read_part(segments: Segments, placed: pl.DataFrame, secret: bytes) -> tuple[pl.DataFrame, Reading]:
    """The raw segments and the rows of some neighbouring transactions."""
    if placed.is_empty():
        batches = {kind: Batch(segments, placed, kind, secret) for kind in IMPORTERS}
        nothing = _together([nothing_read(batch) for batch in batches.values()])
        nothing.warnings = _with_claims(nothing.warnings, segments)
        return raw_sums(batches, misplaced(batches)), nothing
    first, last = placed["start"][0], placed["end"][-1]
    base = first - 1
    local = placed.with_columns(pl.col("start", "end", "first") - base)
    mine = segments.part(first, last)
    batches = {kind: Batch(mine, local, kind, secret) for kind in IMPORTERS}
    read = [IMPORTERS[kind](batch) if batch.is_needed else nothing_read(batch) for kind, batch in batches.items()]
    reading, elsewhere = _together(read), misplaced(batches)
    reading.warnings = _with_claims(reading.warnings, mine)
    reading.fates = pl.concat([reading.fates, fate_columns(elsewhere.with_columns(reason_row="row"))])
    return raw_sums(batches, elsewhere), reading.shifted(base)


def _with_claims(marks: pl.DataFrame, segments: Segments) -> pl.DataFrame:
    """Marks with the claim they stand in, so that those of a refused claim go with it."""
    return marks.with_columns(pl.Series("claim", segments.claims[marks["row"].to_numpy()]))


def _together(readings: Sequence[Reading]) -> Reading:
    """Several readings as one."""
    names = {name for reading in readings for name in reading.tables}
    tables = {name: pl.concat([one.tables[name] for one in readings if name in one.tables]) for name in sorted(names)}
    return Reading(
        tables,
        pl.concat([one.fates for one in readings]),
        pl.concat([one.witness for one in readings]),
        pl.concat([one.warnings for one in readings]),
    )
