"""Watching a job on a page: progress while it runs, then what came of it."""

from collections.abc import Sequence

import streamlit as st

from analytics import words
from analytics.pages import jobs
from analytics.pages.guard import guarded, guarded_call
from analytics.pages.results import said

TONES = {"good": st.success, "note": st.info, "wrong": st.error}
MOST = 8


def begin(title: str, args: Sequence[str]) -> None:
    """Starts a job that needs no clearing up, and watches it."""
    watch_this(jobs.start(title, args))


def watch_this(name: str) -> None:
    """This visitor watches that job now."""
    st.session_state["job"] = name


def is_busy() -> bool:
    """Whether this visitor's job still runs."""
    job = jobs.job_of(st.session_state.get("job"))
    return job is not None and job.is_running


def watch() -> None:
    """Draws the visitor's job, if there is one: how far it is, or what came of it."""
    job = jobs.job_of(st.session_state.get("job"))
    if job is None:
        return
    if job.is_running:
        _progress(st.session_state["job"])
        return
    sentences = said(job)
    for tone, sentence in sentences[:MOST]:
        TONES[tone](words.plain(sentence))
    if len(sentences) > MOST:
        st.caption(f"and {len(sentences) - MOST} more, on the Data page")
    st.button("Dismiss", key="dismiss", type="tertiary", on_click=guarded_call("job", _dismiss))


def _dismiss() -> None:
    st.session_state.pop("job", None)


@st.fragment(run_every=0.5)
def _progress(name: str) -> None:
    with guarded("job"):
        job = jobs.job_of(name)
        if job is not None and job.is_running:
            st.progress(job.share, text=words.plain(f"{job.title}: {job.what}"))
            return
    st.rerun()
