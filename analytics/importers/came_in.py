"""The raw claim and line segments of a batch, counted without any of the machinery that makes rows."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from analytics.importers.batch import CENTS, ROW, Batch, joined
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
SUMS = pl.Schema({"tx": ROW, **dict.fromkeys(MEASURES, CENTS)})
RAW = pl.Schema({"tx": ROW, "row": ROW, **dict.fromkeys(MEASURES, CENTS), "unreadable": CENTS, "reason": pl.String()})


def raw_sums(batches: Mapping[str, Batch]) -> pl.DataFrame:
    """Per transaction the number of CLP, CLM, SVC and SV1 segments in it and the sums of their amounts."""
    found = [frame.drop("row", "reason", "unreadable") for frame in misplaced(batches)]
    for tag, (kind, counts, amounts) in COUNTED.items():
        if len(batches[kind].segments.rows(tag)):
            mine = batches[kind].placed(batches[kind].split(tag))
            sums = {name: cents(element(number)).sum() for name, number in amounts.items()}
            one = mine.group_by("tx").agg(pl.len().alias(counts), **sums)
            found.append(
                one.select(pl.col(name) if name in one.columns else pl.lit(0).alias(name) for name in ("tx", *MEASURES))
            )
    return joined([frame.cast({"tx": ROW, **dict.fromkeys(MEASURES, CENTS)}) for frame in found], SUMS)


def misplaced(batches: Mapping[str, Batch]) -> list[pl.DataFrame]:
    """RAW: claim and line segments that stand in a transaction of another kind; `reason` says so."""
    found = []
    for tag, (kind, counts, amounts) in COUNTED.items():
        batch, code = batches[kind], f"not_in_{kind.removesuffix('P')}"
        if not batch.is_pure:
            found.append(_counted(batch.placed(_elsewhere(batch, tag)), counts, amounts, code))
    return found


def _elsewhere(batch: Batch, tag: str) -> pl.DataFrame:
    """The segments of a tag that stand in no transaction of its kind."""
    rows = batch.segments.rows(tag)
    others = batch.segments.at(np.setdiff1d(rows, batch.mine(rows), assume_unique=True))
    return others.with_columns(pl.col("text").str.split(ELEMENT).alias("e"))


def _counted(part: pl.DataFrame, counts: str, amounts: dict[str, int], reason: str) -> pl.DataFrame:
    texts = {name: element(number) for name, number in amounts.items()}
    bad = [(text.is_not_null() & cents(text).is_null()).cast(CENTS) for text in texts.values()]
    measures = dict.fromkeys(MEASURES, pl.lit(0, CENTS)) | {
        name: cents(text).fill_null(0) for name, text in texts.items()
    }
    measures |= {counts: pl.lit(1, CENTS), "unreadable": pl.sum_horizontal(bad)}
    return part.select("tx", "row", **measures, reason=pl.lit(reason)).cast(RAW)


def came_in(raw: pl.DataFrame, transactions: pl.DataFrame) -> dict[int, Sums]:
    """Per file what its claim and line segments sum up to; amounts that cannot be read count 0."""
    placed = raw.join(transactions.select("tx", "file"), on="tx")
    sums = placed.group_by("file").agg(pl.col(MEASURES).sum())
    return {row.pop("file"): Sums(**row) for row in sums.iter_rows(named=True)}
