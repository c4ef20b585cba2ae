"""The raw claim and line segments of a batch, counted without any of the machinery that makes rows."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from analytics.importers.batch import CENTS, ROW, Batch, fate_columns, joined
from analytics.importers.result import MEASURES, Sums
from analytics.x12.elements import cents, element
from analytics.x12.separators import ELEMENT

# tag: the kind of transaction it belongs in, what it counts as, and which of its elements are amounts
COUNTED: dict[str, tuple[str, str, dict[str, int]]] = {
    "CLP": ("835", "claims", {"charge_cents": 3, "paid_cents": 4}),
    "SVC": ("835", "lines", {"line_charge_cents": 2, "line_paid_cents": 3}),
    "CLM": ("837P", "claims", {"charge_cents": 2}),
    "SV1": ("837P", "lines", {"line_charge_cents": 2}),
}
RAW = pl.Schema({"tx": ROW, "row": ROW, **dict.fromkeys(MEASURES, CENTS), "unreadable": CENTS, "reason": pl.String()})


def raw_segments(batches: Mapping[str, Batch]) -> pl.DataFrame:
    """RAW: one row per CLP, CLM, SVC and SV1; `reason` is set where it stands in a transaction of another kind."""
    found = []
    for tag, (kind, counts, amounts) in COUNTED.items():
        batch, code = batches[kind], f"not_in_{kind.removesuffix('P')}"
        if len(batch.segments.rows(tag)):
            found.append(_counted(batch.placed(batch.split(tag)), counts, amounts))
        if not batch.is_pure:
            found.append(_counted(batch.placed(_elsewhere(batch, tag)), counts, amounts, code))
    return joined(found, RAW)


def _elsewhere(batch: Batch, tag: str) -> pl.DataFrame:
    """The segments of a tag that stand in no transaction of its kind."""
    rows = batch.segments.rows(tag)
    others = batch.segments.at(np.setdiff1d(rows, batch.mine(rows), assume_unique=True))
    return others.with_columns(pl.col("text").str.split(ELEMENT).alias("e"))


def _counted(part: pl.DataFrame, counts: str, amounts: dict[str, int], reason: str | None = None) -> pl.DataFrame:
    """RAW of one tag; what cannot be read is counted only where no importer will."""
    texts = {name: element(number) for name, number in amounts.items()}
    zero, bad = pl.lit(0, CENTS), [text.is_not_null() & cents(text).is_null() for text in texts.values()]
    measures = dict.fromkeys(MEASURES, zero) | {name: cents(text).fill_null(0) for name, text in texts.items()}
    measures |= {counts: pl.lit(1, CENTS), "unreadable": pl.sum_horizontal(bad) if reason else zero}
    return part.select("tx", "row", **measures, reason=pl.lit(reason, pl.String)).cast(dict(RAW))


def came_in(raw: pl.DataFrame, transactions: pl.DataFrame) -> dict[int, Sums]:
    """Per file the number of claim and line segments and the sums of their amounts; unreadable ones count 0."""
    placed = raw.join(transactions.select("tx", "file"), on="tx")
    sums = placed.group_by("file").agg(pl.col(MEASURES).sum())
    return {row.pop("file"): Sums(**row) for row in sums.iter_rows(named=True)}


def misplaced(raw: pl.DataFrame) -> pl.DataFrame:
    """FATES of the segments that stand in a transaction of another kind: all refused."""
    return fate_columns(raw.filter(pl.col("reason").is_not_null()).with_columns(pl.col("row").alias("reason_row")))


