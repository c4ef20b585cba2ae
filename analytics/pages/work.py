"""Watching a job on a page: progress while it runs, then what came of it."""

from collections.abc import Callable

import streamlit as st

from analytics import words
from analytics.pages import jobs
from analytics.pages.guard import guarded


def begin(name: str) -> None:
    """This visitor watches that job now."""
    st.session_state["job"] = name


def is_busy() -> bool:
    """Whether this visitor's job still runs."""
    job = jobs.job_of(st.session_state.get("job"))
    return job is not None and job.is_running


def watch(done: Callable[[jobs.Job], None]) -> None:
    """Draws the visitor's job, if there is one; `done` draws what came of it."""
    job = jobs.job_of(st.session_state.get("job"))
    if job is None:
        return
    if job.is_running:
        _progress(st.session_state["job"])
        return
    done(job)


@st.fragment(run_every=0.5)
def _progress(name: str) -> None:
    with guarded("job"):
        job = jobs.job_of(name)
        if job is not None and job.is_running:
            st.progress(job.share, text=words.plain(f"{job.title}: {job.what}"))
            return
    st.rerun()
