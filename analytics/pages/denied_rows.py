"""The rows behind the denials: category, then reason, then lines."""

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts import denials
from analytics.charts.comparable import Scope
from analytics.pages import cache
from analytics.pages.about import about
from analytics.pages.open_claim import follow, pick_claim
from analytics.pages.session import At
from analytics.pages.tables import Column, table
from analytics.pages.take_away import downloads

ALL = "All categories", "All reason codes"

_SUMS = (
    Column("lines", "Lines", "count"),
    Column("share", "Share of denied", "percent"),
    Column("expected_cents", "Expected dollars", "dollars", "What the payer would have been expected to pay"),
    Column("denied_cents", "Denied charges", "dollars"),
    Column("overturned", "Paid later", "count", "Denied first, later paid or the patient's share"),
    Column("still_open", "Still denied", "count"),
)
CATEGORIES = (Column("category", "Category", said=words.category), *_SUMS)
REASONS = (
    Column("reason", "Reason code", help="Claim adjustment reason code", said=lambda code: code or "none"),
    *_SUMS,
)
LINES = (
    Column("claim_id", "Claim"),
    Column("service_date", "Service date", "day"),
    Column("payer_name", "Payer", said=words.name),
    Column("provider_name", "Provider", said=words.name),
    Column("category", "Category", said=words.category),
    Column("reason", "Code"),
    Column("state", "Now", said=words.state),
    Column("charge_cents", "Charge", "dollars"),
    Column("denied_cents", "Denied", "dollars"),
    Column("expected_cents", "Expected", "dollars"),
    Column("received_cents", "Received", "dollars"),
    Column("place_of_service", "Place"),
    Column("drug", "Drug"),
    Column("first_answer_date", "First answer", "day"),
)


def chosen_category() -> str | None:
    """The category that the rows are cut to, known before they are drawn."""
    name = st.session_state.get("category") or st.query_params.get("category")
    return next((id_ for id_, its in words.CATEGORY.items() if its == name), None)


def pick_category(id_: str) -> None:
    """A click on a bar or a row chooses its category; a second click takes the choice back."""
    name = words.category(id_)
    st.session_state["category"] = ALL[0] if st.session_state.get("category") == name else name


def rows(at: At, scope: Scope, reasons: pl.DataFrame) -> None:
    """Categories; within one its reason codes; and the lines of what is chosen."""
    if not reasons.height:
        return
    st.markdown("**The lines behind these numbers**")
    by_category = denials.categories(reasons)
    category = _choose("Category", ALL[0], by_category["category"].to_list(), words.category, "category")
    if category is None:
        picks = by_category["category"].to_list()
        _sums(at, scope, by_category, CATEGORIES, "categories", lambda place: pick_category(picks[place]))
        st.caption("Choose a category to see its reason codes and lines.")
        return
    within = denials.codes(reasons, category)
    codes = within["reason"].to_list()
    reason = _choose("Reason code", ALL[1], codes, lambda code: code or "none", "reason")
    _sums(at, scope, within, REASONS, f"reasons-{category}", lambda place: _pick_reason(codes[place]))
    chosen = within if reason is None else within.filter(pl.col("reason") == reason)
    _lines(at, scope, category, reason, int(chosen["lines"].sum()))


def _choose(label: str, every: str, ids: list[str], said: Callable[[str], str], key: str) -> str | None:
    named = {said(id_): id_ for id_ in ids}
    chosen = st.selectbox(label, [every, *named], key=key, bind="query-params", width=360)
    return named.get(chosen or every)


def _pick_reason(code: str) -> None:
    st.session_state["reason"] = code or "none"


def _sums(
    at: At, scope: Scope, frame: pl.DataFrame, columns: tuple[Column, ...], key: str, on_pick: Callable[[int], None]
) -> None:
    shown = frame.with_columns(share=pl.col("lines") / frame["lines"].sum())
    table(shown, columns, key=f"rows-{key}", alt="Denied lines by category or reason code", on_pick=on_pick)
    downloads(lambda: shown, columns, _file("denials", scope), about(at, scope), key=key, holds_phi=False)


def _lines(at: At, scope: Scope, category: str, reason: str | None, count: int) -> None:
    shown = cache.denied_lines(at, scope.view, category, reason)
    said = f"{words.number_of(count, 'line')}, the most expected money first"
    said = f"{said}. Choose one for the story of its claim"
    st.caption(words.plain(said if count <= shown.height else f"The first {words.count(shown.height)} of {said}"))
    claims = shown["claim_id"].to_list()
    key, alt = f"lines-{category}-{reason}", f"Denied lines: {words.category(category)}"
    table(shown, LINES, key=key, alt=alt, on_pick=lambda place: pick_claim(claims[place]))
    follow()
    every = partial(cache.denied_lines, at, scope.view, category, reason, count)
    what = _file(f"denied lines {words.category(category).lower()}", scope)
    downloads(every, LINES, what, about(at, scope), key="lines", holds_phi=True)


def _file(what: str, scope: Scope) -> str:
    start, end = scope.view.start, scope.view.end
    return f"96372 {what} {start:%Y-%m} to {end:%Y-%m}" if start and end else f"96372 {what}"
