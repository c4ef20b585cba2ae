"""What pages ask, cached by snapshot and view; a frame is never a key."""

from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from analytics import questions, reference
from analytics.charts.comparable import Month, at_one_age, first_comparable, months_of
from analytics.charts.data import FEWEST_ANSWERS
from analytics.metrics.evaluate import Group, Value, answers
from analytics.metrics.view import View
from analytics.pages.session import AS_KEY, At, facts
from analytics.questions import bridges
from analytics.store import Store

MOST_LINES = 1000


@st.cache_data(max_entries=400, show_spinner=False, hash_funcs=AS_KEY)
def groups(at: At, view: View, by: tuple[str, ...] = ()) -> list[Group]:
    """Every metric of a view for every group."""
    here = facts(at)
    return answers(here.cursor(), view, by, as_of=here.as_of)


def values(at: At, view: View | None) -> dict[str, Value] | None:
    """Every metric of a view in all; None where nothing matches."""
    found = groups(at, view) if view is not None else []
    return found[0].metrics if found else None


def months(at: At, view: View) -> tuple[Month, ...]:
    """The months of a view, whatever its period, and which of them may be compared: all payers say that."""
    every = groups(at, _unfiltered(view), ("month",))
    return months_of(groups(at, _whole(view), ("month",)), comparable_from=_comparable_from(at, view), every=every)


def aged_months(at: At, view: View) -> tuple[Month, ...]:
    """The months of service of a view, whatever its period, each looked at at the same age."""
    return at_one_age(groups(at, _whole(view), ("month",)), groups(at, _unfiltered(view), ("month",)))


def payer_months(at: At, view: View) -> list[Group]:
    """Every metric by payer and month, whatever the period."""
    return groups(at, _whole(view), ("payer", "month"))


def _whole(view: View) -> View:
    return replace(view, start=None, end=None)


def _unfiltered(view: View) -> View:
    return View(basis=view.basis, definition=view.definition)


def _comparable_from(at: At, view: View) -> date | None:
    if view.basis != "answer":
        return None
    days = (values(at, View(basis="service")) or {}).get("days_to_first_response_p90")
    return first_comparable(view, questions.first_service(choices(at)), days.value if days else None)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def choices(at: At) -> pl.DataFrame:
    """One row per value that a filter can take."""
    return questions.choices(facts(at).cursor())


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_KEY)
def reasons(at: At, view: View) -> pl.DataFrame:
    """One row per category and reason of denied lines."""
    return questions.reasons(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def definitions(at: At, view: View) -> pl.DataFrame:
    """One row per definition of denied, whichever is chosen."""
    return questions.definitions(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def definition_lines(at: At, view: View, definition: str, step: str, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per line behind a step from our definition to another."""
    return bridges.definition_lines(facts(at).cursor(), view, definition, step, most=most)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def bases(at: At, view: View) -> pl.DataFrame:
    """One row per place of lines in the two ways to count months."""
    return bridges.bases(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def resolution(at: At, view: View) -> tuple[pl.DataFrame, int | None, int | None]:
    """How long denials took to come back, and after how many days they are final."""
    return bridges.resolution(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def denied_lines(at: At, view: View, category: str | None, reason: str | None, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per denied line, the most expected money first."""
    return questions.denied_lines(facts(at).cursor(), view, category, reason, most=most)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def unmatched(at: At) -> pl.DataFrame:
    """One row per payer with lines that came only on remittances."""
    return questions.unmatched(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def payer_answers(at: At) -> pl.DataFrame:
    """One row per payer: claims sent and answered."""
    return questions.payer_answers(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def payer_rows(at: At) -> pl.DataFrame:
    """One row per payer as files write it, those to be confirmed first."""
    return questions.payer_rows(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def payer_aliases(at: At) -> pl.DataFrame:
    """One row per payer billed and other payer that answered most of its claims."""
    return questions.payer_aliases(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def provider_rows(at: At) -> pl.DataFrame:
    """One row per provider seen in the files."""
    return questions.provider_rows(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def balance(at: At) -> pl.DataFrame:
    """One row per level at which remittances must balance."""
    return questions.balance(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def unbalanced(at: At) -> pl.DataFrame:
    """One row per payment that does not balance."""
    return questions.unbalanced(facts(at).cursor(), most=MOST_LINES)


def ageing(at: At, view: View) -> pl.DataFrame:
    """One row per payer, age and side of what is open, in all months."""
    return _ageing(at, _whole(view))


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _ageing(at: At, view: View) -> pl.DataFrame:
    here = facts(at)
    return questions.ageing(here.cursor(), view, here.as_of)


def arrivals(at: At, view: View, loads: tuple[str, ...]) -> pl.DataFrame:
    """One row per payer: what some loads brought."""
    return _arrivals(at, _whole(view), loads)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _arrivals(at: At, view: View, loads: tuple[str, ...]) -> pl.DataFrame:
    return questions.arrivals(facts(at).cursor(), view, loads)


def last_loads(at: At) -> tuple[tuple[str, ...], date | None, bool]:
    """The loads of the last day on which files came in, that day, and whether there are earlier ones.

    None as of an earlier day: loads are of the clock's days, and the data stood otherwise then.
    """
    if at.stood:
        return (), None, False
    return questions.last_loads(Store.open(at.folder), at.snapshot)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def claim(at: At, claim_id: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A claim: its lines and those of its encounters, what was sent, the events, the adjustments behind them."""
    return questions.claim_story(facts(at).cursor(), claim_id)


def labels(at: At) -> dict[str, str]:
    """The file name of each load."""
    return questions.labels(Store.open(at.folder))


def as_of(at: At) -> date | None:
    """How far the data reach."""
    return facts(at).as_of


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def reference_of(at: At) -> str:
    """The version of the reference data and settings that the facts were built with."""
    info = Store.open(at.folder).build_info() or {}
    return str(info.get("reference") or reference.version())


def classes(at: At) -> dict[str, str]:
    """The class of each payer."""
    return {row["payer_id"]: row["payer_class"] for row in payer_answers(at).iter_rows(named=True)}


def silent(at: At) -> pl.DataFrame:
    """The payers that hardly any answer came from."""
    return payer_answers(at).filter(pl.col("answered") < FEWEST_ANSWERS)


def loads(at: At) -> pl.DataFrame:
    """One row per load, the latest first."""
    store = Store.open(at.folder)
    return _loads(at.folder, store.head())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def _loads(folder: str, head: int) -> pl.DataFrame:
    return questions.loads(Store.open(folder))


def live(every: pl.DataFrame) -> pl.DataFrame:
    """The loads that are in use."""
    return every.filter(pl.col("state") == "live")


def refused(at: At) -> pl.DataFrame:
    """One row per file, transaction or claim that was refused."""
    return questions.refused(Store.open(at.folder))


def refused_by_reason(at: At) -> pl.DataFrame:
    """One row per file and reason of what was refused."""
    return questions.refused_by_reason(Store.open(at.folder))


def notes(at: At, sha256: str) -> pl.DataFrame:
    """One row per note on a load."""
    return questions.notes(Store.open(at.folder), sha256)
