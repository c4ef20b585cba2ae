"""Many files in one pass: text to segments, segments to stored rows, and a reckoning that nothing was lost."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.importers import edi835, edi837
from analytics.importers.batch import SCHEMAS, Batch, Reading, nothing_read
from analytics.importers.came_in import misplaced, raw_segments
from analytics.importers.decide import Decision, decide
from analytics.importers.refused import quarantine, refused
from analytics.importers.report import report
from analytics.importers.result import Import, Source
from analytics.importers.sniff import is_foreign
from analytics.importers.wrapped import transactions
from analytics.x12.envelope import Finding, Opened, open_text
from analytics.x12.segments import split_segments
from analytics.x12.transactions import walk

IMPORTERS = {"835": edi835.read, "837P": edi837.read}


def read_batch(sources: Sequence[Source], *, secret: bytes, today: date | None = None) -> Import:
    """Stored rows of all sources, one reading per source in their order, and what was refused."""
    opened = [_opened(source) for source in sources]
    segments = split_segments([one.text for one in opened])
    wrapped = walk(segments, [one.terminated for one in opened])
    placed = transactions(wrapped, sources)
    batches = {kind: Batch(segments, placed, kind, secret) for kind in IMPORTERS}
    raw = raw_segments(batches)
    readings = [IMPORTERS[kind](batch) if batch.is_needed else nothing_read(batch) for kind, batch in batches.items()]
    fates = pl.concat([misplaced(raw), *(reading.fates for reading in readings)])
    decision = decide(segments, placed, readings, fates, opened, wrapped, today or date.today())
    rows = refused(sources, placed, fates, decision)
    files = report(sources, opened, placed, raw, readings, decision, rows)
    return Import(_kept(readings, decision), files, quarantine(rows))


def _opened(source: Source) -> Opened:
    """The file's text in our separators; anything that is plainly no X12 is refused by what it looks like."""
    if is_foreign(source.data):
        return Opened(refusal=Finding("looks_like"))
    return open_text(source.data)


def _kept(readings: Sequence[Reading], decision: Decision) -> dict[str, pl.DataFrame]:
    """The rows of every transaction and claim that loads, in the exact schemas."""
    tables = {name: frame for reading in readings for name, frame in reading.tables.items()}
    return {name: decision.keep(tables[name]).select(list(SCHEMAS[name])) for name in SCHEMAS}
