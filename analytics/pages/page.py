"""Before there are numbers: load the demo practice or your own files; or say what is wrong with the store."""

import streamlit as st

from analytics import words
from analytics.pages import work
from analytics.pages.column_mapping import table_map
from analytics.pages.guard import guarded_call
from analytics.pages.receive import receive
from analytics.pages.session import Visit


def welcome(visit: Visit) -> None:
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


def _demo(visit: Visit) -> None:
    st.markdown("**Or look around first**")
    st.caption("A made-up practice: two years of claims and remittances, read by the same importers. No real patient.")
    st.button(
        "Load the demo practice",
        key="demo",
        disabled=work.is_busy(),
        on_click=guarded_call("demo", _start),
        args=(visit.folder,),
    )


def _start(folder: str) -> None:
    work.begin("Making the demo practice", ["demo", "--no-serve", "--store", folder])
