"""A report on the screen: the same sentences, tiles, charts and tables as its files."""

from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.tiles import Tile
from analytics.pages import components
from analytics.pages.tables import Column, table
from analytics.report.model import Kpi, Report, Section, Table

KINDS = {
    "text": "text", "count": "count", "cents": "dollars", "rate": "percent", "points": "points", "ratio": "percent",
    "days": "days", "day": "day", "month": "month",
}  # fmt: skip
TYPES: dict[str, Any] = {
    "text": pl.String(), "count": pl.Int64(), "cents": pl.Int64(), "rate": pl.Float64(), "points": pl.Float64(),
    "ratio": pl.Float64(), "days": pl.Float64(), "day": pl.Date(), "month": pl.Date(),
}  # fmt: skip


def preview(report: Report, key: str = "now") -> None:
    """Headline, tiles, then each section."""
    components.headline(report.title, report.headline[0])
    st.markdown("  \n".join(words.plain(sentence) for sentence in report.headline[1:]))
    for row in filter(None, (report.kpis[:4], report.kpis[4:])):
        components.tiles([_tile(kpi) for kpi in row])
    for section in report.sections:
        _section(section, key)
    with st.expander("Definitions, cut-off and reference data"):
        st.markdown("  \n".join(f"**{words.plain(note.title)}** {words.plain(note.text)}" for note in report.notes))
    st.caption(words.plain(report.footline))


def _tile(kpi: Kpi) -> Tile:
    """The first change beside the number, the others below it."""
    first, *others = kpi.changes or (None,)
    small = [f"vs {first.against}" if first is not None else ""]
    small += [f"{other.text.split(' (')[0]} vs {other.against}" for other in others if other is not None]
    return Tile(
        label=kpi.label,
        value=kpi.value,
        change=first.text.split(" (")[0] if first is not None else "",
        direction=first.direction if first is not None else "off",
        tone=first.tone if first is not None else "grey",
        against=" · ".join(part for part in (*small, kpi.target) if part),
        certainty=kpi.certainty,
        words=kpi.words,
        spark=(),
    )


def _section(section: Section, key: str) -> None:
    st.divider()
    st.header(words.plain(section.title), anchor=False)
    st.markdown("  \n".join(words.plain(sentence) for sentence in section.sentences))
    if len(section.charts) > 1:
        for place, column in enumerate(st.columns(len(section.charts), gap="large")):
            with column:
                components.chart(section.charts[place], key=f"{key}-{section.name}-{place}")
    elif section.charts:
        components.chart(section.charts[0], key=f"{key}-{section.name}-0")
    for its in section.tables_on_paper:
        _table(its, key)


def _table(its: Table, key: str) -> None:
    components.titled(its.title, its.note)
    schema = {column.name: TYPES[column.kind] for column in its.columns}
    frame = pl.DataFrame(list(its.rows), schema=schema, orient="row")
    columns = [Column(column.name, column.label, KINDS[column.kind]) for column in its.columns]
    table(frame, columns, key=f"{key}-table-{its.name}", alt=its.title)
