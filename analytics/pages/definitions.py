"""The panel that explains why the definitions of denied differ, on the visitor's own lines."""

from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope
from analytics.charts.definitions import STEPS, definition_bridge, definitions_table, definitions_title
from analytics.metrics.view import DEFINITIONS as DEFINITION_IDS
from analytics.pages import cache, components
from analytics.pages.about import about
from analytics.pages.open_claim import follow, pick_claim
from analytics.pages.session import At
from analytics.pages.tables import Column, table
from analytics.pages.take_away import downloads

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


LINES = (
    Column("claim_id", "Claim"),
    Column("service_date", "Service date", "day"),
    Column("payer_name", "Payer", said=words.name),
    Column("provider_name", "Provider", said=words.name),
    Column("state", "Now", said=words.state),
    Column("category", "Category", said=words.category),
    Column("reason", "Code"),
    Column("charge_cents", "Charge", "dollars"),
    Column("received_cents", "Received", "dollars"),
    Column("first_answer_date", "First answer", "day"),
)

STEP = "bridge-step"


def why_they_differ(at: At, scope: Scope) -> None:
    """All six on the same lines; counted only when the panel is opened."""
    panel = st.expander("Why do the definitions differ?", key="why", on_change="rerun")
    if not panel.open:
        return
    with panel:
        shown = definitions_table(cache.definitions(at, scope.view))
        components.titled(
            definitions_title(shown),
            "Ours is: denied by the first answer. Beside it the lines that others count and ours does not, by where "
            "they stand now; and the other way round.",
        )
        table(shown, DEFINITIONS, key="definitions", alt="The six definitions of denied on the same lines")
        downloads(lambda: shown, DEFINITIONS, "96372 definitions", about(at, scope), key="definitions", holds_phi=False)
        if shown.height:
            _bridge(at, scope, shown)


def _bridge(at: At, scope: Scope, shown: pl.DataFrame) -> None:
    """From our count to another's, step by step; a click on a step, or a choice, shows its lines."""
    names = {words.DEFINITION[name]: name for name in DEFINITION_IDS if name != "initial"}
    first = words.DEFINITION["zero_paid"]
    chosen = st.selectbox("From ours to", list(names), index=list(names).index(first), key="bridge-to", width=360)
    definition = names[chosen or first]
    components.chart(definition_bridge(shown, definition), key=f"bridge-{definition}", on_pick=_pick)
    counts = shown.row(by_predicate=pl.col("definition") == definition, named=True)
    steps = {label: name for name, label in STEPS.items() if counts[name]}
    if not steps:
        return
    label = st.selectbox("Lines behind", list(steps), index=None, key=STEP, placeholder="Choose a step", width=360)
    if label not in steps:
        return
    step = steps[label]
    rows = cache.definition_lines(at, scope.view, definition, step)
    st.caption(words.plain(f"{words.number_of(counts[step], 'line')}. Choose one for the story of its claim"))
    claims = rows["claim_id"].to_list()
    alt = f"Lines that the two definitions read differently: {label}"
    table(rows, LINES, key=f"bridge-{definition}-{step}", alt=alt, on_pick=lambda place: pick_claim(claims[place]))
    follow()
    every = partial(cache.definition_lines, at, scope.view, definition, step, counts[step])
    downloads(every, LINES, "96372 lines between definitions", about(at, scope), key="bridge", holds_phi=True)


def _pick(step: str) -> None:
    if step in STEPS:
        st.session_state[STEP] = None if st.session_state.get(STEP) == STEPS[step] else STEPS[step]
