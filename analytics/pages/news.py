"""What a visitor must know before reading numbers: data that are not in them yet, and data newer than them."""

import streamlit as st

from analytics import words
from analytics.pages import work
from analytics.pages.guard import guarded, guarded_call
from analytics.pages.session import Visit
from analytics.store import Store, StoreError

EVERY = 20.0
"""Seconds between two looks at the store while a page is open."""
_SEEN_NOW = "seen_now"
"""Session state: this rerun looked at the store already; the next look is that of the clock."""


def news(visit: Visit) -> None:
    """Draws the notices above a page."""
    if visit.fault:
        return
    work.watch()
    if visit.notice and not work.is_busy():
        st.warning(words.plain(visit.notice), icon=":material/pending:")
        st.button("Build now", key="build", on_click=guarded_call("build", _build), args=(visit.folder,))
    if visit.at is not None:
        st.session_state[_SEEN_NOW] = True
        _newer(visit.folder, visit.at.snapshot, visit.at.build)


def _build(folder: str) -> None:
    work.begin("Building", ["build", "--store", folder])


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
