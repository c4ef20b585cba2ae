"""Data: what came in, what was refused and why, and how complete it is."""

import streamlit as st

from analytics.charts.data import (
    balance_sentence,
    intake_headline,
    intake_tiles,
    silent_sentence,
    unmatched_sentence,
)
from analytics.charts.heat import completeness_heat
from analytics.metrics.view import View
from analytics.pages import cache, components
from analytics.pages import data_tables as tables
from analytics.pages.column_mapping import file_needs, table_map
from analytics.pages.load_rows import load_rows
from analytics.pages.payer_edits import limit_edits, payer_edits
from analytics.pages.provider_edits import provider_edits
from analytics.pages.receive import receive
from analytics.pages.session import At, show
from analytics.questions.in_force import in_force
from analytics.store import Store


def render(at: At, view: View) -> None:
    """What came in and what was refused, balances, who pays and who treats, completeness, reference."""
    loads, refused = cache.loads(at), cache.refused(at)
    live = cache.live(loads)
    balance, unbalanced = cache.balance(at), cache.unbalanced(at)
    components.headline(intake_headline(live, refused, unbalanced.height), tables.reach(at))
    components.tiles(intake_tiles(live, refused))
    with st.container(border=True):
        receive(at.folder)
    with st.container(border=True):
        st.markdown("**Load a table**")
        table_map(at.folder)
        file_needs()
    components.titled(
        "What was loaded", "One row per file, the latest first. Choose a row for its notes, or to take it back."
    )
    load_rows(at, loads)
    components.titled(
        "What was refused, and why", "Refused parts are in no number. Nothing of their content is kept here."
    )
    tables.refusals(refused, cache.refused_by_reason(at))
    components.titled(
        balance_sentence(balance), "Remittances must balance at three levels; differences are kept, marked and counted."
    )
    tables.balance(balance, unbalanced)
    unmatched = cache.unmatched(at)
    components.titled(
        unmatched_sentence(unmatched),
        "Lines of all codes that only a remittance speaks of; 96372 lines among them count in every rate.",
    )
    tables.unmatched(unmatched)
    silent = cache.silent(at)
    components.titled(
        silent_sentence(silent),
        "Claims with 96372 sent and answered, by payer. Below 30 answers nothing is called overdue.",
    )
    tables.answers(cache.payer_answers(at))
    payer_edits(at)
    limit_edits(at)
    provider_edits(at)
    heat = completeness_heat(cache.groups(at, View(), ("payer", "month")))
    components.chart(heat, key="completeness", none="Too early to say how complete the months are.")
    components.titled("Reference data in force", "Fees, edits and code lists behind expected payments and reasons.")
    tables.reference(in_force(Store.open(at.folder)))


if __name__ == "__main__":
    show(render)
