"""Data: what came in, what was refused and why, and how complete it is."""

import streamlit as st

from analytics.charts.heat import completeness_heat
from analytics.charts.intake import (
    balance_sentence,
    intake_headline,
    intake_tiles,
    silent_sentence,
    unmatched_sentence,
)
from analytics.metrics.view import View
from analytics.pages import data_tables as tables
from analytics.pages import elements, frames
from analytics.pages.load_rows import load_rows
from analytics.pages.payer_edits import limit_edits, payer_edits
from analytics.pages.provider_edits import provider_edits
from analytics.pages.receive import receive
from analytics.pages.table_map import file_needs, table_map
from analytics.pages.visit import At, show
from analytics.questions.in_force import in_force
from analytics.store import Store


def render(at: At, view: View) -> None:
    """What came in and what was refused, balances, who pays and who treats, completeness, reference."""
    loads, refused = frames.loads(at), frames.refused(at)
    live = frames.live(loads)
    balance, unbalanced = frames.balance(at), frames.unbalanced(at)
    elements.headline(intake_headline(live, refused, unbalanced.height), tables.reach(at))
    elements.tiles(intake_tiles(live, refused))
    with st.container(border=True):
        receive(at.folder)
    with st.container(border=True):
        st.markdown("**Load a table**")
        table_map(at.folder)
        file_needs()
    elements.titled(
        "What was loaded", "One row per file, the latest first. Choose a row for its notes, or to take it back."
    )
    load_rows(at, loads)
    elements.titled(
        "What was refused, and why", "Refused parts are in no number. Nothing of their content is kept here."
    )
    tables.refusals(refused, frames.refused_by_reason(at))
    elements.titled(
        balance_sentence(balance), "Remittances must balance at three levels; differences are kept, marked and counted."
    )
    tables.balance(balance, unbalanced)
    unmatched = frames.unmatched(at)
    elements.titled(
        unmatched_sentence(unmatched),
        "Lines of all codes that only a remittance speaks of; 96372 lines among them count in every rate.",
    )
    tables.unmatched(unmatched)
    silent = frames.silent(at)
    elements.titled(
        silent_sentence(silent),
        "Claims with 96372 sent and answered, by payer. Below 30 answers nothing is called overdue.",
    )
    tables.answers(frames.payer_answers(at))
    payer_edits(at)
    limit_edits(at)
    provider_edits(at)
    heat = completeness_heat(frames.groups(at, View(), ("payer", "month")))
    elements.chart(heat, key="completeness", none="Too early to say how complete the months are.")
    elements.titled("Reference data in force", "Fees, edits and code lists behind expected payments and reasons.")
    tables.reference(in_force(Store.open(at.folder)))


if __name__ == "__main__":
    show(render)
