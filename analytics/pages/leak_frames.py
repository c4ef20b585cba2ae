"""What the leakage page asks, cached by snapshot and view; marks are read anew each time, since anybody may set one."""

from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from analytics.export import shareable
from analytics.exported import exported
from analytics.metrics import leakage as ledger
from analytics.metrics.leak_rates import Leaking, payer_rates
from analytics.metrics.leakage import WORK_COST_CENTS, Ledger
from analytics.metrics.view import View
from analytics.pages.session import AS_KEY, At, facts
from analytics.questions import leak_days, leaks
from analytics.questions.leaks import Wanted

MOST_LINES = 1000


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_KEY)
def whole(at: At, view: View, cost: int = WORK_COST_CENTS) -> Ledger:
    """The ledger of a view."""
    (found,) = ledger.ledgers(facts(at).cursor(), view, work_cost_cents=cost)
    return found


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_KEY)
def days(at: At, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Injection days by payer and month, and those that leak, by class."""
    return leak_days.ledger_days(facts(at).cursor(), view), leak_days.leak_days(facts(at).cursor(), view)


def payers(at: At, view: View | None) -> list[Leaking]:
    """How often each payer's days leak; nothing for no months."""
    return payer_rates(*days(at, view)) if view is not None else []


def all_days(at: At, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same in all months."""
    return days(at, replace(view, start=None, end=None))


def batches(at: At, view: View, cost: int) -> pl.DataFrame:
    """One row per payer and rule of what can be worked, in all months."""
    return _batches(at, _any_month(view), cost)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _batches(at: At, view: View, cost: int) -> pl.DataFrame:
    return leaks.work_batches(facts(at).cursor(), view, as_of(at), work_cost_cents=cost)


def lines(at: At, view: View, wanted: Wanted, cost: int, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per line that can be worked, in all months."""
    return _lines(at, _any_month(view), wanted, cost, most)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _lines(at: At, view: View, wanted: Wanted, cost: int, most: int) -> pl.DataFrame:
    return leaks.work_lines(facts(at).cursor(), view, as_of(at), wanted, work_cost_cents=cost, most=most)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def flags(at: At, view: View) -> pl.DataFrame:
    """One row per rule without dollars."""
    return ledger.flag_counts(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def flag_lines(at: At, view: View, rule: str, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per line that a rule asks to look at."""
    return leaks.flag_lines(facts(at).cursor(), view, rule, most=most)


def export(at: At, table: str, view: View, cost: int) -> pl.DataFrame:
    """The rows that `reimburse export` writes."""
    return exported(facts(at), table, view, work_cost_cents=cost)


def _any_month(view: View) -> View:
    """Work does not ask in which month the service was, nor by which month people count."""
    return replace(view, start=None, end=None, basis="service", definition="initial")


def as_of(at: At) -> date:
    """The last day of the data, which every deadline is held against."""
    return facts(at).as_of or date.min


def shareable_export(at: At, table: str, view: View, cost: int) -> pl.DataFrame:
    """The same without identifiers and small cells."""
    return shareable(export(at, table, view, cost)).frame
