"""The transactions of a batch as a frame, with the file and the envelopes each stands in."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.importers.result import Source
from analytics.importers.sniff import LINES_OF, is_known_guide, is_version, kind_of, set_of, version_of
from analytics.x12.elements import day
from analytics.x12.segments import Numbers, Segments
from analytics.x12.transactions import Transaction, Wrapping

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
