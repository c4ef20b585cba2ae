"""Rows of one side of a file, grouped to claims: which are kept, which repeat, which are refused."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.importers.delimited.source import ROW
from analytics.importers.delimited.typed import COLUMN, FAULT, UNREADABLE
from analytics.importers.fingerprint import added, as_text, of_texts
from analytics.importers.result import MEASURES
from analytics.x12.separators import ELEMENT

CENTS = pl.Int64()
REFUSED = pl.Schema(
    {ROW: pl.Int64(), "level": pl.String(), FAULT: pl.String(), COLUMN: pl.String(),
     **dict.fromkeys(MEASURES, CENTS), "unreadable": CENTS, "rows": CENTS}
)  # fmt: skip
OWN = (ROW, FAULT, COLUMN, UNREADABLE)


@dataclass
class Side:
    """What became of some rows: stored tables, and counts that prove nothing was lost."""

    tables: dict[str, pl.DataFrame]
    refused: pl.DataFrame  # REFUSED: one row per refused claim or stray row
    came_in: dict[str, int]
    repeated: dict[str, int]
    rows: dict[str, int]
    per_claim: pl.DataFrame  # source_position of each stored claim, and the rows it was made of
    warned: dict[str, tuple[int, int]] = field(default_factory=dict)  # code: how often, first row
    without_claim: int = 0  # rows of payments and of provider adjustments
    payments: dict[str, int] = field(default_factory=dict)


def column(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    """The column, or nulls where the file has none."""
    return pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype).alias(name)


def cents(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0).to_physical().cast(CENTS)


def text_of(frame: pl.DataFrame, names: list[str]) -> pl.Expr:
    """The columns as one text; null and empty are the same."""
    there = [name for name in names if name in frame.columns]
    parts = [
        pl.col(name).list.join(" ") if isinstance(frame.schema[name], pl.List) else pl.col(name).cast(pl.String)
        for name in there
    ]
    filled = [part.fill_null("") for part in parts]
    return pl.concat_str(*filled, separator=ELEMENT) if filled else pl.repeat("", pl.len())


def with_group(frame: pl.DataFrame, names: list[str], to: str) -> pl.DataFrame:
    """Add a number per distinct key, in the order in which they come."""
    keys = frame.select(text_of(frame, names).alias("key"))
    first = keys.with_row_index("n").group_by("key").agg(pl.col("n").min()).sort("n").with_row_index(to)
    return frame.hstack(keys.join(first.select("key", to), on="key", how="left", maintain_order="left").select(to))


def keys_of(frame: pl.DataFrame, group: str, text: str) -> pl.DataFrame:
    """One row per group: a hash of all its rows say, which stands in a column of text."""
    ordered = frame.select(group, text).sort(group, maintain_order=True)
    size = int(ordered[group].n_unique())
    prints = added(of_texts(ordered[text]), ordered[group].rle_id().to_numpy().astype(np.int64), size)
    return pl.DataFrame({group: ordered[group].unique(maintain_order=True), "print": as_text(prints)})


def first_faults(frame: pl.DataFrame, group: str) -> pl.DataFrame:
    """One row per refused group: the first row that cannot be taken, its fault and column."""
    bad = frame.filter(pl.col(FAULT).is_not_null()).sort(ROW)
    return bad.unique(group, keep="first", maintain_order=True).select(group, ROW, FAULT, COLUMN)
