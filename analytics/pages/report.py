"""Monthly report: what leadership gets of a month, to look at and to take away, and what earlier ones said."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import later
from analytics.charts.tiles import Tile
from analytics.metrics.cubes import BASES, View
from analytics.pages import cache, components, filters
from analytics.pages.components import nothing
from analytics.pages.guard import guarded
from analytics.pages.page import show
from analytics.pages.session import DataVersion, facts
from analytics.pages.tables import Column, no_rows, table
from analytics.report.content import Asked
from analytics.report.formats import FACES, Face, file_name
from analytics.report.make import not_kept
from analytics.report.model import Kpi, Report, Section, Table
from analytics.store import Store
from analytics.store.user_data import StoredReport

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


COLUMNS = (
    Column("month", "Month"),
    Column("made_at", "Made"),
    Column("basis", "Counted by"),
    Column("title", "Title"),
    Column("snapshot", "Snapshot", "count"),
)
MOST = 200


def past(at: DataVersion) -> None:
    """The list, and the one that is chosen."""
    st.divider()
    components.titled("Past reports", "Each as it was said, with the data of its day; the newest first.")
    found = cache.past(at)[:MOST]
    if not found:
        no_rows("None yet: a report is kept when it is taken away here, or made by the command reimburse report.")
        return
    table(pl.DataFrame([_row(one) for one in found]), COLUMNS, key="past", alt="Reports made so far")
    names = {_name(one): one.id for one in found}
    chosen = st.selectbox("Open one as it was said", ["None", *names], key="past_report", width=420)
    if chosen in names and (report := cache.kept(at, names[chosen])) is not None:
        with st.container(border=True):
            _files(report)
            preview(report, key="past")


def _row(one: StoredReport) -> dict[str, object]:
    asked = json.loads(one.asked)
    return {
        "month": one.month,
        "made_at": one.made_at[:16].replace("T", " "),
        "basis": words.BASIS.get(asked["basis"], ""),
        "title": asked["title"] or "",
        "snapshot": one.snap,
    }


def _name(one: StoredReport) -> str:
    return f"{one.month}, made {one.made_at[:16].replace('T', ' ')} (no. {one.id})"


def _files(report: Report) -> None:
    with st.container(horizontal=True, gap="small"):
        for name, face in FACES.items():
            st.download_button(
                face.label,
                partial(_drawn, face, report),
                file_name(report, face.suffix),
                face.mime,
                key=f"past-{name}",
                on_click="ignore",
                icon=":material/download:",
            )


def _drawn(face: Face, report: Report) -> bytes:
    with guarded("report"):
        return face.draw(report)
    return b""


BASIS = {"Month of first answer": "answer", "Month of service": "service"}


def render(at: DataVersion, view: View) -> None:
    """Month and basis, the preview, the files, past reports."""
    filters.chips()
    months = cache.report_months(at)
    if not months:
        nothing()
        return
    asked = _asked(at, view, months)
    report = cache.report(at, asked)
    if not report.kpis:
        components.headline(report.headline[0], report.headline[-1])
    else:
        _downloads(at, asked, report)
        preview(report)
    past(at)


def _asked(at: DataVersion, view: View, months: dict[str, date]) -> Asked:
    """The month, how it is counted, the month compared with, title and target; filters as in the sidebar."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        first = _first_choice(at, months)
        name = st.selectbox("Month", list(months), index=list(months).index(first), key="month", width=180,
                            bind="query-params")  # fmt: skip
        basis = st.selectbox("Counted by", list(BASIS), key="report_basis", width=220, bind="query-params")
        others = ["Month before", *(other for other in months if other != name)]
        against = st.selectbox("Compare with", others, key="report_against", width=180)
        title = st.text_input("Title", key="report_title", max_chars=80, placeholder="Board pack, October", width=240)
        target = st.number_input(
            "Denial target, %", min_value=0.0, max_value=100.0, value=None, step=0.5, key="report_target", width=160
        )
    st.caption(
        "Payers, providers, places, drugs and the definition are those of the sidebar. A report is of its own month "
        "and of all files: the sidebar's months, and the day it stood at, are not used."
    )
    return Asked(
        month=months.get(name or first, months[first]),
        basis=BASIS.get(basis or "", BASES[1]),
        filters=replace(view, start=None, end=None, basis="service"),
        title=" ".join(title.split()) if title else "",
        targets=(("denial_rate", round(target / 100, 6)),) if target is not None else (),
        compare=months.get(against or ""),
    )


def _downloads(at: DataVersion, asked: Asked, report: Report) -> None:
    """One button a format; a file is made when its button is clicked, and the report is kept as it was said."""
    state = "Preliminary: later remittances will change it" if report.preliminary else "Final"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(state, color="orange" if report.preliminary else "green")
        for name, face in FACES.items():
            st.download_button(
                face.label,
                made(at, asked, report, face),
                file_name(report, face.suffix),
                face.mime,
                key=f"report-{name}",
                on_click="ignore",
                icon=":material/download:",
            )
    st.caption(words.plain("A report that is taken away is kept, so that the next one can say what changed in it."))


def made(at: DataVersion, asked: Asked, report: Report, face: Face) -> Callable[[], bytes]:
    """What a download button calls: keeps the report as said, and draws it."""

    def make() -> bytes:
        with guarded("report"):
            _keep(at, asked, report)
            return face.draw(report)
        return b""

    return make


def _first_choice(at: DataVersion, offered: dict[str, date]) -> str:
    """The newest month that has closed, else the newest."""
    end = cache.as_of(at)
    closed = [name for name, day in offered.items() if end is not None and (later(day, 1) - end).days <= 1]
    return (closed or list(offered))[0]


def _keep(at: DataVersion, asked: Asked, said: Report) -> None:
    """Keeps what was taken away, where the store can be written to; the report is taken away in any case."""
    not_kept(Store.open(at.folder), facts(at), asked, said)


if __name__ == "__main__":
    show(render, is_of_now=True)
