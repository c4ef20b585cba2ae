"""Past reports: what was said when, to open as it was said and to take away once more."""

import json
from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.pages import components, report_frames
from analytics.pages.guard import guarded
from analytics.pages.report_preview import preview
from analytics.pages.session import At
from analytics.pages.tables import Column, no_rows, table
from analytics.report.formats import FACES, Face, file_name
from analytics.report.model import Report
from analytics.store.reports import StoredReport

COLUMNS = (
    Column("month", "Month"),
    Column("made_at", "Made"),
    Column("basis", "Counted by"),
    Column("title", "Title"),
    Column("snapshot", "Snapshot", "count"),
)
MOST = 200


def past(at: At) -> None:
    """The list, and the one that is chosen."""
    st.divider()
    components.titled("Past reports", "Each as it was said, with the data of its day; the newest first.")
    found = report_frames.past(at)[:MOST]
    if not found:
        no_rows("None yet: a report is kept when it is taken away here, or made by the command reimburse report.")
        return
    table(pl.DataFrame([_row(one) for one in found]), COLUMNS, key="past", alt="Reports made so far")
    names = {_name(one): one.id for one in found}
    chosen = st.selectbox("Open one as it was said", ["None", *names], key="past_report", width=420)
    if chosen in names and (report := report_frames.kept(at, names[chosen])) is not None:
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
