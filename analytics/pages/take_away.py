"""Files of what is shown: made when clicked, safe to open, saying what they rest on and whether they hold PHI."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.chart_data import behind
from analytics.charts.model import Chart
from analytics.pages.session import RESTS_ON
from analytics.pages.sheets import csv_of, file_name, parquet_of, xlsx_of
from analytics.pages.tables import EMPTY, Column, shaped

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
