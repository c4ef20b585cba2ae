"""The raw claim and line segments of a batch, counted without any of the machinery that makes rows."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from analytics.importers.batch import AMOUNTS, CENTS, ROW, Batch, joined
from analytics.importers.result import MEASURES, Sums
from analytics.x12.elements import cents, element
from analytics.x12.separators import ELEMENT

# tag: the kind of transaction it belongs in, what it counts as, and what its amounts are summed up to
COUNTED: dict[str, tuple[str, str, str]] = {
    "CLP": ("835", "claims", ""),
    "SVC": ("835", "lines", "line_"),
    "CLM": ("837P", "claims", ""),
    "SV1": ("837P", "lines", "line_"),
}
SUMS = pl.Schema({"tx": ROW, **dict.fromkeys(MEASURES, CENTS)})
RAW = pl.Schema({"tx": ROW, "row": ROW, **dict.fromkeys(MEASURES, CENTS), "unreadable": CENTS, "reason": pl.String()})


def raw_sums(batches: Mapping[str, Batch], elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Per transaction the number of CLP, CLM, SVC and SV1 segments in it and the sums of their amounts."""
    found = [elsewhere.select(list(SUMS))]
    for tag, (kind, counts, prefix) in COUNTED.items():
        batch = batches[kind]
        if len(batch.mine(batch.segments.rows(tag))):
            part = batch.amounts(tag)
            sums = {f"{prefix}{name}_cents": pl.col(f"{name}_cents").sum() for name in AMOUNTS[tag]}
            nothing = {name: pl.lit(0) for name in MEASURES if name not in (counts, *sums)}
            one = batch.placed(part).group_by("tx").agg(pl.len().alias(counts), **sums, **nothing)
            found.append(one.select(pl.col(name).cast(kind) for name, kind in SUMS.items()))
    return pl.concat(found)


def misplaced(batches: Mapping[str, Batch]) -> pl.DataFrame:
    """RAW: claim and line segments that stand in a transaction of another kind; `reason` says so."""
    found = []
    for tag, (kind, counts, prefix) in COUNTED.items():
        batch, code = batches[kind], f"not_in_{kind.removesuffix('P')}"
        others = _elsewhere(batch, tag)
        if others.height:
            amounts = {f"{prefix}{name}_cents": element(number) for name, number in AMOUNTS[tag].items()}
            found.append(_counted(batch.placed(others), counts, amounts, code))
    return joined(found, RAW)


def _elsewhere(batch: Batch, tag: str) -> pl.DataFrame:
    """The segments of a tag that stand in no transaction of its kind."""
    rows = batch.segments.rows(tag)
    others = np.setdiff1d(rows, batch.mine(rows), assume_unique=True)
    found = batch.segments.at(others)
    return found.with_columns(pl.col("text").str.split(ELEMENT).alias("e")) if len(others) else found


def _counted(part: pl.DataFrame, counts: str, texts: dict[str, pl.Expr], reason: str) -> pl.DataFrame:
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
