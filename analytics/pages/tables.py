"""Tables as people read them: columns in order, in words, money in dollars, numbers to the right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.chart_data import behind
from analytics.charts.model import Chart
from analytics.export import PHI_NOTE, to_csv, to_parquet, to_xlsx
from analytics.pages.guard import guarded_call
from analytics.pages.session import RESTS_ON

_BOM = b"\xef\xbb\xbf"
"""Without it Excel reads the accents of names in a CSV wrongly."""


def file_name(what: str, suffix: str, *, holds_phi: bool) -> str:
    """The name says what is inside, and when that is patients' data."""
    return f"{what}{' contains PHI' if holds_phi else ''}.{suffix}"


def csv_of(frame: pl.DataFrame) -> bytes:
    """The rows alone, safe to open in a spreadsheet."""
    return _BOM + to_csv(frame)


def xlsx_of(frame: pl.DataFrame, about: Mapping[str, str], *, holds_phi: bool) -> bytes:
    """A workbook: first what the numbers rest on, then the rows."""
    return to_xlsx(frame, _note(about, holds_phi=holds_phi), sheet="rows")


def parquet_of(frame: pl.DataFrame, about: Mapping[str, str], *, holds_phi: bool) -> bytes:
    """Typed rows, and what they rest on in the file's own metadata."""
    return to_parquet(frame, _note(about, holds_phi=holds_phi))


def _note(about: Mapping[str, str], *, holds_phi: bool) -> str:
    lines = [f"{name}: {words}" for name, words in about.items()]
    return "\n".join([PHI_NOTE, *lines] if holds_phi else lines)


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


_TYPES = {
    "CSV": ("csv", "text/csv"),
    "Excel": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "Parquet": ("parquet", "application/vnd.apache.parquet"),
}


def downloads(
    frame: Callable[[], pl.DataFrame],
    columns: Sequence[Column],
    what: str,
    about: Mapping[str, str],
    *,
    key: str,
    holds_phi: bool,
) -> None:
    """CSV, Excel and parquet of a table as shown."""
    files(lambda: shaped(frame(), columns), what, about, key=key, holds_phi=holds_phi)


def files(frame: Callable[[], pl.DataFrame], what: str, about: Mapping[str, str], *, key: str, holds_phi: bool) -> None:
    """One button per kind of file."""
    made: dict[str, Callable[[], bytes]] = {
        "CSV": lambda: csv_of(frame()),
        "Excel": lambda: xlsx_of(frame(), about, holds_phi=holds_phi),
        "Parquet": lambda: parquet_of(frame(), about, holds_phi=holds_phi),
    }
    with st.container(horizontal=True, gap="small"):
        for label, (suffix, kind) in _TYPES.items():
            st.download_button(
                label,
                made[label],
                file_name(what, suffix, holds_phi=holds_phi),
                kind,
                key=f"{key}-{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )


@st.fragment
def behind_it(chart: Chart, key: str) -> None:
    """What a chart rests on and the rows behind it, made when asked for."""
    panel = st.popover("Explain", icon=":material/table_rows:", type="tertiary", key=f"{key}-data", on_change="rerun")
    if not panel.open:
        return
    rests_on: dict[str, str] = st.session_state.get(RESTS_ON, {})
    with panel:
        st.markdown("  \n".join(f"**{name}** {words.plain(said)}" for name, said in rests_on.items()))
        rows = behind(chart)
        st.dataframe(
            rows,
            hide_index=True,
            placeholder=EMPTY,
            key=f"{key}-rows",
            alt=f"The data behind: {chart.title}",
            column_config=_formats(rows),
            width="content",
        )
        about = {"Chart": chart.title, "Shows": chart.subtitle, **rests_on}
        files(lambda: rows, f"96372 {key}", about, key=f"{key}-data-file", holds_phi=False)


def _formats(rows: pl.DataFrame) -> dict[str, Any]:
    """Months as months, shares with one digit."""
    months = {
        name: st.column_config.DateColumn(format="MMM YYYY") for name, kind in rows.schema.items() if kind == pl.Date
    }
    shares = {name: st.column_config.NumberColumn(format="%.1f") for name in rows.columns if name.endswith("%")}
    return {**months, **shares}
