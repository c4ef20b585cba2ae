"""The panel that explains why the definitions of denied differ, on the visitor's own lines."""

import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope
from analytics.charts.definitions import definitions_table, definitions_title
from analytics.pages import elements, frames
from analytics.pages.about import about
from analytics.pages.tables import Column, table
from analytics.pages.take_away import downloads
from analytics.pages.visit import At

DEFINITIONS = (
    Column("definition", "Definition", said=lambda name: words.DEFINITION[name]),
    Column("denied", "Denied", "count"),
    Column("counted", "Of", "count", "Lines that the definition counts"),
    Column("rate", "Rate", "percent"),
    Column("interval", "95 % interval"),
    Column("more", "More than ours", "count", "Lines it calls denied and ours does not; the next four add up to it"),
    Column("more_paid", "now paid", "count"),
    Column("more_patient", "patient's share", "count"),
    Column("more_routed", "passed on", "count"),
    Column("more_other", "other", "count"),
    Column("fewer", "Fewer than ours", "count", "Lines that ours calls denied and it does not"),
    Column("definition", "What it counts", width="large", said=lambda name: words.DEFINITION_WORDS[name]),
)


def why_they_differ(at: At, scope: Scope) -> None:
    """All six on the same lines; counted only when the panel is opened."""
    panel = st.expander("Why do the definitions differ?", key="why", on_change="rerun")
    if not panel.open:
        return
    with panel:
        shown = definitions_table(frames.definitions(at, scope.view))
        elements.titled(
            definitions_title(shown),
            "Ours is: denied by the first answer. Beside it the lines that others count and ours does not, by where "
            "they stand now; and the other way round.",
        )
        table(shown, DEFINITIONS, key="definitions", alt="The six definitions of denied on the same lines")
        downloads(lambda: shown, DEFINITIONS, "96372 definitions", about(at, scope), key="definitions", holds_phi=False)
