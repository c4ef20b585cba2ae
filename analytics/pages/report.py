"""Monthly report: what leadership gets of a month, to look at and to take away, and what earlier ones said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from analytics import words
from analytics.metrics.view import BASES, View
from analytics.pages import components, filters, report_frames
from analytics.pages.guard import guarded
from analytics.pages.nothing import nothing
from analytics.pages.report_past import past
from analytics.pages.report_preview import preview
from analytics.pages.session import At, show
from analytics.report.content import Asked
from analytics.report.formats import FACES, Face, file_name
from analytics.report.model import Report

BASIS = {"Month of first answer": "answer", "Month of service": "service"}


def render(at: At, view: View) -> None:
    """Month and basis, the preview, the files, past reports."""
    filters.chips()
    months = report_frames.months(at)
    if not months:
        nothing()
        return
    asked = _asked(at, view, months)
    report = report_frames.report(at, asked)
    if not report.kpis:
        components.headline(report.headline[0], report.headline[-1])
    else:
        _downloads(at, asked, report)
        preview(report)
    past(at)


def _asked(at: At, view: View, months: dict[str, date]) -> Asked:
    """The month, how it is counted, the month compared with, title and target; filters as in the sidebar."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        first = report_frames.first_choice(at, months)
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


def _downloads(at: At, asked: Asked, report: Report) -> None:
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


def made(at: At, asked: Asked, report: Report, face: Face) -> Callable[[], bytes]:
    """What a download button calls: keeps the report as said, and draws it."""

    def make() -> bytes:
        with guarded("report"):
            report_frames.keep(at, asked, report)
            return face.draw(report)
        return b""

    return make


if __name__ == "__main__":
    show(render, is_of_now=True)
