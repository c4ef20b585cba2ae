"""The panel that leads from months of service to months of the first answer, on the visitor's own lines."""

from dataclasses import replace

import streamlit as st

from analytics.charts.bases import bases_table, bases_title
from analytics.charts.comparable import Scope
from analytics.metrics.view import View
from analytics.pages import cache, components
from analytics.pages.about import about
from analytics.pages.session import At
from analytics.pages.tables import Column, table
from analytics.pages.take_away import downloads

BASES = (
    Column("label", "From one count to the other", width="large"),
    Column("lines", "Lines", "count"),
    Column("rated", "In the denial rate", "count", "Answered by the payer; lines passed on are not"),
    Column("denied", "Denied first", "count", "Denied by the first answer"),
    Column("rate", "Denied share", "percent", "Of the lines of this row that are in the rate"),
)


def why_months_differ(at: At, scope: Scope, view: View) -> None:
    """The chosen months counted both ways; counted only when the panel is opened."""
    panel = st.expander("Month of service or month of answer?", key="bases", on_change="rerun")
    if not panel.open:
        return
    with panel:
        chosen = replace(scope.view, start=view.start, end=view.end)
        shown = bases_table(cache.bases(at, chosen))
        components.titled(
            bases_title(shown),
            "All chosen months, those too early to compare included. The rows between the first and the last add up.",
        )
        table(shown, BASES, key="bases-rows", alt="Lines by month of service and by month of first answer")
        downloads(
            lambda: shown, BASES, "96372 two ways to count months", about(at, scope), key="bases", holds_phi=False
        )
