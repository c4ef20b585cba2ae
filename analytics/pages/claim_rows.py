"""The lines of a claim, and the timeline of one of them."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.story import Step
from analytics.pages.tables import Column, table

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
