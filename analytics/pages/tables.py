"""Tables as people read them: columns in order, in words, money in dollars, numbers to the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.pages.guard import guarded_call

FORMATS: dict[str, Callable[..., Any]] = {
    "text": st.column_config.TextColumn,
    "count": lambda label, **more: st.column_config.NumberColumn(label, format="localized", **more),
    "dollars": lambda label, **more: st.column_config.NumberColumn(label, format="dollar", **more),
    "percent": lambda label, **more: st.column_config.NumberColumn(label, format="%.1f %%", **more),
    "points": lambda label, **more: st.column_config.NumberColumn(label, format="%.2f pp", **more),
    "days": lambda label, **more: st.column_config.NumberColumn(label, format="%.0f", **more),
    "trend": lambda label, **more: st.column_config.LineChartColumn(label, y_min=0, **more),
    "day": lambda label, **more: st.column_config.DateColumn(label, format="MM/DD/YYYY", **more),
    "month": lambda label, **more: st.column_config.DateColumn(label, format="MMM YYYY", **more),
    "signed": lambda label, **more: st.column_config.NumberColumn(label, format="accounting", **more),
    "time": lambda label, **more: st.column_config.DatetimeColumn(label, format="MM/DD/YYYY HH:mm", **more),
}

EMPTY = "–"
"""An empty cell: there is no such number, which is neither zero nor a word of the machine."""
NEARNESS = {"Too late": "red", "Due soon": "orange", "Later": "gray", "Limit not set": "gray"}
"""How a deadline stands, and the colour of its word."""
FORMATS["due"] = lambda label, **more: st.column_config.MultiselectColumn(
    label, options=list(NEARNESS), color=list(NEARNESS.values()), **more
)


@dataclass(frozen=True)
class Column:
    """One column of a table: where it comes from, what it is called, how it looks, what it means."""

    name: str
    label: str
    kind: str = "text"
    help: str | None = None
    width: str | int | None = None
    said: Callable[[str], str] | None = None


def shaped(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The frame as shown and exported: labels as names, cents as dollars, shares as percent, ids as words."""
    return pl.DataFrame([_shaped(frame[column.name], column).alias(column.label) for column in columns])


def _shaped(values: pl.Series, column: Column) -> pl.Series:
    if column.kind in ("dollars", "signed"):
        return values.cast(pl.Float64) / 100
    if column.kind in ("percent", "points"):
        return values.cast(pl.Float64) * 100
    if column.said is not None:
        return pl.Series([column.said(value or "") for value in values], dtype=pl.String)
    return values


def table(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    alt: str,
    on_pick: Callable[[int], None] | None = None,
    on_picks: Callable[[list[int]], None] | None = None,
    most: int = 12,
) -> None:
    """Draws a table that scrolls inside itself; a click on a row calls back with its place, or ticks with theirs."""
    config = {
        column.label: FORMATS[column.kind](column.label, help=column.help, width=column.width) for column in columns
    }
    height: Any = "content" if frame.height <= most else 35 * (most + 1)
    call = partial(_ticked, key, on_picks) if on_picks else partial(_picked, key, on_pick) if on_pick else None
    if call is None:
        st.dataframe(
            shaped(frame, columns),
            hide_index=True,
            column_config=config,
            placeholder=EMPTY,
            key=key,
            alt=alt,
            height=height,
        )
        return
    st.dataframe(
        _chipped(shaped(frame, columns), columns),
        hide_index=True,
        column_config=config,
        placeholder=EMPTY,
        key=key,
        alt=alt,
        height=height,
        on_select=guarded_call("tables", call),
        selection_mode="multi-row" if on_picks else "single-row",
    )


def _chipped(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """On screen a word in colour is a list of one."""
    chips = [column.label for column in columns if column.kind == "due"]
    return frame.with_columns(pl.concat_list(chip).alias(chip) for chip in chips)


def _picked(key: str, on_pick: Callable[[int], None]) -> None:
    rows = st.session_state[key].selection.rows
    if rows:
        on_pick(rows[0])


def _ticked(key: str, on_picks: Callable[[list[int]], None]) -> None:
    on_picks(list(st.session_state[key].selection.rows))


def no_rows(text: str) -> None:
    """Instead of an empty table: a sentence."""
    st.caption(words.plain(text))
