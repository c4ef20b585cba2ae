"""Before there are numbers: load the demo practice or your own files; or say what is wrong with the store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from analytics import words
from analytics.metrics.cubes import View
from analytics.pages import jobs
from analytics.pages.column_mapping import table_map
from analytics.pages.guard import guarded, guarded_call
from analytics.pages.jobs import receive
from analytics.pages.session import RESTS_ON, STOOD, DataVersion, Session, current
from analytics.store import Store, StoreError


def welcome(visit: Session) -> None:
    """The page of a store without numbers."""
    if visit.fault:
        st.title("The data cannot be shown", anchor=False)
        st.error(words.plain(visit.fault), icon=":material/report:")
        return
    if visit.notice:
        st.title("Files are loaded; the numbers are not made yet", anchor=False)
        return
    st.title("No data yet", anchor=False)
    st.markdown(
        "Load 837P claims and 835 remittances, or tables of them, and this dashboard shows what happens to each "
        "96372 line: billed, answered, denied, corrected, paid. Everything stays on this machine."
    )
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        receive(visit.folder)
    with right, st.container(border=True):
        _demo(visit)
    with st.container(border=True):
        st.markdown("**Or load a table** that another program exported")
        table_map(visit.folder)


def _demo(visit: Session) -> None:
    st.markdown("**Or look around first**")
    st.caption("A made-up practice: two years of claims and remittances, read by the same importers. No real patient.")
    st.button(
        "Load the demo practice",
        key="demo",
        disabled=jobs.is_busy(),
        on_click=guarded_call("demo", _start),
        args=(visit.folder,),
    )


def _start(folder: str) -> None:
    jobs.begin("Making the demo practice", ["demo", "--no-serve", "--store", folder])


EVERY = 20.0
"""Seconds between two looks at the store while a page is open."""
_SEEN_NOW = "seen_now"
"""Session state: this rerun looked at the store already; the next look is that of the clock."""


def news(visit: Session) -> None:
    """Draws the notices above a page."""
    if visit.fault:
        return
    jobs.watch()
    if visit.notice and not jobs.is_busy():
        st.warning(words.plain(visit.notice), icon=":material/pending:")
        st.button("Build now", key="build", on_click=guarded_call("build", _build), args=(visit.folder,))
    if visit.at is not None:
        st.session_state[_SEEN_NOW] = True
        _newer(visit.folder, visit.at.snapshot, visit.at.build)


def _build(folder: str) -> None:
    jobs.begin("Building", ["build", "--store", folder])


@st.fragment(run_every=EVERY)
def _newer(folder: str, snapshot: int, build: int) -> None:
    """Looks whether other data are there by now; numbers on the page stay those of their snapshot until reloaded."""
    with guarded("news"):
        if st.session_state.pop(_SEEN_NOW, False):
            return
        try:
            seen = Store.open(folder).read().key
        except StoreError:
            return
        if seen == (snapshot, build):
            return
        st.info(f"New data are loaded (snapshot {seen[0]}). This page still shows snapshot {snapshot}.")
        if not st.button("Reload", key="reload"):
            return
    st.rerun()


def show(render: Callable[[DataVersion, View], None], *, is_of_now: bool = False) -> None:
    """Runs a page of numbers where there are numbers; else says what is missing and how to get it.

    `is_of_now`: the page shows all files, whatever earlier day the other pages stand at.
    """
    visit = current()
    if visit.at is None:
        welcome(visit)
        return
    at = replace(visit.at, stood=None if is_of_now else st.session_state.get(STOOD))
    if at.stood:
        _banner(at.stood)
    st.session_state[RESTS_ON] = {}
    render(at, st.session_state.get("view", View()))


def _banner(day: date) -> None:
    """On top of everything, so that nobody takes old numbers for those of today."""
    st.warning(
        f"These are the numbers as they stood on {words.day(day)}: what was sent, answered or marked later is not in "
        "them. Choose “Now, with all files” at the left to come back.",
        icon=":material/history:",
    )
