"""What the first segment of a kind says of its claim or line: one value, or one day."""

from typing import Literal

import numpy as np
import polars as pl

from analytics.importers.batch import Batch
from analytics.x12.days import days_at
from analytics.x12.elements import day, filled
from analytics.x12.segments import Numbers
from analytics.x12.separators import COMPONENT, ELEMENT

Of = Literal["claim", "line"]
VALUE = pl.col("value")


def valued(batch: Batch, tag: str, qualifier: str) -> pl.DataFrame:
    """All segments of a tag whose first element is this, with their second as `value`."""
    rows = batch.mine(batch.segments.qualified(tag, qualifier))
    return batch.segments.placed(rows).hstack([_values(batch, rows, tag, qualifier).alias("value")])


def values(batch: Batch, of: Of, tag: str, qualifier: str, name: str) -> pl.DataFrame:
    """The second element of the first segment with this qualifier, per claim (its own level) or line."""
    keys, rows = _firsts(batch, of, tag, qualifier)
    return pl.DataFrame([pl.Series(of, keys, pl.UInt32), _values(batch, rows, tag, qualifier).alias(name)])


def days(batch: Batch, of: Of, tag: str, qualifier: str, name: str) -> pl.DataFrame:
    """The same as a day, and `odd_…`: whether something stands there that is none."""
    keys, rows = _firsts(batch, of, tag, qualifier)
    found = days_at(batch.segments, batch.segments.starts[rows] + len(tag) + len(qualifier) + 2)
    if found is not None:
        odd = pl.repeat(False, len(rows), dtype=pl.Boolean, eager=True)
    else:
        said = _values(batch, rows, tag, qualifier).alias("value").to_frame()
        found, odd = said.select(day(VALUE), odd=VALUE.is_not_null() & day(VALUE).is_null()).get_columns()
    return pl.DataFrame([pl.Series(of, keys, pl.UInt32), found.alias(name), odd.alias(f"odd_{name}")])


def _firsts(batch: Batch, of: Of, tag: str, qualifier: str) -> tuple[Numbers, Numbers]:
    """The claims or lines that have such a segment at their own level, and the row of the first of each."""
    segments = batch.segments
    rows = batch.mine(segments.qualified(tag, qualifier))
    keys = segments.claims[rows] if of == "claim" else segments.lines[rows]
    own = (keys > 0) & (segments.lines[rows] == 0) if of == "claim" else keys > 0
    if not own.all():
        rows, keys = rows[own], keys[own]
    begins = np.append(np.ones(len(keys[:1]), np.bool_), keys[1:] != keys[:-1])
    return (keys, rows) if begins.all() else (keys[begins], rows[begins])


def _values(batch: Batch, rows: Numbers, tag: str, qualifier: str) -> pl.Series:
    """The second elements of these segments, which have this qualifier."""
    if not len(rows):
        return pl.Series(dtype=pl.String)
    rest = batch.segments.texts_at(rows).str.slice(len(tag) + len(qualifier) + 2)
    # Looking first is cheaper than cutting and trimming every value: almost all of them are clean.
    if rest.str.contains(f"[{ELEMENT}{COMPONENT} ]|^$").any():
        first = rest.str.splitn(ELEMENT, 2).struct.field("field_0")
        rest = pl.select(filled(pl.lit(first))).to_series()
    return rest
