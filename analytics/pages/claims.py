"""Claims: one claim's story, found by its number, which stays out of the address."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.story import Step, claim_headline, story
from analytics.metrics.cubes import View
from analytics.pages import cache, components
from analytics.pages.components import CLAIM, ask_claim
from analytics.pages.data import reach
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, no_rows, table

LINES = (
    Column("claim_id", "Claim"),
    Column("line_number", "Line", "count"),
    Column("code", "Code"),
    Column("modifiers", "Modifiers"),
    Column("state", "Now", said=words.state),
    Column("charge_cents", "Charge", "dollars"),
    Column("paid_cents", "Paid", "dollars", "By all plans, net of takebacks"),
    Column("patient_share_cents", "Patient's share", "dollars"),
    Column("open_denial_cents", "Still denied", "dollars"),
    Column("expected_cents", "Expected", "dollars", "Patient's share included"),
    Column("payer_name", "Payer", said=words.name),
    Column("service_date", "Service date", "day"),
)
CODES = (
    Column("code", "Code"),
    Column("meaning", "What it is for", width="large"),
    Column("group", "Group"),
    Column("cents", "Amount", "dollars"),
)
STORY = (
    Column("day", "Day", "day"),
    Column("title", "What happened"),
    Column("equation", "The money"),
    Column("text", "Where it stands"),
    Column("codes", "Codes"),
    Column("source", "File and place"),
)
_CHOSEN = "claim_line"


def chosen_line(own: pl.DataFrame) -> dict[str, Any]:
    """The line that was clicked, else the first injection, else the first line."""
    clicked = own.filter(pl.col("line_id") == st.session_state.get(_CHOSEN, ""))
    shots = own.filter(pl.col("role") == "injection")
    return next(frame for frame in (clicked, shots, own) if frame.height).row(0, named=True)


def pick_line(line_id: str) -> None:
    """A click on a row tells the story of its line."""
    st.session_state[_CHOSEN] = line_id


def timeline(steps: Sequence[Step]) -> None:
    """One framed step below the other: the day, what happened, the money, the codes, the file."""
    for at, step in enumerate(steps):
        with st.container(border=True, gap="xsmall"):
            day = words.day(step.day) if step.day else ""
            st.markdown(f"**{words.plain(step.title)}**" + (f" · {words.plain(day)}" if day else ""))
            if told := [words.plain(text) for text in (step.equation, step.text) if text]:
                st.markdown("  \n".join(told))
            if step.codes is not None and step.codes.height:
                table(step.codes, CODES, key=f"codes-{at}", alt=f"Adjustments: {step.equation}")
            if step.source:
                st.caption(words.plain(step.source))


def told(steps: Sequence[Step]) -> pl.DataFrame:
    """One row per step of a story, its codes in one cell."""
    rows = [
        {
            "day": step.day,
            "title": step.title,
            "equation": step.equation,
            "text": step.text,
            "codes": "; ".join(f"{row['code']} {words.money(row['cents'])}" for row in _codes(step)),
            "source": step.source,
        }
        for step in steps
    ]
    return pl.DataFrame(rows, schema_overrides={"day": pl.Date()})


def _codes(step: Step) -> list[dict[str, Any]]:
    return step.codes.to_dicts() if step.codes is not None else []


def render(at: DataVersion, view: View) -> None:
    """Search; headline; the claim's lines; the story of one of them; the encounter's other lines."""
    title = st.container()
    asked = st.text_input(
        "Claim number",
        key=CLAIM,
        type="search",
        autocomplete="off",
        persist_state="session",
        width=360,
        help="The patient control number, as on the claim (CLM01). It is never put into the address.",
    )
    claim = (asked or "").strip()
    with title:
        if not claim:
            components.headline("Find a claim by its number", f"Or choose a line on the Denials page. {reach(at)}")
            return
        lines, sent, events, adjustments = cache.claim(at, claim)
        own = lines.filter(pl.col("is_own"))
        if not own.height:
            components.headline("No claim with this number", f"Check the number as it is on the claim. {reach(at)}")
            return
        components.headline(claim_headline(lines), _who(own))
    keys, rests_on = (
        own["line_id"].to_list(),
        {"Data through": f"{words.day(cache.as_of(at))} · snapshot {at.snapshot}"},
    )
    table(own, LINES, key=f"claim-lines-{claim}", alt="Lines of this claim", on_pick=lambda at: pick_line(keys[at]))
    downloads(lambda: own, LINES, "96372 lines of a claim", rests_on, key="claim-lines", holds_phi=True)
    line = chosen_line(own)
    mine = pl.col("line_id") == line["line_id"]
    components.titled(
        f"{line['code']}, line {line['line_number'] or 'without number'}: {words.state(line['state']).lower()}",
        "Every step in order. Charge less adjustments is what was paid; choose another line above.",
    )
    steps = story(line, sent, events.filter(mine), adjustments.filter(mine), cache.labels(at))
    timeline(steps)
    downloads(lambda: told(steps), STORY, "96372 story of a line", rests_on, key="claim-story", holds_phi=True)
    others = lines.filter(~pl.col("is_own"))
    components.titled("Other lines of the same visit", "Same patient, practice and day, on other claims.")
    if not others.height:
        no_rows("None: this claim holds the whole visit.")
        return
    claims = others["claim_id"].to_list()
    alt = "Lines of the same visit on other claims"
    table(others, LINES, key=f"claim-others-{claim}", alt=alt, on_pick=lambda at: ask_claim(claims[at]))


def _who(own: pl.DataFrame) -> str:
    days = own["service_date"].drop_nulls().unique().sort().to_list()
    payers = [words.name(name) for name in own["payer_name"].unique(maintain_order=True)]
    return f"Service {words.listing([words.day(day) for day in days])}, {words.listing(payers)}"


if __name__ == "__main__":
    show(render)
