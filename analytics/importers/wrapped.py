"""The transactions of a batch as a frame, with the file and the envelopes each stands in."""

from collections.abc import Sequence

import polars as pl

from analytics.importers.result import Source
from analytics.importers.sniff import is_known_guide, kind_of
from analytics.x12.elements import day
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


def transactions(wrapped: Sequence[Wrapping], sources: Sequence[Source]) -> pl.DataFrame:
    """One row per transaction, in the order of the rows; `tx` is its index."""
    rows = [_row(one, sources[one.file].sha256) for wrapping in wrapped for one in wrapping.transactions]
    frame = pl.DataFrame(rows, schema=TRANSACTIONS, orient="row").with_row_index("tx")
    century = pl.lit("20") + pl.col("interchange_date")
    sent = pl.when(pl.col("interchange_date").str.len_bytes() == 6).then(century).otherwise("interchange_date")
    return frame.with_columns(day(sent).alias("interchange_day"), day(pl.col("group_date")).alias("group_day"))


def _row(one: Transaction, sha: str) -> tuple[object, ...]:
    kind, name = kind_of(one.set_id, one.version)
    return (
        one.file,
        one.start,
        one.end,
        one.position,
        one.set_id,
        kind,
        name,
        is_known_guide(kind, one.version),
        one.control,
        one.version,
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
