"""Payers row by row: the scorecard, and what the last files brought."""

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Month, Scope, span_of
from analytics.charts.overview import arrivals_title, scorecard, told_arrivals
from analytics.charts.screens import payer_signals, screened
from analytics.metrics.view import View
from analytics.pages import cache, components
from analytics.pages.about import about
from analytics.pages.picking import pick_payer
from analytics.pages.session import At
from analytics.pages.tables import Column, no_rows, table
from analytics.pages.take_away import downloads

SCORECARD = (
    Column("payer_name", "Payer", said=words.name),
    Column("lines", "Injections", "count", "96372 lines billed in these months"),
    Column("rate", "Denial rate", "percent"),
    Column("certainty", "How sure", help="95 % interval and answered lines"),
    Column(
        "ranking",
        "For ranking",
        "percent",
        "Denial rate pulled towards that of all payers, the fewer the lines the more: sort by this one. "
        "None below 30 answered lines",
    ),
    Column(
        "signal",
        "Newest month",
        width=210,
        help="Outside the limits that chance alone would keep, or 7 in a row on one side of the payer's own level, "
        "up to its newest month that is answered; held against the number of payers",
    ),
    Column("against", "Against before", help="Change of the denial rate; limits widened for the number of payers"),
    Column("open_cents", "Open, expected", "dollars", "Not answered, or denied and still standing; all months"),
    Column("days", "Days", "days", "To the first response: half of the lines had one by then"),
    Column("payer_class", "Class", said=words.payer_class),
)
TREND = Column("trend", "By month", "trend", "Denial rate of up to twelve comparable months, in percent, from zero")
ARRIVALS = (
    Column("payer_name", "Payer", said=words.name),
    Column("billed", "New lines", "count", "96372 lines first billed in these files"),
    Column("answered", "Answered", "count", "96372 lines with an answer in these files"),
    Column("denied", "New denials", "count", "Lines with a denial that these files did not take back"),
    Column("denied_cents", "Denied charges", "dollars"),
    Column("unsure", "Not known", "count", "Paid $0 without a code or a status: denied or not is not known"),
    Column("paid_cents", "Paid", "dollars"),
    Column("taken_back_cents", "Taken back", "dollars"),
)


def came_in(at: At, scope: Scope) -> None:
    """New denials and new cash by payer, from the files of the last day of loading."""
    loads, day, has_earlier = cache.last_loads(at)
    if not loads:
        return
    frame = cache.arrivals(at, scope.view, loads)
    components.titled(*arrivals_title(frame, day, len(loads), is_first=not has_earlier))
    if not frame.height:
        no_rows("These files hold no 96372 line that matches the filters.")
        return
    payers, told = frame["payer_id"].to_list(), told_arrivals(frame)
    columns = tuple(column for column in ARRIVALS if column.name != "unsure" or frame["unsure"].sum())
    alt = "New lines, denials and cash by payer, from the last files"
    table(told, columns, key="arrivals", alt=alt, on_pick=lambda place: pick_payer(payers[place]))
    downloads(lambda: told, columns, f"96372 what came in {day}", about(at, scope), key="arrivals", holds_phi=False)


def payers(at: At, scope: Scope, chosen: View, months: tuple[Month, ...], ageing: pl.DataFrame) -> None:
    """The payers, the largest first; a click filters by one, a second click takes the filter away."""
    comparable = [month.day for month in months if month.is_comparable and _is_before_end(month, chosen)]
    before = cache.groups(at, scope.before, ("payer",)) if scope.before else []
    by_month, now = cache.payer_months(at, chosen), cache.groups(at, scope.view, ("payer",))
    early = {month.day for month in months if month.is_early}
    signals = payer_signals(by_month, early=early, end=chosen.end)
    frame = scorecard(now, before, by_month, ageing, cache.classes(at), comparable, signals)
    earlier = f", against {span_of(scope.before)}" if scope.before else ""
    names = {group.key["payer_id"]: group.key["payer_name"] for group in by_month}
    components.titled(
        screened(signals, names, len(comparable)),
        f"Each payer in one row: {span_of(scope.view) or 'all months'}{earlier}. Choose a row to filter by it.",
    )
    ids = frame["payer_id"].to_list()
    alt = "Payers with volume, denial rate, interval, change, open dollars, days and trend"
    table(
        frame,
        (*SCORECARD[:3], TREND, *SCORECARD[3:]),
        key="scorecard",
        alt=alt,
        on_pick=lambda place: pick_payer(ids[place]),
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        downloads(lambda: frame, SCORECARD, "96372 payers", about(at, scope), key="payers", holds_phi=False)


def _is_before_end(month: Month, chosen: View) -> bool:
    return chosen.end is None or month.day <= chosen.end
