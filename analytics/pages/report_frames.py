"""What the report page asks: reports cached by snapshot and what is asked; past ones as they were said."""

from datetime import date

import streamlit as st

from analytics import words
from analytics.charts.comparable import later
from analytics.pages import cache
from analytics.pages.session import AS_KEY, At, facts
from analytics.report import make
from analytics.report.archive import from_json
from analytics.report.content import Asked
from analytics.report.model import Report
from analytics.store import Store
from analytics.store.reports import StoredReport, load_report, past_reports


def months(at: At) -> dict[str, date]:
    """The months of the data by name, the newest first."""
    choices = cache.choices(at)
    days = choices.filter(choices["kind"] == "service_month")["value"].sort(descending=True).to_list()
    return {words.month(day): day for day in (date.fromisoformat(f"{text}-01") for text in days)}


def first_choice(at: At, offered: dict[str, date]) -> str:
    """The newest month that has closed, else the newest."""
    end = cache.as_of(at)
    closed = [name for name, day in offered.items() if end is not None and (later(day, 1) - end).days <= 1]
    return (closed or list(offered))[0]


def report(at: At, asked: Asked) -> Report:
    """The report of a month; earlier reports are part of the key, since each that is kept may be restated."""
    return _report(at, asked, tuple(one.id for one in past(at)))


@st.cache_data(max_entries=24, show_spinner="Making the report", hash_funcs=AS_KEY)
def _report(at: At, asked: Asked, kept_ids: tuple[int, ...]) -> Report:
    return make.make_report(Store.open(at.folder), facts(at), asked)


def keep(at: At, asked: Asked, said: Report) -> None:
    """Keeps what was taken away, where the store can be written to; the report is taken away in any case."""
    make.not_kept(Store.open(at.folder), facts(at), asked, said)


def past(at: At) -> list[StoredReport]:
    """Every report that was kept, the newest first."""
    return past_reports(Store.open(at.folder))


@st.cache_data(max_entries=12, show_spinner=False, hash_funcs=AS_KEY)
def kept(at: At, number: int) -> Report | None:
    """One report as it was said."""
    found = load_report(Store.open(at.folder), number)
    return from_json(found.model) if found else None
